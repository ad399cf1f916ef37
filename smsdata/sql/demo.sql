-- The sample organisation moved in time (smsdata/demo.py), from the tables sample_REGISTER to
-- moved_REGISTER. Readings move by whole periods of their frequency, so that each frequency ends
-- with its newest complete period; all else moves by whole months.
CREATE TEMP MACRO moved_day(day, months) AS
    CASE WHEN day = last_day(day)
        THEN last_day(CAST(day + to_months(CAST(months AS INTEGER)) AS DATE))
        ELSE CAST(day + to_months(CAST(months AS INTEGER)) AS DATE) END;
CREATE TEMP MACRO moved_time(moment, days) AS moment + to_days(CAST(days AS INTEGER));

CREATE TEMP TABLE sample_period AS
SELECT
    r.metric, r.period_start, m.frequency, o.fiscal_year_start_month AS fiscal_month,
    period_number(m.frequency, fiscal_month, r.period_start) AS number
FROM (SELECT DISTINCT metric, period_start FROM sample_readings) AS r
JOIN (SELECT DISTINCT metric, frequency FROM sample_metrics) AS m ON m.metric = r.metric
CROSS JOIN (SELECT max(fiscal_year_start_month) AS fiscal_year_start_month FROM sample_organization)
    AS o;

CREATE TEMP TABLE shift AS
SELECT
    frequency, fiscal_month,
    period_number(frequency, fiscal_month, getvariable('today')) - 1 - max(number) AS periods
FROM sample_period GROUP BY frequency, fiscal_month;
CREATE TEMP TABLE month_shift AS
SELECT CAST(periods AS INTEGER) AS months FROM shift WHERE frequency = 'monthly';

-- Each sample period, where it goes, and how many days that is.
CREATE TEMP TABLE moved_period AS
SELECT
    p.metric, p.period_start, p.frequency,
    period_first_day(p.frequency, p.fiscal_month, p.number + 1) - 1 AS period_end,
    period_first_day(p.frequency, p.fiscal_month, p.number + s.periods) AS moved_start,
    period_first_day(p.frequency, p.fiscal_month, p.number + s.periods + 1) - 1 AS moved_end
FROM sample_period AS p JOIN shift AS s ON s.frequency = p.frequency;

CREATE TEMP TABLE moved_readings AS
SELECT r.* REPLACE (
    p.moved_start AS period_start,
    moved_time(r.recorded_at, p.moved_end - p.period_end) AS recorded_at
)
FROM sample_readings AS r
JOIN moved_period AS p ON p.metric = r.metric AND p.period_start = r.period_start;

-- An explanation speaks for a period of one of its objective's metrics, and moves with it.
CREATE TEMP TABLE moved_explanations AS
SELECT e.* REPLACE (
    coalesce(p.moved_end, moved_day(e.on_date, months)) AS on_date,
    moved_day(e.due_on, months) AS due_on,
    moved_day(e.closed_on, months) AS closed_on,
    moved_time(e.recorded_at, coalesce(p.moved_end, moved_day(e.on_date, months)) - e.on_date)
        AS recorded_at
)
FROM sample_explanations AS e
CROSS JOIN month_shift
LEFT JOIN (
    SELECT t.objective, p.period_end, arg_min(p.moved_end, (period_months(p.frequency), t.metric))
        AS moved_end
    FROM sample_targets AS t JOIN moved_period AS p ON p.metric = t.metric
    GROUP BY t.objective, p.period_end
) AS p ON p.objective = e.objective AND p.period_end = e.on_date;
