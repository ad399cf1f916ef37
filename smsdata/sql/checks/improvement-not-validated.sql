-- severity: warning
-- title: An improvement that was implemented a quarter ago and not validated
-- why: Implemented is not improved: somebody must look whether it worked.
-- remedy: Compare before and after, and write down what came of it.
-- clause: 10.2
-- example: “Answer the phone in the night” was implemented on 15 January 2026 and not validated
--     since.
SELECT 'improvements' AS register, improvement AS code,
    '“' || title || '” was implemented on ' || in_words(implemented_on) || ' and not validated since.' AS message
FROM improvement WHERE state = 'implemented' AND implemented_on < today - 90
