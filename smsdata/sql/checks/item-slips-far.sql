-- severity: warning
-- title: An item of the plan that slips by more than a quarter
-- why: A slip of that size has consequences for what was to follow; the forum should have seen
--     it.
-- remedy: Bring it before the governance forum: replan it, with a reason, or give it what it
--     needs.
-- clause: 6.3
-- example: “Publish the service catalogue” is to be done 120 days after it was due.
SELECT 'plan_items' AS register, i.plan_item AS code,
    '“' || i.title || '” is ' || CASE WHEN p.forecast_on - i.due_on = i.slip_days
        THEN 'to be done ' || i.slip_days || ' days after it was due.'
        ELSE i.slip_days || ' days past its due date.' END AS message
FROM open_item AS i JOIN plan_item_progress AS p ON p.plan_item = i.plan_item
WHERE i.slip_days > 90
