-- severity: error
-- title: An improvement without a day
-- why: What is due some day is never late.
-- remedy: Say by when it is to be implemented.
-- clause: 10.2
-- example: “Answer the phone in the night” has no due date.
SELECT 'improvements' AS register, improvement AS code,
    '“' || title || '” has no due date.' AS message
FROM open_improvement
WHERE due_on IS NULL AND state IN ('proposed', 'approved', 'in_progress')
