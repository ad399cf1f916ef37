-- A register as it will stand: what is in force and not touched, and the last row of each key.
CREATE TEMP VIEW final_${view} AS
SELECT ${columns} FROM history.${view} AS h
WHERE superseded_at = 'infinity' AND NOT withdrawn
    AND NOT EXISTS (SELECT 1 FROM merged_${register} AS m WHERE ${same_key})
UNION ALL
SELECT ${columns} FROM (
    SELECT *, row_number() OVER (PARTITION BY ${key} ORDER BY moment DESC) AS back
    FROM merged_${register}
)
WHERE back = 1 AND NOT withdrawn;
