SELECT 'readings' AS register, "row", 'period_start' AS "column",
    'the period begins on ' || period_start || ', after the reading was recorded; correct one of them'
    AS what
FROM merged_readings
-- most periods began long before; the exact day is looked at only for the others
WHERE period_start > CAST(moment AS DATE) - 1
    AND period_start > CAST(timezone((SELECT time_zone FROM fiscal), moment) AS DATE)
