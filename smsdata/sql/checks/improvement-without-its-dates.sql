-- severity: error
-- title: An improvement whose dates do not fit its state
-- why: When it was implemented and closed decides what its effect is measured on.
-- remedy: Enter the day of implementation, and for a closed one the day of closing, in their
--     order.
-- clause: 10.2
-- example: “Answer the phone in the night” is closed, but has no day of implementation.
SELECT 'improvements' AS register, improvement AS code,
    '“' || title || '” ' || CASE
        WHEN implemented_on IS NULL THEN 'is ' || state || ', but has no day of implementation.'
        WHEN implemented_on < raised_on THEN 'was implemented before it was raised.'
        WHEN closed_on IS NULL THEN 'is closed, but has no day of closing.'
        ELSE 'was closed before it was implemented.' END AS message
FROM improvement
WHERE state IN ('implemented', 'validated', 'closed')
    AND (implemented_on IS NULL OR implemented_on < raised_on
        OR (state = 'closed' AND coalesce(closed_on < implemented_on, true)))
