-- plan_check (contract, section 6), made from the files in sql/checks: one row for each thing that an
-- auditor would object to, beside what waives it. A check reads these views by their plain names, as
-- known at known_at and, those of status, on the day; that day is `today`.
CREATE OR REPLACE MACRO plan_check_on(today, known_at) AS TABLE
WITH
    organization AS (FROM organization_at(known_at)),
    person AS (FROM person_at(known_at)),
    outcome AS (FROM outcome_at(known_at)),
    service AS (FROM service_at(known_at)),
    metric AS (FROM metric_at(known_at)),
    target AS (FROM target_at(known_at)),
    explanation AS (FROM explanation_at(known_at)),
    plan_item AS (FROM plan_item_at(known_at)),
    improvement AS (FROM improvement_at(known_at) WHERE raised_on <= today),
    raci AS (FROM raci_at(known_at)),
    plan_approval AS (FROM plan_approval_at(known_at) WHERE approved_on <= today),
    last_approval AS (
        FROM approval_at(known_at) WHERE approved_on <= today
        ORDER BY approved_on DESC, approved_at DESC LIMIT 1
    ),
    evidence AS (FROM evidence_at(known_at)),
    evidence_count AS (FROM evidence_count_at(today, known_at)),
    waiver AS (FROM waiver_at(known_at)),
    known_rule AS (SELECT unnest([${rules}]) AS rule),
    target_status AS MATERIALIZED (FROM target_status_at(today, known_at)),
    plan_item_status AS MATERIALIZED (FROM plan_item_status_at(today, known_at)),
    plan_item_progress AS MATERIALIZED (FROM plan_item_progress_at(today, known_at)),
    improvement_status AS MATERIALIZED (FROM improvement_status_at(today, known_at)),
    -- objectives that have not come to their end
    open_objective AS (FROM objective_at(known_at) WHERE coalesce(due_on >= today, true)),
    -- items of the plan that are neither done nor cancelled
    open_item AS (
        SELECT i.*, s.status, s.slip_days
        FROM plan_item AS i JOIN plan_item_status AS s ON s.plan_item = i.plan_item
        WHERE s.status NOT IN ('done', 'cancelled')
    ),
    -- improvements that are neither closed nor rejected
    open_improvement AS (FROM improvement WHERE state NOT IN ('closed', 'rejected')),
    found AS (${checks})
SELECT
    f.rule, f.severity, f.register, f.code, f.message, f.remedy, f.clause,
    w.until AS waived_until, w.reason AS waiver_reason
FROM found AS f
LEFT JOIN waiver AS w ON w.rule = f.rule AND w.register = f.register AND w.code = f.code
    AND w.until >= today;

CREATE OR REPLACE MACRO plan_check_at(on_date, known_at) AS TABLE
    FROM plan_check_on(CAST(on_date AS DATE), CAST(known_at AS TIMESTAMPTZ));
CREATE OR REPLACE VIEW plan_check AS FROM plan_check_at(clock_on_date(), clock_known_at());

-- The health of the plan in one row, but for what the checks find. Rates are null over zero.
CREATE OR REPLACE MACRO plan_figures_at(on_date, known_at) AS TABLE
WITH
    item AS (
        SELECT
            count(*) AS items,
            count(*) FILTER (status = 'done') AS done,
            count(*) FILTER (status = 'on_track') AS on_track,
            count(*) FILTER (status = 'behind') AS behind,
            count(*) FILTER (status = 'overdue') AS overdue,
            count(*) FILTER (status = 'blocked') AS blocked,
            count(*) FILTER (status = 'not_started') AS not_started,
            count(*) FILTER (status = 'cancelled') AS cancelled,
            avg(percent) FILTER (timing = 'dated' AND status <> 'cancelled') AS percent_complete,
            avg(planned_percent) FILTER (timing = 'dated' AND status <> 'cancelled')
                AS planned_percent,
            sum(occurrences_on_time) / nullif(sum(occurrences_due), 0) AS on_time_rate
        FROM plan_item_status_at(on_date, known_at)
    ),
    occurrence AS (
        SELECT count(e.evidence_count) / nullif(count(*), 0) AS evidence_rate
        FROM plan_done_at(on_date, known_at) AS d
        LEFT JOIN evidence_count_at(on_date, known_at) AS e ON e.register = 'plan_items'
            AND e.code = d.plan_item AND e.due_on = d.due_on
        WHERE d.due_on > CAST(on_date AS DATE) - 365 AND d.due_on <= CAST(on_date AS DATE)
    )
SELECT item.*, occurrence.evidence_rate
FROM item, occurrence;

CREATE OR REPLACE MACRO plan_health_at(on_date, known_at) AS TABLE
WITH failed AS (
    SELECT count(*) AS checks_failed
    FROM plan_check_at(on_date, known_at)
    WHERE severity = 'error' AND waived_until IS NULL
)
SELECT f.*, failed.checks_failed
FROM plan_figures_at(on_date, known_at) AS f, failed;
CREATE OR REPLACE VIEW plan_health AS FROM plan_health_at(clock_on_date(), clock_known_at());
