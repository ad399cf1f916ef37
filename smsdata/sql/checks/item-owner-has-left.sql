-- severity: error
-- title: An item of the plan whose owner is not here any more
-- why: Work that was not handed over is not done.
-- remedy: Hand the item over to somebody who is here.
-- clause: 6.3
-- example: “Review the plan” is owned by eero, who is not active.
SELECT 'plan_items' AS register, plan_item AS code,
    '“' || title || '” is owned by ' || owner || ', who is not active.' AS message
FROM open_item WHERE owner IS NOT NULL AND owner NOT IN (SELECT person FROM active_person)
