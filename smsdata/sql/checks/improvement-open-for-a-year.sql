-- severity: error
-- title: An improvement that is open for a year
-- why: A register that never closes an action draws scrutiny.
-- remedy: Close it with its proof, or reject it with the reason.
-- clause: 10.2
-- example: “Answer the phone in the night” is open for 400 days.
SELECT 'improvements' AS register, i.improvement AS code,
    '“' || i.title || '” is open for ' || s.age_days || ' days.' AS message
FROM open_improvement AS i JOIN improvement_status AS s ON s.improvement = i.improvement
WHERE s.age_days > 365
