-- severity: warning
-- title: An item of the plan that slips by more than a quarter
-- why: A slip of that size has consequences for what was to follow; the forum should have seen
--     it.
-- remedy: Bring it before the governance forum: replan it, with a reason, or give it what it
--     needs.
-- clause: 6.3
-- example: “Publish the service catalogue” is to be done 120 days after it was due.
SELECT 'plan_items' AS register, plan_item AS code,
    '“' || title || '” is to be done ' || slip_days || ' days after it was due.' AS message
FROM open_item WHERE slip_days > 90
