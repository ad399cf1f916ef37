-- severity: error
-- title: A part in the RACI chart that nobody holds
-- why: A role that nobody fills, or a person who has left, answers for nothing.
-- remedy: Give the role to somebody, or the part to another.
-- clause: 5.3
-- example: “Capacity manager” has a part in 3 activities, and is neither a person who is here nor
--     a role of one.
SELECT 'raci' AS register, r.who AS code,
    '“' || coalesce(any_value(p.name), r.who) || '” has a part in ' || count(*)
        || CASE count(*) WHEN 1 THEN ' activity' ELSE ' activities' END
        || ', and is neither a person who is here nor a role of one.' AS message
FROM raci AS r LEFT JOIN person AS p ON p.person = r.who
WHERE NOT coalesce(p.active, false)
    AND r.who NOT IN (SELECT role_title FROM person WHERE active AND role_title IS NOT NULL)
GROUP BY r.who
