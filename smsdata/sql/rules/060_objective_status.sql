-- An objective takes the worst of its targets (contract, section 4): 1 is worst.
CREATE OR REPLACE MACRO status_rank(status) AS
    list_position(
        ['missed', 'off_target', 'at_risk', 'stale', 'no_data', 'on_target', 'achieved',
        'not_started'],
        status
    );

-- Beside it the rows of target_status_on that it comes from.
CREATE OR REPLACE MACRO objective_status_on(on_dates, known_at) AS TABLE
WITH judged AS (
    SELECT
        day, objective,
        arg_min(status, status_rank(status)) AS status,
        sum(attainment * weight) / sum(weight) FILTER (attainment IS NOT NULL) AS attainment,
        count(*) AS targets,
        sum(readings_expected)::BIGINT AS readings_expected,
        sum(readings_received)::BIGINT AS readings_received,
        list(t) AS target_statuses
    FROM target_status_on(on_dates, known_at) AS t
    GROUP BY day, objective
)
SELECT
    days.day, o.objective, o.title, o.owner,
    coalesce(j.status, 'unmeasured') AS status,
    j.attainment,
    coalesce(j.targets, 0) AS targets,
    coalesce(j.readings_expected, 0) AS readings_expected,
    coalesce(j.readings_received, 0) AS readings_received,
    j.target_statuses
FROM objective_at(known_at) AS o
CROSS JOIN (SELECT unnest(CAST(on_dates AS DATE[])) AS day) AS days
LEFT JOIN judged AS j ON j.objective = o.objective AND j.day = days.day;

CREATE OR REPLACE MACRO objective_status_at(on_date, known_at) AS TABLE
    SELECT * EXCLUDE (day, target_statuses) FROM objective_status_on([on_date], known_at);
CREATE OR REPLACE VIEW objective_status AS
    FROM objective_status_at(clock_on_date(), clock_known_at());

-- At the end of each of the last 12 months that ended by on_date.
CREATE OR REPLACE MACRO objective_wall_at(on_date, known_at) AS TABLE
    SELECT objective, day AS period_end, status
    FROM objective_status_on(
        (
            SELECT list(
                CAST(date_trunc('month', on_date + 1) - to_months(CAST(i AS INTEGER)) AS DATE) - 1
            )
            FROM range(0, 12) AS months(i)
        ),
        known_at
    );
CREATE OR REPLACE VIEW objective_wall AS
    FROM objective_wall_at(clock_on_date(), clock_known_at());

-- A status that says something about the objective; the others count as none.
CREATE OR REPLACE MACRO told(status) AS
    CASE WHEN status NOT IN ('not_started', 'unmeasured') THEN status END;

-- What a status after means beside a status before (contract, section 5, objective_change).
CREATE OR REPLACE MACRO status_moved(before, after) AS
    CASE
        WHEN told(before) IS NULL AND told(after) IS NULL THEN 'unchanged'
        WHEN told(before) IS NULL THEN 'new'
        WHEN told(after) IS NULL THEN 'ended'
        WHEN after IN ('stale', 'no_data') THEN
            CASE WHEN before IN ('stale', 'no_data') THEN 'unchanged' ELSE 'slipped' END
        WHEN before IN ('stale', 'no_data') THEN
            CASE WHEN after IN ('on_target', 'achieved') THEN 'improved' ELSE 'slipped' END
        WHEN status_rank(after) > status_rank(before) THEN 'improved'
        WHEN status_rank(after) < status_rank(before) THEN 'slipped'
        ELSE 'unchanged'
    END;

-- How each objective moved between two pairs of clocks (contract, section 5). With one date and two
-- known_at it is a restatement.
CREATE OR REPLACE MACRO objective_change(from_on, from_known, to_on, to_known) AS TABLE
SELECT
    coalesce(a.objective, b.objective) AS objective,
    CASE WHEN a.objective IS NOT NULL THEN a.title ELSE b.title END AS title,
    CASE WHEN a.objective IS NOT NULL THEN a.owner ELSE b.owner END AS owner,
    b.status AS status_before,
    a.status AS status_after,
    b.attainment AS attainment_before,
    a.attainment AS attainment_after,
    status_moved(b.status, a.status) AS moved
FROM objective_status_at(to_on, to_known) AS a
FULL JOIN objective_status_at(from_on, from_known) AS b ON b.objective = a.objective;
