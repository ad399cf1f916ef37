-- The session's two clocks (contract, section 2): the variables on_date and known_at. The store
-- sets on_date on every cursor it hands out; a session opened without it reads the day in UTC.
CREATE OR REPLACE MACRO clock_on_date() AS
    coalesce(CAST(getvariable('on_date') AS DATE), current_date);

-- Without a bound everything recorded is known. The bound is finite, since a version in force is
-- superseded at infinity and must come after it.
CREATE OR REPLACE MACRO clock_known_at() AS
    coalesce(CAST(getvariable('known_at') AS TIMESTAMPTZ), TIMESTAMPTZ '9999-12-31 00:00:00Z');

-- A day as it stands in a sentence: 30 September 2026.
CREATE OR REPLACE MACRO in_words(day) AS strftime(day, '%-d %B %Y');
