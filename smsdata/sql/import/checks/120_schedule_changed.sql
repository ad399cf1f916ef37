-- Occurrences are known by the day they were due: what makes the schedule stays as it is.
WITH done_at AS (
    SELECT plan_item, min(moment) AS first_at FROM (
        SELECT plan_item, recorded_at AS moment FROM history.plan_occurrence
        UNION ALL SELECT plan_item, moment FROM merged_plan_occurrences
    ) GROUP BY plan_item
),
steps AS (
    SELECT
        "row", plan_item, moment, timing, starts_on, cadence,
        lag(timing) OVER steps_of AS timing_before,
        lag(starts_on) OVER steps_of AS starts_before,
        lag(cadence) OVER steps_of AS cadence_before
    FROM (
        SELECT "row", plan_item, moment, timing, starts_on, cadence
        FROM merged_plan_items WHERE NOT same
        UNION ALL
        SELECT NULL, plan_item, recorded_at, timing, starts_on, cadence FROM history.plan_item
    )
    WHERE timing IS NOT NULL
    WINDOW steps_of AS (PARTITION BY plan_item ORDER BY moment)
),
changed AS (
    SELECT s.*
    FROM steps AS s JOIN done_at AS d ON d.plan_item = s.plan_item AND d.first_at <= s.moment
    WHERE s."row" IS NOT NULL AND s.timing_before IS NOT NULL
)
SELECT 'plan_items' AS register, "row", 'timing' AS "column",
    'was ' || timing_before || ' and has occurrences; keep it, or begin a new item' AS what
FROM changed WHERE timing <> timing_before
UNION ALL
SELECT 'plan_items', "row", 'starts_on',
    'was ' || starts_before || ' and has occurrences; keep it, or begin a new item'
FROM changed WHERE starts_on IS DISTINCT FROM starts_before
UNION ALL
SELECT 'plan_items', "row", 'cadence',
    'was ' || coalesce(cadence_before, 'empty') || ' and has occurrences; keep it, or begin a new item'
FROM changed WHERE cadence IS DISTINCT FROM cadence_before
