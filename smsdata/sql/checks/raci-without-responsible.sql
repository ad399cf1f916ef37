-- severity: warning
-- title: An activity for which nobody is responsible
-- why: Somebody answers for it, but nobody does it.
-- remedy: Say who does it.
-- clause: 5.3
-- example: For “Approve changes to the SMS” nobody is responsible.
SELECT 'raci' AS register, activity AS code,
    'For “' || activity || '” nobody is responsible.' AS message
FROM raci GROUP BY activity HAVING count(*) FILTER (part = 'R') = 0
