-- severity: error
-- title: An activity for which not exactly one is accountable
-- why: Where two answer, nobody does.
-- remedy: Leave exactly one A in the line.
-- clause: 5.3
-- example: For “Approve changes to the SMS” 2 are accountable: Aino Niemi, SMS owner.
SELECT 'raci' AS register, activity AS code,
    'For “' || activity || '” ' || CASE count(*) FILTER (part = 'A') WHEN 0 THEN 'nobody is accountable.'
        ELSE count(*) FILTER (part = 'A') || ' are accountable: '
            || string_agg(name, ', ' ORDER BY name) FILTER (part = 'A') || '.' END AS message
FROM (
    SELECT r.activity, r.part, coalesce(p.name, r.who) AS name
    FROM raci AS r LEFT JOIN person AS p ON p.person = r.who
)
GROUP BY activity HAVING count(*) FILTER (part = 'A') <> 1
