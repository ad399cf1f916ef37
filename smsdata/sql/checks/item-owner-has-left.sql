-- severity: error
-- title: An item of the plan whose owner is not here any more
-- why: Work that was not handed over is not done.
-- remedy: Hand the item over to somebody who is here.
-- clause: 6.3
-- example: “Review the plan” is owned by Eero Laine, who is not active.
SELECT 'plan_items' AS register, o.plan_item AS code,
    '“' || o.title || '” is owned by ' || coalesce(p.name, o.owner) || ', who is not active.' AS message
FROM open_item AS o LEFT JOIN person AS p ON p.person = o.owner
WHERE o.owner IS NOT NULL AND NOT coalesce(p.active, false)
