SELECT 'targets' AS register, t."row", 'objective' AS "column",
    'has no target point; add one to target_points' AS what
FROM merged_targets AS t
JOIN final_target AS f ON f.objective = t.objective AND f.metric = t.metric
    AND f.service IS NOT DISTINCT FROM t.service
WHERE NOT t.withdrawn
    AND NOT EXISTS (SELECT 1 FROM merged_targets AS later WHERE later.objective = t.objective
        AND later.metric = t.metric AND later.service IS NOT DISTINCT FROM t.service
        AND later.moment > t.moment)
    AND NOT EXISTS (SELECT 1 FROM final_target_point AS p WHERE p.objective = t.objective
        AND p.metric = t.metric AND p.service IS NOT DISTINCT FROM t.service)
UNION ALL
SELECT 'target_points', p."row", 'withdrawn',
    'is the last point of a target; withdraw the target too, or give it another point'
FROM merged_target_points AS p
JOIN final_target AS f ON f.objective = p.objective AND f.metric = p.metric
    AND f.service IS NOT DISTINCT FROM p.service
WHERE p.withdrawn
    AND NOT EXISTS (SELECT 1 FROM merged_targets AS t WHERE t.objective = p.objective
        AND t.metric = p.metric AND t.service IS NOT DISTINCT FROM p.service)
    AND NOT EXISTS (SELECT 1 FROM final_target_point AS other WHERE other.objective = p.objective
        AND other.metric = p.metric AND other.service IS NOT DISTINCT FROM p.service)
