-- Improvements and what they brought (contract, section 6).

-- What the metric of each improvement read before and after it was implemented: the newest 12 valued
-- periods that end before the day and the first 12 that begin on or after it, all services together.
-- `limit_lower`..`limit_upper` are the natural process limits before; `noise` is the shift of the
-- mean that chance alone explains.
CREATE OR REPLACE MACRO improvement_measure_at(on_date, known_at) AS TABLE
WITH
    series AS (
        SELECT
            i.improvement, s.period_end, s.value, s.period_end < i.implemented_on AS is_before
        FROM metric_period_at(known_at) AS s
        JOIN improvement_at(known_at) AS i ON i.metric = s.metric
        WHERE i.raised_on <= CAST(on_date AS DATE) AND i.implemented_on <= CAST(on_date AS DATE)
            AND s.service IS NULL AND s.value IS NOT NULL AND s.period_end <= CAST(on_date AS DATE)
            AND (s.period_end < i.implemented_on OR s.period_start >= i.implemented_on)
    ),
    measured AS (
        SELECT
            improvement,
            -- newest first
            max_by(value, period_end, 12) FILTER (is_before) AS before,
            min_by(value, period_end, 12) FILTER (NOT is_before) AS after,
            max_by(period_end, period_end, 12) FILTER (is_before) AS before_ends,
            min_by(period_end, period_end, 12) FILTER (NOT is_before) AS after_ends
        FROM series
        GROUP BY improvement
    ),
    averaged AS (
        SELECT
            *,
            list_avg(before) AS mean_before,
            list_avg(after) AS mean_after,
            coalesce(len(before), 0) AS readings_before,
            coalesce(len(after), 0) AS readings_after,
            moving_range(before) AS moving_range
        FROM measured
    )
SELECT
    *,
    mean_before - 2.66 * moving_range AS limit_lower,
    mean_before + 2.66 * moving_range AS limit_upper,
    mean_after - mean_before AS shift,
    2.66 * moving_range / sqrt(readings_after) + slack(mean_before) AS noise
FROM averaged;

CREATE OR REPLACE MACRO improvement_status_at(on_date, known_at) AS TABLE
WITH raised AS (
    SELECT *, metric IS NOT NULL AND implemented_on <= CAST(on_date AS DATE) AS is_measured
    FROM improvement_at(known_at)
    WHERE raised_on <= CAST(on_date AS DATE)
)
SELECT
    i.improvement, i.title, i.state, i.owner, i.source,
    least(i.closed_on, CAST(on_date AS DATE)) - i.raised_on AS age_days,
    i.state IN ('proposed', 'approved', 'in_progress')
        AND coalesce(CAST(on_date AS DATE) > i.due_on, false) AS overdue,
    i.benefit / i.effort AS priority,
    s.mean_before, s.mean_after,
    CASE WHEN i.is_measured THEN coalesce(s.readings_before, 0) END AS readings_before,
    CASE WHEN i.is_measured THEN coalesce(s.readings_after, 0) END AS readings_after,
    CASE
        WHEN i.is_measured IS NOT TRUE THEN NULL
        WHEN coalesce(s.readings_before, 0) < 8 OR s.readings_after < 3 THEN 'too_early'
        WHEN abs(s.shift) <= s.noise THEN 'no_change'
        WHEN m.direction = 'range' THEN 'changed'
        WHEN (s.shift > 0) = (m.direction = 'higher') THEN 'improved'
        ELSE 'worsened'
    END AS effect
FROM raised AS i
LEFT JOIN improvement_measure_at(on_date, known_at) AS s ON s.improvement = i.improvement
LEFT JOIN metric_at(known_at) AS m ON m.metric = i.metric;
CREATE OR REPLACE VIEW improvement_status AS
    FROM improvement_status_at(clock_on_date(), clock_known_at());

-- The way of an improvement, step by step; from each step it may go back, or be rejected, and what
-- was rejected be proposed again.
CREATE OR REPLACE MACRO improvement_steps() AS
    ['proposed', 'approved', 'in_progress', 'implemented', 'validated', 'closed'];
CREATE OR REPLACE MACRO improvement_step(state) AS
    coalesce(list_position(improvement_steps(), state), 0);
CREATE OR REPLACE MACRO next_step(state) AS improvement_steps()[improvement_step(state) + 1];
CREATE OR REPLACE MACRO skips_a_step(before, after) AS
    before IS NOT NULL AND improvement_step(after) > improvement_step(before) + 1;
