-- severity: warning
-- title: An objective without a day by which it is to be reached
-- why: What is due some day is never late.
-- remedy: Say by when it is to be reached; a standing objective is set anew each year.
-- clause: 6.2
-- example: “Incidents are resolved in time” has no due date.
SELECT 'objectives' AS register, objective AS code,
    '“' || title || '” has no due date.' AS message
FROM open_objective WHERE due_on IS NULL
