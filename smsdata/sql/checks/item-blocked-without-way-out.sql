-- severity: warning
-- title: A blocked item of the plan without a word on what would free it
-- why: Blocked is a question to somebody; here it was not asked.
-- remedy: Report what blocks it, who can decide, and by when it goes on.
-- clause: 8.1
-- example: “Publish the service catalogue” is blocked, and its last report says neither why nor
--     until when.
SELECT 'plan_items' AS register, i.plan_item AS code,
    '“' || i.title || '” is blocked, and its last report says neither why nor until when.' AS message
FROM open_item AS i
JOIN plan_item_progress AS p ON p.plan_item = i.plan_item
JOIN plan_progress_at(known_at) AS r ON r.plan_item = i.plan_item AND r.on_date = p.reported_on
WHERE i.status = 'blocked' AND r.note IS NULL AND r.forecast_on IS NULL
