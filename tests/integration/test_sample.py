"""The sample organisation: what it is made of, and that its stories survive a move in time."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from smsdata.bundle import import_bundle
from smsdata.decisions import decisions
from smsdata.demo import make_demo
from smsdata.governance import pack_review
from smsdata.improvement_review import effects
from smsdata.keeping import verify
from smsdata.review import ManagementReview
from smsdata.review_charts import ReviewCharts
from smsdata.store import Store

SAMPLE = Path(__file__).parents[2] / "sample_data"
# As if it were these moments; the organisation is in Jakarta, seven hours ahead of UTC.
NOWS = {
    "first of a month": datetime(2026, 7, 1, 9, tzinfo=UTC),
    "middle of a month": datetime(2026, 10, 15, 9, tzinfo=UTC),
    "last of a month": datetime(2026, 1, 31, 9, tzinfo=UTC),
    "leap day": datetime(2024, 2, 29, 9, tzinfo=UTC),
    "new year's day in Jakarta alone": datetime(2025, 12, 31, 18, tzinfo=UTC),
}
JAKARTA = timedelta(hours=7)
# The metric whose source has fallen silent, and those that are to begin.
SILENT = "KNW-CURRENT"
TO_BEGIN = {"CAT-CONFIRMED", "DEM-ERROR"}


@pytest.fixture(scope="module")
def sample(once: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The sample as it lies in its folder, unmoved."""
    made = once("sample", lambda store: import_bundle(store, [SAMPLE], "tester"))
    path = shutil.copy(made, tmp_path_factory.mktemp("sample"))
    with Store.open(path) as store:
        yield store


@pytest.fixture(
    scope="module",
    params=[
        name if not n else pytest.param(name, marks=pytest.mark.slow) for n, name in enumerate(NOWS)
    ],
)
def now(request: pytest.FixtureRequest) -> datetime:
    return NOWS[request.param]


@pytest.fixture(scope="module")
def demo(
    now: datetime, once: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """The sample moved to a day."""
    made = once(f"demo-{now:%Y%m%d}", lambda store: make_demo(store, now, lambda _: None))
    path = shutil.copy(made, tmp_path_factory.mktemp("demo"))
    with Store.open(path) as store:
        yield store


def one(store: Store, query: str) -> list[tuple[Any, ...]]:
    cursor = store.cursor()
    rows = cursor.execute(query).fetchall()
    cursor.close()
    return rows


# --- what it is made of --------------------------------------------------------------------------


def test_the_sample_is_as_large_as_a_real_provider(sample: Store) -> None:
    ((outcomes, objectives, metrics, services, people),) = one(
        sample,
        "SELECT (SELECT count(*) FROM outcome), (SELECT count(*) FROM objective), "
        "(SELECT count(*) FROM metric), (SELECT count(*) FROM service), "
        "(SELECT count(*) FROM person)",
    )
    assert (outcomes, services, people) == (5, 8, 12)
    assert objectives >= 24
    assert metrics >= 35


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("direction", {"higher", "lower", "range"}),
        ("frequency", {"daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly"}),
        ("aggregation", {"mean", "sum", "min", "max", "last", "ratio"}),
    ],
)
def test_the_samples_metrics_are_of_every_kind(column: str, words: set[str], sample: Store) -> None:
    kinds = "SELECT {0} FROM metric JOIN target USING (metric) GROUP BY {0}"
    assert {word for (word,) in one(sample, kinds.format(column))} == words


def test_the_samples_targets_are_of_every_kind(sample: Store) -> None:
    found = one(sample, "SELECT DISTINCT path, evaluation FROM target")
    assert {path for path, _ in found} == {"step", "linear"}
    assert {evaluation for _, evaluation in found} == {"latest", "rolling", "to_date"}


def test_the_samples_objectives_cover_operation_and_the_system_itself(sample: Store) -> None:
    clauses = [str(clause) for (clause,) in one(sample, "SELECT clause FROM objective")]
    for part in ("8.2", "8.3", "8.4", "8.5", "8.6", "8.7"):
        assert any(clause.startswith(part) for clause in clauses), part
    assert {clause.partition(".")[0] for clause in clauses} == {"7", "8", "9", "10"}
    assert (
        one(sample, "SELECT objective FROM objective WHERE outcome IS NULL OR owner IS NULL") == []
    )
    served = one(sample, "SELECT count(DISTINCT outcome) FROM objective")
    assert served == [(5,)]


def test_the_samples_people_have_roles_and_deputies(sample: Store) -> None:
    assert one(sample, "SELECT person FROM person WHERE role_title IS NULL") == []
    without = one(sample, "SELECT access FROM person WHERE deputy IS NULL")
    assert without == [("auditor",)]
    access = {word for (word,) in one(sample, "SELECT access FROM person")}
    assert access == {"viewer", "process_owner", "manager", "auditor", "admin"}


