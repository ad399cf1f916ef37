-- Metrics through time, stored and about to be, so that a row is held against the metric that was
-- in force when it was recorded (the first one, where it is older). No row is held against
-- what is wrong itself, nor, where not all that the bundle says of metrics could be read, against what
-- is stored of one.
CREATE TEMP TABLE metric_span AS
SELECT
    metric, direction, frequency, aggregation, minimum, maximum,
    CASE WHEN unit = '%' THEN 100 ELSE 1 END AS scale,
    CASE WHEN row_number() OVER versions = 1 THEN TIMESTAMPTZ '-infinity' ELSE moment END AS from_at,
    coalesce(lead(moment) OVER versions, TIMESTAMPTZ 'infinity') AS to_at
FROM (
    SELECT metric, unit, direction, frequency, aggregation, minimum, maximum, recorded_at AS moment
    FROM history.metric WHERE ${known}
    UNION ALL
    SELECT metric, unit, ${direction} AS direction, ${frequency} AS frequency,
        ${aggregation} AS aggregation, minimum, maximum, moment
    FROM merged_metrics WHERE NOT same
)
WHERE metric IS NOT NULL AND frequency IS NOT NULL
    AND metric NOT IN (
        SELECT metric FROM merged_metrics
        WHERE metric IS NOT NULL AND NOT withdrawn AND ${frequency} IS NULL
    )
WINDOW versions AS (PARTITION BY metric ORDER BY moment);
