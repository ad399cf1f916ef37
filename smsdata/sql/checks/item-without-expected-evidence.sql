-- severity: error
-- title: An item of the plan that does not say what will prove it
-- why: An auditor who picks a line of the plan asks for its record.
-- remedy: Say which record it leaves: minutes, a report, a ticket, a signed document.
-- clause: 6.3
-- example: “Review the plan” does not say which record it leaves.
SELECT 'plan_items' AS register, plan_item AS code,
    '“' || title || '” does not say which record it leaves.' AS message
FROM open_item WHERE expected_evidence IS NULL
