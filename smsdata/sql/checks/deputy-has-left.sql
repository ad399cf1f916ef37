-- severity: warning
-- title: A deputy who is not here any more
-- why: When the person is away nobody acts for them.
-- remedy: Name another deputy.
-- clause: 5.3
-- example: Aino Niemi has Eero Laine as deputy, who is not active.
SELECT 'people' AS register, o.person AS code,
    o.name || ' has ' || coalesce(p.name, o.deputy) || ' as deputy, who is not active.' AS message
FROM person AS o LEFT JOIN person AS p ON p.person = o.deputy
WHERE o.active AND o.deputy IS NOT NULL AND NOT coalesce(p.active, false)
