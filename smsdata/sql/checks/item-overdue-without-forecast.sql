-- severity: error
-- title: An overdue item of the plan that does not say when it will be done
-- why: Late is a fact; late without a day is a plan that is not steered.
-- remedy: Report progress with the day on which it will be done.
-- clause: 6.3
-- example: “Publish the service catalogue” is 40 days overdue, without a day on which it will be
--     done.
SELECT 'plan_items' AS register, i.plan_item AS code,
    '“' || i.title || '” is ' || (today - i.due_on) || ' days overdue, without a day on which it will be done.'
        AS message
FROM open_item AS i JOIN plan_item_progress AS p ON p.plan_item = i.plan_item
WHERE i.timing = 'dated' AND i.status IN ('overdue', 'blocked') AND i.due_on < today
    AND NOT coalesce(p.forecast_on >= today, false)
