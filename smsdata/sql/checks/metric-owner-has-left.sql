-- severity: error
-- title: A metric whose owner is not here any more
-- why: Nobody will hand in its next reading.
-- remedy: Hand the metric over to somebody who is here.
-- clause: 9.1
-- example: “Incidents resolved in time” is owned by Eero Laine, who is not active.
SELECT 'metrics' AS register, o.metric AS code,
    '“' || o.name || '” is owned by ' || coalesce(p.name, o.owner) || ', who is not active.' AS message
FROM metric AS o LEFT JOIN person AS p ON p.person = o.owner
WHERE o.owner IS NOT NULL AND NOT coalesce(p.active, false)
    AND o.metric IN (SELECT metric FROM target)
