-- A register's faces, made for each register from its record: the rows in force at known_at. Columns are
-- named with their table, since DuckDB reads no plain column that a parameter is called like: a macro
-- that reads this one may call a parameter on_date.
CREATE OR REPLACE MACRO ${view}_at(known_at) AS TABLE
    SELECT ${columns}, recorded_at, recorded_by, change_note
    FROM history.${view} AS v
    WHERE recorded_at <= least(CAST(known_at AS TIMESTAMPTZ), TIMESTAMPTZ '9999-12-31 00:00:00Z')
        AND superseded_at > least(CAST(known_at AS TIMESTAMPTZ), TIMESTAMPTZ '9999-12-31 00:00:00Z')
        AND NOT withdrawn;
CREATE OR REPLACE VIEW ${view} AS FROM ${view}_at(clock_known_at());
