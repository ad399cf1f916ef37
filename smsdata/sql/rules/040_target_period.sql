-- What a target is made of: its objective, its metric, and its first expected period. A target
-- whose objective or metric is not known has no row (contract, section 4).
CREATE OR REPLACE MACRO target_definition_at(known_at) AS TABLE
SELECT
    row_number() OVER (ORDER BY t.objective, t.metric, t.service) AS target_id,
    t.objective, t.metric, t.service, t.path, t.evaluation, t.tolerance, t.weight,
    -- a running target looks at all periods before
    CASE t.evaluation WHEN 'rolling' THEN t.evaluation_periods - 1 ELSE 1000000 END AS periods_before,
    CASE WHEN t.evaluation = 'latest' OR m.aggregation = 'last' THEN 'latest'
        WHEN m.aggregation IN ('sum', 'mean') THEN 'total'
        WHEN m.aggregation IN ('min', 'max') THEN 'extreme'
        ELSE 'quotient' END AS evaluated_as,
    m.aggregation = 'sum' AND t.evaluation <> 'latest' AS cumulative,
    o.starts_on, o.due_on,
    m.direction, m.frequency, m.fiscal_month, m.aggregation, m.scale, m.turn, m.minimum, m.maximum,
    m.grace_days,
    period_number(m.frequency, m.fiscal_month, o.starts_on) AS first_period,
    period_first_day(m.frequency, m.fiscal_month, first_period) AS first_expected
FROM target_at(known_at) AS t
JOIN objective_at(known_at) AS o ON o.objective = t.objective
JOIN measure_at(known_at) AS m ON m.metric = t.metric;

-- How far a figure may miss a requirement and still meet it: room for floating-point noise.
CREATE OR REPLACE MACRO slack(bound) AS 1e-9 * greatest(1, abs(bound));

-- The points of each target as stretches: from each point (or, for the requirement before the
-- first, nothing) up to the day before the next.
CREATE OR REPLACE MACRO target_stretch_at(known_at) AS TABLE
SELECT
    p.objective, p.metric, p.service,
    p.on_date AS from_day,
    lead(p.on_date) OVER points AS next_day,
    p.value, p.lower, p.upper,
    lead(p.value) OVER points AS next_value,
    lead(p.lower) OVER points AS next_lower,
    lead(p.upper) OVER points AS next_upper
FROM target_point_at(known_at) AS p
WINDOW points AS (PARTITION BY p.objective, p.metric, p.service ORDER BY p.on_date);

-- A requirement on a day within a stretch: step holds the point reached, linear runs straight to
-- the next by days and stays flat after the last.
CREATE OR REPLACE MACRO required_on(path, day, from_day, next_day, bound, next_bound) AS
    CASE WHEN path = 'step' OR next_day IS NULL THEN bound
        ELSE bound + (next_bound - bound) * (day - from_day) / (next_day - from_day) END;

-- Positive is good; the distance to the nearer bound for a range.
CREATE OR REPLACE MACRO target_gap(direction, actual, required, required_lower, required_upper) AS
    CASE direction
        WHEN 'higher' THEN actual - required
        WHEN 'lower' THEN required - actual
        ELSE least(actual - required_lower, required_upper - actual)
    END;
-- The larger of a range's bounds sets the slack of both.
CREATE OR REPLACE MACRO target_slack(required, required_lower, required_upper) AS
    slack(coalesce(required, greatest(abs(required_lower), abs(required_upper))));

