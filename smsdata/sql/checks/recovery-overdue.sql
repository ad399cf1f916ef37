-- severity: error
-- title: A recovery that is past its day
-- why: Corrective action that is never closed draws scrutiny.
-- remedy: Close it with what came of it, or say by when it will be done.
-- clause: 10.1
-- example: The recovery of “Incidents are resolved in time” was due on 31 March 2026.
SELECT 'explanations' AS register, e.objective || '/' || e.on_date AS code,
    'The recovery of “' || o.title || '” was due on ' || in_words(e.due_on) || '.' AS message
FROM explanation AS e JOIN objective_at(known_at) AS o ON o.objective = e.objective
WHERE e.recovery IS NOT NULL AND e.due_on < today AND coalesce(e.closed_on > today, true)
