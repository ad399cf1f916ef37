"""What must hold for every organisation, whatever it measures.

Hypothesis makes small organisations: metrics of every direction, frequency and aggregation,
targets on them, readings with gaps, corrections and withdrawals, each recorded at its own time.
The examples are the same in every run. A failure shows the whole organisation as its bundle.
"""

import csv
import math
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, assume, given, note, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from benchmarks import pandas_rules
from smsdata.bundle import export_bundle, import_bundle
from smsdata.errors import InputError
from smsdata.models import (
    BY_NAME,
    PERIOD,
    REGISTERS,
    TEXT,
    Column,
    Record,
    columns,
)
from smsdata.store import Store

Row = dict[str, Any]
Bundle = dict[str, list[Row]]
Answers = dict[str, list[tuple[Any, ...]]]


def steady(examples: int) -> settings:
    """So many examples, the same ones each time.

    What fails is shown as it came: making it smaller takes hundreds of stores. Leave out `phases`
    to have that done.
    """
    return settings(
        max_examples=examples,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


# --- organisations -------------------------------------------------------------------------------

BEGINNING = datetime(2023, 1, 1, tzinfo=UTC)
FIRST_DAY = date(2023, 7, 1)
MONTHS = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}
# How many periods there are readings for, at most: two to three years, or five weeks of days.
PERIODS = {"daily": 35, "weekly": 40, "monthly": 28, "quarterly": 10, "half-yearly": 5, "yearly": 3}
SERVICES = ("", "A", "B", "C")
DAYS = st.integers(0, 900).map(lambda days: FIRST_DAY + timedelta(days))
LATER = st.integers(0, 900).map(lambda days: BEGINNING + timedelta(days=days, hours=5))
LEVELS = st.sampled_from([0, 3, 4, 5, 5.5, 6, -1, 8])


