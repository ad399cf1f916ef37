-- severity: warning
-- title: A waiver that has expired
-- why: What was accepted for a time is not accepted any more.
-- remedy: Mend what it waived, renew it with a reason, or withdraw it.
-- clause: 10.1
-- example: The waiver of item-without-owner for REVIEW ended on 31 March 2026.
SELECT 'waivers' AS register, concat_ws('/', rule, register, code) AS code,
    'The waiver of ' || rule || ' for ' || code || ' ended on ' || in_words(until) || '.' AS message
FROM waiver WHERE until < today
