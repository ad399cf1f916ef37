-- severity: warning
-- title: An improvement that is closed although its metric says that nothing improved
-- why: The register says success, the figures do not.
-- remedy: Say in its validation why it was closed all the same, or open it again.
-- clause: 10.2
-- example: “Answer the phone in the night” is closed, but its metric has worsened.
SELECT 'improvements' AS register, improvement AS code,
    '“' || title || '” is closed, but its metric ' || CASE effect WHEN 'worsened' THEN 'has worsened.'
        ELSE 'shows no change.' END AS message
FROM improvement_status WHERE state = 'closed' AND effect IN ('no_change', 'worsened')
