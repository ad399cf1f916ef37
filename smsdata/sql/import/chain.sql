-- History into an empty store: each key's versions, each until the next.
INSERT INTO history.${view} BY NAME
WITH
    alone AS (
        SELECT ${columns}, moment, author, change_note, withdrawn, TIMESTAMPTZ 'infinity' AS superseded_at
        FROM merged_${register} AS m
        WHERE NOT EXISTS (SELECT 1 FROM several_${register} AS h WHERE true${same_key})
    ),
    chained AS (
        SELECT ${columns}, moment, author, change_note, withdrawn,
            coalesce(
                lead(moment) OVER (PARTITION BY ${key} ORDER BY moment), TIMESTAMPTZ 'infinity'
            ) AS superseded_at
        FROM version_${register} WHERE differs
    )
SELECT ${columns}, moment AS recorded_at, author AS recorded_by, change_note, withdrawn, superseded_at
FROM (FROM alone UNION ALL FROM chained);
