-- A reading's figure: its value, or its quotient on the metric's scale. Nothing where there was
-- nothing to measure or the denominator is zero.
CREATE OR REPLACE MACRO figure(value, numerator, denominator, scale) AS
    coalesce(value, CASE WHEN denominator <> 0 THEN numerator / denominator * scale END);

-- The series of contract section 4: one row a metric, service and period, for each service that has
-- readings and always for all services together (service null): the reading without a service, or
-- where there is none, the services' readings together: those with a value, by the metric's
-- aggregation. Of the millions of readings no more is reckoned than needs be: they are gathered by a
-- number, which is quicker than by a code; one extreme (the largest is the least with its sign
-- turned); and the period's end only by who wants it.
CREATE OR REPLACE MACRO metric_series_at(known_at) AS TABLE
WITH
    measure AS MATERIALIZED (
        SELECT
            *,
            row_number() OVER () AS metric_id,
            CASE aggregation WHEN 'max' THEN -1 ELSE 1 END AS turn
        FROM measure_at(known_at)
    ),
    figures AS NOT MATERIALIZED (
        SELECT
            r.metric, m.metric_id, r.service, r.period_start, r.value AS plain, m.turn,
            figure(r.value, r.numerator, r.denominator, m.scale) AS value,
            CASE WHEN r.denominator <> 0 THEN r.numerator END AS numerator,
            nullif(r.denominator, 0) AS denominator
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
SELECT metric, service, period_start, value, numerator, denominator FROM figures
UNION ALL
SELECT
    m.metric, NULL, t.period_start,
    CASE
        WHEN m.aggregation = 'ratio' AND t.plain = 0 THEN t.numerators / t.denominators * m.scale
        WHEN m.aggregation IN ('min', 'max') THEN m.turn * t.extreme
        WHEN m.aggregation = 'sum' THEN t.total
        ELSE t.total / t.valued
    END,
    CASE WHEN t.plain = 0 THEN t.numerators END,
    CASE WHEN t.plain = 0 THEN t.denominators END
FROM together AS t
JOIN measure AS m ON m.metric_id = t.metric_id
ANTI JOIN (SELECT metric_id, period_start FROM figures WHERE service IS NULL) AS whole
    ON whole.metric_id = t.metric_id AND whole.period_start = t.period_start;

CREATE OR REPLACE MACRO metric_period_at(known_at) AS TABLE
    SELECT
        s.metric, s.service, s.period_start,
        period_last_day(m.frequency, s.period_start) AS period_end,
        s.value, s.numerator, s.denominator
    FROM metric_series_at(known_at) AS s JOIN metric_at(known_at) AS m ON m.metric = s.metric;
CREATE OR REPLACE VIEW metric_period AS FROM metric_period_at(clock_known_at());
