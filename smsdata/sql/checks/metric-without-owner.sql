-- severity: error
-- title: A metric of a target that nobody owns
-- why: Readings come when somebody is asked for them by name.
-- remedy: Name a person as its owner.
-- clause: 9.1
-- example: “Incidents resolved in time” has no owner.
SELECT 'metrics' AS register, metric AS code,
    '“' || name || '” has no owner.' AS message
FROM metric WHERE owner IS NULL AND metric IN (SELECT metric FROM target)
