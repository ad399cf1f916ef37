-- severity: error
-- title: A recurring item of the plan that was done without evidence
-- why: Doing it again and again is proved by the record of each time.
-- remedy: Attach the record of each time.
-- clause: 7.5
-- example: 3 of 12 times that “Service review” was done in the last 365 days have no evidence.
SELECT 'plan_items' AS register, i.plan_item AS code,
    count(*) FILTER (e.evidence_count IS NULL) || ' of ' || count(*) || ' times that “' || i.title
        || '” was done in the last 365 days have no evidence.' AS message
FROM plan_done_at(today, known_at) AS d
JOIN plan_item AS i ON i.plan_item = d.plan_item
LEFT JOIN evidence_count AS e ON e.register = 'plan_items' AND e.code = d.plan_item
    AND e.due_on = d.due_on
WHERE d.due_on > today - 365 AND d.due_on <= today
GROUP BY i.plan_item, i.title
HAVING count(*) > count(e.evidence_count)
