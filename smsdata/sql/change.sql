-- One register's part of `change`, made for each register from its record: every difference between
-- a version and the one before. A new row and a withdrawal are one line each.
SELECT
    v.recorded_at, v.recorded_by, v.change_note, '${register}' AS register, ${code} AS code,
    unnest(CASE
        WHEN v.withdrawn THEN [{'field': 'withdrawn', 'before': 'false', 'after': 'true'}]
        WHEN p.recorded_at IS NULL THEN [{'field': 'new', 'before': NULL, 'after': NULL}]
        ELSE [d for d in [
            {'field': 'withdrawn', 'before': CAST(p.withdrawn AS VARCHAR),
                'after': CAST(v.withdrawn AS VARCHAR)},
            ${fields}
        ] if d.before IS DISTINCT FROM d.after]
    END, recursive := true)
FROM history.${view} AS v
LEFT JOIN history.${view} AS p ON p.superseded_at = v.recorded_at${same_key}
WHERE v.recorded_at <= CAST(known_at AS TIMESTAMPTZ)
