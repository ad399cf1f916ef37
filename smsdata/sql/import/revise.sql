-- New versions beside what is stored: the version in force ends, the next begins.
UPDATE history.${view} AS h SET superseded_at = m.moment
FROM merged_${register} AS m
WHERE h.superseded_at = 'infinity' AND NOT m.same${same_key};
INSERT INTO history.${view} BY NAME
SELECT ${columns}, moment AS recorded_at, author AS recorded_by, change_note, withdrawn,
    TIMESTAMPTZ 'infinity' AS superseded_at
FROM merged_${register} WHERE NOT same;
