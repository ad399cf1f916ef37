-- severity: warning
-- title: An intended outcome that no objective serves
-- why: Traceability runs from outcome to objective to plan to evidence; here it ends at once.
-- remedy: Set an objective for the outcome, or take the outcome out.
-- clause: 6.2
-- example: No objective serves “Customers trust the service desk”.
SELECT 'outcomes' AS register, o.outcome AS code,
    'No objective serves “' || o.title || '”.' AS message
FROM outcome AS o ANTI JOIN open_objective AS j ON j.outcome = o.outcome
