-- severity: error
-- title: An objective that does not say how it is measured
-- why: Two people who measure differently come to two verdicts.
-- remedy: Write down what is measured, where the figures come from and who reports them.
-- clause: 6.2
-- example: “Incidents are resolved in time” does not say how it is measured.
SELECT 'objectives' AS register, objective AS code,
    '“' || title || '” does not say how it is measured.' AS message
FROM open_objective WHERE measurement_approach IS NULL
