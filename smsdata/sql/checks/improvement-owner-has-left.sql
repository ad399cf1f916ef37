-- severity: error
-- title: An improvement whose owner is not here any more
-- why: Nobody drives it.
-- remedy: Hand the improvement over to somebody who is here.
-- clause: 10.2
-- example: “Answer the phone in the night” is owned by eero, who is not active.
SELECT 'improvements' AS register, improvement AS code,
    '“' || title || '” is owned by ' || owner || ', who is not active.' AS message
FROM open_improvement WHERE owner IS NOT NULL AND owner NOT IN (SELECT person FROM active_person)
