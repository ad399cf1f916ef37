-- severity: warning
-- title: Much of the plan has changed since it was approved
-- why: What was signed is not what is done.
-- remedy: Have the plan approved as it stands now.
-- clause: 7.5
-- example: 14 of 60 items of the plan have changed since version 2.0 was approved.
SELECT 'plan_approvals' AS register, a.version AS code,
    count(DISTINCT h.plan_item) || ' of ' || any_value(n.items)
        || ' items of the plan have changed since version ' || a.version || ' was approved.' AS message
FROM last_approval AS a
JOIN history.plan_item AS h ON h.recorded_at > a.approved_at AND h.recorded_at <= known_at
CROSS JOIN (SELECT count(*) AS items FROM plan_item) AS n
GROUP BY a.version
HAVING 10 * count(DISTINCT h.plan_item) > any_value(n.items)
