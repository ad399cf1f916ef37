SELECT 'readings' AS register, r."row", 'period_start' AS "column",
    '''' || r.misfit[:40] || ''' is no period of a ' || m.frequency || ' metric; write it like '
    || CASE m.frequency
        WHEN 'daily' THEN '2026-09-30' WHEN 'weekly' THEN '2026-W36' WHEN 'monthly' THEN '2026-09'
        WHEN 'quarterly' THEN '2026-Q3' WHEN 'half-yearly' THEN '2026-H1' ELSE '2026' END
    || ', or give any day in it' AS what
FROM (FROM merged_readings WHERE misfit IS NOT NULL) AS r
JOIN metric_span AS m ON m.metric = r.metric AND m.from_at <= r.moment AND r.moment < m.to_at
