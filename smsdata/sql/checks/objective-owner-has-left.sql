-- severity: error
-- title: An objective whose owner is not here any more
-- why: Nobody answers for it.
-- remedy: Hand the objective over to somebody who is here.
-- clause: 5.3
-- example: “Incidents are resolved in time” is owned by Eero Laine, who is not active.
SELECT 'objectives' AS register, o.objective AS code,
    '“' || o.title || '” is owned by ' || coalesce(p.name, o.owner) || ', who is not active.' AS message
FROM open_objective AS o LEFT JOIN person AS p ON p.person = o.owner
WHERE o.owner IS NOT NULL AND NOT coalesce(p.active, false)
