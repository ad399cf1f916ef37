-- severity: error
-- title: An improvement whose owner is not here any more
-- why: Nobody drives it.
-- remedy: Hand the improvement over to somebody who is here.
-- clause: 10.2
-- example: “Answer the phone in the night” is owned by Eero Laine, who is not active.
SELECT 'improvements' AS register, o.improvement AS code,
    '“' || o.title || '” is owned by ' || coalesce(p.name, o.owner) || ', who is not active.' AS message
FROM open_improvement AS o LEFT JOIN person AS p ON p.person = o.owner
WHERE o.owner IS NOT NULL AND NOT coalesce(p.active, false)
