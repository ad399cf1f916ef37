-- severity: warning
-- title: An improvement that is past its day
-- why: Improvements are tracked to completion.
-- remedy: Implement it, agree another day, or reject it.
-- clause: 10.2
-- example: “Answer the phone in the night” was due on 31 March 2026 and is in progress.
SELECT 'improvements' AS register, i.improvement AS code,
    '“' || i.title || '” was due on ' || in_words(i.due_on) || ' and is '
        || replace(i.state, '_', ' ') || '.' AS message
FROM improvement AS i JOIN improvement_status AS s ON s.improvement = i.improvement
WHERE s.overdue
