-- severity: warning
-- title: An objective on target whose process cannot be relied on to meet it
-- why: On target by luck: the process varies so widely that the next period may miss without any
--     change.
-- remedy: Look for what makes the process vary, and plan an improvement of the process itself.
-- clause: 9.1
-- example: “Incidents are resolved in time” is on target, but its usual range reaches to both sides
--     of the target.
SELECT 'objectives' AS register, s.objective AS code,
    '“' || o.title || '” is on target, but ' || CASE
        WHEN bool_or(s.assurance = 'incapable') FILTER (s.status = 'on_target')
            THEN 'its usual range misses the target.'
        ELSE 'its usual range reaches to both sides of the target.' END AS message
FROM target_status AS s JOIN objective_at(known_at) AS o ON o.objective = s.objective
GROUP BY s.objective, o.title
HAVING bool_and(s.status IN ('on_target', 'achieved', 'not_started'))
    -- what was achieved is over
    AND bool_or(s.status = 'on_target' AND s.assurance IN ('incapable', 'hit_or_miss'))
