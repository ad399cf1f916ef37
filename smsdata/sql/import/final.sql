-- A register as it will stand: what is in force and not touched, and the last row of each key. Rows
-- that only repeat what a store with data holds for their time touch nothing.
CREATE TEMP VIEW final_${view} AS
SELECT ${columns} FROM history.${view} AS h
WHERE superseded_at = 'infinity' AND NOT withdrawn
    AND NOT EXISTS (
        SELECT 1 FROM merged_${register} AS m WHERE NOT (m.dated AND m.known) AND ${same_key}
    )
UNION ALL
SELECT ${columns} FROM (
    SELECT *, row_number() OVER (PARTITION BY ${key} ORDER BY moment DESC) AS back
    FROM merged_${register} WHERE NOT (dated AND known)
)
WHERE back = 1 AND NOT withdrawn;
