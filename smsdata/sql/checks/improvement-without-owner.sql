-- severity: error
-- title: An improvement that nobody owns
-- why: An idea without a name beside it stays an idea.
-- remedy: Name a person as its owner, or reject it.
-- clause: 10.2
-- example: “Answer the phone in the night” has no owner.
SELECT 'improvements' AS register, improvement AS code,
    '“' || title || '” has no owner.' AS message
FROM open_improvement WHERE owner IS NULL
