-- severity: error
-- title: A recurring item of the plan without its record
-- why: Every recurring item leaves a predictable record; a gap says that it was not done.
-- remedy: Record when it was done, or do it and record that.
-- clause: 8.1
-- example: “Service review” was due on 15 March 2026 and is not recorded as done.
SELECT 'plan_items' AS register, i.plan_item AS code,
    '“' || i.title || '” was due on ' || in_words(s.next_due_on) || ' and is not recorded as done.' AS message
FROM open_item AS i JOIN plan_item_status AS s ON s.plan_item = i.plan_item
WHERE i.timing = 'recurring' AND s.next_due_on < today