def test_the_sample_has_three_years_of_readings_with_gaps_and_nothing_to_measure(
    sample: Store,
) -> None:
    ((first, last),) = one(
        sample,
        "SELECT min(period_start), max(period_start) FROM reading WHERE metric = 'CHG-SUCCESS'",
    )
    assert (last - first).days >= 2.9 * 365
    assert one(sample, "SELECT count(*) > 0 FROM reading WHERE not_applicable") == [(True,)]
    # a month missing between two that are there
    gaps = one(
        sample,
        """
        SELECT metric, service FROM (
            SELECT metric, service, period_start,
                lead(period_start) OVER (PARTITION BY metric, service ORDER BY period_start) AS next
            FROM reading JOIN metric USING (metric) WHERE frequency = 'monthly'
        ) WHERE next > period_start + INTERVAL 1 MONTH
        """,
    )
    assert gaps


def test_the_samples_bad_quarter_is_explained_and_recovered(sample: Store) -> None:
    explained = one(
        sample,
        "SELECT count(*), count(recovery), count(owner), count(due_on), count(closed_on) "
        "FROM explanation",
    )
    ((all_of_them, recovery, owner, due_on, closed),) = explained
    assert all_of_them == recovery == owner == due_on
    assert 0 < closed < all_of_them
    # the first response fell below its target for a while and came back
    wall = one(
        sample,
        "SELECT list(status ORDER BY period_end) FROM objective_wall_at(DATE '2026-09-30', "
        "TIMESTAMPTZ '2030-01-01 00:00:00Z') WHERE objective = 'OBJ-17'",
    )
    ((words,),) = wall
    assert words[0] == words[-1] == "on_target"
    assert "off_target" in words


# --- its stories, moved --------------------------------------------------------------------------


def story(store: Store, now: datetime) -> dict[str, Any]:
    """What a reader of the demo is to find, on its own day."""
    with store.board((now + JAKARTA).date()) as board:
        targets = board.target_status()
        explained = set(
            board.cursor.execute("SELECT objective, on_date FROM explanation").fetchall()
        )
        return {
            "objectives": {row.objective: row.status for row in board.objective_status()},
            "targets": {(row.objective, row.metric, row.service): row.status for row in targets},
            "explained now": {
                row.objective for row in targets if (row.objective, row.evaluated_on) in explained
            },
            "not capable": {
                row.objective
                for row in targets
                if row.status in ("on_target", "achieved") and row.assurance == "incapable"
            },
        }


