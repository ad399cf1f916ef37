-- A register that the bundle does not touch, as it will stand: as it stands.
CREATE TEMP VIEW final_${view} AS
SELECT ${columns} FROM history.${view} WHERE superseded_at = 'infinity' AND NOT withdrawn;
