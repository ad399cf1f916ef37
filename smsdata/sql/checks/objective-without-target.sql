-- severity: error
-- title: An objective without a quantified target
-- why: “Improve incident response” is a wish; an objective can be missed.
-- remedy: Give it a target: a metric and what it must read, from when on.
-- clause: 6.2
-- example: “Incidents are resolved in time” has no target.
SELECT 'objectives' AS register, o.objective AS code,
    '“' || o.title || '” has no target.' AS message
FROM open_objective AS o ANTI JOIN target AS t ON t.objective = o.objective
