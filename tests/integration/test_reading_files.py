"""Readings from a file on their way into the store: the command, kept mappings, the template."""

import io
import json
import shutil
from dataclasses import replace
from datetime import date

import duckdb
import openpyxl
import pytest

from smsdata import keeping
from smsdata.bundle import import_bundle
from smsdata.errors import ConflictError, InputError, NotAllowed
from smsdata.reading_file import FileMapping, Known, propose, sheet_of
from smsdata.reading_guess import guess
from smsdata.reading_import import becomes, edits, stored_beside, try_out
from smsdata.reading_mappings import fetch, keep, kept_names
from smsdata.reading_template import make_template
from smsdata.readings import everything_due
from smsdata.serving import Serving
from smsdata.sheets import read_sheets
from smsdata.store import Store
from smsdata.writing import save

READINGS = """Metric;Period;Numerator;Denominator;Note
resolved;2026-01;88;100;as before
resolved;2026-02;94;100;
resolved;March 2026;n/a;;no incidents
;Total;182;200;
"""


@pytest.fixture
def readings(tmp_path):
    """A file with one reading as it is stored, one revised, one new, and a total."""

    def write(text=READINGS, name="desk.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def in_force(path):
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(
            "SELECT metric, service, CAST(period_start AS VARCHAR), value, numerator, denominator, "
            "not_applicable, note, recorded_by, change_note FROM history.reading "
            "WHERE superseded_at = 'infinity' AND metric = 'resolved' ORDER BY period_start"
        ).fetchall()


# --- the command ---------------------------------------------------------------------------------


def test_a_files_readings_are_stored_and_what_was_left_out_is_said(
    command_here, small_path, readings
):
    ran = command_here(
        "import-readings", readings(), "--as", "eero", "--note", "Q1", "--store", small_path
    )
    assert (ran.status, ran.out) == (0, "")
    assert "1\u00a0row left out: a total row" in ran.lines
    assert ran.lines[-1] == "readings: 1 new, 2 revised"
    assert in_force(small_path) == [
        ("resolved", None, "2026-01-01", None, 88, 100, False, "as before", "eero", "Q1"),
        ("resolved", None, "2026-02-01", None, 94, 100, False, None, "eero", "Q1"),
        ("resolved", None, "2026-03-01", None, None, None, True, "no incidents", "eero", "Q1"),
    ]


def test_the_same_file_twice_changes_nothing(command_here, small_path, readings, contents):
    command_here("import-readings", readings(), "--store", small_path)
    before = contents(small_path)
    ran = command_here("import-readings", readings(), "--store", small_path)
    assert (ran.status, ran.lines[-1]) == (0, "readings: 3 unchanged")
    assert contents(small_path) == before


def test_a_dry_run_lists_row_by_row_what_would_change_and_stores_nothing(
    command_here, small_path, readings, contents
):
    before = contents(small_path)
    path = readings(READINGS.replace(";Note", "").replace(";as before", ""))
    ran = command_here("import-readings", path, "--dry-run", "--store", small_path)
    assert ran.status == 0
    assert [line.split() for line in ran.out.splitlines()] == [
        ["row", "metric", "service", "period", "reading", "becomes", "before", "why"],
        [
            "2",
            "resolved",
            "–",
            "January",
            "2026",
            "88",
            "of",
            "100",
            "unchanged",
            "88",
            "of",
            "100",
        ],
        ["3", "resolved", "–", "February", "2026", "94", "of", "100", "revised", "93", "of", "100"],
        ["4", "resolved", "–", "March", "2026", "nothing", "to", "measure", "new"],
        ["5", "–", "–", "–", "left", "out", "left", "out:", "a", "total", "row"],
    ]
    assert contents(small_path) == before


@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_every_problem_is_told_at_its_row_and_nothing_is_stored(
    options, command_here, small_path, readings, contents
):
    before = contents(small_path)
    path = readings(
        "metric,period,value\nresolved,2026-01,95\nresolved,2026-02,195\nresolved,2099-01,95\n"
    )
    ran = command_here("import-readings", path, *options, "--store", small_path)
    assert ran.status == 2
    assert [line for line in ran.lines if " row " in line] == [
        (
            "desk.csv row 3, value: 195 lies above the metric's maximum, 100; "
            "correct the reading, or the metric"
        ),
        ("desk.csv row 4, period: the period begins on 2099-01-01, which is to come; correct it"),
    ]
    assert contents(small_path) == before


def test_what_is_open_is_a_problem_that_names_the_ways_to_decide_it(
    command_here, small_path, readings
):
    path = readings("metric,date,value\nresolved,3/4/2026,0.95\n")
    ran = command_here("import-readings", path, "--store", small_path)
    assert (ran.status, ran.out) == (2, "")
    way_out = "Answer it on the page From a file, or name a mapping that is kept there"
    assert [line for line in ran.lines if line.startswith("desk.csv: ")] == [
        (
            "desk.csv: Incidents resolved in time: measured in %, and all values lie between 0 and 1. "
            f"Is 0.95 meant as 95 %? (Yes, 95 % and No, 0.95 %) {way_out}"
        ),
        (
            "desk.csv: Which comes first in dates like 3/4/2026? "
            f"(Day first: 3\u00a0April 2026 and Month first: 4\u00a0March 2026) {way_out}"
        ),
    ]


def test_a_kept_mapping_answers_for_the_command(command_here, small_path, readings):
    path = readings("metric,date,value\nresolved,3/4/2026,0.95\n")
    with Store.open(small_path) as store:
        columns = {"metric": "metric", "period": "date", "value": "value"}
        fractions = {"resolved": True}
        mapping = FileMapping(columns=columns, date_order="day_first", fractions=fractions)
        keep(store, "aino", "Service desk", mapping)
    named = ("--mapping", "Service desk", "--store", small_path)
    assert command_here("import-readings", path, *named).status == 0
    assert in_force(small_path)[-1][2:4] == ("2026-04-01", 95.0)
    ran = command_here("import-readings", path, "--mapping", "Servicedesk", "--store", small_path)
    assert (ran.status, ran.lines) == (
        2,
        [
            "mapping: no mapping is kept under the name 'Servicedesk'; did you mean Service desk?",
        ],
    )


def test_a_file_that_brings_nothing_is_a_problem(command_here, small_path, readings):
    path = readings("metric,period,value\nresolved,2026-01,-\nresolved,2026-02,\n")
    ran = command_here("import-readings", path, "--store", small_path)
    assert ran.status == 2
    assert ran.lines[-2:] == [
        "2\u00a0rows left out: no reading",
        "desk.csv: holds no reading to store; look whether the columns are the right ones",
    ]


def test_beside_a_running_dashboard_the_file_is_read_here_and_stored_there(
    command, small_path, readings
):
    with Store.open(small_path) as store, Serving(store):
        ran = command("import-readings", readings(), "--store", small_path)
        assert (ran.status, ran.lines[-1]) == (0, "readings: 1 new, 2 revised")
        with store.board() as board:
            assert len(board.readings_of(["resolved"])) == 3


# --- what a page does with it --------------------------------------------------------------------


@pytest.fixture
def proposal(small_store, readings):
    """What a file would bring to the small store, with what is stored beside it."""

    def make(text=READINGS):
        sheets = read_sheets(readings(text))
        with small_store.board() as board:
            known = Known.of(board)
            guessed = guess(sheets, known)
            made = propose(sheet_of(sheets, guessed.mapping), guessed.mapping, known)
            return made, stored_beside(board, made)

    return make


def test_the_good_rows_alone_can_be_taken(proposal, small_store):
    made, stored = proposal(READINGS.replace("94;", "194;").replace("March 2026", "2099-03"))
    with small_store.folder() as folder:
        made = try_out(small_store, made, folder)
    assert [becomes(row, stored) for row in made.rows] == [
        "revised",
        "problem",
        "problem",
        "left_out",
    ]
    (outcome,) = save(small_store, "aino", edits(made), "the good ones")
    assert (outcome.new, outcome.revised) == (0, 1)


def test_what_somebody_stored_since_it_was_shown_is_not_overwritten(proposal, small_store, bundle):
    made, stored = proposal()
    meanwhile = [
        {"metric": "resolved", "period_start": "2026-02", "numerator": 90, "denominator": 100}
    ]
    import_bundle(small_store, [bundle(readings=meanwhile)], "eero")
    with pytest.raises(ConflictError, match="eero was faster"):
        save(small_store, "aino", edits(made, stored), "from the desk's file")


def test_a_column_the_file_has_not_keeps_what_is_stored(proposal, small_store):
    made, _ = proposal()
    save(small_store, "aino", edits(made), "with notes")
    without, stored = proposal("metric,period,value\nresolved,2026-03,n/a\nresolved,2026-01,90\n")
    assert [becomes(row, stored) for row in without.rows] == ["unchanged", "revised"]
    save(small_store, "aino", edits(without), "without notes")
    with small_store.board() as board:
        kept = {one.period_start.month: one for one in board.readings_of(["resolved"])}
    assert (kept[1].value, kept[1].numerator, kept[1].note) == (90, None, "as before")


def test_a_dry_run_asks_about_figures_unlike_their_series(
    command_here, small_path, readings, bundle
):
    year = [
        {"metric": "resolved", "period_start": f"2025-{month:02}", "value": 90 + month % 2}
        for month in range(1, 13)
    ]
    with Store.open(small_path) as store:
        import_bundle(store, [bundle(readings=year)], "setup")
    # the second is as it is stored, which nobody is asked about
    path = readings("metric,period,value,note\nresolved,2026-03,40,\nresolved,2025-12,90,x\n")
    ran = command_here("import-readings", path, "--dry-run", "--store", small_path)
    asked, stored = ran.out.splitlines()[1:]
    assert asked.endswith("lies outside the usual range, 86.82 to 94.18\u00a0%. Is it right?")
    assert "usual" not in stored
    path = readings("metric,period,value\nresolved,2026-01,88\n")
    ran = command_here("import-readings", path, "--dry-run", "--store", small_path)
    assert "takes the place of 88 of 100: several periods together" in ran.out
    assert command_here("import-readings", path, "--store", small_path).status == 0


# --- kept mappings -------------------------------------------------------------------------------


def test_the_newest_mapping_of_a_name_counts_and_older_ones_stay(small_store):
    first = FileMapping(columns={"metric": "KPI", "value": "Ist"}, decimal=",")
    second = first.model_copy(update={"duplicates": "sum", "metrics": {"x": "load"}})
    with small_store.board() as before:
        assert kept_names(before) == []
    assert keep(small_store, "aino", "  Desk \n export", first) == "Desk export"
    keep(small_store, "aino", "Desk export", second)
    keep(small_store, "aino", "Another", first)
    with small_store.board() as board:
        assert kept_names(board) == ["Another", "Desk export"]
        assert fetch(board, "Desk  export") == second
        rows = board.cursor.execute("FROM history.reading_mapping ORDER BY recorded_at").fetchall()
    assert [(name, json.loads(text)["columns"], by) for name, text, _, by in rows] == [
        (name, {"metric": "KPI", "value": "Ist"}, "aino")
        for name in ("Desk export", "Desk export", "Another")
    ]


def test_a_period_that_was_said_for_one_file_is_not_kept_for_the_next(small_store):
    keep(small_store, "aino", "Desk", FileMapping(period="2026-05", year="2026", decimal=","))
    with small_store.board() as board:
        assert fetch(board, "Desk") == FileMapping(decimal=",")


@pytest.mark.parametrize("name", ["", "  ", "x" * 81])
def test_a_name_that_is_none_keeps_nothing(name, small_store):
    with pytest.raises(InputError, match="is no name for a mapping"):
        keep(small_store, "aino", name, FileMapping())


def test_who_may_enter_no_readings_may_keep_no_mapping(small_store):
    with pytest.raises(NotAllowed):
        keep(small_store, "nobody", "Desk", FileMapping())
    with small_store.board() as board:
        assert kept_names(board) == []


def test_kept_mappings_go_along_in_a_backup_and_not_in_a_bundle(small_path, tmp_path, command_here):
    with Store.open(small_path) as store:
        keep(store, "aino", "Desk", FileMapping(decimal=","))
        keeping.back_up(store, tmp_path / "backup")
        assert keeping.verify(store) == []
    assert command_here("export", tmp_path / "out", "--store", small_path).status == 0
    assert not list((tmp_path / "out").glob("*mapping*"))
    keeping.restore(tmp_path / "backup", tmp_path / "restored.duckdb")
    with Store.open(tmp_path / "restored.duckdb") as store, store.board() as board:
        assert fetch(board, "Desk").decimal == ","


def test_a_store_from_before_mappings_were_kept_gets_the_place_for_them(small_path, tmp_path):
    older = shutil.copy(small_path, tmp_path / "older.duckdb")
    with duckdb.connect(str(older)) as connection:
        connection.execute("DROP TABLE history.reading_mapping")
        connection.execute("DELETE FROM history.migration WHERE name = '0002_reading_mappings'")
    with Store.open(older) as store:
        keep(store, "aino", "Desk", FileMapping())
        assert keeping.verify(store) == []


# --- the template --------------------------------------------------------------------------------


@pytest.fixture
def template(small_path, tmp_path):
    """The template of what is due on 20 July, filled in and saved again.

    Rows 3, 4, 5 and 7 are the shares of March to June, row 6 is the load of the quarter to June.
    """

    def make(filled, **changed):
        with Store.open(small_path) as store, store.board(date(2026, 7, 20)) as board:
            due = everything_due(board)
        due = [replace(row, metric=row.metric.model_copy(update=changed)) for row in due]
        book = openpyxl.load_workbook(io.BytesIO(make_template(due)))
        for cell, value in filled.items():
            book["Readings"][cell] = value
        path = tmp_path / "template.xlsx"
        book.save(path)
        return path, book

    return make


def test_a_template_filled_in_and_handed_in_again_just_works(template, command_here, small_path):
    path, _ = template({"L3": 90, "M3": 96, "O3": "quiet", "K4": 0.5, "N5": "yes", "K6": 12.5})
    assert command_here("import-readings", path, "--store", small_path).status == 0
    ran = command_here("import-readings", path, "--dry-run", "--store", small_path)
    told = [line.split() for line in ran.out.splitlines()[1:]]
    assert told == [
        ["3", "resolved", "–", "March", "2026", "90", "of", "96", "unchanged", "90", "of", "96"],
        ["4", "resolved", "–", "April", "2026", "0.5", "unchanged", "0.5"],
        [
            "5",
            "resolved",
            "–",
            "May",
            "2026",
            "nothing",
            "to",
            "measure",
            "unchanged",
            "nothing",
            "to",
            "measure",
        ],
        ["6", "load", "mail", "Q1", "2026/27", "12.5", "unchanged", "12.5"],
        ["7", "–", "–", "–", "left", "out", "left", "out:", "no", "reading"],
    ]


def test_only_the_cells_to_fill_in_are_open_and_they_hold_the_metrics_bounds(template):
    _, book = template({})
    sheet = book["Readings"]
    opened = [cell.coordinate for row in sheet for cell in row if not cell.protection.locked]
    # numerator and denominator are for ratios alone
    expected = [f"{column}{row}" for row in range(3, 8) for column in "KLMNO"]
    assert opened == [cell for cell in expected if cell not in ("L6", "M6")]
    assert sheet.protection.sheet
    assert sheet.row_dimensions[1].hidden
    assert [name for name in "ABCD" if sheet.column_dimensions[name].hidden][:1] == ["A"]
    checks = {
        cell: (check.type, check.formula1, check.formula2)
        for check in sheet.data_validations.dataValidation
        for cell in str(check.sqref).split()
    }
    assert checks["K3"] == ("decimal", "0.0", "100.0")
    assert checks["M3"] == ("decimal", "0.0", "1E+300")
    assert checks["N6"] == ("list", '"yes,no"', None)
    assert "O3" not in checks
    assert [cell.value for cell in sheet[3]][3:10] == [
        "resolved",
        "Incidents resolved in time",
        None,
        "March 2026",
        "%",
        "93\u00a0%, February 2026",
        "at least 90\u00a0%",
    ]


def test_no_text_of_a_template_is_run_by_a_spreadsheet(template):
    _, book = template({}, name='=HYPERLINK("http://example.org")')
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert book["Readings"]["E3"].value == '\'=HYPERLINK("http://example.org")'


def test_a_template_without_anything_due_is_still_one(tmp_path, small_store):
    path = tmp_path / "template.xlsx"
    path.write_bytes(make_template([]))
    with small_store.board() as board:
        guessed = guess(read_sheets(path), Known.of(board))
    assert guessed.questions == ()
