-- severity: warning
-- title: An item of the plan that serves no objective
-- why: Traceability runs from outcome to objective to plan item; here the why is missing.
-- remedy: Name the objectives it serves.
-- clause: 6.3
-- example: “Review the plan” serves no objective.
SELECT 'plan_items' AS register, plan_item AS code,
    '“' || title || '” serves no objective.' AS message
FROM open_item WHERE objectives IS NULL