-- Every received period of every target's series: its own value, and for the expected periods with
-- a value the actual evaluated up to it against the requirement at its end.
CREATE OR REPLACE MACRO target_evaluation_at(known_at) AS TABLE
WITH
    definition AS MATERIALIZED (FROM target_definition_at(known_at)),
    -- The parts of metric_series_at (contract, section 4) by themselves: most readings are in no
    -- target's series, and nothing is reckoned of those.
    received AS (
        SELECT
            d.*, r.period_start,
            figure(r.value, r.numerator, r.denominator, d.scale) AS value,
            numerator_of(r.numerator, r.denominator) AS numerator,
            denominator_of(r.denominator) AS denominator
        FROM reading_at(known_at) AS r
        JOIN definition AS d ON d.metric = r.metric AND d.service IS NOT DISTINCT FROM r.service
        UNION ALL
        SELECT d.*, t.period_start, t.value, t.numerator, t.denominator
        FROM figure_together_at(known_at) AS t
        JOIN definition AS d ON d.metric = t.metric AND d.service IS NULL
    ),
    series AS MATERIALIZED (
        SELECT
            target_id,
            period_number(frequency, fiscal_month, period_start) AS number,
            period_last_day(frequency, period_start) AS period_end,
            value, numerator, denominator,
            period_start >= first_expected AND value IS NOT NULL AS counts,
            -- the target in whose windows it counts
            CASE WHEN counts AND evaluated_as <> 'latest' THEN target_id END AS window_of
        FROM received
    ),
    -- Each aggregation by itself, so that no window is reckoned for nothing (and each
    -- window under its own name: DuckDB 1.5 knows one of a name a statement).
    evaluated AS (
        SELECT target_id, number, period_end, value, CASE WHEN counts THEN value END AS actual
        FROM series
        WHERE window_of IS NULL
        UNION ALL
        SELECT window_of, number, period_end, value,
            CASE aggregation WHEN 'sum' THEN sum(value) OVER total
                ELSE sum(value) OVER total / count(*) OVER total END
        FROM series AS s JOIN definition AS d ON d.target_id = s.window_of
        WHERE evaluated_as = 'total'
        WINDOW total AS (
            PARTITION BY window_of ORDER BY number
            RANGE BETWEEN periods_before PRECEDING AND CURRENT ROW
        )
        UNION ALL
        SELECT window_of, number, period_end, value, turn * min(turn * value) OVER extreme
        FROM series AS s JOIN definition AS d ON d.target_id = s.window_of
        WHERE evaluated_as = 'extreme'
        WINDOW extreme AS (
            PARTITION BY window_of ORDER BY number
            RANGE BETWEEN periods_before PRECEDING AND CURRENT ROW
        )
        UNION ALL
        SELECT window_of, number, period_end, value,
            CASE WHEN count(denominator) OVER quotient = count(*) OVER quotient
                THEN sum(numerator) OVER quotient / sum(denominator) OVER quotient * scale
                ELSE sum(value) OVER quotient / count(*) OVER quotient END
        FROM series AS s JOIN definition AS d ON d.target_id = s.window_of
        WHERE evaluated_as = 'quotient'
        WINDOW quotient AS (
            PARTITION BY window_of ORDER BY number
            RANGE BETWEEN periods_before PRECEDING AND CURRENT ROW
        )
    ),
    stretch AS (
        SELECT d.target_id, d.path, d.direction, s.* EXCLUDE (objective, metric, service)
        FROM target_stretch_at(known_at) AS s
        JOIN definition AS d ON d.objective = s.objective AND d.metric = s.metric
            AND d.service IS NOT DISTINCT FROM s.service
    )
SELECT
    e.target_id, e.number, e.period_end, e.value, e.actual,
    required_on(s.path, e.period_end, s.from_day, s.next_day, s.value, s.next_value) AS required,
    required_on(s.path, e.period_end, s.from_day, s.next_day, s.lower, s.next_lower)
        AS required_lower,
    required_on(s.path, e.period_end, s.from_day, s.next_day, s.upper, s.next_upper)
        AS required_upper,
    target_gap(s.direction, e.actual, required, required_lower, required_upper) AS gap,
    gap >= -target_slack(required, required_lower, required_upper) AS meets
FROM evaluated AS e
LEFT JOIN stretch AS s ON s.target_id = e.target_id AND s.from_day <= e.period_end
    AND (s.next_day IS NULL OR e.period_end < s.next_day);

-- The same by name: how a target did in every period for which there is a reading. It needs no
-- on_date: what a period was evaluated to depends on the periods before it alone.
CREATE OR REPLACE MACRO target_period_at(known_at) AS TABLE
    SELECT d.objective, d.metric, d.service, e.* EXCLUDE (target_id, number)
    FROM target_evaluation_at(known_at) AS e
    JOIN target_definition_at(known_at) AS d ON d.target_id = e.target_id;
CREATE OR REPLACE VIEW target_period AS FROM target_period_at(clock_known_at());
