-- severity: error
-- title: A service whose owner is not here any more
-- why: Responsibility that was not handed over is nobody's.
-- remedy: Hand the service over to somebody who is here.
-- clause: 5.3
-- example: “Mail” is owned by eero, who is not active.
SELECT 'services' AS register, service AS code,
    '“' || name || '” is owned by ' || owner || ', who is not active.' AS message
FROM service WHERE owner IS NOT NULL AND owner NOT IN (SELECT person FROM active_person)
