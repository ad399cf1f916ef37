-- severity: error
-- title: An objective with no item of the plan behind it
-- why: A target without work behind it is a hope.
-- remedy: Add an item to the plan that serves it, or name it in one that does.
-- clause: 6.2
-- example: No item of the plan serves “Incidents are resolved in time”.
SELECT 'objectives' AS register, objective AS code,
    'No item of the plan serves “' || title || '”.' AS message
FROM open_objective
WHERE objective NOT IN (
    SELECT unnest(string_split(i.objectives, ';'))
    FROM plan_item AS i JOIN plan_item_status AS s ON s.plan_item = i.plan_item
    WHERE i.objectives IS NOT NULL AND s.status <> 'cancelled'
)
