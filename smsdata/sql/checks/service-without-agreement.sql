-- severity: error
-- title: A service without a service level agreement
-- why: What is not agreed cannot be delivered as agreed; the portfolio refers to the agreement of
--     each service.
-- remedy: Refer to the agreement that holds for the service.
-- clause: 8.3.3
-- example: “Mail” refers to no service level agreement.
SELECT 'services' AS register, service AS code,
    '“' || name || '” refers to no service level agreement.' AS message
FROM service WHERE sla_reference IS NULL
