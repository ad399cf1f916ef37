-- Readings by the day their period begins on, from any form of contract section 3 that fits the metric's
-- frequency: a day in the period, 2026, 2026-H1, 2026-Q3 (fiscal), 2026-09, 2026-W36 (ISO). A period
-- that does not fit stands beside it (`misfit`).
SELECT * EXCLUDE (period_text, measured),
    period_text IS NOT NULL AS period_given,
    CASE WHEN measured AND period_start IS NULL THEN period_text END AS misfit
FROM (
    SELECT
        s.* RENAME (period_start AS period_text),
        CASE
            WHEN m.frequency IS NULL THEN NULL
            WHEN period_text LIKE '____-__-__' THEN period_first_day(
                m.frequency, f.fiscal_month,
                period_number(
                    m.frequency, f.fiscal_month,
                    CASE WHEN regexp_full_match(period_text, '[1-9]\d{3}-\d{2}-\d{2}')
                        THEN try_cast(period_text AS DATE) END
                )
            )
            WHEN m.frequency = 'yearly' AND regexp_full_match(period_text, '[1-9]\d{3}')
                THEN make_date(CAST(period_text AS INTEGER), f.fiscal_month, 1)
            WHEN m.frequency = 'half-yearly' AND regexp_full_match(period_text, '[1-9]\d{3}-H[12]')
                THEN period_first_day(m.frequency, f.fiscal_month,
                    CAST(period_text[:4] AS INTEGER) * 2 + CAST(period_text[7:] AS INTEGER) - 1)
            WHEN m.frequency = 'quarterly' AND regexp_full_match(period_text, '[1-9]\d{3}-Q[1-4]')
                THEN period_first_day(m.frequency, f.fiscal_month,
                    CAST(period_text[:4] AS INTEGER) * 4 + CAST(period_text[7:] AS INTEGER) - 1)
            WHEN m.frequency = 'monthly' AND regexp_full_match(period_text, '[1-9]\d{3}-(0[1-9]|1[0-2])')
                THEN CAST(period_text || '-01' AS DATE)
            WHEN m.frequency = 'weekly' AND regexp_full_match(period_text, '[1-9]\d{3}-W\d{2}')
                -- a year without a week 53 has none
                THEN CASE WHEN strftime(try_strptime(period_text || '-1', '%G-W%V-%u'), '%G-W%V')
                    = period_text THEN CAST(try_strptime(period_text || '-1', '%G-W%V-%u') AS DATE) END
        END AS period_start,
        m.metric IS NOT NULL AS measured
    FROM (${staged}) AS s
    CROSS JOIN fiscal AS f
    LEFT JOIN metric_span AS m ON m.metric = s.metric AND m.from_at <= s.moment AND s.moment < m.to_at
)
