-- The month that fiscal years start in and the time zone, as the organisation will stand.
CREATE TEMP TABLE fiscal AS
SELECT coalesce(
    (SELECT fiscal_year_start_month FROM merged_organization ORDER BY moment DESC LIMIT 1),
    (SELECT fiscal_year_start_month FROM history.organization WHERE superseded_at = 'infinity'),
    1
) AS fiscal_month,
coalesce(
    (SELECT time_zone FROM merged_organization ORDER BY moment DESC LIMIT 1),
    (SELECT time_zone FROM history.organization WHERE superseded_at = 'infinity'),
    'UTC'
) AS time_zone;
