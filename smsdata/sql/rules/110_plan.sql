-- The plan (contract, section 6).

-- The schedule of a recurring item: starts_on + k × cadence, k = 0, 1, 2 ... Month steps keep the
-- day of the month, or its last day where that month is shorter.
CREATE OR REPLACE MACRO cadence_months(cadence) AS
    CASE cadence WHEN 'monthly' THEN 1 WHEN 'quarterly' THEN 3 WHEN 'half-yearly' THEN 6 ELSE 12 END;

-- The k-th day of a schedule, counted from 0.
CREATE OR REPLACE MACRO scheduled_day(starts_on, cadence, k) AS
    CASE cadence
        WHEN 'weekly' THEN starts_on + CAST(7 * k AS INTEGER)
        ELSE CAST(starts_on + to_months(CAST(k * cadence_months(cadence) AS INTEGER)) AS DATE)
    END;

-- The number of the scheduled day that a day is, or the nearest before it could be.
CREATE OR REPLACE MACRO schedule_step(starts_on, cadence, day) AS
    CASE cadence
        WHEN 'weekly' THEN (day - starts_on) // 7
        ELSE ((year(day) - year(starts_on)) * 12 + month(day) - month(starts_on))
            // cadence_months(cadence)
    END;

-- How many scheduled days there are up to and with a day.
CREATE OR REPLACE MACRO scheduled_by(starts_on, cadence, day) AS
    CASE
        WHEN day < starts_on THEN 0
        WHEN scheduled_day(starts_on, cadence, schedule_step(starts_on, cadence, day)) > day
            THEN schedule_step(starts_on, cadence, day)
        ELSE schedule_step(starts_on, cadence, day) + 1
    END;

-- Whether evidence counts on a day: what has no day of its own always does.
CREATE OR REPLACE MACRO proves_on(dated_on, day) AS coalesce(dated_on <= CAST(day AS DATE), true);

-- Evidence by what it proves. An occurrence is a day of its item of the plan, also where it is named
-- as the row of a register, whose code is both.
CREATE OR REPLACE MACRO proof_at(known_at) AS TABLE
    SELECT * EXCLUDE (item) REPLACE (
        if(item IS NULL, register, 'plan_items') AS register,
        coalesce(item, code) AS code,
        if(item IS NULL, due_on, CAST(split_part(code, '/', 2) AS DATE)) AS due_on
    )
    FROM (
        SELECT *, if(register = 'plan_occurrences', split_part(code, '/', 1), NULL) AS item
        FROM evidence_at(known_at)
    );

-- What counts as evidence on a day: how many for a row of a register (due_on null), or for an
-- occurrence of a plan item.
CREATE OR REPLACE MACRO evidence_count_at(on_date, known_at) AS TABLE
    SELECT register, code, due_on, count(*) AS evidence_count
    FROM proof_at(known_at)
    WHERE proves_on(dated_on, on_date)
    GROUP BY register, code, due_on;

-- How far each item has come by a day: its last progress, with what it leaves open filled in.
-- `done_since` is the first day of the last unbroken run of done, `ended_on` the same of done or
-- cancelled, after which a recurring item falls due no more; null where the last one is neither.
CREATE OR REPLACE MACRO plan_item_progress_at(on_date, known_at) AS TABLE
WITH
    reported AS (
        SELECT p.plan_item, p.on_date AS reported_on, p.percent, p.state, p.forecast_on
        FROM plan_progress_at(known_at) AS p
        WHERE p.on_date <= CAST(on_date AS DATE)
    ),
    -- a row with neither leaves both as they were
    filled AS (
        SELECT
            plan_item, reported_on, state,
            CASE WHEN state = 'done' THEN 100 ELSE coalesce(
                last_value(percent IGNORE NULLS) OVER (PARTITION BY plan_item ORDER BY reported_on), 0
            ) END AS percent
        FROM reported
        WHERE percent IS NOT NULL OR state IS NOT NULL
    ),
    named AS (
        SELECT
            plan_item, reported_on, percent,
            coalesce(state, CASE percent WHEN 0 THEN 'not_started' WHEN 100 THEN 'done'
                ELSE 'in_progress' END) AS state
        FROM filled
    ),
    judged AS (
        SELECT
            *,
            state <> 'cancelled' AND percent = 100 AS is_done,
            state IN ('cancelled', 'done') AS is_ended
        FROM named
    ),
    broken AS (
        SELECT
            *,
            max(CASE WHEN NOT is_done THEN reported_on END) OVER (PARTITION BY plan_item) AS undone_on,
            max(CASE WHEN NOT is_ended THEN reported_on END) OVER (PARTITION BY plan_item) AS open_on
        FROM judged
    ),
    settled AS (
        SELECT
            plan_item,
            arg_max(percent, reported_on) AS percent,
            arg_max(state, reported_on) AS state,
            min(reported_on) FILTER (coalesce(reported_on > undone_on, true)) AS done_since,
            min(reported_on) FILTER (coalesce(reported_on > open_on, true)) AS ended_on
        FROM broken
        GROUP BY plan_item
    ),
    newest AS (
        SELECT plan_item, max(reported_on) AS reported_on,
            arg_max_null(forecast_on, reported_on) AS forecast_on
        FROM reported
        GROUP BY plan_item
    )
