-- An occurrence is held against the plan item that was in force when it was recorded.
WITH held AS (
    SELECT
        o."row", o.due_on, s.plan_item, s.timing, s.starts_on, s.cadence, s.due_on AS ends_on,
        scheduled_by(s.starts_on, s.cadence, o.due_on) AS steps
    FROM (FROM merged_plan_occurrences WHERE NOT withdrawn AND NOT same) AS o
    JOIN plan_span AS s ON s.plan_item = o.plan_item AND s.from_at <= o.moment AND o.moment < s.to_at
)
SELECT 'plan_occurrences' AS register, "row",
    CASE timing WHEN 'recurring' THEN 'due_on' ELSE 'plan_item' END AS "column",
    CASE
        WHEN timing <> 'recurring' THEN '''' || plan_item || ''' is ' || timing
            || ', so it has no occurrences; report its progress instead'
        WHEN due_on < starts_on THEN due_on || ' lies before ' || plan_item || ' starts, on '
            || starts_on || '; correct it'
        WHEN due_on > ends_on THEN due_on || ' lies after ' || plan_item || ' ends, on ' || ends_on
            || '; correct it'
        ELSE due_on || ' is not in the schedule of ' || plan_item || ' (' || cadence || ' from '
            || starts_on || '); the day before it is '
            || scheduled_day(starts_on, cadence, steps - 1) || ', the day after it '
            || scheduled_day(starts_on, cadence, steps)
    END AS what
FROM held
WHERE timing <> 'recurring' OR due_on < starts_on OR due_on > ends_on
    OR scheduled_day(starts_on, cadence, steps - 1) <> due_on
