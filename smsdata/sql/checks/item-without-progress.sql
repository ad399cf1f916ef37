-- severity: error
-- title: An item of the plan of which nothing was heard for 60 days
-- why: A plan that nobody reports on is shelfware.
-- remedy: Report its progress, be it that nothing has moved and why.
-- clause: 8.1
-- example: “Publish the service catalogue” has had no progress report for 75 days.
SELECT 'plan_items' AS register, i.plan_item AS code,
    '“' || i.title || '” has had no progress report for '
        || (today - greatest(i.starts_on, p.reported_on)) || ' days.' AS message
FROM open_item AS i JOIN plan_item_progress AS p ON p.plan_item = i.plan_item
WHERE i.timing = 'dated' AND today - greatest(i.starts_on, p.reported_on) > 60
