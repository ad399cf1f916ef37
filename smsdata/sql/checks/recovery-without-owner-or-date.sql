-- severity: warning
-- title: A recovery without a person or a day
-- why: A recovery is an action: somebody does it by a day.
-- remedy: Name who does it and by when.
-- clause: 10.1
-- example: The recovery of “Incidents are resolved in time” of 31 January 2026 has no owner and
--     no day.
SELECT 'explanations' AS register, e.objective || '/' || e.on_date AS code,
    'The recovery of “' || o.title || '” of ' || in_words(e.on_date) || ' has '
        || concat_ws(' and ', CASE WHEN e.owner IS NULL THEN 'no owner' END,
            CASE WHEN e.due_on IS NULL THEN 'no day' END) || '.' AS message
FROM explanation AS e JOIN open_objective AS o ON o.objective = e.objective
WHERE e.recovery IS NOT NULL AND e.on_date <= today AND coalesce(e.closed_on > today, true)
    AND (e.owner IS NULL OR e.due_on IS NULL)
