-- severity: error
-- title: An objective without a quantified target
-- why: “Improve incident response” is a wish; an objective can be missed.
-- remedy: Give it a target: a metric and what it must read, from when on.
-- clause: 6.2
-- example: “Incidents are resolved in time” has no target.
SELECT 'objectives' AS register, o.objective AS code,
    '“' || o.title || '” has no target' || CASE WHEN t.objective IS NULL THEN '.'
        ELSE ' whose metric is still there.' END AS message
FROM open_objective AS o
LEFT JOIN (SELECT DISTINCT objective FROM target) AS t ON t.objective = o.objective
ANTI JOIN (
    SELECT t.objective FROM target AS t JOIN metric AS m ON m.metric = t.metric
) AS measured ON measured.objective = o.objective
