-- Plan items through time, as metric_span has metrics.
CREATE TEMP TABLE plan_span AS
SELECT
    plan_item, timing, starts_on, due_on, cadence,
    CASE WHEN row_number() OVER versions = 1 THEN TIMESTAMPTZ '-infinity' ELSE moment END AS from_at,
    coalesce(lead(moment) OVER versions, TIMESTAMPTZ 'infinity') AS to_at
FROM (
    SELECT plan_item, timing, starts_on, due_on, cadence, recorded_at AS moment
    FROM history.plan_item WHERE ${known}
    UNION ALL
    SELECT plan_item, timing, starts_on, due_on, cadence, moment
    FROM merged_plan_items WHERE NOT same
)
WHERE timing IS NOT NULL
    AND plan_item NOT IN (
        SELECT plan_item FROM merged_plan_items
        WHERE plan_item IS NOT NULL AND NOT withdrawn
            AND (${timing} IS NULL OR (cadence IS NOT NULL AND ${cadence} IS NULL))
    )
WINDOW versions AS (PARTITION BY plan_item ORDER BY moment);
