-- severity: error
-- title: A service whose owner is not here any more
-- why: Responsibility that was not handed over is nobody's.
-- remedy: Hand the service over to somebody who is here.
-- clause: 5.3
-- example: “Mail” is owned by Eero Laine, who is not active.
SELECT 'services' AS register, o.service AS code,
    '“' || o.name || '” is owned by ' || coalesce(p.name, o.owner) || ', who is not active.' AS message
FROM service AS o LEFT JOIN person AS p ON p.person = o.owner
WHERE o.owner IS NOT NULL AND NOT coalesce(p.active, false)
