-- severity: warning
-- title: A deputy who is not here any more
-- why: When the person is away nobody acts for them.
-- remedy: Name another deputy.
-- clause: 5.3
-- example: Aino Niemi has eero as deputy, who is not active.
SELECT 'people' AS register, person AS code,
    name || ' has ' || deputy || ' as deputy, who is not active.' AS message
FROM person WHERE active AND deputy NOT IN (SELECT person FROM active_person)
