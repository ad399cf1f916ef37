-- What an import does to a register: rows by what becomes of them.
SELECT
    CASE
        WHEN same OR NOT differs THEN 'unchanged'
        WHEN withdrawn THEN 'withdrawn'
        WHEN known OR NOT first THEN 'revised'
        ELSE 'new'
    END AS becomes,
    ${code} AS code
FROM (
    SELECT ${key}, same, withdrawn, known, true AS first, true AS differs
    FROM merged_${register} AS m
    ${versions}
)
