-- Every expected reading that is not there (contract, section 5), oldest first. A target without a
-- service whose period has no reading without a service asks each service that reported in the
-- three periods before; where none did, it asks once.
CREATE OR REPLACE MACRO reading_due_at(on_date, known_at) AS TABLE
WITH
    definition AS (
        SELECT
            *,
            period_number(
                frequency, fiscal_month,
                least(CAST(on_date AS DATE), coalesce(due_on, CAST(on_date AS DATE))) + 1
            ) - 1 AS last_period
        FROM target_definition_at(known_at)
    ),
    expected AS (
        SELECT DISTINCT metric, service, unnest(range(first_period, last_period + 1)) AS number
        FROM definition
        WHERE last_period >= first_period
    ),
    received AS (
        SELECT r.metric, r.service,
            period_number(m.frequency, m.fiscal_month, r.period_start) AS number
        FROM reading_at(known_at) AS r JOIN measure_at(known_at) AS m ON m.metric = r.metric
    ),
    lacking AS (
        SELECT e.*
        FROM expected AS e
        ANTI JOIN received AS r ON r.metric = e.metric AND r.number = e.number
            AND r.service IS NOT DISTINCT FROM e.service
    ),
    -- services from which a reading of a period would be expected, since they reported shortly before
    reporting AS (
        SELECT DISTINCT metric, service, unnest([number + 1, number + 2, number + 3]) AS number
        FROM received
        WHERE service IS NOT NULL
    ),
    due AS (
        SELECT metric, service, number FROM lacking WHERE service IS NOT NULL
        UNION
        SELECT l.metric, p.service, l.number
        FROM lacking AS l
        JOIN reporting AS p ON p.metric = l.metric AND p.number = l.number
        ANTI JOIN received AS r ON r.metric = l.metric AND r.number = l.number
            AND r.service = p.service
        WHERE l.service IS NULL
        UNION
        SELECT l.metric, NULL, l.number
        FROM lacking AS l
        ANTI JOIN reporting AS p ON p.metric = l.metric AND p.number = l.number
        ANTI JOIN received AS r ON r.metric = l.metric AND r.number = l.number
        WHERE l.service IS NULL
    )
SELECT
    d.metric, d.service, m.owner,
    period_first_day(m.frequency, m.fiscal_month, d.number) AS period_start,
    period_last_day(m.frequency, period_start) AS period_end,
    period_end + m.grace_days AS due_on,
    CASE WHEN period_end + m.grace_days < CAST(on_date AS DATE) THEN 'overdue' ELSE 'due' END
        AS freshness
FROM due AS d JOIN measure_at(known_at) AS m ON m.metric = d.metric
ORDER BY period_end, d.metric, d.service;
CREATE OR REPLACE VIEW reading_due AS FROM reading_due_at(clock_on_date(), clock_known_at());
