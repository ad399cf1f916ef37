-- The versions of those keys in order of their time: a withdrawal keeps the values of the version it
-- ends, and a row equal to the version before changes nothing.
CREATE TEMP TABLE version_${register} AS
WITH carried AS (
    SELECT * REPLACE (${carried})
    FROM (
        SELECT *,
            last_value(CASE WHEN NOT withdrawn THEN {${values}} END IGNORE NULLS) OVER (
                PARTITION BY ${key} ORDER BY moment
            ) AS live
        FROM merged_${register} AS m
        WHERE EXISTS (SELECT 1 FROM several_${register} AS h WHERE true${same_key})
    )
)
SELECT * EXCLUDE (live),
    row_number() OVER versions = 1 AS first,
    first OR {${values}, 'withdrawn': withdrawn}
        IS DISTINCT FROM lag({${values}, 'withdrawn': withdrawn}) OVER versions AS differs
FROM carried
WINDOW versions AS (PARTITION BY ${key} ORDER BY moment);
