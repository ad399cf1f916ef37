-- severity: error
-- title: A target eased after it was missed
-- why: Who moves the goal posts after the shot is not measuring.
-- remedy: Take the old target back, or have the change approved in a review and waive this with
--     the reason.
-- clause: 9.1
-- example: The target of “Incidents are resolved in time” for 1 January 2026 was eased on 10
--     March 2026 by Aino Niemi, after it had been missed.
SELECT 'objectives' AS register, e.objective AS code,
    'The target of “' || o.title || '” for ' || in_words(e.on_date) || ' was eased on '
        || in_words(e.recorded_on) || ' by ' || coalesce(w.name, e.recorded_by)
        || ', after it had been missed.' AS message
FROM target_easing_at(known_at) AS e
JOIN open_objective AS o ON o.objective = e.objective
JOIN metric AS m ON m.metric = e.metric
LEFT JOIN person AS w ON w.person = e.recorded_by
JOIN target_period_at(known_at) AS p ON p.objective = e.objective AND p.metric = e.metric
    AND p.service IS NOT DISTINCT FROM e.service
WHERE e.stands AND e.recorded_on BETWEEN today - 365 AND today
    AND p.actual IS NOT NULL AND p.period_end < e.recorded_on
GROUP BY e.objective, e.metric, e.service, e.on_date, e.recorded_at, e.recorded_on, e.recorded_by,
    w.name, o.title, m.direction, e.value_before, e.lower_before, e.upper_before
HAVING NOT meets(m.direction, arg_max(p.actual, p.period_end), e.value_before, e.lower_before,
    e.upper_before)