def first_days(frequency: str, fiscal_month: int, count: int) -> list[date]:
    """The first days of consecutive periods from early 2023 on, reckoned here once more."""
    if frequency == "daily":
        return [FIRST_DAY + timedelta(days) for days in range(count)]
    if frequency == "weekly":
        return [date(2023, 6, 26) + timedelta(7 * weeks) for weeks in range(count)]
    start = 2022 * 12 + fiscal_month - 1 + (12 if frequency == "monthly" else 0)
    numbered = [start + MONTHS[frequency] * number for number in range(count)]
    return [date(number // 12, number % 12 + 1, 1) for number in numbered]


@st.composite
def versions(draw: st.DrawFn, first: Row, changes: st.SearchStrategy[Row]) -> list[Row]:
    """A row, and perhaps later versions of it: changed, withdrawn, brought back."""
    rows = [first]
    later = draw(st.lists(st.tuples(st.booleans(), changes), max_size=2))
    moments = draw(st.lists(LATER, min_size=len(later), max_size=len(later), unique=True))
    for moment, (withdraw, change) in zip(sorted(moments), later, strict=True):
        recorded = {"recorded_at": max(moment, first["recorded_at"] + timedelta(hours=len(rows)))}
        if recorded["recorded_at"] <= rows[-1]["recorded_at"]:
            continue
        ends = withdraw and not rows[-1]["withdrawn"]
        rows.append(rows[-1] | change | recorded | {"withdrawn": ends})
    return rows


@st.composite
def metrics(draw: st.DrawFn, code: str) -> Row:
    aggregation = draw(st.sampled_from(["mean", "sum", "min", "max", "last", "ratio", "ratio"]))
    bounded = aggregation != "ratio" and draw(st.booleans())
    return {
        "metric": code,
        "name": code,
        "unit": draw(st.sampled_from(["%", "u"])),
        "direction": draw(st.sampled_from(["higher", "lower", "range"])),
        "frequency": draw(
            st.sampled_from(
                ["monthly", "monthly", "daily", "weekly", "quarterly", "half-yearly", "yearly"]
            )
        ),
        "aggregation": aggregation,
        "minimum": 0 if bounded else None,
        "maximum": 12 if bounded else None,
        "grace_days": draw(st.sampled_from([None, 0, 3, 40])),
        "recorded_at": BEGINNING,
        "withdrawn": False,
    }


@st.composite
def targets(draw: st.DrawFn, objective: Row, metric: Row) -> tuple[list[Row], list[Row]]:
    """A target of an objective on a metric, and its points, with their versions."""
    evaluation = draw(st.sampled_from(["latest", "rolling", "to_date"]))
    key = {
        "objective": objective["objective"],
        "metric": metric["metric"],
        "service": draw(st.sampled_from(["", "", "A", "B"])),
    }
    target = key | {
        "path": draw(st.sampled_from(["step", "linear"])),
        "evaluation": evaluation,
        "evaluation_periods": draw(st.integers(1, 5)) if evaluation == "rolling" else None,
        "tolerance": draw(st.sampled_from([None, 0.5, 2])),
        "weight": draw(st.sampled_from([None, 2, 0.5])),
        "recorded_at": BEGINNING,
        "withdrawn": False,
    }
    changes = st.fixed_dictionaries({"tolerance": st.sampled_from([0, 1, 3])})
    points: list[Row] = []
    offsets = draw(st.lists(st.sampled_from([-200, 0, 10, 45, 200, 500]), min_size=1, max_size=3))
    for offset in sorted(set(offsets)):
        level = draw(LEVELS)
        if metric["direction"] == "range":
            width = draw(st.sampled_from([0, 1, 3]))
            levels = {"value": None, "lower": level, "upper": level + width}
            revised = st.just({"lower": level - 1})
        else:
            levels = {"value": level, "lower": None, "upper": None}
            revised = st.fixed_dictionaries({"value": LEVELS})
        stamp = {"recorded_at": BEGINNING, "withdrawn": False}
        day = {"on_date": objective["starts_on"] + timedelta(offset)}
        point = key | day | levels | stamp
        if points:
            points += draw(versions(point, revised))
        else:  # a target keeps its first point
            points.append(point)
    return draw(versions(target, changes)), points


def figure(metric: Row, given: int) -> Row:
    """What is read: 0 to 12 a value, 13 nothing to measure, 14 a value where there could be parts,
    15 a denominator of zero."""
    row: Row = {"value": None, "numerator": None, "denominator": None, "not_applicable": None}
    if given == 13:
        return row | {"not_applicable": True}
    if metric["aggregation"] != "ratio" or given == 14:
        return row | {"value": min(given, 12)}
    if given == 15:
        return row | {"numerator": 0, "denominator": 0}
    scale = 100 if metric["unit"] == "%" else 1
    return row | {"numerator": given * (given % 3 + 1), "denominator": (given % 3 + 1) * scale}


@st.composite
def readings(draw: st.DrawFn, metric: Row, fiscal_month: int) -> list[Row]:
    rows: list[Row] = []
    count = PERIODS[metric["frequency"]]
    days = first_days(metric["frequency"], fiscal_month, count)
    calm = st.sampled_from([4, 5, 5, 6, 7])
    wild = st.sampled_from([None, None, *range(16)])
    services = draw(st.lists(st.sampled_from(SERVICES), unique=True, min_size=1, max_size=2))
    for service in services:
        usual = draw(st.sampled_from([calm, calm, st.one_of(calm, wild), wild]))
        given = draw(st.lists(usual, min_size=count // 2, max_size=count))
        lag = timedelta(days=draw(st.integers(1, 60)))
        for day, code in zip(days, given, strict=False):
            if code is None:
                continue
            recorded_at = datetime(day.year, day.month, day.day, tzinfo=UTC) + lag
            rows.append(
                {"metric": metric["metric"], "service": service, "period_start": day}
                | figure(metric, code)
                | {"recorded_at": recorded_at, "withdrawn": False}
            )
    corrected = draw(st.lists(st.integers(0, 10_000), max_size=3, unique=True))
    for row in [rows[at % len(rows)] for at in corrected] if rows else []:
        moment = row["recorded_at"] + timedelta(days=draw(st.integers(1, 200)))
        again = [r for r in rows if r["period_start"] == row["period_start"]]
        if all(r["recorded_at"] != moment for r in again):
            changed = figure(metric, draw(st.integers(0, 15)))
            withdrawn = draw(st.booleans()) and not row["withdrawn"]
            last = max((r for r in again if r["service"] == row["service"]), key=recorded)
            if last["recorded_at"] < moment and not (withdrawn and last["withdrawn"]):
                rows.append(row | changed | {"recorded_at": moment, "withdrawn": withdrawn})
    return rows


def recorded(row: Row) -> datetime:
    moment: datetime = row["recorded_at"]
    return moment


@st.composite
def organisations(draw: st.DrawFn) -> Bundle:
    """A whole organisation, every version of every row."""
    fiscal_month = draw(st.sampled_from([1, 4, 7, 12]))
    stamp = {"recorded_at": BEGINNING, "withdrawn": False}
    bundle: Bundle = {
        "organization": [{"name": "O", "fiscal_year_start_month": fiscal_month} | stamp],
        "people": [{"person": "p", "name": "P"} | stamp],
        "services": [{"service": name, "name": name} | stamp for name in SERVICES if name],
        **{name: [] for name in ("objectives", "metrics", "targets", "target_points", "readings")},
    }
    due = st.none() | st.integers(0, 800)
    objectives: list[Row] = []
    for number in range(draw(st.integers(1, 3))):
        starts_on = FIRST_DAY + timedelta(draw(st.integers(-100, 300)))
        days = draw(due)
        first = {
            "objective": f"O{number}",
            "title": "T",
            "owner": "p",
            "starts_on": starts_on,
            "due_on": None if days is None else starts_on + timedelta(days),
        } | stamp
        objectives.append(first)
        changes = due.map(
            lambda days, starts_on=starts_on: {
                "due_on": None if days is None else starts_on + timedelta(days)
            }
        )
        bundle["objectives"] += draw(versions(first, changes))
    for number in range(draw(st.integers(2, 6))):
        metric = draw(metrics(f"M{number}"))
        renamed = st.fixed_dictionaries({"grace_days": st.sampled_from([0, 5, 20])})
        bundle["metrics"] += draw(versions(metric, renamed))
        for objective in objectives:
            if draw(st.integers(0, 3)):
                target, points = draw(targets(objective, metric))
                bundle["targets"] += target
                bundle["target_points"] += points
        bundle["readings"] += draw(readings(metric, fiscal_month))
    return bundle


def write(bundle: Mapping[str, Sequence[Row]], folder: Path) -> Path:
    """The bundle's rows as files, in their order."""
    folder.mkdir()
    for register, rows in bundle.items():
        names = list(dict.fromkeys(name for row in rows for name in row))
        with (folder / f"{register}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(names or BY_NAME[register].model_fields)
            writer.writerows([text_of(row.get(name)) for name in names] for row in rows)
    return folder


def text_of(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.isoformat()
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


@pytest.fixture(scope="module")
def empty(empty_store_file: Path) -> Path:
    """An empty store, to be copied."""
    return empty_store_file


@contextmanager
def stored(empty: Path, bundle: Mapping[str, Sequence[Row]]) -> Iterator[Store]:
    """A store of its own with this bundle in it."""
    with tempfile.TemporaryDirectory(prefix="sms-property-") as name:
        folder = Path(name)
        shutil.copy(empty, folder / "sms.duckdb")
        with Store.open(folder / "sms.duckdb") as store:
            import_bundle(store, [write(bundle, folder / "bundle")], "tester")
            yield store


# --- answers -------------------------------------------------------------------------------------

ON_KNOWN = (
    *(record.view for record in REGISTERS),
    *("reading_history", "change", "metric_period"),
)
ON_BOTH = ("target_status", "objective_status", "objective_wall", "reading_due")


def plain(cell: object) -> object:
    """A cell to compare by: floats to nine digits, since sums may be taken in another order."""
    if isinstance(cell, float):
        return f"{cell:.9g}" if abs(cell) > 1e-9 else "0"
    return str(cell) if isinstance(cell, (date, datetime)) else cell


def rows_of(store: Store, query: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    cursor = store.cursor()
    found = cursor.execute(query, list(parameters)).fetchall()
    cursor.close()
    return sorted((tuple(plain(cell) for cell in row) for row in found), key=repr)


def answers(store: Store, days: Sequence[date], moments: Sequence[datetime]) -> Answers:
    """Every view at every pair of these clocks, and how objectives moved between them."""
    found: Answers = {}
    for moment in moments:
        for view in ON_KNOWN:
            query = f"FROM {view}_at(CAST(? AS TIMESTAMPTZ))"
            found[f"{view} known at {moment}"] = rows_of(store, query, [moment])
        for day in days:
            for view in ON_BOTH:
                query = f"FROM {view}_at(CAST(? AS DATE), CAST(? AS TIMESTAMPTZ))"
                found[f"{view} on {day} known at {moment}"] = rows_of(store, query, [day, moment])
    clocks = [days[0], moments[0], days[-1], moments[-1]]
    day_and_time = "CAST(? AS DATE), CAST(? AS TIMESTAMPTZ)"
    query = f"FROM objective_change({day_and_time}, {day_and_time})"
    found["objective_change"] = rows_of(store, query, clocks)
    return found


def different(one: Answers, other: Answers) -> dict[str, tuple[Any, Any]]:
    """The views that answer differently, with the rows that only one of them has."""
    assert one.keys() == other.keys()
    return {
        view: (
            [row for row in rows if row not in other[view]],
            [row for row in other[view] if row not in rows],
        )
        for view, rows in one.items()
        if rows != other[view]
    }


# --- properties ----------------------------------------------------------------------------------


@steady(3)
@given(organisation=organisations(), day=DAYS, known=LATER, shuffle=st.randoms())
def test_the_order_of_rows_changes_no_answer(empty, organisation, day, known, shuffle):
    shuffled = {register: list(rows) for register, rows in organisation.items()}
    for rows in shuffled.values():
        shuffle.shuffle(rows)
    with stored(empty, organisation) as one, stored(empty, shuffled) as other:
        clocks = [day], [known, datetime(2026, 1, 1, tzinfo=UTC)]
        assert different(answers(one, *clocks), answers(other, *clocks)) == {}


@steady(3)
@given(organisation=organisations(), day=DAYS, known=LATER)
def test_what_is_recorded_after_known_at_changes_no_answer(empty, organisation, day, known):
    cut = {
        register: [row for row in rows if row["recorded_at"] <= known]
        for register, rows in organisation.items()
    }
    with stored(empty, organisation) as whole, stored(empty, cut) as before:
        found = answers(whole, [day], [known]), answers(before, [day], [known])
        assert different(*found) == {}
        # the cut store knows nothing more, whenever it is asked
        later = answers(before, [day], [datetime(2026, 1, 1, tzinfo=UTC)])
    assert {view.partition(" known")[0]: rows for view, rows in later.items()} == {
        view.partition(" known")[0]: rows for view, rows in found[1].items()
    }


def has_reading_of_its_own(organisation: Bundle, row: Row) -> bool:
    """Whether the period of a service's reading has a reading without a service, now."""
    rows = [
        other
        for other in organisation["readings"]
        if other["metric"] == row["metric"]
        and other["service"] == ""
        and other["period_start"] == row["period_start"]
    ]
    return bool(rows) and not max(rows, key=recorded)["withdrawn"]


@steady(4)
@given(organisation=organisations(), at=st.integers(0, 10_000), new=st.integers(0, 12), day=DAYS)
def test_a_correction_moves_only_what_depends_on_its_period(empty, organisation, at, new, day):
    assume(organisation["readings"])
    row = organisation["readings"][at % len(organisation["readings"])]
    metric, service = row["metric"], row["service"]
    of = next(m for m in organisation["metrics"] if m["metric"] == metric)
    correction = {**row, **figure(of, new)}
    del correction["recorded_at"], correction["withdrawn"]
    note(f"corrected: {correction}")
    with stored(empty, organisation) as store, tempfile.TemporaryDirectory() as folder:
        before_known = max(recorded(r) for rows in organisation.values() for r in rows)
        series = "SELECT * FROM metric_period WHERE (metric, period_start) <> (?, CAST(? AS DATE))"
        statuses = "FROM target_status_at(CAST(? AS DATE), TIMESTAMPTZ '2030-01-01 00:00:00Z')"
        key = [metric, row["period_start"]]
        (period_end,) = store.cursor().execute(
            "SELECT max(period_end) FROM metric_period "
            "WHERE metric = ? AND period_start = CAST(? AS DATE)",
            key,
        ).fetchone() or (None,)  # fmt: skip
        eve = (period_end or row["period_start"]) - timedelta(1)
        days = [day, eve]
        untouched = [rows_of(store, series, key), rows_of(store, statuses, [eve])]
        then = [rows_of(store, statuses, [d]) for d in days]
        past = answers(store, [day], [before_known])
        import_bundle(store, [write({"readings": [correction]}, Path(folder) / "late")], "late")
        # nothing of another period, and nothing before the period had ended
        assert [rows_of(store, series, key), rows_of(store, statuses, [eve])] == untouched
        # nothing of another metric, or of another service
        for was, d in zip(then, days, strict=True):
            for old, now in zip(was, rows_of(store, statuses, [d]), strict=True):
                reached = old[1] == metric and (
                    old[2] == (service or None)
                    or (old[2] is None and not has_reading_of_its_own(organisation, row))
                )
                assert reached or old == now
        # and nothing that was said before it
        assert different(past, answers(store, [day], [before_known])) == {}


@steady(3)
@given(organisation=organisations(), days=st.lists(DAYS, min_size=2, max_size=4), known=LATER)
def test_several_days_at_once_are_answered_as_one_at_a_time(empty, organisation, days, known):
    with stored(empty, organisation) as store:
        for macro, more, view in (
            ("target_status_on", "weight", "target_status_at"),
            ("objective_status_on", "target_statuses", "objective_status_at"),
        ):
            at_once = rows_of(
                store,
                f"SELECT * EXCLUDE ({more}) "
                f"FROM {macro}(CAST(? AS DATE[]), CAST(? AS TIMESTAMPTZ))",
                [sorted(set(days)), known],
            )
            one_by_one = [
                (str(day), *row)
                for day in set(days)
                for row in rows_of(
                    store, f"FROM {view}(CAST(? AS DATE), CAST(? AS TIMESTAMPTZ))", [day, known]
                )
            ]
            assert at_once == sorted(one_by_one, key=repr)


# --- the same rules, written twice ---------------------------------------------------------------

REGISTER_OF = {BY_NAME[name].view: name for name in BY_NAME}


def frame(record: type[Record], rows: Sequence[Row]) -> pd.DataFrame:
    """Every version of a register as a frame with the bundle's columns."""
    names = [*record.model_fields, "recorded_at", "withdrawn"]
    made = pd.DataFrame([[row.get(name) for name in names] for row in rows], columns=names)
    made = made.replace({"service": {"": None}}) if "service" in made else made
    for column in columns(record):
        if column.kind.type == "DOUBLE":
            made[column.name] = made[column.name].astype(float)
    return made


def in_pandas(organisation: Bundle, day: date, known: datetime) -> list[Row]:
    tables = {
        view: pandas_rules.current_at(
            frame(BY_NAME[REGISTER_OF[view]], organisation[REGISTER_OF[view]]), keys, known
        ).reset_index(drop=True)
        for view, keys in pandas_rules.KEYS.items()
    }
    return pandas_rules.target_status(tables, day).to_dict("records")


def same(one: Any, other: Any) -> bool:
    if pd.isna(one) or pd.isna(other):
        return bool(pd.isna(one) and pd.isna(other))
    if isinstance(one, float):
        return math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-9)
    return bool(one == (pd.Timestamp(other) if isinstance(other, date) else other))


@steady(9)
@given(
    organisation=organisations(),
    days=st.lists(DAYS, min_size=3, max_size=3, unique=True),
    known=LATER,
)
def test_sql_and_pandas_come_to_the_same_status(empty, organisation, days, known):
    with stored(empty, organisation) as store:
        for day, moment in [
            (days[0], known),
            *((day, datetime(2026, 1, 1, tzinfo=UTC)) for day in days),
        ]:
            with store.board(day, moment) as board:
                found = board.target_status()
            expected = in_pandas(organisation, day, moment)
            assert len(found) == len(expected)
            by_key = {(row.objective, row.metric, row.service): row for row in found}
            for row in expected:
                key = row["objective"], row["metric"], row["service"]
                here = by_key[key[0], key[1], None if pd.isna(key[2]) else key[2]]
                wrong = {
                    name: (getattr(here, name), value)
                    for name, value in row.items()
                    if not same(value, getattr(here, name))
                }
                assert wrong == {}, (key, day, moment)


# --- out and in again ----------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@steady(2)
@given(organisation=organisations(), days=st.lists(DAYS, min_size=1, max_size=2), known=LATER)
def test_an_export_answers_every_question_as_the_store_did(empty, form, organisation, days, known):
    with tempfile.TemporaryDirectory() as name, stored(empty, organisation) as store:
        out = Path(name) / "out"
        export_bundle(store, out, form=form)
        again = Path(name) / "again.duckdb"
        shutil.copy(empty, again)
        with Store.open(again) as other:
            import_bundle(other, [out / "bundle.xlsx" if form == "xlsx" else out], "somebody else")
            clocks = days, [known, datetime(2026, 1, 1, tzinfo=UTC)]
            assert different(answers(store, *clocks), answers(other, *clocks)) == {}


# --- bulk and record -----------------------------------------------------------------------------

KNOWN_CODES = {
    "people": "p",
    "outcomes": "out",
    "services": "A",
    "objectives": "O",
    "metrics": "M",
    "plan_items": "P",
}
GOOD = {
    "text": ["Some words", "ünïcode", "5", "a;b", "it's"],
    "code": ["K.1", "ä-b_C", "42"],
    "codes": ["O", "O;O"],
    "date": ["2025-01-31", "2024-02-29", "1999-12-31"],
    "number": ["0", "-1", "2.5", "+3e1", ".5", "12."],
    "integer": ["0", "1", "12", "13", "-1", "3.0"],
    "boolean": ["true", "FALSE", "True"],
    "period": ["2025-01", "2024-12-31"],
}
BAD = {
    "text": [""],
    "codes": ["two words;O", "a/b", ";"],
    "code": ["two words", "a/b", "x" * 41, "é!"],
    "date": ["2025-02-29", "31.12.2025", "2025-1-1", "soon"],
    "number": ["1,5", "nan", "inf", "1e999", "5 %", "--1"],
    "integer": ["1.5", "many", "12345678901"],
    "boolean": ["yes", "1", "tru"],
    "period": [""],
}


def cells_of(column: Column) -> st.SearchStrategy[str]:
    """Texts for a cell: good, bad, empty, and with room around them."""
    if column.ref is not None:
        good = st.just(KNOWN_CODES[column.ref.register])
    elif column.choices:
        good = st.sampled_from(column.choices)
    else:
        good = st.sampled_from(GOOD[column.kind.name])
    bad = st.sampled_from(BAD[column.kind.name])
    if column.choices:
        bad = st.sampled_from(["none such", column.choices[0].upper()])
    empty = st.sampled_from(["", "  "])
    padded = good.map(lambda text: f" {text}\t")
    ordinary = [good, good, good, good, padded]
    if column.required:
        return st.one_of(*ordinary, *ordinary, bad, empty)
    return st.one_of(*ordinary, empty, empty, empty, bad)


def rows_for(record: type[Record]) -> st.SearchStrategy[list[dict[str, str]]]:
    row = st.fixed_dictionaries({column.name: cells_of(column) for column in columns(record)})
    # a row without any text is a blank line
    return st.lists(row.filter(lambda cells: any(map(str.strip, cells.values()))), min_size=20)


def problems_of_the_record(record: type[Record], cells: Mapping[str, str]) -> set[str]:
    """The columns in which a row is wrong by its record alone."""
    given = {name: text.strip() for name, text in cells.items() if text.strip()}
    wrong = set()
    try:
        record.model_validate(given)
    except ValidationError as error:
        wrong = {str(found["loc"][0]) for found in error.errors()}
    read: Row = {}
    readable = True
    for column in columns(record):
        text = given.get(column.name)
        if text is None:
            read[column.name] = column.default
            continue
        try:
            read[column.name] = column.kind.parse(text)
        except (ValueError, KeyError):
            readable = False
    if readable:
        row = record.model_construct(**read)
        wrong |= {rule.column for rule in record.rules if rule.broken(row)}
    return wrong


def words_of_a_row(record: type[Record]) -> set[str]:
    """How the problems end that a single row can have without a look at another."""
    words = {"is missing; it is needed", *(rule.problem for rule in record.rules)}
    for column in columns(record):
        if column.kind not in (TEXT, PERIOD):
            words.add(column.kind.problem)
        if column.choices:
            words.add(f"is none of {', '.join(column.choices)}")
        if column.bounds is not None:
            words.add(column.bounds.problem)
    return words


@pytest.mark.parametrize("register", BY_NAME)
@steady(4)
@given(data=st.data())
def test_the_bulk_check_and_the_record_find_the_same_problems(empty, register, data):
    record = BY_NAME[register]
    rows = data.draw(rows_for(record))
    expected = {
        (number, column)
        for number, row in enumerate(rows, start=2)
        for column in problems_of_the_record(record, row)
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(empty, folder / "sms.duckdb")
        with Store.open(folder / "sms.duckdb") as store:
            found: set[tuple[int, str]] = set()
            try:
                import_bundle(store, [write({register: rows}, folder / "bundle")], "tester")
            except InputError as error:
                ends = tuple(words_of_a_row(record))
                found = {(p.row, p.column) for p in error.problems if p.what.endswith(ends)}
    note(f"{expected ^ found}")
    assert found == expected
