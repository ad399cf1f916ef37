-- severity: error
-- title: A metric whose owner is not here any more
-- why: Nobody will hand in its next reading.
-- remedy: Hand the metric over to somebody who is here.
-- clause: 9.1
-- example: “Incidents resolved in time” is owned by eero, who is not active.
SELECT 'metrics' AS register, metric AS code,
    '“' || name || '” is owned by ' || owner || ', who is not active.' AS message
FROM metric WHERE owner IS NOT NULL AND owner NOT IN (SELECT person FROM active_person)
    AND metric IN (SELECT metric FROM target)
