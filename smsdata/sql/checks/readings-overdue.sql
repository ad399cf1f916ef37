-- severity: error
-- title: Readings that should have come
-- why: A status on old readings says how things were.
-- remedy: Enter what is missing, or “nothing to measure” where it is so.
-- clause: 9.1
-- example: 2 readings of “Incidents resolved in time” are overdue, the oldest for the period to
--     31 March 2026.
SELECT 'metrics' AS register, m.metric AS code,
    CASE count(*) WHEN 1 THEN 'A reading of “' || m.name || '” is overdue, for the period to '
        ELSE count(*) || ' readings of “' || m.name
            || '” are overdue, the oldest for the period to ' END
        || in_words(min(d.period_end)) || '.' AS message
FROM reading_due_at(today, known_at) AS d JOIN metric AS m ON m.metric = d.metric
WHERE d.freshness = 'overdue'
GROUP BY m.metric, m.name
