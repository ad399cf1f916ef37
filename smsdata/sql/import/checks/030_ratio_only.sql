SELECT 'readings' AS register, r."row", 'numerator' AS "column",
    'is, like a denominator, for ratio metrics alone, and ' || r.metric || ' is none; give a value' AS what
FROM merged_readings AS r
JOIN metric_span AS m ON m.metric = r.metric AND m.from_at <= r.moment AND r.moment < m.to_at
WHERE (r.numerator IS NOT NULL OR r.denominator IS NOT NULL) AND m.aggregation <> 'ratio'
    AND NOT r.withdrawn AND NOT r.same
