SELECT 'target_points' AS register, p."row", 'metric' AS "column",
    'belongs to no target; add ' || concat_ws('/', p.objective, p.metric, p.service) || ' to targets'
    AS what
FROM merged_target_points AS p
WHERE NOT p.withdrawn AND p.bad = 0
    AND NOT EXISTS (SELECT 1 FROM merged_targets AS t WHERE t.objective = p.objective
        AND t.metric = p.metric AND t.service IS NOT DISTINCT FROM p.service)
    AND NOT EXISTS (SELECT 1 FROM history.target AS t WHERE t.objective = p.objective
        AND t.metric = p.metric AND t.service IS NOT DISTINCT FROM p.service)
