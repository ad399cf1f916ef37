-- History into an empty store: each key's rows in order of their time, those equal to the version
-- before left out; a withdrawal keeps the values of the version it ends.
INSERT INTO history.${view} BY NAME
WITH
    alone AS (
        SELECT ${columns}, moment, author, change_note, withdrawn, TIMESTAMPTZ 'infinity' AS superseded_at
        FROM merged_${register} AS m
        WHERE NOT EXISTS (SELECT 1 FROM several_${register} AS h WHERE true${same_key})
    ),
    carried AS (
        SELECT ${carried}, moment, author, change_note, withdrawn
        FROM (
            SELECT *,
                last_value(CASE WHEN NOT withdrawn THEN {${values}} END IGNORE NULLS) OVER (
                    PARTITION BY ${key} ORDER BY moment
                ) AS live
            FROM merged_${register} AS m
            WHERE EXISTS (SELECT 1 FROM several_${register} AS h WHERE true${same_key})
        )
    ),
    compared AS (
        SELECT *,
            row_number() OVER versions = 1
                OR {${values}, 'withdrawn': withdrawn}
                    IS DISTINCT FROM lag({${values}, 'withdrawn': withdrawn}) OVER versions AS differs
        FROM carried
        WINDOW versions AS (PARTITION BY ${key} ORDER BY moment)
    ),
    chained AS (
        SELECT ${columns}, moment, author, change_note, withdrawn,
            coalesce(
                lead(moment) OVER (PARTITION BY ${key} ORDER BY moment), TIMESTAMPTZ 'infinity'
            ) AS superseded_at
        FROM compared WHERE differs
    )
SELECT ${columns}, moment AS recorded_at, author AS recorded_by, change_note, withdrawn, superseded_at
FROM (FROM alone UNION ALL FROM chained);
