SELECT 'readings' AS register, r."row",
    CASE WHEN r.denominator IS NULL THEN 'value' ELSE 'numerator' END AS "column",
    format('{:g}', r.beyond) || CASE
        WHEN isinf(r.beyond) THEN ' is no number to reckon with'
        WHEN r.beyond < m.minimum THEN ' lies below the metric''s minimum, ' || format('{:g}', m.minimum)
        ELSE ' lies above the metric''s maximum, ' || format('{:g}', m.maximum)
        END || '; correct the reading, or the metric' AS what
FROM (FROM merged_readings WHERE beyond IS NOT NULL AND NOT withdrawn) AS r
JOIN metric_span AS m ON m.metric = r.metric AND m.from_at <= r.moment AND r.moment < m.to_at
