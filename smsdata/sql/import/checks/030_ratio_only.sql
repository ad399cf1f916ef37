SELECT 'readings' AS register, "row", 'numerator' AS "column",
    'and denominator are for ratio metrics, and ' || metric || ' is none; give a value' AS what
FROM merged_readings
WHERE misplaced AND NOT withdrawn
