-- The month that fiscal years start in, as the organisation will stand, and every time zone it was in.
CREATE TEMP TABLE fiscal AS
SELECT coalesce(
    (SELECT fiscal_year_start_month FROM merged_organization ORDER BY moment DESC LIMIT 1),
    (SELECT fiscal_year_start_month FROM history.organization WHERE superseded_at = 'infinity'),
    1
) AS fiscal_month,
coalesce(
    (
        SELECT list(DISTINCT time_zone)
        FROM (
            SELECT time_zone FROM merged_organization
            UNION ALL SELECT time_zone FROM history.organization
        )
        -- one that is none is told where it is written
        WHERE time_zone IN (SELECT name FROM pg_timezone_names())
    ),
    ['UTC']
) AS time_zones;
