-- severity: error
-- title: A phase of the management system without an item in the plan
-- why: The plan covers establishing, implementing, maintaining, improving and planned changes;
--     one that stops at go-live fails.
-- remedy: Add what is planned for the phase.
-- clause: 6.3
-- example: The plan has no item to improve the management system.
SELECT 'plan_items' AS register, phase AS code,
    'The plan has no item to ' || phase || ' the management system.' AS message
FROM (SELECT unnest(['establish', 'implement', 'maintain', 'improve', 'change']) AS phase), organization
WHERE phase NOT IN (SELECT phase FROM plan_item_status WHERE status <> 'cancelled')
