-- Between which figures each series of readings usually lies, a service's own and the ones without a
-- service: the natural process limits of its last 24 readings with a figure (Wheeler; contract,
-- section 4), within what the metric allows. None below 8.
CREATE OR REPLACE MACRO usual_range_at(on_date, known_at) AS TABLE
WITH
    newest AS (
        SELECT
            r.metric, r.service, any_value(m.minimum) AS minimum, any_value(m.maximum) AS maximum,
            max_by(figure(r.value, r.numerator, r.denominator, m.scale), r.period_start, 24)
                FILTER (figure(r.value, r.numerator, r.denominator, m.scale) IS NOT NULL) AS ys
        FROM reading_at(known_at) AS r JOIN measure_at(known_at) AS m ON m.metric = r.metric
        WHERE r.period_start <= CAST(on_date AS DATE)
        GROUP BY r.metric, r.service
    )
SELECT
    metric, service,
    clamped(list_avg(ys) - 2.66 * moving_range(ys), minimum, maximum) AS usual_lower,
    clamped(list_avg(ys) + 2.66 * moving_range(ys), minimum, maximum) AS usual_upper
FROM newest
WHERE len(ys) >= 8;

-- What somebody who enters a reading has beside it: each expected reading that is not there
-- (reading_due) with the one before it of the same metric and service, what is required at the end of
-- its period (by the target for that service, else the one for all; the first objective's, where
-- several ask), and between which figures the series usually lies.
CREATE OR REPLACE MACRO reading_entry_at(on_date, known_at) AS TABLE
WITH
    due AS MATERIALIZED (FROM reading_due_at(on_date, known_at)),
    before AS (
        SELECT d.metric, d.service, d.period_start, max(r.period_start) AS last_start
        FROM due AS d
        JOIN reading_at(known_at) AS r ON r.metric = d.metric
            AND r.service IS NOT DISTINCT FROM d.service AND r.period_start < d.period_start
        GROUP BY ALL
    ),
    asked AS (
        SELECT
            d.metric, d.service, d.period_start,
            arg_min(
                {
                    'objective': t.objective,
                    'required': required_on(
                        t.path, d.period_end, s.from_day, s.next_day, s.value, s.next_value),
                    'lower': required_on(
                        t.path, d.period_end, s.from_day, s.next_day, s.lower, s.next_lower),
                    'upper': required_on(
                        t.path, d.period_end, s.from_day, s.next_day, s.upper, s.next_upper)
                },
                (t.service IS NULL, t.objective)
            ) AS target
        FROM due AS d
        JOIN target_definition_at(known_at) AS t ON t.metric = d.metric
            AND (t.service IS NULL OR t.service = d.service)
            AND t.starts_on <= d.period_end AND coalesce(d.period_end <= t.due_on, true)
        JOIN target_stretch_at(known_at) AS s ON s.objective = t.objective AND s.metric = t.metric
            AND s.service IS NOT DISTINCT FROM t.service
            AND s.from_day <= d.period_end AND (s.next_day IS NULL OR d.period_end < s.next_day)
        GROUP BY ALL
    )
SELECT
    d.metric, d.service, d.owner, d.period_start, d.period_end, d.due_on, d.freshness,
    b.last_start,
    figure(r.value, r.numerator, r.denominator, m.scale) AS last_figure,
    r.denominator AS last_denominator, r.note AS last_note,
    a.target.objective AS objective, a.target.required AS required,
    a.target.lower AS required_lower, a.target.upper AS required_upper,
    u.usual_lower, u.usual_upper
FROM due AS d
JOIN measure_at(known_at) AS m ON m.metric = d.metric
LEFT JOIN before AS b ON b.metric = d.metric AND b.service IS NOT DISTINCT FROM d.service
    AND b.period_start = d.period_start
LEFT JOIN reading_at(known_at) AS r ON r.metric = b.metric
    AND r.service IS NOT DISTINCT FROM b.service AND r.period_start = b.last_start
LEFT JOIN asked AS a ON a.metric = d.metric AND a.service IS NOT DISTINCT FROM d.service
    AND a.period_start = d.period_start
LEFT JOIN usual_range_at(on_date, known_at) AS u ON u.metric = d.metric
    AND u.service IS NOT DISTINCT FROM d.service
ORDER BY d.period_end, d.metric, d.service, d.period_start;
CREATE OR REPLACE VIEW reading_entry AS FROM reading_entry_at(clock_on_date(), clock_known_at());

-- Which miss has nobody explained yet: an objective that is off its target or has missed it, and has
-- no explanation for the newest period that says so, or one since. A row for each such target, each
-- with the end of that newest period.
CREATE OR REPLACE MACRO explanation_due_at(on_date, known_at) AS TABLE
WITH
    off AS (
        SELECT *, max(evaluated_on) OVER (PARTITION BY objective) AS newest
        FROM target_status_at(on_date, known_at)
        WHERE status IN ('missed', 'off_target')
    )
SELECT
    o.objective, j.title, j.owner, o.newest AS evaluated_on, o.metric, o.service,
    o.status, o.forecast, o.gap, o.actual, o.required, o.required_lower, o.required_upper
FROM off AS o
JOIN objective_at(known_at) AS j ON j.objective = o.objective
ANTI JOIN explanation_at(known_at) AS e ON e.objective = o.objective
    AND e.on_date >= o.newest AND e.on_date <= CAST(on_date AS DATE)
ORDER BY o.newest, o.objective, o.metric, o.service;
CREATE OR REPLACE VIEW explanation_due AS
    FROM explanation_due_at(clock_on_date(), clock_known_at());
