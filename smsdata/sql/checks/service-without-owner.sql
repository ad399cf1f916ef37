-- severity: error
-- title: A service that nobody owns
-- why: A service without a name beside it is looked after by nobody when it fails.
-- remedy: Name a person as the owner of the service.
-- clause: 5.3
-- example: “Mail” has no owner.
SELECT 'services' AS register, service AS code,
    '“' || name || '” has no owner.' AS message
FROM service WHERE owner IS NULL
