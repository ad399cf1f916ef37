-- severity: error
-- title: The plan was never approved
-- why: A plan that top management has not signed is a draft.
-- remedy: Have the plan approved as it stands, with its version and the day.
-- clause: 7.5
-- example: The plan of Harbour IT was never approved.
SELECT 'organization' AS register, 'organization' AS code,
    'The plan of ' || name || ' was never approved.' AS message
FROM organization WHERE NOT EXISTS (FROM plan_approval)
