-- A register's rows, each cell read by its column's kind. `bad` has a bit for every cell that could
-- not be read; `moment` is when the row is recorded, `dated` whether the file itself says so.
SELECT
    "row", ${named}
    coalesce(recorded_at_read, c.now) AS moment,
    recorded_at_read IS NOT NULL AS dated,
    CASE WHEN recorded_at_read IS NOT NULL THEN coalesce(recorded_by_read, c.recorded_by)
        ELSE c.recorded_by END AS author,
    coalesce(change_note_read, c.note) AS change_note,
    coalesce(withdrawn_read, false) AS withdrawn,
    bad
FROM (
    SELECT "row", ${read}, ${bad} AS bad
    FROM (
        SELECT "row", ${plain}
        FROM (SELECT rowid + 2 AS "row", ${cells} FROM raw_${register})
        WHERE NOT (${blank})
    )
)
CROSS JOIN import_context AS c
