-- severity: warning
-- title: An item of the plan that does not say what comes out of it
-- why: What is to come of it decides whether it is done.
-- remedy: Write down the activity and its deliverable.
-- clause: 6.3
-- example: “Review the plan” names neither an activity nor a deliverable.
SELECT 'plan_items' AS register, plan_item AS code,
    '“' || title || '” names neither an activity nor a deliverable.' AS message
FROM open_item WHERE activity IS NULL AND deliverable IS NULL
