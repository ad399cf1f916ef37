-- What an import does to a register: rows by what becomes of them.
SELECT
    CASE
        WHEN same THEN 'unchanged'
        WHEN withdrawn THEN 'withdrawn'
        WHEN known OR NOT first THEN 'revised'
        ELSE 'new'
    END AS becomes,
    ${code} AS code
FROM (
    SELECT *, true AS first FROM merged_${register} AS m
    WHERE NOT EXISTS (SELECT 1 FROM several_${register} AS h WHERE ${same_key})
    UNION ALL
    SELECT *, row_number() OVER (PARTITION BY ${key} ORDER BY moment) = 1 AS first
    FROM merged_${register} AS m
    WHERE EXISTS (SELECT 1 FROM several_${register} AS h WHERE ${same_key})
)