SELECT
    i.plan_item, coalesce(s.percent, 0) AS percent, coalesce(s.state, 'not_started') AS state,
    n.reported_on, n.forecast_on, s.done_since, s.ended_on
FROM plan_item_at(known_at) AS i
LEFT JOIN newest AS n ON n.plan_item = i.plan_item
LEFT JOIN settled AS s ON s.plan_item = i.plan_item;

-- The schedule of each recurring item: its first day and step, and the day after which nothing more
-- falls due (null: it goes on for ever).
CREATE OR REPLACE MACRO plan_schedule_at(on_date, known_at) AS TABLE
    SELECT i.plan_item, i.starts_on, i.cadence, least(i.due_on, p.ended_on) AS last_day
    FROM plan_item_at(known_at) AS i
    JOIN plan_item_progress_at(on_date, known_at) AS p ON p.plan_item = i.plan_item
    WHERE i.timing = 'recurring';

-- What has been done by a day of the occurrences that fall due.
CREATE OR REPLACE MACRO plan_done_at(on_date, known_at) AS TABLE
    SELECT
        o.plan_item, o.due_on, o.done_on,
        schedule_step(s.starts_on, s.cadence, o.due_on) AS step,
        o.done_on <= o.due_on AS on_time
    FROM plan_occurrence_at(known_at) AS o
    JOIN plan_schedule_at(on_date, known_at) AS s ON s.plan_item = o.plan_item
    WHERE o.done_on <= CAST(on_date AS DATE) AND coalesce(o.due_on <= s.last_day, true);

CREATE OR REPLACE MACRO plan_item_status_at(on_date, known_at) AS TABLE
WITH
    done AS (
        SELECT
            plan_item,
            count(*) FILTER (due_on < CAST(on_date AS DATE)) AS done_before,
            count(*) FILTER (
                due_on > CAST(on_date AS DATE) - 365 AND due_on <= CAST(on_date AS DATE)
            ) AS done_lately,
            count(*) FILTER (
                on_time AND due_on > CAST(on_date AS DATE) - 365 AND due_on <= CAST(on_date AS DATE)
            ) AS on_time_lately,
            -- the first step that is not among them
            nullif(list_position(
                [pair[1] = pair[2] for pair in list_zip(list_sort(list(step)), range(count(*)))],
                false
            ), 0) - 1 AS undone_step,
            count(*) AS steps
        FROM plan_done_at(on_date, known_at)
        GROUP BY plan_item
    ),
    occurring AS (
        SELECT
            s.plan_item,
            scheduled_by(s.starts_on, s.cadence, least(CAST(on_date AS DATE) - 1, s.last_day))
                > coalesce(d.done_before, 0) AS is_overdue,
            scheduled_by(s.starts_on, s.cadence, least(CAST(on_date AS DATE), s.last_day))
                - scheduled_by(s.starts_on, s.cadence, least(CAST(on_date AS DATE) - 365, s.last_day))
                AS occurrences_due,
            coalesce(d.done_lately, 0) AS occurrences_done,
            coalesce(d.on_time_lately, 0) AS occurrences_on_time,
            scheduled_day(s.starts_on, s.cadence, coalesce(d.undone_step, d.steps, 0)) AS next_day,
            CASE WHEN coalesce(next_day <= s.last_day, true) THEN next_day END AS next_due_on
        FROM plan_schedule_at(on_date, known_at) AS s
        LEFT JOIN done AS d ON d.plan_item = s.plan_item
    ),
    item AS (
        SELECT
            i.plan_item, i.title, i.phase, i.owner, i.timing, i.starts_on, i.due_on,
            p.percent, p.state, p.forecast_on, p.done_since,
            CASE
                WHEN i.timing <> 'dated' THEN NULL
                WHEN CAST(on_date AS DATE) < i.starts_on THEN 0
                WHEN CAST(on_date AS DATE) >= i.due_on THEN 100
                ELSE 100 * (CAST(on_date AS DATE) - i.starts_on) / (i.due_on - i.starts_on)
            END AS planned_percent,
            p.state <> 'cancelled' AND p.percent = 100 AS is_done,
            o.is_overdue, o.next_due_on,
            coalesce(o.occurrences_due, 0) AS occurrences_due,
            coalesce(o.occurrences_done, 0) AS occurrences_done,
            coalesce(o.occurrences_on_time, 0) AS occurrences_on_time,
            coalesce(e.evidence_count, 0) AS evidence_count
        FROM plan_item_at(known_at) AS i
        JOIN plan_item_progress_at(on_date, known_at) AS p ON p.plan_item = i.plan_item
        LEFT JOIN occurring AS o ON o.plan_item = i.plan_item
        LEFT JOIN evidence_count_at(on_date, known_at) AS e ON e.register = 'plan_items'
            AND e.code = i.plan_item AND e.due_on IS NULL
    )
