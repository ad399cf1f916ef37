-- The keys that come more than once: versions of one row.
CREATE TEMP TABLE several_${register} AS
SELECT ${key} FROM merged_${register} GROUP BY ALL HAVING count(*) > 1;
