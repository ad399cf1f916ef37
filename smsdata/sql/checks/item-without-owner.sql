-- severity: error
-- title: An item of the plan that nobody owns
-- why: A role or a team alone, such as “IT”, does nothing by a day.
-- remedy: Name a person as its owner.
-- clause: 6.3
-- example: “Review the plan” has no owner, only the role SMS owner.
SELECT 'plan_items' AS register, plan_item AS code,
    '“' || title || '” has no owner' || coalesce(', only the role ' || owner_role, '') || '.' AS message
FROM open_item WHERE owner IS NULL
