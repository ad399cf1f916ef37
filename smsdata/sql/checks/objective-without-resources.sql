-- severity: warning
-- title: An objective without resources
-- why: Planning to achieve an objective says with what: people, tools, budget, training.
-- remedy: Write down what is set aside for it.
-- clause: 7.1
-- example: “Incidents are resolved in time” names no resources.
SELECT 'objectives' AS register, objective AS code,
    '“' || title || '” names no resources.' AS message
FROM open_objective WHERE resources IS NULL
