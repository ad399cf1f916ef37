-- First versions into an empty store, each key once.
INSERT INTO history.${view} BY NAME
SELECT ${columns}, moment AS recorded_at, author AS recorded_by, change_note, withdrawn,
    TIMESTAMPTZ 'infinity' AS superseded_at
FROM merged_${register};
