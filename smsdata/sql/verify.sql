-- What is not whole about one register: codes that refer to nothing, and keys whose versions are
-- not one line from the first to the one in force.
WITH
    version AS (
        SELECT ${key}, recorded_at, superseded_at,
            lead(recorded_at) OVER (PARTITION BY ${key} ORDER BY recorded_at) AS next_at,
            coalesce((SELECT max(recorded_at) FROM history.write), TIMESTAMPTZ '-infinity')
                AS last_write
        FROM history.${view}
    ),
    wrong AS (
        SELECT
            CASE
                WHEN superseded_at <= recorded_at THEN 'a version that ends before it begins'
                WHEN next_at IS NULL AND superseded_at <> 'infinity'
                    THEN 'a key without a version in force'
                WHEN next_at IS NOT NULL AND superseded_at = 'infinity'
                    THEN 'two current versions of one key'
                WHEN next_at < superseded_at THEN 'two versions that overlap'
                WHEN next_at > superseded_at THEN 'a gap between two versions'
                WHEN recorded_at > last_write THEN 'a version recorded after the last write'
            END AS what
        FROM version
    )
SELECT '${register}: ' || what || ', ' || count(*) || ' times' AS problem
FROM wrong WHERE what IS NOT NULL GROUP BY what
UNION ALL
SELECT '${register}: ' || part || ' ''' || code || ''' refers to nothing, ' || count(*) || ' times'
FROM (${refs}) GROUP BY part, code
ORDER BY 1
