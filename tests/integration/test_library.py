"""The library of ready metrics and objectives: what comes along, and what people add to it."""

import csv
from datetime import date

import pytest

from smsdata.bundle import import_bundle
from smsdata.errors import InputError
from smsdata.library import SHIPPED, Choice, library_beside, read_library, rows
from smsdata.models import BY_NAME, Metric, Objective, Target, TargetPoint

# Where the standard asks for a practice: every one of clause 8, and the SMS itself.
CLAUSE_8 = [
    "8.1",
    "8.2.1",
    "8.2.2",
    "8.2.3",
    "8.2.4",
    "8.2.5",
    "8.2.6",
    "8.3.2",
    "8.3.3",
    "8.3.4",
    "8.4.1",
    "8.4.2",
    "8.4.3",
    "8.5.1",
    "8.5.2",
    "8.5.3",
    "8.6.1",
    "8.6.2",
    "8.6.3",
    "8.7.1",
    "8.7.2",
    "8.7.3",
]
SMS_ITSELF = ["6.1", "6.2", "6.3", "7.2", "7.5", "7.6", "9.1", "9.2", "9.3", "9.4", "10.1", "10.2"]

ENTRIES = read_library(SHIPPED)
STARTS = date(2026, 1, 1)

METRIC = {
    "practice": "Incident management",
    "clause": "8.6.1",
    "metric": "OWN-CALLS",
    "name": "Calls answered",
    "definition": "Calls that a person took",
    "formula": "calls taken ÷ calls",
    "unit": "%",
    "direction": "higher",
    "frequency": "monthly",
    "aggregation": "ratio",
}
OBJECTIVE = {
    "objective": "OBJ-CALLS",
    "metric": "OWN-CALLS",
    "title": "{target} % are taken",
    "value": 90,
}


@pytest.fixture
def folder(tmp_path):
    """A library's folder with these rows."""

    def write(metrics=(METRIC,), objectives=(OBJECTIVE,)):
        made = tmp_path / "library"
        made.mkdir()
        for name, given in (("metrics", metrics), ("objectives", objectives)):
            with (made / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(dict.fromkeys(n for row in given for n in row)))
                writer.writeheader()
                writer.writerows(given)
        return made

    return write


def refused(*folders):
    with pytest.raises(InputError) as refusal:
        read_library(*folders)
    return [f"{p.row}, {p.column}: {p.what}" for p in refusal.value.problems]


# --- what comes along ----------------------------------------------------------------------------


def test_there_are_at_least_60_metrics_each_with_an_objective():
    assert len({entry.metric.metric for entry in ENTRIES}) >= 60
    assert len({entry.code for entry in ENTRIES}) == len(ENTRIES)


def test_every_practice_of_clause_8_and_the_sms_itself_are_covered():
    covered = {entry.clause for entry in ENTRIES}
    assert covered >= {*CLAUSE_8, *SMS_ITSELF}


def test_one_practice_has_one_clause_and_one_name():
    assert len({(e.practice, e.clause) for e in ENTRIES}) == len({e.clause for e in ENTRIES})


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_every_entry_says_all_that_an_objective_needs(entry):
    metric = entry.metric
    assert metric.owner_role
    assert metric.source
    assert metric.formula
    assert metric.aggregation != "ratio" or " ÷ " in metric.formula
    assert metric.definition.endswith(".")
    # measurable: the sentence names the figure that is aimed at
    assert "{target}" in entry.objective.title
    assert any(letter.isdigit() for letter in entry.title)
    assert ("%" in entry.title) == (metric.unit == "%")
    aims = (entry.objective.value, entry.objective.lower, entry.objective.upper)
    for aim in (aim for aim in aims if aim is not None):
        assert metric.minimum <= aim <= (aim if metric.maximum is None else metric.maximum)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_what_is_chosen_holds_by_the_records(entry):
    made = rows([Choice.usual(entry, STARTS, date(2026, 12, 31))])
    for register, cells in made:
        record = BY_NAME[register]
        row = record.model_validate({name: cell for name, cell in cells.items() if cell})
        assert not [rule for rule in record.rules if rule.broken(row)]
    assert [register for register, _ in made] == [
        *("metrics", "objectives", "targets", "target_points"),
    ]


def test_the_whole_library_goes_into_a_fresh_store(store, bundle):
    given = rows([Choice.usual(entry, STARTS) for entry in ENTRIES])
    registers = {name: [] for name, _ in given}
    for name, cells in given:
        registers[name].append(cells)
    import_bundle(store, [bundle(registers)], "anna")
    with store.board(STARTS) as board:
        assert len(board.register(Objective)) == len(ENTRIES)
        assert len(board.register(Metric)) == len({e.metric.metric for e in ENTRIES})
        assert len(board.register(TargetPoint)) == len(board.register(Target)) == len(ENTRIES)


