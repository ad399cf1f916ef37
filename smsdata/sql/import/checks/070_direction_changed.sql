SELECT 'metrics' AS register, m."row", 'direction' AS "column",
    'its target points were given for another direction; revise them in the same import' AS what
FROM merged_metrics AS m
WHERE NOT m.withdrawn AND NOT m.same AND EXISTS (
    SELECT 1 FROM final_target_point AS p
    WHERE p.metric = m.metric AND (m.direction = 'range') <> (p.lower IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM merged_target_points AS s
            WHERE s.metric = p.metric AND s.objective = p.objective AND s.on_date = p.on_date
                AND s.service IS NOT DISTINCT FROM p.service)
)
