-- Is a figure on the good side of a requirement? (contract, section 4: "meets")
CREATE OR REPLACE MACRO meets(direction, figure, required, required_lower, required_upper) AS
    target_gap(direction, figure, required, required_lower, required_upper)
        >= -target_slack(required, required_lower, required_upper);

-- Student's t at 0.9 for the 80 % interval of the forecast, by degrees of freedom 4 to 10.
CREATE OR REPLACE MACRO student_t90(degrees) AS
    [1.533206, 1.475884, 1.439756, 1.414924, 1.396815, 1.383029, 1.372184][degrees - 3];

-- The mean of the steps between neighbouring figures (Wheeler's moving range): times 2.66 it is how far
-- the natural process limits lie from the mean.
CREATE OR REPLACE MACRO moving_range(ys) AS
    list_avg([abs(step[1] - step[2]) for step in list_zip(ys[:-2], ys[2:])]);

-- Between two bounds, where they are given (least and greatest pass over NULL).
CREATE OR REPLACE MACRO clamped(figure, minimum, maximum) AS
    CASE WHEN figure IS NOT NULL THEN least(greatest(figure, minimum), maximum) END;

-- The rules of contract section 4 for every target on each of several days, by one scan.
CREATE OR REPLACE MACRO target_status_on(on_dates, known_at) AS TABLE
WITH
    -- In steps throughout, since an alias used within the same SELECT is planned and computed anew
    -- at each use.
    held AS (
        SELECT
            d.*, days.day,
            least(days.day, coalesce(d.due_on, days.day)) AS evaluation_end
        FROM target_definition_at(known_at) AS d
        CROSS JOIN (SELECT unnest(CAST(on_dates AS DATE[])) AS day) AS days
    ),
    bounded AS (
        SELECT
            *,
            period_number(frequency, fiscal_month, evaluation_end + 1) - 1 AS last_period,
            period_number(frequency, fiscal_month, day - grace_days) - 1 AS graced_period
        FROM held
    ),
    definition AS (
        SELECT
            * EXCLUDE (graced_period),
            greatest(last_period - first_period + 1, 0) AS readings_expected,
            least(last_period, graced_period) AS grace_period
        FROM bounded
    ),
    path_of AS (
        SELECT objective, metric, service, min(from_day) AS first_day, count(*) AS points,
            arg_min(value, from_day) AS first_point, arg_max(value, from_day) AS last_point
        FROM target_stretch_at(known_at) GROUP BY objective, metric, service
    ),
    counted AS (
        SELECT
            d.target_id, d.day,
            count(*) FILTER (p.number >= d.first_period) AS readings_received,
            max(p.number) FILTER (p.number >= d.first_period) AS last_received,
            -- the newest, figure by figure: to keep them as structs takes half as long again
            max(p.period_end) FILTER (p.actual IS NOT NULL) AS evaluated_on,
            arg_max(p.actual, p.number) AS actual,
            arg_max_null(p.required, p.number) FILTER (p.actual IS NOT NULL) AS required,
            arg_max_null(p.required_lower, p.number) FILTER (p.actual IS NOT NULL)
                AS required_lower,
            arg_max_null(p.required_upper, p.number) FILTER (p.actual IS NOT NULL)
                AS required_upper,
            count(p.meets) AS periods_evaluated,
            count(*) FILTER (p.meets) AS periods_met,
            -- newest first
            max(p.number, 24) FILTER (p.value IS NOT NULL) AS numbers,
            max_by(p.value, p.number, 24) FILTER (p.value IS NOT NULL) AS ys
        FROM target_evaluation_at(known_at) AS p
        JOIN definition AS d ON d.target_id = p.target_id AND p.number <= d.last_period
        GROUP BY d.target_id, d.day
    ),
    joined AS (
        SELECT
            d.*,
            coalesce(c.readings_received, 0) AS readings_received,
            coalesce(c.periods_evaluated, 0) AS periods_evaluated,
            coalesce(c.periods_met, 0) AS periods_met,
            c.last_received,
            c.evaluated_on, c.actual, c.required, c.required_lower, c.required_upper,
            c.numbers, c.ys AS newest_ys,
            s.first_day, s.points, s.first_point, s.last_point,
            required_on(d.path, d.due_on, due.from_day, due.next_day, due.value, due.next_value)
                AS due_required,
            required_on(d.path, d.due_on, due.from_day, due.next_day, due.lower, due.next_lower)
                AS due_lower,
            required_on(d.path, d.due_on, due.from_day, due.next_day, due.upper, due.next_upper)
                AS due_upper
        FROM definition AS d
        LEFT JOIN counted AS c ON c.target_id = d.target_id AND c.day = d.day
        LEFT JOIN path_of AS s ON s.objective = d.objective AND s.metric = d.metric
            AND s.service IS NOT DISTINCT FROM d.service
        LEFT JOIN target_stretch_at(known_at) AS due ON due.objective = d.objective
            AND due.metric = d.metric AND due.service IS NOT DISTINCT FROM d.service
            AND due.from_day <= d.due_on AND (due.next_day IS NULL OR d.due_on < due.next_day)
    ),
    gauged AS (
        SELECT
            *,
            target_gap(direction, actual, required, required_lower, required_upper) AS gap,
            target_slack(required, required_lower, required_upper) AS required_slack,
            target_slack(due_required, due_lower, due_upper) AS due_slack,
            CASE
                WHEN readings_expected = 0 THEN NULL
                WHEN last_received = last_period THEN 'current'
                WHEN grace_period >= first_period
                    AND coalesce(last_received < grace_period, true) THEN 'overdue'
                ELSE 'due'
            END AS freshness
        FROM joined
    ),
    met AS (SELECT *, gap >= -required_slack AS meets FROM gauged),
    settled AS (
        SELECT
            *,
            CASE
                WHEN readings_expected = 0 OR first_day IS NULL
                    OR first_day > coalesce(evaluated_on, evaluation_end) THEN 'not_started'
                WHEN evaluated_on IS NULL THEN 'no_data'
                WHEN day >= due_on AND freshness = 'current'
                    THEN CASE WHEN meets THEN 'achieved' ELSE 'missed' END
                WHEN meets THEN 'on_target'
                WHEN -gap <= tolerance + required_slack THEN 'at_risk'
                ELSE 'off_target'
            END AS settled_status
        FROM met
    ),
    begun AS (
        SELECT *, settled_status NOT IN ('not_started', 'no_data') AS under_way FROM settled
    ),
    judged AS (
        SELECT
            *,
            CASE WHEN under_way THEN settled_status END AS last_known_status,
            CASE WHEN under_way AND freshness = 'overdue' THEN 'stale' ELSE settled_status END
                AS status,
            under_way AND day < due_on AND NOT cumulative AS forecasting,
            CASE WHEN under_way THEN newest_ys END AS ys
        FROM begun
    ),
    listed AS (
        SELECT
            *,
            -- a forecast looks at the newest 12 valued periods; x counts back from the newest
            CASE WHEN forecasting THEN [n - numbers[1] for n in numbers[:12]] END AS run_x,
            CASE WHEN forecasting THEN ys[:12] END AS run_y,
            len(run_x) AS run_length,
            len(ys) AS valued_periods
        FROM judged
    ),
    averaged AS (
        SELECT
            *,
            list_avg(run_x) AS run_x_mean,
            list_avg(run_y) AS run_y_mean,
            list_avg(ys) AS mean_y,
            moving_range(ys) AS moving_range
        FROM listed
    ),
    spread AS (
        SELECT
            *,
            list_zip([x - run_x_mean for x in run_x], [y - run_y_mean for y in run_y]) AS run_spread,
            period_number(frequency, fiscal_month, due_on) - numbers[1] - run_x_mean AS ahead,
            slack(mean_y) AS mean_slack
        FROM averaged
    ),
    summed AS (
        SELECT
            *,
            list_sum([d[1] * d[1] for d in run_spread]) AS run_sxx,
            list_sum([d[1] * d[2] for d in run_spread]) AS run_sxy
        FROM spread
    ),
    sloped AS (SELECT *, run_sxy / run_sxx AS run_slope FROM summed),
    fitted AS (
        SELECT
            *,
            run_y_mean + run_slope * ahead AS projected,
            student_t90(run_length - 2)
                * sqrt(list_sum([pow(d[2] - run_slope * d[1], 2) for d in run_spread])
                    / (run_length - 2))
                * sqrt(1 + 1 / run_length + ahead * ahead / run_sxx) AS projected_margin
        FROM sloped
    ),
    attained AS (
        SELECT
            *,
            CASE
                WHEN meets IS NULL THEN NULL
                WHEN direction = 'range' THEN CASE
                    WHEN meets THEN 1
                    WHEN required_upper - required_lower = 0 THEN 0
                    ELSE 1 + gap / (required_upper - required_lower) END
                WHEN path = 'linear' AND points >= 2 THEN CASE
                    WHEN first_point = last_point THEN CASE WHEN meets THEN 1 ELSE 0 END
                    ELSE (actual - first_point) / (last_point - first_point) END
                WHEN direction = 'higher' THEN CASE
                    WHEN required > 0 THEN actual / required
                    WHEN meets THEN 1 ELSE 0 END
                WHEN meets THEN 1
                WHEN actual > 0 AND required > 0 THEN required / actual
                ELSE 0
            END AS unclamped_attainment,
            CASE WHEN run_length >= 6 THEN clamped(projected, minimum, maximum) END
                AS forecast_value,
            CASE WHEN run_length >= 6 THEN clamped(projected - projected_margin, minimum, maximum)
                END AS forecast_low,
            CASE WHEN run_length >= 6 THEN clamped(projected + projected_margin, minimum, maximum)
                END AS forecast_high,
            CASE WHEN valued_periods >= 8 THEN mean_y END AS process_mean,
            CASE WHEN valued_periods >= 8 THEN mean_y - 2.66 * moving_range END AS process_lower,
            CASE WHEN valued_periods >= 8 THEN mean_y + 2.66 * moving_range END AS process_upper
        FROM fitted
    ),
    foreseen AS (
        SELECT
            *,
            meets(direction, forecast_low, due_required, due_lower, due_upper) AS low_meets,
            meets(direction, forecast_high, due_required, due_lower, due_upper) AS high_meets,
            -- which way the first signal points: 1 up, -1 down, 0 none
            CASE
                WHEN ys[1] > process_upper + mean_slack THEN 1
                WHEN ys[1] < process_lower - mean_slack THEN -1
                WHEN list_min(ys[:8]) > mean_y + mean_slack THEN 1
                WHEN list_max(ys[:8]) < mean_y - mean_slack THEN -1
                WHEN len([y for y in ys[:4] if y > mean_y + 1.33 * moving_range + mean_slack]) >= 3
                    THEN 1
                WHEN len([y for y in ys[:4] if y < mean_y - 1.33 * moving_range - mean_slack]) >= 3
                    THEN -1
                ELSE 0
            END AS signal,
            meets(direction, process_lower, required, required_lower, required_upper) AS floor_meets,
            meets(direction, process_upper, required, required_lower, required_upper)
                AS ceiling_meets
        FROM attained
    )
SELECT
    day, objective, metric, service, evaluated_on, required, required_lower, required_upper,
    actual, gap,
    clamped(CAST(unclamped_attainment AS DOUBLE), 0, 1) AS attainment,
    status, last_known_status, freshness,
    readings_expected, readings_received, periods_evaluated, periods_met,
    CASE
        WHEN forecasting IS NOT TRUE THEN NULL
        WHEN run_length < 6 THEN 'too_early'
        WHEN low_meets AND high_meets THEN 'will_meet'
        WHEN CASE direction
            WHEN 'range' THEN forecast_high < due_lower - due_slack
                OR forecast_low > due_upper + due_slack
            ELSE NOT low_meets AND NOT high_meets END THEN 'will_miss'
        ELSE 'uncertain'
    END AS forecast,
    forecast_value, forecast_low, forecast_high,
    CASE
        WHEN NOT under_way THEN NULL
        WHEN valued_periods < 8 THEN 'too_early'
        WHEN signal = 0 THEN 'stable'
        WHEN direction = 'range' THEN 'changing'
        WHEN (signal = 1) = (direction = 'higher') THEN 'improving'
        ELSE 'deteriorating'
    END AS variation,
    CASE
        WHEN NOT under_way OR cumulative THEN NULL
        WHEN valued_periods < 8 THEN 'too_early'
        WHEN floor_meets AND ceiling_meets THEN 'capable'
        WHEN CASE direction
            WHEN 'range' THEN process_upper < required_lower - required_slack
                OR process_lower > required_upper + required_slack
            ELSE NOT floor_meets AND NOT ceiling_meets END THEN 'incapable'
        ELSE 'hit_or_miss'
    END AS assurance,
    process_mean, process_lower, process_upper,
    weight
FROM foreseen;

CREATE OR REPLACE MACRO target_status_at(on_date, known_at) AS TABLE
    SELECT * EXCLUDE (day, weight) FROM target_status_on([on_date], known_at);
CREATE OR REPLACE VIEW target_status AS FROM target_status_at(clock_on_date(), clock_known_at());
