-- Every version of every reading recorded by known_at; superseded_at is null while nothing that was
-- known by then follows.
CREATE OR REPLACE MACRO reading_history_at(known_at) AS TABLE
    SELECT * REPLACE (
        CASE WHEN superseded_at <= least(CAST(known_at AS TIMESTAMPTZ), TIMESTAMPTZ '9999-12-31 00:00:00Z')
            THEN superseded_at END AS superseded_at
    )
    FROM history.reading
    WHERE recorded_at <= CAST(known_at AS TIMESTAMPTZ);
CREATE OR REPLACE VIEW reading_history AS FROM reading_history_at(clock_known_at());

-- Where the organisation is: on which day something was recorded there, not in UTC.
CREATE OR REPLACE MACRO zone_at(known_at) AS TABLE
    SELECT coalesce(max(time_zone), 'UTC') AS zone FROM organization_at(known_at);
CREATE OR REPLACE MACRO day_in(zone, moment) AS CAST(timezone(zone, moment) AS DATE);

-- The readings whose figure was changed or withdrawn after it had first been recorded.
CREATE OR REPLACE MACRO reading_correction_at(known_at) AS TABLE
WITH
    version AS (
        SELECT
            h.metric, h.service, h.period_start, h.recorded_at, h.recorded_by, h.change_note,
            h.note, h.superseded_at, h.withdrawn,
            CASE WHEN NOT h.withdrawn AND NOT h.not_applicable
                THEN figure(h.value, h.numerator, h.denominator, m.scale) END AS figure
        FROM reading_history_at(known_at) AS h JOIN measure_at(known_at) AS m ON m.metric = h.metric
    )
SELECT
    v.metric, v.service, v.period_start,
    period_last_day(m.frequency, v.period_start) AS period_end,
    v.recorded_at, v.recorded_by,
    -- a note that stood there before says nothing of the change
    coalesce(v.change_note, CASE WHEN v.note IS DISTINCT FROM p.note THEN v.note END) AS reason,
    p.figure AS value_before, v.figure AS value_after,
    -- without a figure there was nothing to measure, or it was withdrawn
    p.withdrawn AS withdrawn_before, v.withdrawn AS withdrawn_after,
    day_in(z.zone, v.recorded_at) AS recorded_on
FROM version AS v
JOIN version AS p ON p.metric = v.metric AND p.service IS NOT DISTINCT FROM v.service
    AND p.period_start = v.period_start AND p.superseded_at = v.recorded_at
JOIN measure_at(known_at) AS m ON m.metric = v.metric
CROSS JOIN zone_at(known_at) AS z
WHERE v.figure IS DISTINCT FROM p.figure;
CREATE OR REPLACE VIEW reading_correction AS FROM reading_correction_at(clock_known_at());

-- The target points whose requirement was changed or withdrawn after it had first been recorded.
CREATE OR REPLACE MACRO target_revision_at(known_at) AS TABLE
SELECT
    v.objective, v.metric, v.service, v.on_date,
    v.recorded_at, v.recorded_by, v.change_note AS reason,
    p.value AS value_before, p.lower AS lower_before, p.upper AS upper_before,
    CASE WHEN NOT v.withdrawn THEN v.value END AS value_after,
    CASE WHEN NOT v.withdrawn THEN v.lower END AS lower_after,
    CASE WHEN NOT v.withdrawn THEN v.upper END AS upper_after,
    day_in(z.zone, v.recorded_at) AS recorded_on
FROM history.target_point AS v
JOIN history.target_point AS p ON p.objective = v.objective AND p.metric = v.metric
    AND p.service IS NOT DISTINCT FROM v.service AND p.on_date = v.on_date
    AND p.superseded_at = v.recorded_at
-- what is required of a metric that is not known says nothing
SEMI JOIN metric_at(known_at) AS m ON m.metric = v.metric
CROSS JOIN zone_at(known_at) AS z
WHERE v.recorded_at <= CAST(known_at AS TIMESTAMPTZ)
    AND (p.value, p.lower, p.upper) IS DISTINCT FROM (value_after, lower_after, upper_after);
CREATE OR REPLACE VIEW target_revision AS FROM target_revision_at(clock_known_at());
