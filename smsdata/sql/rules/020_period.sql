-- Periods (contract, section 4). A metric's frequency cuts the calendar: weeks start on Monday;
-- quarters, half-years and years count from fiscal_month, the month the fiscal year starts in.
-- A period has a number, so that periods can be counted, and is known by its first day.
CREATE OR REPLACE MACRO period_months(frequency) AS
    CASE frequency WHEN 'monthly' THEN 1 WHEN 'quarterly' THEN 3 WHEN 'half-yearly' THEN 6 ELSE 12 END;

-- The number of the period that holds a day. 0001-01-01 is a Monday, so nothing is negative.
CREATE OR REPLACE MACRO period_number(frequency, fiscal_month, day) AS
    CASE frequency
        WHEN 'daily' THEN day - DATE '0001-01-01'
        WHEN 'weekly' THEN (day - DATE '0001-01-01') // 7
        ELSE (year(day) * 12 + month(day) - fiscal_month) // period_months(frequency)
    END;

-- The first day of a period, by its number.
CREATE OR REPLACE MACRO period_first_day(frequency, fiscal_month, number) AS
    CASE frequency
        WHEN 'daily' THEN DATE '0001-01-01' + CAST(number AS INTEGER)
        WHEN 'weekly' THEN DATE '0001-01-01' + CAST(number * 7 AS INTEGER)
        ELSE make_date(
            (number * period_months(frequency) + fiscal_month - 1) // 12,
            (number * period_months(frequency) + fiscal_month - 1) % 12 + 1,
            1
        )
    END;

-- The last day of a period, by its first.
CREATE OR REPLACE MACRO period_last_day(frequency, first_day) AS
    CASE frequency
        WHEN 'daily' THEN first_day
        WHEN 'weekly' THEN first_day + 6
        WHEN 'monthly' THEN last_day(first_day)
        WHEN 'quarterly' THEN last_day(CAST(first_day + INTERVAL 2 MONTH AS DATE))
        WHEN 'half-yearly' THEN last_day(CAST(first_day + INTERVAL 5 MONTH AS DATE))
        ELSE last_day(CAST(first_day + INTERVAL 11 MONTH AS DATE))
    END;

-- Metrics with what their figures are reckoned by: the month the fiscal year starts in; the scale of
-- a ratio (a share in % is a hundred times its quotient); and the sign with which the metric's extreme
-- is the least of its figures.
CREATE OR REPLACE MACRO measure_at(known_at) AS TABLE
    SELECT
        m.*,
        coalesce((SELECT max(fiscal_year_start_month) FROM organization_at(known_at)), 1)
            AS fiscal_month,
        CASE WHEN m.unit = '%' THEN 100 ELSE 1 END AS scale,
        CASE m.aggregation WHEN 'max' THEN -1 ELSE 1 END AS turn
    FROM metric_at(known_at) AS m;
