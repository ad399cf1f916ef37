SELECT 'readings' AS register, "row", 'period_start' AS "column",
    'the period begins on ' || period_start || CASE WHEN dated
        THEN ', after the reading was recorded; correct one of them'
        ELSE ', which is to come; correct it'
    END AS what
FROM merged_readings
-- most periods began long before; the exact day is looked at only for the others
WHERE period_start > CAST(moment AS DATE) - 1
    -- an organisation that has moved was elsewhere when it recorded some
    AND period_start > list_max([
        CAST(timezone(zone, moment) AS DATE) FOR zone IN (SELECT time_zones FROM fiscal)
    ])
