-- severity: error
-- title: An improvement that is closed without evidence
-- why: Improvements are proved to be implemented and validated.
-- remedy: Attach the record that shows it.
-- clause: 10.2
-- example: “Answer the phone in the night” is closed, without any evidence.
SELECT 'improvements' AS register, i.improvement AS code,
    '“' || i.title || '” is closed, without any evidence.' AS message
FROM improvement AS i
LEFT JOIN evidence_count AS e ON e.register = 'improvements' AND e.code = i.improvement
    AND e.due_on IS NULL
WHERE i.state = 'closed' AND e.evidence_count IS NULL
