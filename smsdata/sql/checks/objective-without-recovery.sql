-- severity: error
-- title: An objective off its target without a recovery
-- why: A miss that nobody does anything about says that the figure is not used.
-- remedy: Explain the miss: cause, recovery, who, by when.
-- clause: 10.1
-- example: “Incidents are resolved in time” is off its target, and nothing is said to be done
--     about it.
SELECT 'objectives' AS register, s.objective AS code,
    '“' || o.title || '” ' || CASE WHEN bool_or(s.status = 'missed') THEN 'has missed its target'
        ELSE 'is off its target' END || ', and nothing is said to be done about it.' AS message
FROM target_status AS s
JOIN objective_at(known_at) AS o ON o.objective = s.objective
ANTI JOIN explanation AS e ON e.objective = s.objective AND e.recovery IS NOT NULL
    AND e.on_date <= today
    AND (e.on_date >= s.evaluated_on OR coalesce(e.closed_on > today, true))
WHERE s.status IN ('missed', 'off_target') AND coalesce(o.due_on > today - 365, true)
GROUP BY s.objective, o.title
