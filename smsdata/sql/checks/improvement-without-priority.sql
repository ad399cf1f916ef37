-- severity: warning
-- title: An improvement without benefit and effort
-- why: Improvements are prioritised; without both nobody can say which comes first.
-- remedy: Judge its benefit and its effort from 1 to 5.
-- clause: 10.2
-- example: “Answer the phone in the night” is not judged by benefit and effort.
SELECT 'improvements' AS register, improvement AS code,
    '“' || title || '” is not judged by benefit and effort.' AS message
FROM open_improvement WHERE benefit IS NULL OR effort IS NULL
