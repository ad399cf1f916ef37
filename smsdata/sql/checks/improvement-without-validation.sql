-- severity: error
-- title: An improvement that is validated or closed without a word on what it brought
-- why: Closing it says that it worked; nothing shows how anybody knows.
-- remedy: Write down how its effect was looked at, and what was found.
-- clause: 10.2
-- example: “Answer the phone in the night” is closed without a validation.
SELECT 'improvements' AS register, improvement AS code,
    '“' || title || '” is ' || state || ' without a validation.' AS message
FROM improvement WHERE state IN ('validated', 'closed') AND validation IS NULL
