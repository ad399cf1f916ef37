-- severity: error
-- title: No service is listed
-- why: The plan says for which services it holds; a list that is missing or empty is the first
--     thing an auditor sees.
-- remedy: Add the services in scope, each with its owner and its agreement.
-- clause: 8.2
-- example: Harbour IT lists no service.
SELECT 'organization' AS register, 'organization' AS code,
    name || ' lists no service.' AS message
FROM organization WHERE NOT EXISTS (FROM service)
