-- severity: warning
-- title: A metric without a definition or a source
-- why: A figure that cannot be traced to where it comes from cannot be checked.
-- remedy: Write down what is counted and which system the figure comes from.
-- clause: 9.1
-- example: “Incidents resolved in time” names no source.
SELECT 'metrics' AS register, metric AS code,
    '“' || name || '” names ' || concat_ws(' and ',
        CASE WHEN definition IS NULL THEN 'no definition' END,
        CASE WHEN source IS NULL THEN 'no source' END) || '.' AS message
FROM metric
WHERE (definition IS NULL OR source IS NULL) AND metric IN (SELECT metric FROM target)
