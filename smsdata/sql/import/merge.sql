-- Each staged row as it would be stored, beside the version in force at its time: a missing column
-- keeps what is stored, an empty cell means the default, a withdrawn row needs only its key.
CREATE TEMP TABLE merged_${register} AS
SELECT
    s."row", ${merged}, s.moment, s.dated, s.author, s.change_note, s.withdrawn, s.bad${more},
    c.recorded_at IS NOT NULL AS known,
    c.recorded_at IS NOT NULL AND s.withdrawn = c.withdrawn${same} AS same
FROM (
${staged}
) AS s
LEFT JOIN history.${view} AS c ON c.recorded_at <= s.moment AND s.moment < c.superseded_at${same_key};

-- The keys that come more than once: versions of one row.
CREATE TEMP TABLE several_${register} AS
SELECT ${key} FROM merged_${register} GROUP BY ALL HAVING count(*) > 1;

-- Their versions in order of their time: a withdrawal keeps the values of the version it ends, and a
-- row equal to the version before changes nothing.
CREATE TEMP TABLE version_${register} AS
WITH carried AS (
    SELECT * REPLACE (${carried})
    FROM (
        SELECT *,
            last_value(CASE WHEN NOT withdrawn THEN {${values}} END IGNORE NULLS) OVER (
                PARTITION BY ${key} ORDER BY moment
            ) AS live
        FROM merged_${register} AS m
        WHERE EXISTS (SELECT 1 FROM several_${register} AS h WHERE true${same_version})
    )
)
SELECT * EXCLUDE (live),
    row_number() OVER versions = 1 AS first,
    first OR {${values}, 'withdrawn': withdrawn}
        IS DISTINCT FROM lag({${values}, 'withdrawn': withdrawn}) OVER versions AS differs
FROM carried
WINDOW versions AS (PARTITION BY ${key} ORDER BY moment);
