SELECT 'readings' AS register, "row",
    CASE WHEN denominator IS NULL THEN 'value' ELSE 'numerator' END AS "column",
    format('{:g}', figure) || ' lies outside the metric''s '
    || coalesce(format('{:g}', minimum), 'any') || ' to ' || coalesce(format('{:g}', maximum), 'any')
    || '; correct it, or the metric''s minimum and maximum' AS what
FROM merged_readings
WHERE NOT withdrawn AND (figure < minimum OR figure > maximum)
