-- What a target requires on its objective's due date: what a forecast is held against.
CREATE OR REPLACE MACRO target_goal_at(known_at) AS TABLE
SELECT
    d.objective, d.metric, d.service, d.due_on,
    required_on(d.path, d.due_on, s.from_day, s.next_day, s.value, s.next_value) AS required,
    required_on(d.path, d.due_on, s.from_day, s.next_day, s.lower, s.next_lower)
        AS required_lower,
    required_on(d.path, d.due_on, s.from_day, s.next_day, s.upper, s.next_upper)
        AS required_upper
FROM target_definition_at(known_at) AS d
JOIN target_stretch_at(known_at) AS s ON s.objective = d.objective AND s.metric = d.metric
    AND s.service IS NOT DISTINCT FROM d.service
    AND s.from_day <= d.due_on AND (s.next_day IS NULL OR d.due_on < s.next_day);
CREATE OR REPLACE VIEW target_goal AS FROM target_goal_at(clock_known_at());

-- Every change that asks less of a target than was asked before: a point revised to an easier one,
-- or a point added after the target was first recorded that is easier than the one before it.
-- It stands until the point is revised anew, or withdrawn.
CREATE OR REPLACE MACRO target_easing_at(known_at) AS TABLE
WITH
    changed AS (
        FROM target_revision_at(known_at)
        UNION ALL
        SELECT
            a.objective, a.metric, a.service, a.on_date,
            a.recorded_at, a.recorded_by, a.change_note,
            a.value_before, a.lower_before, a.upper_before, a.value, a.lower, a.upper,
            day_in(z.zone, a.recorded_at)
        FROM (
            SELECT
                p.*,
                lag(p.value) OVER points AS value_before,
                lag(p.lower) OVER points AS lower_before,
                lag(p.upper) OVER points AS upper_before,
                min(p.recorded_at) OVER (PARTITION BY p.objective, p.metric, p.service)
                    AS target_recorded_at
            FROM (
                -- when each point was first recorded
                SELECT q.* REPLACE (coalesce(f.recorded_at, q.recorded_at) AS recorded_at)
                FROM target_point_at(known_at) AS q
                LEFT JOIN (
                    SELECT h.objective, h.metric, h.service, h.on_date,
                        min(h.recorded_at) AS recorded_at
                    FROM history.target_point AS h GROUP BY ALL
                ) AS f ON f.objective = q.objective AND f.metric = q.metric
                    AND f.service IS NOT DISTINCT FROM q.service AND f.on_date = q.on_date
            ) AS p
            WINDOW points AS (
                PARTITION BY p.objective, p.metric, p.service ORDER BY p.on_date
            )
        ) AS a
        CROSS JOIN zone_at(known_at) AS z
        WHERE a.recorded_at > a.target_recorded_at
    )
SELECT
    c.*,
    (p.value, p.lower, p.upper) IS NOT DISTINCT FROM (c.value_after, c.lower_after, c.upper_after)
        AS stands
FROM changed AS c
JOIN metric_at(known_at) AS m ON m.metric = c.metric
LEFT JOIN target_point_at(known_at) AS p ON p.objective = c.objective AND p.metric = c.metric
    AND p.service IS NOT DISTINCT FROM c.service AND p.on_date = c.on_date
WHERE CASE m.direction
    WHEN 'higher' THEN c.value_after < c.value_before
    WHEN 'lower' THEN c.value_after > c.value_before
    ELSE c.lower_after < c.lower_before OR c.upper_after > c.upper_before END;
CREATE OR REPLACE VIEW target_easing AS FROM target_easing_at(clock_known_at());

-- All that a review asks of target_status, objective_status, objective_wall and objective_change, by
-- one statement: part 'wall' holds the statuses at the ends of the last 12 months, 'change' those on
-- to_on, each with those of its targets, beside those on from_on, 'restatement' those on from_on
-- beside what was then known of them.
CREATE OR REPLACE MACRO review_status_at(to_on, from_on, then_known, known_at) AS TABLE
WITH
    month_end AS (
        SELECT CAST(
            date_trunc('month', CAST(to_on AS DATE) + 1) - to_months(CAST(i AS INTEGER)) AS DATE
        ) - 1 AS day
        FROM range(0, 12) AS months(i)
    ),
    known AS MATERIALIZED (
        FROM objective_status_on(
            list_distinct(
                (SELECT list(day) FROM month_end) || [CAST(to_on AS DATE), CAST(from_on AS DATE)]
            ),
            known_at
        )
    ),
    latest AS (FROM known WHERE day = CAST(to_on AS DATE)),
    previous AS (FROM known WHERE day = CAST(from_on AS DATE)),
    then_said AS (FROM objective_status_at(from_on, then_known))
SELECT 'wall' AS part, day, objective, title, owner, NULL AS status_before, status,
    NULL AS attainment_before, attainment, targets, readings_expected, readings_received,
    NULL AS moved, NULL AS target_statuses
FROM known WHERE day IN (SELECT day FROM month_end)
UNION ALL
SELECT 'change', a.day, a.objective, a.title, a.owner, b.status, a.status,
    b.attainment, a.attainment, a.targets, a.readings_expected, a.readings_received,
    status_moved(b.status, a.status), a.target_statuses
FROM latest AS a JOIN previous AS b ON b.objective = a.objective
UNION ALL
SELECT 'restatement', coalesce(a.day, CAST(from_on AS DATE)),
    coalesce(a.objective, b.objective),
    CASE WHEN a.objective IS NOT NULL THEN a.title ELSE b.title END,
    CASE WHEN a.objective IS NOT NULL THEN a.owner ELSE b.owner END,
    b.status, a.status, b.attainment, a.attainment, a.targets, a.readings_expected,
    a.readings_received, status_moved(b.status, a.status), NULL
FROM previous AS a FULL JOIN then_said AS b ON b.objective = a.objective;