@pytest.fixture(scope="module")
def told_first(
    once: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """The story as it is told in the middle of October 2026, where the sample lies."""
    now = NOWS["middle of a month"]
    made = once(f"demo-{now:%Y%m%d}", lambda store: make_demo(store, now, lambda _: None))
    with Store.open(shutil.copy(made, tmp_path_factory.mktemp("first"))) as store:
        return story(store, now)


def test_the_demo_tells_the_same_story_on_every_day(
    demo: Store, now: datetime, told_first: dict[str, Any]
) -> None:
    told = story(demo, now)
    assert told == told_first
    statuses = set(told["objectives"].values())
    assert {
        "on_target",
        "at_risk",
        "off_target",
        "stale",
        "no_data",
        "achieved",
        "missed",
    } < statuses
    assert told["not capable"]
    assert told["explained now"]


def test_the_demo_is_a_whole_store_that_knows_nothing_of_the_future(
    demo: Store, now: datetime
) -> None:
    assert verify(demo) == []
    today = (now + JAKARTA).date()
    with demo.board() as board:
        assert board.known_at <= now
        assert board.known_at > now - timedelta(days=2)
        for record in ("reading", "target", "explanation", "objective", "metric"):
            query = f"SELECT max(recorded_at) FROM history.{record}"
            assert board.cursor.execute(query).fetchone()[0] <= now, record
        ((newest,),) = board.cursor.execute("SELECT max(on_date) FROM explanation").fetchall()
    assert newest < today


def newest_complete(frequency: str, today: date) -> date:
    """The last day of the newest period that ended before today."""
    if frequency == "daily":
        return today - timedelta(1)
    if frequency == "weekly":
        return today - timedelta(today.isoweekday())
    months = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}[frequency]
    return date(today.year, (today.month - 1) // months * months + 1, 1) - timedelta(1)


def test_each_series_of_the_demo_ends_with_its_newest_complete_period(
    demo: Store, now: datetime
) -> None:
    today = (now + JAKARTA).date()
    last = one(
        demo,
        "SELECT metric, frequency, max(period_end) FROM metric "
        "JOIN metric_period USING (metric) GROUP BY ALL",
    )
    assert len(last) >= 35
    ends = {str(code): (str(frequency), end) for code, frequency, end in last}
    late = {
        code: end
        for code, (frequency, end) in ends.items()
        if end != newest_complete(frequency, today)
    }
    assert set(late) == {SILENT}
    assert (today - late[SILENT]).days > 150
    metrics = {code for (code,) in one(demo, "SELECT metric FROM metric")}
    assert metrics - set(ends) == TO_BEGIN


def test_the_demos_late_correction_changes_the_verdict_of_a_quarter(
    demo: Store, now: datetime
) -> None:
    ((metric, first_end, last_end, before, after),) = one(
        demo,
        """
        SELECT metric, min(period_end), max(period_end),
            min(recorded_at) - INTERVAL 1 SECOND, max(recorded_at)
        FROM reading_correction GROUP BY metric ORDER BY count(*) DESC LIMIT 1
        """,
    )
    # three months, the quarter before the newest three; nobody knew for weeks
    assert (last_end.year - first_end.year) * 12 + last_end.month - first_end.month == 2
    newest = newest_complete("monthly", (now + JAKARTA).date())
    assert 85 <= (newest - last_end).days <= 93
    assert before.date() - last_end > timedelta(40)
    with demo.board() as board:
        moved = board.objective_change(last_end, before, last_end, after)
    changed = [row for row in moved if row.moved != "unchanged"]
    assert [(row.status_before, row.status_after, row.moved) for row in changed] == [
        ("on_target", "off_target", "slipped")
    ]
    measured = one(demo, f"SELECT objective FROM target WHERE metric = '{metric}'")
    assert (changed[0].objective,) in measured


def test_one_target_of_the_demo_was_lowered_after_a_miss_and_is_met_since(
    demo: Store, now: datetime
) -> None:
    ((objective, metric, recorded_at, asked_before, asked_since),) = one(
        demo,
        """
        SELECT p.objective, p.metric, p.recorded_at, before.value, p.value
        FROM history.target_point AS p
        JOIN history.target_point AS before ON before.superseded_at = p.recorded_at
            AND before.objective = p.objective AND before.metric = p.metric
            AND before.on_date = p.on_date
        JOIN metric AS m ON m.metric = p.metric
        WHERE NOT p.withdrawn AND m.direction = 'higher' AND p.value < before.value
        """,
    )

    def standing(day: date, known_at: datetime) -> tuple[str, float | None]:
        with demo.board(day, known_at) as board:
            (row,) = (row for row in board.target_status() if row.metric == metric)
        assert row.objective == objective
        return row.status, row.actual

    missed, _ = standing(recorded_at.date(), recorded_at - timedelta(seconds=1))
    assert missed == "off_target"
    status, actual = standing((now + JAKARTA).date(), now)
    assert status == "on_target"
    assert actual is not None
    assert asked_since <= actual < asked_before


# --- the plan ------------------------------------------------------------------------------------

# Put there for the checks to find, each of its own kind.
FAULTS = {
    ("done-without-evidence", "PLAN-16"),
    ("improvement-closed-without-effect", "IMP-04"),
    ("improvement-closed-without-evidence", "IMP-05"),
    ("improvement-open-for-a-year", "IMP-19"),
    ("improvement-without-due-date", "IMP-22"),
    ("improvement-without-owner", "IMP-22"),
    ("item-blocked-without-way-out", "PLAN-59"),
    ("item-overdue-without-forecast", "PLAN-60"),
    ("item-slips-far", "PLAN-54"),
    ("item-without-expected-evidence", "PLAN-18"),
    ("item-without-method", "PLAN-56"),
    ("item-without-owner", "PLAN-58"),
    ("item-without-progress", "PLAN-60"),
    ("occurrence-missing", "PLAN-28"),
    ("occurrence-without-evidence", "PLAN-30"),
    ("raci-not-one-accountable", "Approve changes to the SMS"),
    ("raci-role-held-by-nobody", "Capacity planner"),
}


def test_the_samples_plan_has_sixty_items_of_every_phase_and_timing(sample: Store) -> None:
    kinds = one(sample, "SELECT phase, timing FROM plan_item")
    assert len(kinds) == 60
    assert {phase for phase, _ in kinds} == {
        *("establish", "implement", "maintain", "improve", "change"),
    }
    assert {timing for _, timing in kinds} == {"dated", "recurring", "trigger"}
    done = "SELECT date_diff('month', min(done_on), max(done_on)) FROM plan_occurrence"
    assert one(sample, done)[0][0] >= 18
    assert len(one(sample, "SELECT cadence FROM plan_item GROUP BY 1 HAVING cadence <> ''")) == 5


def test_the_samples_improvements_are_in_every_state(sample: Store) -> None:
    states = one(sample, "SELECT state, count(*) FROM improvement GROUP BY 1")
    assert {state for state, _ in states} == {
        *("proposed", "approved", "in_progress", "implemented", "validated", "closed", "rejected"),
    }
    assert sum(count for _, count in states) == 25
    assert one(sample, "SELECT rule FROM plan_check WHERE rule LIKE 'improvement-skipped%'") == []


def test_the_demos_plan_has_its_faults_on_every_day_and_a_measured_success(
    demo: Store, now: datetime
) -> None:
    with demo.board((now + JAKARTA).date()) as board:
        found = board.cursor.execute("SELECT rule, code FROM plan_check").fetchall()
        effects = dict(
            board.cursor.execute("SELECT improvement, effect FROM improvement_status").fetchall()
        )
        waived = board.cursor.execute(
            "SELECT code FROM plan_check WHERE waived_until IS NOT NULL ORDER BY 1"
        ).fetchall()
        statuses = board.cursor.execute("SELECT DISTINCT status FROM plan_item_status").fetchall()
        ((newest,),) = board.cursor.execute("SELECT max(done_on) FROM plan_occurrence").fetchall()
    assert set(found) >= FAULTS
    assert [effects[code] for code in ("IMP-01", "IMP-02", "IMP-03", "IMP-04")] == [
        *("improved", "improved", "improved", "no_change"),
    ]
    assert waived == [("OBJ-10",), ("PLAN-58",)]
    assert {status for (status,) in statuses} >= {
        *("done", "on_track", "behind", "overdue", "blocked", "not_started"),
    }
    assert newest <= (now + JAKARTA).date()


def test_the_demos_weekly_board_meets_on_its_day_of_the_week_and_every_item_on_its_schedule(
    demo: Store, now: datetime
) -> None:
    weekdays = "SELECT DISTINCT isodow(due_on) FROM plan_occurrence WHERE plan_item = 'PLAN-21'"
    assert one(demo, weekdays) == [(3,)]
    with demo.board((now + JAKARTA).date()) as board:
        late = board.cursor.execute(
            "SELECT DISTINCT plan_item FROM plan_occurrence_status WHERE status = 'overdue'"
        ).fetchall()
    assert sorted(late) == [("PLAN-28",), ("PLAN-38",)]


# --- what its pack tells of it -------------------------------------------------------------------


@pytest.fixture(scope="module")
def september(sample: Store) -> ManagementReview:
    """The review of the third quarter, with the plan."""
    with sample.board(date(2026, 9, 30)) as board:
        return pack_review(board, date(2026, 7, 1))


def test_a_current_figure_names_the_service_that_owes_its_part(september: ManagementReview) -> None:
    late = {
        measure.key.metric: september.late_services(measure)
        for item in september.objectives
        for measure in item.measures
    }
    assert late.pop("CHG-REVIEW") == ("Managed network",)
    assert set(late.values()) == {()}


def test_a_target_lowered_after_a_miss_is_asked_about_until_that_is_waived(
    september: ManagementReview,
) -> None:
    def asked(review: ManagementReview) -> bool:
        return any("eased target of Complaints answered" in d.ask for d in decisions(review))

    assert september.eased == ()
    assert [item.revision.objective for item in september.eased_before] == ["OBJ-07"]
    assert asked(september)
    assert september.governance is not None
    health = september.governance.health
    waived = replace(
        health,
        standing=tuple(i for i in health.standing if i.check.rule != "target-lowered-after-miss"),
    )
    settled = replace(september, governance=replace(september.governance, health=waived))
    assert not asked(settled)


def test_the_overview_the_checks_and_the_chart_agree_on_what_is_green_by_luck(
    september: ManagementReview,
) -> None:
    assert september.governance is not None
    (found,) = (
        item
        for item in september.governance.health.standing
        if item.check.rule == "green-but-not-capable"
    )
    assert {item.code for item in september.lucky} == {row.code for row in found.rows}
    fields = ReviewCharts(september).luck().fields
    (_, by_luck), _ = fields
    assert {item.code for item in september.lucky} <= set(by_luck.objectives)
    # what has ended stays as it is
    placed = {status for row in fields for field in row for status, _ in field.entries}
    assert placed <= {"on_target", "at_risk", "off_target"}
    assert september.standing_at("achieved")


def test_a_chart_of_an_improvement_shows_each_figure_at_its_periods_end(
    sample: Store, september: ManagementReview
) -> None:
    assert september.governance is not None
    ideas = september.governance.improvements.ideas
    with sample.board(date(2026, 9, 30)) as board:
        found = effects(board, ideas)
    monthly = [idea for idea in ideas if idea.metric and idea.metric.frequency == "monthly"]
    days = [
        point.day
        for idea in monthly
        if idea.code in found
        for point in (*found[idea.code].before, *found[idea.code].after)
    ]
    assert len(days) > 50
    assert all((day + timedelta(days=1)).day == 1 for day in days)
