-- severity: error
-- title: An item of the plan that waits for a trigger it does not name
-- why: Without a day, a cadence or an event it is done never.
-- remedy: Name the event, such as “on major organisational change”.
-- clause: 6.3
-- example: “Review the plan” waits for a trigger, but does not say which.
SELECT 'plan_items' AS register, plan_item AS code,
    '“' || title || '” waits for a trigger, but does not say which.' AS message
FROM open_item WHERE timing = 'trigger' AND trigger IS NULL
