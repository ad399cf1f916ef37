-- A register that the bundle does not touch: no rows to merge.
CREATE TEMP TABLE merged_${register} AS
SELECT
    CAST(0 AS BIGINT) AS "row", ${columns}, recorded_at AS moment, false AS dated,
    recorded_by AS author, change_note, withdrawn, CAST(0 AS BIGINT) AS bad,
    true AS period_given, CAST(NULL AS VARCHAR) AS misfit, true AS known, true AS same
FROM history.${view} WHERE false;
