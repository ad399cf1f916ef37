-- The sample organisation moved in time (smsdata/demo.py), from the tables sample_REGISTER to
-- moved_REGISTER. Readings move by whole periods of their frequency, so that each frequency ends
-- with its newest complete period; what is done every week by whole weeks; all else by whole months.
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

-- A weekly item keeps its day of the week, and what was done of it moves with it.
CREATE TEMP TABLE week_shift AS
SELECT DISTINCT
    plan_item,
    7 * CAST(round((moved_day(starts_on, months) - starts_on) / 7.0) AS INTEGER) AS days
FROM sample_plan_items CROSS JOIN month_shift
WHERE cadence = 'weekly';
CREATE TEMP MACRO moved_with(day, days, months) AS
    CASE WHEN days IS NULL THEN moved_day(day, months) ELSE day + days END;

CREATE TEMP TABLE moved_plan_items AS
SELECT i.* REPLACE (
    moved_with(i.starts_on, w.days, months) AS starts_on,
    moved_with(i.due_on, w.days, months) AS due_on,
    moved_time(i.recorded_at,
        moved_day(CAST(i.recorded_at AS DATE), months) - CAST(i.recorded_at AS DATE)) AS recorded_at
)
FROM sample_plan_items AS i
CROSS JOIN month_shift
LEFT JOIN week_shift AS w ON w.plan_item = i.plan_item;

-- What would not have been done or reported by today is left out.
CREATE TEMP TABLE moved_plan_progress AS
SELECT p.* REPLACE (
    moved_day(p.on_date, months) AS on_date,
    moved_day(p.forecast_on, months) AS forecast_on,
    moved_time(p.recorded_at, moved_day(p.on_date, months) - p.on_date) AS recorded_at
)
FROM sample_plan_progress AS p CROSS JOIN month_shift
WHERE moved_day(p.on_date, months) <= getvariable('today');

CREATE TEMP TABLE moved_plan_occurrences AS
SELECT o.* REPLACE (
    moved_with(o.due_on, w.days, months) AS due_on,
    moved_with(o.done_on, w.days, months) AS done_on,
    moved_time(o.recorded_at, moved_with(o.done_on, w.days, months) - o.done_on) AS recorded_at
)
FROM sample_plan_occurrences AS o
CROSS JOIN month_shift
LEFT JOIN week_shift AS w ON w.plan_item = o.plan_item
WHERE moved_with(o.done_on, w.days, months) <= getvariable('today');

CREATE TEMP TABLE moved_evidence AS
SELECT e.* REPLACE (
    moved_with(e.dated_on, w.days, months) AS dated_on,
    moved_with(e.due_on, w.days, months) AS due_on,
    moved_time(e.recorded_at, moved_with(e.dated_on, w.days, months) - e.dated_on) AS recorded_at
)
FROM sample_evidence AS e
CROSS JOIN month_shift
LEFT JOIN week_shift AS w ON w.plan_item = e.code AND e.register = 'plan_items'
WHERE moved_with(e.dated_on, w.days, months) <= getvariable('today');
