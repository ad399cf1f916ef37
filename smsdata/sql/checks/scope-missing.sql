-- severity: error
-- title: The scope of the management system is not written down
-- why: Everything else in the plan is read against its scope: services, customers, sites, and
--     what is left out with the reason.
-- remedy: Write the scope, with exclusions and their reasons, into the organisation.
-- clause: 4.3
-- example: The scope of Harbour IT is empty.
SELECT 'organization' AS register, 'organization' AS code,
    'The scope of ' || name || ' is empty.' AS message
FROM organization WHERE scope IS NULL
