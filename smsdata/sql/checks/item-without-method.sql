-- severity: error
-- title: An item of the plan without a method
-- why: The plan says who, what, when and how; here the how is missing.
-- remedy: Name the procedure, the workflow or the forum by which it is done.
-- clause: 6.3
-- example: “Review the plan” does not say how it is done.
SELECT 'plan_items' AS register, plan_item AS code,
    '“' || title || '” does not say how it is done.' AS message
FROM open_item WHERE method IS NULL
