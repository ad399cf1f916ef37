SELECT 'readings' AS register, "row", 'numerator' AS "column",
    'numerator and denominator are for ratio metrics; ' || metric || ' is a ' || aggregation
    || ', so give a value' AS what
FROM merged_readings
WHERE NOT withdrawn AND aggregation <> 'ratio' AND (numerator IS NOT NULL OR denominator IS NOT NULL)
