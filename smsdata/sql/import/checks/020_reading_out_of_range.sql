-- Of what changes, as it would be stored: a figure that is kept counts like one that is given.
SELECT 'readings' AS register, "row",
    CASE WHEN denominator IS NULL THEN 'value' ELSE 'numerator' END AS "column",
    format('{:g}', figure) || CASE
        WHEN isinf(figure) THEN ' is no number to reckon with'
        WHEN figure < minimum THEN ' lies below the metric''s minimum, ' || format('{:g}', minimum)
        ELSE ' lies above the metric''s maximum, ' || format('{:g}', maximum)
        END || '; correct the reading, or the metric' AS what
FROM (
    SELECT r."row", r.denominator, m.minimum, m.maximum,
        figure(r.value, r.numerator, r.denominator, m.scale) AS figure
    FROM merged_readings AS r
    JOIN metric_span AS m ON m.metric = r.metric AND m.from_at <= r.moment AND r.moment < m.to_at
    WHERE NOT r.withdrawn AND NOT r.same
)
WHERE figure < minimum OR figure > maximum OR isinf(figure)
