-- severity: warning
-- title: An improvement that has skipped a step
-- why: Approved before it is begun, validated before it is closed: each step is somebody's
--     decision.
-- remedy: Write down what was decided when; from now on take each step.
-- clause: 10.2
-- example: “Answer the phone in the night” went from proposed to closed at once.
SELECT 'improvements' AS register, improvement AS code,
    '“' || title || '” went from ' || replace(before, '_', ' ') || ' to ' || replace(state, '_', ' ')
        || ' at once.' AS message
FROM (
    SELECT h.improvement, i.title, h.state, h.recorded_at,
        lag(h.state) OVER (PARTITION BY h.improvement ORDER BY h.recorded_at) AS before
    FROM history.improvement AS h JOIN improvement AS i ON i.improvement = h.improvement
    WHERE i.state <> 'rejected' AND h.recorded_at <= known_at AND NOT h.withdrawn
)
WHERE skips_a_step(before, state)
QUALIFY row_number() OVER (PARTITION BY improvement ORDER BY recorded_at) = 1
