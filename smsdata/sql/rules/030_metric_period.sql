-- A reading's figure: its value, or its quotient on the metric's scale. Nothing where there was
-- nothing to measure or the denominator is zero.
CREATE OR REPLACE MACRO figure(value, numerator, denominator, scale) AS
    coalesce(value, CASE WHEN denominator <> 0 THEN numerator / denominator * scale END);

-- The services' readings together, one row a metric and period: those with a value, by the metric's
-- aggregation (contract, section 4, "Series"). Metrics are joined after the sums: there are far
-- fewer periods than readings.
CREATE OR REPLACE MACRO services_together_at(known_at) AS TABLE
SELECT
    t.metric, t.period_start, m.frequency,
    CASE
        WHEN m.aggregation = 'ratio' AND t.plain = 0 THEN t.numerators / t.denominators * m.scale
        WHEN m.aggregation = 'min' THEN least(t.least, t.least_quotient * m.scale)
        WHEN m.aggregation = 'max' THEN greatest(t.largest, t.largest_quotient * m.scale)
        WHEN t.plain + t.ratios > 0 THEN
            (coalesce(t.total, 0) + coalesce(t.quotients, 0) * m.scale)
            / CASE m.aggregation WHEN 'sum' THEN 1 ELSE t.plain + t.ratios END
    END AS value,
    CASE WHEN t.plain = 0 THEN t.numerators END AS numerator,
    CASE WHEN t.plain = 0 THEN t.denominators END AS denominator
FROM (
    SELECT
        metric, period_start,
        count(value) AS plain, sum(value) AS total, min(value) AS least, max(value) AS largest,
        count(denominator) AS ratios, sum(numerator) AS numerators,
        sum(denominator) AS denominators, sum(numerator / denominator) AS quotients,
        min(numerator / denominator) AS least_quotient,
        max(numerator / denominator) AS largest_quotient
    FROM (
        SELECT metric, period_start, value,
            CASE WHEN denominator <> 0 THEN numerator END AS numerator,
            nullif(denominator, 0) AS denominator
        FROM reading_at(known_at)
        WHERE service IS NOT NULL
    )
    GROUP BY metric, period_start
) AS t
JOIN measure_at(known_at) AS m ON m.metric = t.metric;

-- The series of contract section 4: one row a metric, service and period, for each service that has
-- readings and always for all services together (service null): the reading without a service, or
-- where there is none, the services' readings together.
CREATE OR REPLACE MACRO metric_period_at(known_at) AS TABLE
SELECT metric, service, period_start, period_last_day(frequency, period_start) AS period_end,
    value, numerator, denominator
FROM (
    SELECT
        r.metric, r.service, r.period_start, m.frequency,
        figure(r.value, r.numerator, r.denominator, m.scale) AS value,
        CASE WHEN r.denominator <> 0 THEN r.numerator END AS numerator,
        nullif(r.denominator, 0) AS denominator
    FROM reading_at(known_at) AS r JOIN measure_at(known_at) AS m ON m.metric = r.metric
    UNION ALL
    SELECT t.metric, NULL, t.period_start, t.frequency, t.value, t.numerator, t.denominator
    FROM services_together_at(known_at) AS t
    ANTI JOIN (
        SELECT metric, period_start FROM reading_at(known_at) WHERE service IS NULL
    ) AS whole ON whole.metric = t.metric AND whole.period_start = t.period_start
);
CREATE OR REPLACE VIEW metric_period AS FROM metric_period_at(clock_known_at());
