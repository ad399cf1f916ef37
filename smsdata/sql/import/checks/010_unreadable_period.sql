SELECT 'readings' AS register, "row", 'period_start' AS "column",
    '''' || period_text || ''' is no period of a ' || frequency || ' metric; write it like '
    || CASE frequency
        WHEN 'daily' THEN '2026-09-30' WHEN 'weekly' THEN '2026-W36' WHEN 'monthly' THEN '2026-09'
        WHEN 'quarterly' THEN '2026-Q3' WHEN 'half-yearly' THEN '2026-H1' ELSE '2026' END
    || ', or give any day in it' AS what
FROM merged_readings
WHERE measured AND period_start IS NULL AND period_text IS NOT NULL
