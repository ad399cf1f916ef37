-- Readings are kept by the first day of their period: what cuts the calendar stays as it is.
WITH read_at AS (
    SELECT metric, min(moment) AS first_at FROM (
        SELECT metric, recorded_at AS moment FROM history.reading
        UNION ALL SELECT metric, moment FROM merged_readings
    ) GROUP BY metric
),
steps AS (
    SELECT metric, "row", frequency, moment, lag(frequency) OVER (PARTITION BY metric ORDER BY moment) AS before
    FROM (
        SELECT metric, "row", frequency, moment FROM merged_metrics WHERE NOT same
        UNION ALL SELECT metric, NULL, frequency, recorded_at FROM history.metric
    )
    -- a withdrawal may name its key alone
    WHERE frequency IS NOT NULL
),
fiscal_steps AS (
    SELECT "row", month, moment, lag(month) OVER (ORDER BY moment) AS before
    FROM (
        SELECT "row", fiscal_year_start_month AS month, moment FROM merged_organization WHERE NOT same
        UNION ALL SELECT NULL, fiscal_year_start_month, recorded_at FROM history.organization
    )
    WHERE month IS NOT NULL
)
SELECT 'metrics' AS register, s."row", 'frequency' AS "column",
    'was ' || s.before || ' and has readings; keep it, or begin a new metric' AS what
FROM steps AS s JOIN read_at AS r ON r.metric = s.metric AND r.first_at <= s.moment
WHERE s.before <> s.frequency AND s."row" IS NOT NULL
UNION ALL
SELECT 'organization', "row", 'fiscal_year_start_month',
    'was ' || before || ' and there are readings; it cannot change any more'
FROM fiscal_steps
WHERE before <> month AND "row" IS NOT NULL
    AND (SELECT min(first_at) FROM read_at) <= moment
