-- severity: error
-- title: An objective whose owner is not here any more
-- why: Nobody answers for it.
-- remedy: Hand the objective over to somebody who is here.
-- clause: 5.3
-- example: “Incidents are resolved in time” is owned by eero, who is not active.
SELECT 'objectives' AS register, objective AS code,
    '“' || title || '” is owned by ' || owner || ', who is not active.' AS message
FROM open_objective WHERE owner IS NOT NULL AND owner NOT IN (SELECT person FROM active_person)
