-- severity: warning
-- title: An objective that serves no intended outcome
-- why: Objectives are in line with the policy; this one hangs in the air.
-- remedy: Name the outcome it serves.
-- clause: 6.2
-- example: “Incidents are resolved in time” serves no intended outcome.
SELECT 'objectives' AS register, objective AS code,
    '“' || title || '” serves no intended outcome.' AS message
FROM open_objective WHERE outcome IS NULL
