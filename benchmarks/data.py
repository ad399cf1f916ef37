"""Big, believable and repeatable content for the benchmarks, made by DuckDB in one go.

    make_tables(connection, targets=5_000, readings=10_000_000)
    make_review_tables(connection, objectives=40, months=36)

leave in schema `made` one table a register, each with the bundle's columns and those of a
version (recorded_at, superseded_at, recorded_by, change_note, withdrawn), ready to be inserted
into the product's `history` tables BY NAME. Readings lie in order of `recorded_at`, as in a store
that grew over the years. The same numbers give the same content with the same DuckDB.

The mix: two targets a metric, one for a service and one for all services together; daily,
weekly, monthly and quarterly metrics of every direction and aggregation; 60 % of targets are held
against the latest period, 25 % rolling, 15 % to date; paths of one to four points, four in ten
linear; one reading in a hundred corrected, a few with nothing to measure, one metric in twelve
late and one in twenty silent for a year.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import duckdb

ON_DATE: Final = date(2026, 10, 31)  # the day the benchmarks look at: the last period ends here
REGISTERS: Final = {  # the table, the bundle's file
    "organization": "organization",
    "person": "people",
    "service": "services",
    "objective": "objectives",
    "metric": "metrics",
    "target": "targets",
    "target_point": "target_points",
    "reading": "readings",
    "explanation": "explanations",
}

# A number in 0..1 that depends on nothing but its arguments.
HELPERS: Final = """
CREATE SCHEMA made;
CREATE MACRO made.chance(a, b, c) AS (hash(a * 1000003 + b * 10007 + c) % 1000000) / 1000000.0;
CREATE MACRO made.pick(words, share) AS words[1 + CAST(floor(share * len(words)) AS INTEGER)];
CREATE MACRO made.number(prefix, i) AS prefix || lpad(CAST(i AS VARCHAR), 5, '0');
CREATE MACRO made.begin() AS TIMESTAMPTZ '2015-12-01 00:00:00Z';
CREATE MACRO made.recorded(i) AS made.pick(['adi', 'budi', 'citra'], made.chance(i, 1, 1));
"""

# What is dealt to each metric. `services`: how many report, so that the readings fit 2016..2026.
BIG: Final = """
CREATE TABLE made.dealt AS
SELECT
    i,
    CASE
        WHEN made.chance(i, 0, 1) < 0.25 THEN 'daily'
        WHEN made.chance(i, 0, 1) < 0.50 THEN 'weekly'
        WHEN made.chance(i, 0, 1) < 0.90 THEN 'monthly'
        ELSE 'quarterly'
    END AS frequency,
    readings // metrics + CASE WHEN i < readings % metrics THEN 1 ELSE 0 END AS readings,
    CAST(ceil(readings / metrics / CASE frequency WHEN 'daily' THEN 2000 WHEN 'weekly' THEN 500
        WHEN 'monthly' THEN 125 ELSE 40 END) AS BIGINT) AS services
FROM (SELECT ?::BIGINT AS metrics, ?::BIGINT AS readings), range(metrics) AS r (i);
"""
REVIEW: Final = """
CREATE TABLE made.dealt AS
SELECT i, 'monthly' AS frequency, CASE WHEN i % 2 = 0 THEN 1 ELSE 4 END AS services,
    months * services AS readings