# --- what somebody chooses -----------------------------------------------------------------------


def test_a_choice_carries_its_own_target_owner_and_dates():
    entry = next(e for e in ENTRIES if e.code == "OBJ-INC-RESOLVED")
    assert entry.title == "At least 95 % of incidents are resolved within SLA"
    made = dict(rows([Choice(entry, STARTS, date(2026, 6, 30), "anna", 92.5, None, None)]))
    assert made["objectives"]["title"] == "At least 92.5 % of incidents are resolved within SLA"
    assert made["objectives"]["owner"] == made["metrics"]["owner"] == "anna"
    assert (made["objectives"]["starts_on"], made["objectives"]["due_on"]) == (
        *("2026-01-01", "2026-06-30"),
    )
    assert made["target_points"] == {
        "objective": "OBJ-INC-RESOLVED",
        "metric": "INC-RESOLVED",
        "on_date": "2026-01-01",
        "value": "92.5",
        "lower": None,
        "upper": None,
    }
    assert "incidents resolved within their time ÷" in made["metrics"]["definition"]


def test_a_metric_that_two_objectives_share_comes_once(folder):
    second = {**OBJECTIVE, "objective": "OBJ-MORE", "value": 99}
    entries = read_library(folder(objectives=(OBJECTIVE, second)))
    made = rows([Choice.usual(entry, STARTS) for entry in entries])
    assert [name for name, _ in made].count("metrics") == 1
    assert [name for name, _ in made].count("objectives") == 2


# --- what people add -----------------------------------------------------------------------------


def test_a_folder_beside_the_store_adds_to_the_library(folder):
    own = folder()
    entries = library_beside(own.parent / "sms.duckdb")
    assert len(entries) == len(ENTRIES) + 1
    assert entries[-1].title == "90 % are taken"


def test_a_row_with_a_code_that_is_there_takes_its_place(folder):
    own = folder(objectives=[{**OBJECTIVE, "objective": "OBJ-INC-RESOLVED"}])
    found = [e for e in library_beside(own.parent / "x") if e.code == "OBJ-INC-RESOLVED"]
    assert [e.title for e in found] == ["90 % are taken"]


def test_a_store_without_such_a_folder_has_what_comes_along(tmp_path):
    assert library_beside(tmp_path / "sms.duckdb") == ENTRIES


@pytest.mark.parametrize(
    ("metric", "objective", "what"),
    [
        ({"unit": ""}, {}, "2, unit: is missing; it is needed"),
        ({"direction": "up"}, {}, "2, direction: 'up' is none of 'higher', 'lower' or 'range'"),
        ({"minimum": 5, "maximum": 1}, {}, "2, maximum: lies below minimum; swap the two"),
        ({"metric": "A B"}, {}, "2, metric: 'A B' is no code"),
        (
            {},
            {"metric": "OWN-CALL"},
            "2, metric: 'OWN-CALL' is not in metrics.csv; add it there, or",
        ),
        ({}, {"value": ""}, "2, value: is missing; OWN-CALLS is to be higher"),
        ({}, {"value": "much"}, "2, value: 'much' is no number"),
        ({}, {"lower": 1}, "2, lower: and upper are for a range; OWN-CALLS is to be higher"),
        ({"direction": "range"}, {}, "2, value: stands alone; OWN-CALLS is a range"),
        ({"direction": "range"}, {"value": "", "lower": 1}, "2, lower: and upper are needed"),
        ({}, {"evaluation": "rolling"}, "2, evaluation_periods: is needed for a rolling"),
        ({}, {"tolerance": -1}, "2, tolerance: '-1' must be at least 0"),
        ({"colour": "red"}, {}, "1, colour: is no column of the library"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(folder, metric, objective, what):
    told = refused(folder([{**METRIC, **metric}], [{**OBJECTIVE, **objective}]))
    assert any(problem.startswith(what) for problem in told), told


def test_a_code_twice_in_one_file_is_refused(folder):
    assert refused(folder([METRIC, METRIC])) == [
        "3, metric: 'OWN-CALLS' is there twice; keep one of them"
    ]


def test_a_missing_column_is_named(folder):
    assert refused(folder([{n: c for n, c in METRIC.items() if n != "unit"}], []))[0] == (
        "1, unit: is missing; the library needs it"
    )


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("practice,näme\n".encode("latin-1"), "0, : is not UTF-8; save it as CSV in UTF-8"),
        (b'practice\n"open', "0, : is no CSV"),
    ],
)
def test_a_file_that_is_no_csv_is_refused(folder, content, what):
    made = folder()
    (made / "metrics.csv").write_bytes(content)
    assert any(problem.startswith(what) for problem in refused(made))
