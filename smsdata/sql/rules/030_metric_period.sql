-- A reading's figure: its value, or its quotient on the metric's scale. Nothing where there was
-- nothing to measure or the denominator is zero.
CREATE OR REPLACE MACRO figure(value, numerator, denominator, scale) AS
    coalesce(value, CASE WHEN denominator <> 0 THEN numerator / denominator * scale END);

-- What a reading adds to a quotient of sums: nothing where its denominator is zero.
CREATE OR REPLACE MACRO numerator_of(numerator, denominator) AS
    CASE WHEN denominator <> 0 THEN numerator END;
CREATE OR REPLACE MACRO denominator_of(denominator) AS nullif(denominator, 0);

-- The figures of all services together: those of the services with a value, by the metric's aggregation,
-- for periods of which there is no reading without a service. Of the millions of readings no more is
-- reckoned than needs be: they are gathered by a number, which is quicker than by a code, and of the
-- two extremes one.
CREATE OR REPLACE MACRO figure_together_at(known_at) AS TABLE
WITH
    measure AS MATERIALIZED (
        SELECT *, row_number() OVER () AS metric_id FROM measure_at(known_at)
    ),
    figures AS NOT MATERIALIZED (
        SELECT
            m.metric_id, m.turn, r.service, r.period_start, r.value AS plain,
            figure(r.value, r.numerator, r.denominator, m.scale) AS value,
            numerator_of(r.numerator, r.denominator) AS numerator,
            denominator_of(r.denominator) AS denominator
        FROM reading_at(known_at) AS r JOIN measure AS m ON m.metric = r.metric
    ),
    together AS (
        SELECT
            metric_id, period_start,
            count(value) AS valued, count(plain) AS plain,
            sum(value) AS total, min(turn * value) AS extreme,
            sum(numerator) AS numerators, sum(denominator) AS denominators
        FROM figures
        WHERE service IS NOT NULL
        GROUP BY metric_id, period_start
    )
SELECT
    m.metric, t.period_start,
    CASE
        WHEN m.aggregation = 'ratio' AND t.plain = 0 THEN t.numerators / t.denominators * m.scale
        WHEN m.aggregation IN ('min', 'max') THEN m.turn * t.extreme
        WHEN m.aggregation = 'sum' THEN t.total
        ELSE t.total / t.valued
    END AS value,
    CASE WHEN t.plain = 0 THEN t.numerators END AS numerator,
    CASE WHEN t.plain = 0 THEN t.denominators END AS denominator
FROM together AS t
JOIN measure AS m ON m.metric_id = t.metric_id
ANTI JOIN (SELECT metric_id, period_start FROM figures WHERE service IS NULL) AS whole
    ON whole.metric_id = t.metric_id AND whole.period_start = t.period_start;

-- The series of contract section 4: one row a metric, service and period, for each service that has
-- readings and always for all services together (service null): the reading without a service, or
-- where there is none, the services' readings together.
CREATE OR REPLACE MACRO metric_series_at(known_at) AS TABLE
    SELECT
        r.metric, r.service, r.period_start,
        figure(r.value, r.numerator, r.denominator, m.scale) AS value,
        numerator_of(r.numerator, r.denominator) AS numerator,
        denominator_of(r.denominator) AS denominator
    FROM reading_at(known_at) AS r JOIN measure_at(known_at) AS m ON m.metric = r.metric
    UNION ALL
    SELECT metric, NULL, period_start, value, numerator, denominator
    FROM figure_together_at(known_at);

CREATE OR REPLACE MACRO metric_period_at(known_at) AS TABLE
    SELECT
        s.metric, s.service, s.period_start,
        period_last_day(m.frequency, s.period_start) AS period_end,
        s.value, s.numerator, s.denominator
    FROM metric_series_at(known_at) AS s JOIN metric_at(known_at) AS m ON m.metric = s.metric;
CREATE OR REPLACE VIEW metric_period AS FROM metric_period_at(clock_known_at());