FROM (SELECT ?::BIGINT AS metrics, ?::BIGINT AS months), range(metrics) AS r (i);
"""

# One row a metric with what its readings and targets are made from.
PLAN: Final = """
CREATE TABLE made.plan AS
SELECT
    *,
    made.number('MET-', i) AS metric,
    made.pick(['higher', 'lower', 'range'], made.chance(i, 0, 2)) AS direction,
    made.pick(['mean', 'sum', 'min', 'max', 'last', 'ratio'], made.chance(i, 0, 3)) AS aggregation,
    CASE WHEN aggregation = 'ratio' THEN '%'
        ELSE made.pick(['hours', 'count', 'score'], made.chance(i, 0, 4)) END AS unit,
    -- how many months the readings reach back, at most 8 years: no objective starts before
    least(96, readings // services * CASE frequency WHEN 'daily' THEN 1 WHEN 'weekly' THEN 7
        WHEN 'monthly' THEN 30 ELSE 91 END // 30 - 1) AS months,
    CASE
        WHEN made.chance(i, 0, 5) < 0.05 THEN 365
        WHEN made.chance(i, 0, 5) < 0.13 THEN 31
        ELSE 0
    END AS silent_days,
    CASE WHEN aggregation = 'ratio' THEN 90.0 ELSE 20 + 80 * made.chance(i, 0, 6) END AS level,
    CASE WHEN aggregation = 'ratio' THEN 6.0 ELSE level * 0.1 END AS swing
FROM made.dealt;
"""

READINGS: Final = """
CREATE TABLE made.reading AS
WITH
    placed AS (
        SELECT
            p.i, p.metric, p.aggregation, p.level, p.swing,
            j % p.services AS s,
            j // p.services AS back,
            DATE '2026-10-31' - p.silent_days::INTEGER AS until,
            CASE p.frequency
                WHEN 'daily' THEN until - back::INTEGER
                WHEN 'weekly' THEN date_trunc('week', until + 1)::DATE - 7 * (back::INTEGER + 1)
                WHEN 'monthly' THEN (date_trunc('month', until + 1)
                    - to_months(back::INTEGER + 1))::DATE
                ELSE (date_trunc('quarter', until + 1) - to_months(3 * (back::INTEGER + 1)))::DATE
            END AS period_start,
            CASE p.frequency WHEN 'daily' THEN 1 WHEN 'weekly' THEN 7 WHEN 'monthly' THEN 31
                ELSE 92 END AS days
        FROM made.plan AS p, range(p.readings) AS r (j)
    ),
    measured AS (
        SELECT
            *,
            level + swing * (
                sin(2 * pi() * dayofyear(period_start) / 365) / 2
                + made.chance(i, s, back) + made.chance(i, s, back + 50021) - 1
            ) AS figure,
            made.chance(i, s, back + 70001) < 0.003 AS idle,
            made.chance(i, s, back + 80021) < 0.01 AS corrected,
            50 + floor(400 * made.chance(i, s, back + 90001)) AS cases,
            (period_start + days)::TIMESTAMP AT TIME ZONE 'UTC'
                + to_minutes((60 + 7000 * made.chance(i, s, back + 60013))::INTEGER) AS received
        FROM placed
    ),
    versions AS (
        SELECT *, 0 AS version FROM measured
        UNION ALL
        SELECT *, 1 FROM measured WHERE corrected
    )
SELECT
    metric,
    made.number('SVC-', s) AS service,
    period_start,
    CASE WHEN NOT idle AND aggregation <> 'ratio'
        THEN round(figure * (1 + 0.05 * version), 3) END AS value,
    CASE WHEN NOT idle AND aggregation = 'ratio'
        THEN round(cases * least(figure, 100) / 100) - version END AS numerator,
    CASE WHEN NOT idle AND aggregation = 'ratio' THEN cases END AS denominator,
    idle AS not_applicable,
    CASE WHEN idle THEN 'Nothing to measure' WHEN version = 1 THEN 'Corrected' END AS note,
    received + to_days(9 * version) AS recorded_at,
    CASE WHEN corrected AND version = 0 THEN received + to_days(9)
        ELSE TIMESTAMPTZ 'infinity' END AS superseded_at,
    made.recorded(i + s) AS recorded_by,
    CASE WHEN version = 1 THEN 'Checked against the source' END AS change_note,
    false AS withdrawn
FROM versions
ORDER BY recorded_at, metric, service, version;
"""

# The targets of a metric are under one objective: the first for all services together, a second
# for one service.
TARGETS: Final = """
CREATE TABLE made.goal AS
SELECT
    t,
    p.*,
    made.number('OBJ-', p.i) AS objective,
    CASE WHEN t % a_metric = 1 THEN made.number('SVC-', 0) END AS service,
    CASE WHEN made.chance(t, 1, 1) < 0.4 THEN 'linear' ELSE 'step' END AS path,
    CASE
        WHEN made.chance(t, 1, 2) < 0.60 THEN 'latest'
        WHEN made.chance(t, 1, 2) < 0.85 THEN 'rolling'
        ELSE 'to_date'
    END AS evaluation,
    DATE '2026-10-01' - to_months((6 + (months - 6) * made.chance(p.i, 1, 3))::INTEGER)
        AS starts_on,
    1 + (4 * made.chance(t, 1, 4))::INTEGER % 4 AS points,
    -- what a running sum comes to, roughly, so that the target is no joke
    CASE WHEN p.aggregation = 'sum' THEN level
        * CASE WHEN service IS NULL THEN p.services ELSE 1 END
        * CASE evaluation WHEN 'latest' THEN 1 WHEN 'rolling' THEN 6
            ELSE 30 END ELSE level END AS aim
FROM (SELECT ?::BIGINT AS targets, ?::BIGINT AS a_metric), range(targets) AS r (t)
JOIN made.plan AS p ON p.i = t // a_metric;
"""

OTHERS: Final = """
CREATE TABLE made.organization AS
SELECT 'Example Managed Services' AS name, 4 AS fiscal_year_start_month, 'UTC' AS time_zone,
    'Managed services' AS scope;

CREATE TABLE made.person AS
SELECT person, upper(person[1]) || person[2:] AS name, person || '@example.org' AS email,
    'Process owner' AS role_title, 'process_owner' AS access, true AS active
FROM (SELECT unnest(['adi', 'budi', 'citra']) AS person);

CREATE TABLE made.service AS
SELECT made.number('SVC-', s) AS service, 'Service ' || s AS name, made.recorded(s) AS owner
FROM range((SELECT max(services) FROM made.plan)) AS r (s);

CREATE TABLE made.metric AS
SELECT metric, 'Metric ' || i AS name, unit, direction, frequency, aggregation,
    made.recorded(i) AS owner,
    CASE WHEN unit = '%' THEN 0.0 END AS minimum, CASE WHEN unit = '%' THEN 100.0 END AS maximum,
    1 AS decimals, 10 AS grace_days
FROM made.plan;

CREATE TABLE made.objective AS
SELECT DISTINCT objective, 'Objective ' || i AS title, 'Hold metric ' || i AS statement,
    made.recorded(i) AS owner, starts_on::DATE AS starts_on,
    CASE
        WHEN made.chance(i, 2, 1) < 0.1 THEN DATE '2026-09-30'
        WHEN made.chance(i, 2, 1) < 0.8
            THEN DATE '2026-12-31' + (700 * made.chance(i, 2, 2))::INTEGER
    END AS due_on
FROM made.goal;

CREATE TABLE made.target AS
SELECT objective, metric, service, path, evaluation,
    CASE WHEN evaluation = 'rolling' THEN made.pick([3, 6, 12], made.chance(t, 3, 1)) END
        AS evaluation_periods,
    round(swing / 4, 2) AS tolerance, 1.0 AS weight
FROM made.goal;

CREATE TABLE made.target_point AS
SELECT
    objective, metric, service,
    (starts_on + to_months((9 * k)::INTEGER))::DATE AS on_date,
    CASE WHEN direction <> 'range'
        THEN round(aim * (1 + 0.1 * (made.chance(t, 4, k) - 0.5)), 2) END AS value,
    CASE WHEN direction = 'range' THEN round(aim * 0.93, 2) END AS lower,
    CASE WHEN direction = 'range' THEN round(aim * 1.07, 2) END AS upper
FROM made.goal, range(points) AS r (k);

CREATE TABLE made.explanation AS
SELECT
    objective, last_day(DATE '2026-10-01' - to_months(k::INTEGER)) AS on_date,
    'Two of five posts on the night desk were vacant, and the tool change in spring took longer '
        || 'than planned; tickets waited for a shift that knew the customer.' AS cause,
    'Two hires start next month; until then the day desk keeps an hour of overlap, and the queue '
        || 'is looked through at noon and at six.' AS recovery,
    owner, DATE '2026-12-15' AS due_on, NULL::DATE AS closed_on
FROM made.objective, range(2) AS r (k)
WHERE made.chance(substr(objective, 5)::BIGINT, 5, k) < 0.7;
"""

STAMP: Final = {
    name: f"""
    ALTER TABLE made.{name} ADD COLUMN recorded_at TIMESTAMPTZ;
    ALTER TABLE made.{name} ADD COLUMN superseded_at TIMESTAMPTZ;
    ALTER TABLE made.{name} ADD COLUMN recorded_by VARCHAR;
    ALTER TABLE made.{name} ADD COLUMN change_note VARCHAR;
    ALTER TABLE made.{name} ADD COLUMN withdrawn BOOLEAN;
    UPDATE made.{name} SET recorded_at = made.begin(), superseded_at = 'infinity',
        recorded_by = 'adi', withdrawn = false;
    """
    for name in REGISTERS
    if name != "reading"
}

# What a person who keeps no history hands over: the rows in force, without who and when.
CURRENT: Final = {
    name: f"""
    COPY (
        SELECT * EXCLUDE (recorded_at, superseded_at, recorded_by, change_note, withdrawn)
        FROM made.{name} WHERE superseded_at = 'infinity'
    ) TO ? (HEADER)
    """
    for name in REGISTERS
}


def make_tables(connection: duckdb.DuckDBPyConnection, targets: int, readings: int) -> None:
    """Make schema `made` with a table a register: `targets`, and `readings` in force."""
    _make(connection, BIG, (targets // 2, readings), (targets, 2))


def make_review_tables(
    connection: duckdb.DuckDBPyConnection, objectives: int = 40, months: int = 36
) -> None:
    """Make schema `made` for a management review: a monthly metric an objective, `months` long."""
    _make(connection, REVIEW, (objectives, months), (objectives, 1))


def _make(
    connection: duckdb.DuckDBPyConnection,
    deal: str,
    metrics: tuple[int, int],
    targets: tuple[int, int],
) -> None:
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(HELPERS)
    connection.execute(deal, metrics)
    connection.execute(PLAN)
    connection.execute(READINGS)
    connection.execute(TARGETS, targets)
    connection.execute(OTHERS)
    for statement in STAMP.values():
        connection.execute(statement)


def write_bundle(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write what `make_tables` made as a bundle of CSV files, the rows in force only."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, file in REGISTERS.items():
        connection.execute(CURRENT[name], [str(folder / f"{file}.csv")])
