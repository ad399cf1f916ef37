-- severity: error
-- title: No management review is planned
-- why: Top management reviews the management system at planned intervals.
-- remedy: Add the reviews to the plan, with clause 9.3 and a cadence.
-- clause: 9.3
-- example: No open item of the plan is a management review (clause 9.3).
SELECT 'plan_items' AS register, '9.3' AS code,
    'No open item of the plan is a management review (clause 9.3).' AS message
FROM organization
WHERE NOT EXISTS (FROM open_item WHERE clause LIKE '%9.3%' AND timing <> 'trigger')
