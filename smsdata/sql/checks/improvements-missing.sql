-- severity: error
-- title: No improvement was raised for a year
-- why: A management system that finds nothing to improve does not look.
-- remedy: Record what audits, incidents, reviews, trends and feedback have brought up.
-- clause: 10.2
-- example: Harbour IT has raised no improvement in the last 365 days.
SELECT 'organization' AS register, 'organization' AS code,
    name || ' has raised no improvement in the last 365 days.' AS message
FROM organization WHERE NOT EXISTS (FROM improvement WHERE raised_on > today - 365)
