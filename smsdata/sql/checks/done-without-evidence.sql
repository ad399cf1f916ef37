-- severity: error
-- title: An item of the plan that is done without evidence
-- why: An auditor who picks this line finds nothing to look at.
-- remedy: Attach the record that it left, or take “done” back.
-- clause: 7.5
-- example: “Publish the service catalogue” is done, without any evidence.
SELECT 'plan_items' AS register, plan_item AS code,
    '“' || title || '” is done, without any evidence.' AS message
FROM plan_item_status WHERE status = 'done' AND timing <> 'recurring' AND evidence_count = 0