SELECT
    plan_item, title, phase, owner, timing, planned_percent,
    CASE WHEN timing <> 'recurring' THEN percent END AS percent,
    state,
    CASE timing
        WHEN 'dated' THEN CASE
            WHEN state = 'cancelled' THEN 'cancelled'
            WHEN is_done THEN 'done'
            WHEN state = 'blocked' THEN 'blocked'
            WHEN CAST(on_date AS DATE) > due_on THEN 'overdue'
            WHEN CAST(on_date AS DATE) < starts_on THEN 'not_started'
            WHEN percent >= planned_percent - 10 - 1e-9 THEN 'on_track'
            ELSE 'behind' END
        WHEN 'recurring' THEN CASE
            WHEN state IN ('cancelled', 'done', 'blocked') THEN state
            WHEN is_overdue THEN 'overdue'
            WHEN CAST(on_date AS DATE) > due_on THEN 'done'
            WHEN CAST(on_date AS DATE) < starts_on THEN 'not_started'
            ELSE 'on_track' END
        ELSE CASE state WHEN 'in_progress' THEN 'on_track' ELSE state END
    END AS status,
    CASE
        WHEN timing <> 'dated' OR state = 'cancelled' THEN NULL
        WHEN is_done THEN done_since - due_on
        ELSE greatest(
            forecast_on - due_on,
            CASE WHEN CAST(on_date AS DATE) > due_on THEN CAST(on_date AS DATE) - due_on END
        )
    END AS slip_days,
    CASE timing
        WHEN 'dated' THEN CASE WHEN state <> 'cancelled' AND NOT is_done THEN due_on END
        WHEN 'recurring' THEN next_due_on
    END AS next_due_on,
    occurrences_due, occurrences_done, occurrences_on_time, evidence_count
FROM item;
CREATE OR REPLACE VIEW plan_item_status AS
    FROM plan_item_status_at(clock_on_date(), clock_known_at());

-- Every occurrence that falls due up to a year from the day.
CREATE OR REPLACE MACRO plan_occurrence_status_at(on_date, known_at) AS TABLE
WITH scheduled AS (
    SELECT plan_item, scheduled_day(starts_on, cadence, step) AS due_on
    FROM (
        SELECT *, unnest(range(
            scheduled_by(starts_on, cadence, least(CAST(on_date AS DATE) + 365, last_day))
        )) AS step
        FROM plan_schedule_at(on_date, known_at)
    )
)
SELECT
    s.plan_item, s.due_on, d.done_on,
    CASE
        WHEN d.on_time THEN 'done_on_time'
        WHEN d.done_on IS NOT NULL THEN 'done_late'
        WHEN s.due_on < CAST(on_date AS DATE) THEN 'overdue'
        WHEN s.due_on <= CAST(on_date AS DATE) + 14 THEN 'due'
        ELSE 'planned'
    END AS status,
    coalesce(e.evidence_count, 0) AS evidence_count
FROM scheduled AS s
LEFT JOIN plan_done_at(on_date, known_at) AS d ON d.plan_item = s.plan_item AND d.due_on = s.due_on
LEFT JOIN evidence_count_at(on_date, known_at) AS e ON e.register = 'plan_items'
    AND e.code = s.plan_item AND e.due_on = s.due_on;
CREATE OR REPLACE VIEW plan_occurrence_status AS
    FROM plan_occurrence_status_at(clock_on_date(), clock_known_at());

-- The approvals of the plan, each with when it was first recorded as of its day: what changed in the
-- plan since then is not approved, and to correct the words of an approval is none.
CREATE OR REPLACE MACRO approval_at(known_at) AS TABLE
SELECT a.*, f.approved_at
FROM plan_approval_at(known_at) AS a
JOIN (
    SELECT version, approved_on, min(recorded_at) AS approved_at
    FROM history.plan_approval
    GROUP BY version, approved_on
) AS f ON f.version = a.version AND f.approved_on = a.approved_on;
