-- severity: error
-- title: Nobody's part in anything is written down
-- why: Who is responsible, accountable, consulted and informed is the first thing people ask of a
--     plan.
-- remedy: Fill the RACI chart: for each activity who does it, and who alone answers for it.
-- clause: 5.3
-- example: Harbour IT has no RACI chart.
SELECT 'organization' AS register, 'organization' AS code,
    name || ' has no RACI chart.' AS message
FROM organization WHERE NOT EXISTS (FROM raci)
