-- The series of contract section 4: one row a metric, service and period, for each service that has
-- readings and always for all services together (service null). value is null where there was
-- nothing to measure.
CREATE OR REPLACE MACRO metric_period_at(known_at) AS TABLE
WITH
    single AS (
        SELECT
            r.metric,
            r.service,
            r.period_start,
            m.frequency,
            m.aggregation,
            m.scale,
            CASE WHEN NOT r.not_applicable AND r.denominator IS DISTINCT FROM 0
                THEN coalesce(r.value, r.numerator / r.denominator * m.scale) END AS figure,
            CASE WHEN figure IS NOT NULL THEN r.numerator END AS numerator,
            CASE WHEN figure IS NOT NULL THEN r.denominator END AS denominator
        FROM reading_at(known_at) AS r JOIN measure_at(known_at) AS m ON m.metric = r.metric
    ),
    by_service AS (FROM single WHERE service IS NOT NULL),
    whole AS (FROM single WHERE service IS NULL),
    together AS (
        SELECT
            s.metric,
            NULL AS service,
            s.period_start,
            any_value(s.frequency) AS frequency,
            any_value(s.aggregation) AS aggregation,
            any_value(s.scale) AS scale,
            count(s.figure) = count(s.denominator) AS all_have_both,
            CASE any_value(s.aggregation)
                WHEN 'sum' THEN sum(s.figure)
                WHEN 'min' THEN min(s.figure)
                WHEN 'max' THEN max(s.figure)
                WHEN 'ratio' THEN CASE WHEN count(s.figure) = count(s.denominator)
                    THEN sum(s.numerator) / sum(s.denominator) * any_value(s.scale)
                    ELSE avg(s.figure) END
                ELSE avg(s.figure)
            END AS value,
            CASE WHEN all_have_both THEN sum(s.numerator) END AS numerator,
            CASE WHEN all_have_both THEN sum(s.denominator) END AS denominator
        FROM by_service AS s
        WHERE NOT EXISTS (
            FROM whole AS w WHERE w.metric = s.metric AND w.period_start = s.period_start
        )
        GROUP BY s.metric, s.period_start
    )
SELECT metric, service, period_start, period_last_day(frequency, period_start) AS period_end,
    value, numerator, denominator
FROM (
    SELECT metric, service, period_start, frequency, figure AS value, numerator, denominator
    FROM by_service
    UNION ALL
    SELECT metric, service, period_start, frequency, figure, numerator, denominator FROM whole
    UNION ALL
    SELECT metric, service, period_start, frequency, value, numerator, denominator FROM together
);
CREATE OR REPLACE VIEW metric_period AS FROM metric_period_at(clock_known_at());
