-- severity: warning
-- title: A waiver of a rule that there is not
-- why: It waives nothing, though somebody believes that it does.
-- remedy: Correct the rule's name, as the check writes it, or withdraw the waiver.
-- clause: 10.1
-- example: The waiver of item-without-onwer for REVIEW names no rule of the checks.
SELECT 'waivers' AS register, concat_ws('/', w.rule, register, code) AS code,
    'The waiver of ' || w.rule || ' for ' || code || ' names no rule of the checks.' AS message
FROM waiver AS w ANTI JOIN known_rule AS k ON k.rule = w.rule
