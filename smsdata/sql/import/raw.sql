-- A bundle file as it stands, a text a cell, in the order of its rows (rowid).
CREATE OR REPLACE TEMP TABLE raw_${register} AS
SELECT ${columns}
FROM read_csv('${path}', auto_detect = false, header = true, columns = {${types}}, delim = ',',
    quote = '"', escape = '"', new_line = '\n', nullstr = '', strict_mode = true,
    max_line_size = ${max_line_size}, encoding = 'utf-8', parallel = ${parallel});
