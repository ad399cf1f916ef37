-- severity: error
-- title: A part in the RACI chart that nobody holds
-- why: A role that nobody fills, or a person who has left, answers for nothing.
-- remedy: Give the role to somebody, or the part to another.
-- clause: 5.3
-- example: “Capacity manager” has a part in 3 activities, and is neither a person who is here nor
--     a role of one.
SELECT 'raci' AS register, who AS code,
    '“' || who || '” has a part in ' || count(*) || CASE count(*) WHEN 1 THEN ' activity'
        ELSE ' activities' END || ', and is neither a person who is here nor a role of one.' AS message
FROM raci
WHERE who NOT IN (SELECT person FROM active_person)
    AND who NOT IN (SELECT role_title FROM active_person WHERE role_title IS NOT NULL)
GROUP BY who
