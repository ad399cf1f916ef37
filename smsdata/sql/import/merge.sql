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
