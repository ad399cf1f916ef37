-- severity: warning
-- title: An objective on target whose process cannot be relied on to meet it
-- why: On target by luck: the process varies so widely that the next period may miss without any
--     change.
-- remedy: Look for what makes the process vary, and plan an improvement of the process itself.
-- clause: 9.1
-- example: “Incidents are resolved in time” is on target, but its process hits and misses by
--     chance.
SELECT 'objectives' AS register, s.objective AS code,
    '“' || o.title || '” is on target, but ' || CASE
        WHEN bool_or(s.assurance = 'incapable') THEN 'its process cannot meet the target.'
        ELSE 'its process hits and misses by chance.' END AS message
FROM target_status AS s JOIN open_objective AS o ON o.objective = s.objective
GROUP BY s.objective, o.title
HAVING bool_and(s.status IN ('on_target', 'achieved', 'not_started'))
    AND bool_or(s.assurance IN ('incapable', 'hit_or_miss'))
