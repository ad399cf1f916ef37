-- severity: error
-- title: No internal audit is planned
-- why: Internal audits are held at planned intervals; without a schedule nobody can see that they
--     cover everything.
-- remedy: Add the audits to the plan, with clause 9.2, a cadence and an auditor.
-- clause: 9.2
-- example: No open item of the plan is an internal audit (clause 9.2).
SELECT 'plan_items' AS register, '9.2' AS code,
    'No open item of the plan is an internal audit (clause 9.2).' AS message
FROM organization
WHERE NOT EXISTS (FROM open_item WHERE clause LIKE '%9.2%' AND timing <> 'trigger')
