"""Readings from people's own files: each with the outcome that a careful person would expect.

The folder messy_readings has the text files as people would hand them in; workbooks are made here.
What cannot be decided from a file is asked; the answers stand beside it in the table.
"""

import datetime as dt
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pytest

from smsdata.bundle_files import MAX_INFLATION
from smsdata.errors import InputError
from smsdata.reading_file import FileMapping, Known, propose, sheet_of
from smsdata.reading_guess import answer, guess
from smsdata.sheets import MAX_CELLS, MAX_COLUMNS, MAX_FILE, read_sheets
from smsdata.store import Store

FOLDER = Path(__file__).parent / "messy_readings"


@pytest.fixture(scope="module")
def known(small_store_file, tmp_path_factory):
    """What the small organisation measures; its fiscal year starts in April."""
    path = tmp_path_factory.mktemp("known") / "sms.duckdb"
    path.write_bytes(small_store_file.read_bytes())
    with Store.open(path) as store, store.board() as board:
        return Known.of(board)


def told(row):
    """What becomes of a row, in one line."""
    where = f"{row.row} {row.column}".strip()
    if row.problems:
        return f"{where}: " + "; ".join(f"{one.column} {one.what}" for one in row.problems)
    if row.left_out:
        return f"{where}: {row.left_out}"
    cells = row.cells
    figure = cells["value"]
    if cells["numerator"]:
        figure = f"{cells['numerator']}/{cells['denominator']}"
    if cells["not_applicable"] == "true":
        figure = "nothing to measure"
    of = "/".join(part for part in (cells["metric"], cells["service"]) if part)
    note = f" ({cells['note']})" if cells.get("note") else ""
    return f"{where}: {of} {cells['period_start']} {figure}{note}"


def outcome(path, known, answers):
    """What a file would bring; `answers` are given in the order in which they are asked."""
    sheets = read_sheets(path)
    guessed = guess(sheets, known)
    for code, value in answers.items():
        assert guessed.questions, f"nobody asked {code}"
        assert guessed.questions[0].code == code
        guessed = guess(sheets, known, answer(guessed.mapping, code, value))
    assert not guessed.questions, guessed.questions
    proposal = propose(sheet_of(sheets, guessed.mapping), guessed.mapping, known)
    # as it was kept it reads the file again, as it did
    kept = FileMapping.model_validate_json(guessed.mapping.model_dump_json())
    again = guess(sheets, known, kept)
    assert (again.mapping, again.questions) == (guessed.mapping, ())
    return [told(row) for row in proposal.rows]


NO_READING = "left out: no reading"
TOTAL = "left out: a total row"
TWO_LINES = {
    ".": ["3: resolved 2026-01-01 88/100", "4: resolved 2026-02-01 1100/1200"],
    ",": ["3: resolved 2026-01-01 88/100", "4: resolved 2026-02-01 1.1/1.2"],
}
SMALL = "fractions:resolved"
ONE_BY_ONE = {"metrics:incident resolved in time (%)": "resolved", "metrics:old thing": "leave out"}
LEFT_OLD = "4: left out: 'Old thing' is to be left out"
CASES = {
    "an export as it should be": (
        "plain.csv",
        {},
        ["2: resolved 2026-01-01 95.5", "3: resolved 2026-02-01 96"],
    ),
    "semicolons, decimal commas, metrics by their name in any case": (
        "european.csv",
        {},
        ["2: resolved 2026-01-01 95.5", "3: resolved 2026-02-01 1.25"],
    ),
    "tabs and UTF-16; services by code or name; fiscal quarters": (
        "tabs_utf16.csv",
        {},
        ["2: load/mail 2026-04-01 14 (nuit, été)", "3: load/mail 2026-07-01 15"],
    ),
    "Western European letters": (
        "western.csv",
        {},
        ["2: resolved 2026-01-01 95 (Überfällig)"],
    ),
    "a first line that names the separator": (
        "with_separator_line.csv",
        {},
        ["3: resolved 2026-01-01 95"],
    ),
    "every way to part thousands; the metric's own unit behind a number": (
        "thousands.csv",
        {},
        [
            "2: other-metric 2026-03-02 1234.5",
            "3: other-metric 2026-03-09 1234",
            "4: other-metric 2026-03-16 1234",
            "5: other-metric 2026-03-23 1234",
            "6: other-metric 2026-03-30 1234",
            "7: other-metric 2026-04-06 -1234567",
            "8: other-metric 2026-04-13 1234",
        ],
    ),
    "one number decides what the points of the others are": (
        "thousands_continental.csv",
        {},
        [
            "2: other-metric 2026-03-02 1234.5",
            "3: other-metric 2026-03-09 1234",
            "4: other-metric 2026-03-16 12",
        ],
    ),
    "1,234 where nothing decides, as thousands": (
        "either_way.csv",
        {"decimal": "."},
        ["2: other-metric 2026-03-02 1234", "3: other-metric 2026-03-09 2345"],
    ),
    "1,234 where nothing decides, as decimals": (
        "either_way.csv",
        {"decimal": ","},
        ["2: other-metric 2026-03-02 1.234", "3: other-metric 2026-03-09 2.345"],
    ),
    "n/a is nothing to measure; blank, dashes, ND and #N/A are no reading; zero is zero": (
        "silence.csv",
        {},
        [
            "2: resolved 2026-01-01 nothing to measure",
            f"3: {NO_READING}",
            f"4: {NO_READING}",
            f"5: {NO_READING}",
            "6: resolved 2026-05-01 nothing to measure",
            "7: resolved 2026-06-01 nothing to measure",
            f"8: {NO_READING}",
            f"9: {NO_READING}",
            "11: resolved 2026-09-01 0",
        ],
    ),
    "total rows are left out, wherever they stand": (
        "totals.csv",
        {},
        [
            "2: resolved 2026-01-01 95",
            f"3: {TOTAL}",
            "4: load 2026-04-01 3",
            f"5: {TOTAL}",
            f"6: {TOTAL}",
            f"7: {TOTAL}",
            "8: Value 'total' is no number; write it like 1234.5",
        ],
    ),
    "a percent sign says percent, and is wrong where tickets are counted": (
        "percent_signs.csv",
        {},
        [
            "2: resolved 2026-01-01 95",
            "3: resolved 2026-02-01 96.5",
            "4: value '14%' is a percentage, and load is measured in tickets; give the number alone",
        ],
    ),
    "fractions of a metric in percent, meant as fractions": (
        "fractions.csv",
        {SMALL: "yes"},
        ["2: resolved 2026-01-01 95.5", "3: resolved 2026-02-01 100", "4: load 2026-04-01 0.5"],
    ),
    "fractions of a metric in percent, meant as they stand": (
        "fractions.csv",
        {SMALL: "no"},
        ["2: resolved 2026-01-01 0.955", "3: resolved 2026-02-01 1", "4: load 2026-04-01 0.5"],
    ),
    "a share that is written with % among fractions": (
        "fractions_and_a_share.csv",
        {SMALL: "yes"},
        ["2: resolved 2026-01-01 95.5", "3: resolved 2026-02-01 95"],
    ),
    "a fraction among percentages, meant as a fraction": (
        "fractions_and_percents.csv",
        {SMALL: "yes"},
        [
            "2: resolved 2026-01-01 95.5",
            "3: value '95' is no fraction, and shares are fractions here; write it like 95 %",
        ],
    ),
    "a fraction among percentages, meant as it stands": (
        "fractions_and_percents.csv",
        {SMALL: "no"},
        ["2: resolved 2026-01-01 0.955", "3: resolved 2026-02-01 95"],
    ),
    "fractions beside a figure that cannot be": (
        "fractions_and_a_slip.csv",
        {SMALL: "yes"},
        [
            "2: value '300' is no fraction, and shares are fractions here; write it like 95 %",
            "3: resolved 2026-02-01 91",
        ],
    ),
    "dates that nothing decides": (
        "dates_open.csv",
        {"date_order": "month_first"},
        ["2: resolved 2026-03-01 95", "3: resolved 2026-05-01 96"],
    ),
    "one date decides the others": (
        "dates_decided.csv",
        {},
        ["2: resolved 2026-04-01 95", "3: resolved 2026-05-01 96"],
    ),
    "dates that contradict each other": (
        "dates_mixed.csv",
        {"date_order": "day_first"},
        [
            "2: resolved 2026-04-01 95",
            "3: resolved 2026-05-01 96",
            "4: date '5/13/2026' is no date with the day first; write it like 2026-09-30",
        ],
    ),
    "periods in every form, and some that are none": (
        "periods.csv",
        {"year": "2026"},
        [
            "2: resolved 2025-09-01 50",
            "3: resolved 2025-10-01 50",
            "4: resolved 2025-11-01 50",
            "5: resolved 2025-12-01 50",
            "6: resolved 2026-01-01 50",
            "7: resolved 2026-02-01 50",
            "8: resolved 2026-03-01 50",
            "9: resolved 2026-04-01 50",
            "10: resolved 2026-05-01 50",
            "11: load 2026-01-01 50",
            "12: load 2026-04-01 50",
            "13: load 2025-04-01 50",
            "14: other-metric 2026-02-23 50",
            "15: other-metric 2026-03-02 50",
            "16: other-metric 2026-03-09 50",
            (
                "17: period '2026' is a year, and resolved is measured monthly; "
                "name the period like 2026-09, or any day in it"
            ),
            (
                "18: period '2026-W54' names no period; "
                "write it like 2026-09, 2026-Q3, 2026-W36 or 2026-09-30"
            ),
            "19: resolved 2026-09-01 50",
            (
                "20: period 'soon' names no period; "
                "write it like 2026-09, 2026-Q3, 2026-W36 or 2026-09-30"
            ),
            # not every year has a week 53
            (
                "21: period '2025-W53' names no period; "
                "write it like 2026-09, 2026-Q3, 2026-W36 or 2026-09-30"
            ),
            "22: other-metric 2020-12-28 50",
        ],
    ),
    "the same week twice: the first counts": (
        "twice.csv",
        {"duplicates": "first"},
        [
            "2: other-metric 2026-03-02 10 (night)",
            "3: other-metric 2026-03-09 7",
            "4: left out: row 2 counts for the same period",
        ],
    ),
    "the same week twice: the last counts": (
        "twice.csv",
        {"duplicates": "last"},
        [
            "2: left out: row 4 counts for the same period",
            "3: other-metric 2026-03-09 7",
            "4: other-metric 2026-03-02 20 (day)",
        ],
    ),
    "the same week twice: their sum": (
        "twice.csv",
        {"duplicates": "sum"},
        [
            "2: other-metric 2026-03-02 30 (night; day)",
            "3: other-metric 2026-03-09 7",
            "4: put together with row 2",
        ],
    ),
    "the same week twice: their mean": (
        "twice.csv",
        {"duplicates": "mean"},
        [
            "2: other-metric 2026-03-02 15 (night; day)",
            "3: other-metric 2026-03-09 7",
            "4: put together with row 2",
        ],
    ),
    "the same week twice, once without a figure: the mean of the figures": (
        "twice_and_nothing.csv",
        {"duplicates": "mean"},
        [
            "2: other-metric 2026-03-02 10",
            "3: put together with row 2",
            "4: put together with row 2",
        ],
    ),
    "names that are nearly right, or of things that are gone": (
        "names.csv",
        {**ONE_BY_ONE, "services:e-mail": "mail"},
        ["2: resolved/mail 2026-01-01 95", "3: resolved/mail 2026-02-01 96", LEFT_OLD],
    ),
    "a service that stands for all of them": (
        "names.csv",
        {**ONE_BY_ONE, "services:e-mail": "without a service"},
        ["2: resolved/mail 2026-01-01 95", "3: resolved 2026-02-01 96", LEFT_OLD],
    ),
    "two columns that could be the value": (
        "values_several.csv",
        {"value": "actuals"},
        ["2: resolved 2026-01-01 93", "3: resolved 2026-02-01 96"],
    ),
    "a file of one metric": (
        "no_metric.csv",
        {"metric": "other-metric"},
        ["2: other-metric 2026-03-02 12", "3: other-metric 2026-03-09 14"],
    ),
    "a file of one month": (
        "no_period.csv",
        {"period": "May 2026"},
        ["2: resolved 2026-05-01 95"],
    ),
    "periods across, below a title; a header with a line break; a total column": (
        "wide.csv",
        {},
        [
            "5 Jan 2026: resolved 2026-01-01 95",
            "5 Feb 2026: resolved 2026-02-01 nothing to measure",
            f"5 Mar 2026: {NO_READING}",
            f"6: {TOTAL}",
        ],
    ),
    "periods across, the years above the months": (
        "wide_two_header_lines.csv",
        {},
        [
            "3 2025 Nov: resolved/mail 2025-11-01 91",
            "3 2025 Dec: resolved/mail 2025-12-01 92",
            "3 2026 Jan: resolved/mail 2026-01-01 93",
            f"3 2026 Feb: {NO_READING}",
            "4 2025 Nov: resolved/other-service 2025-11-01 81",
            "4 2025 Dec: resolved/other-service 2025-12-01 82",
            "4 2026 Jan: resolved/other-service 2026-01-01 83",
            "4 2026 Feb: resolved/other-service 2026-02-01 84",
        ],
    ),
    "months across that name no year": (
        "months_without_a_year.csv",
        {"year": "2026"},
        [
            "3 Jan: resolved 2026-01-01 95",
            "3 Feb: resolved 2026-02-01 96",
            f"3 Q1: {NO_READING}",
            f"4 Jan: {NO_READING}",
            f"4 Feb: {NO_READING}",
            "4 Q1: load 2026-04-01 14",
        ],
    ),
    "metrics across: what is nearly a metric is asked about, a total and a comment are not": (
        "metrics_across.csv",
        {"metrics:tickets resolved (%)": "leave out"},
        [
            "2 Incidents resolved in time: resolved 2026-01-01 95",
            "2 Tickets resolved (%): left out: 'Tickets resolved (%)' is to be left out",
            "3 Incidents resolved in time: resolved 2026-02-01 nothing to measure",
            "3 Tickets resolved (%): left out: 'Tickets resolved (%)' is to be left out",
            f"4: {TOTAL}",
        ],
    ),
    "one month across": (
        "one_month_across.csv",
        {},
        ["2 Sep 2025: resolved/mail 2025-09-01 95", f"3 Sep 2025: {NO_READING}"],
    ),
    "one month twice across": (
        "month_twice_across.csv",
        {"duplicates": "last"},
        [
            "2 Jan 2026: left out: row 2, Jan 2026 (2) counts for the same period",
            "2 Jan 2026 (2): resolved 2026-01-01 96",
        ],
    ),
    "no header at all": (
        "no_header.csv",
        {},
        ["1: resolved 2026-01-01 95", "2: resolved 2026-02-01 96"],
    ),
    "the year in a column of its own": (
        "year_beside_the_month.csv",
        {},
        [
            "2: resolved 2025-12-01 91",
            "3: resolved 2026-01-01 92",
            "4: resolved 2026-02-01 93",
            (
                "5: Month '13' names no period; "
                "write it like 2026-09, 2026-Q3, 2026-W36 or 2026-09-30"
            ),
        ],
    ),
    **{
        f"a header in two lines, decimal sign {sign}": (
            "header_in_two_lines.csv",
            {"decimal": sign},
            rows,
        )
        for sign, rows in TWO_LINES.items()
    },
    "a ratio beside its parts: the parts count where they agree": (
        "ratio_and_parts.csv",
        {},
        [
            "2: resolved 2026-01-01 88/100",
            "3: resolved 2026-02-01 1/3",
            (
                "4: value 50 is not numerator divided by denominator, which is 33.3333; "
                "correct one of them"
            ),
            "5: resolved 2026-04-01 95",
            "6: numerator is, like a denominator, for ratio metrics alone, and load is none; give a value",
            "7: numerator and denominator go together; give both or neither",
            "8: resolved 2026-06-01 0/0",
        ],
    ),
    "figures that cannot be, and rows that lack something": (
        "out_of_bounds.csv",
        {},
        [
            "2: value 195 lies above the metric's maximum, 100; correct the reading, or the metric",
            "3: value -1 lies below the metric's minimum, 0; correct the reading, or the metric",
            "4: value '9x' is no number; write it like 1234.5",
            (
                "5: value '#DIV/0!' is an error of the spreadsheet; "
                "mend its formula, or leave the cell empty"
            ),
            "6: metric is missing; name it in each row",
            "7: period is missing; name it in each row",
            "8: resolved 2026-06-01 95",
        ],
    ),
    "a column that says where there was nothing to measure": (
        "nothing_to_measure_column.csv",
        {},
        [
            "2: resolved 2026-01-01 nothing to measure (outage of the tool)",
            "3: resolved 2026-02-01 95",
            f"4: {NO_READING}",
            "5: nothing to measure is true beside a figure; give one or the other",
            "6: nothing to measure 'perhaps' is neither yes nor no; write one of them",
        ],
    ),
    "remarks below the table": (
        "footer.csv",
        {},
        ["2: resolved 2026-01-01 95", f"4: {NO_READING}", f"5: {NO_READING}"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_messy_file_comes_out_as_a_careful_person_would_expect(name, known):
    file, answers, expected = CASES[name]
    assert outcome(FOLDER / file, known, answers) == expected


def test_every_messy_file_has_its_outcome():
    assert {path.name for path in FOLDER.iterdir()} == {file for file, _, _ in CASES.values()}


# --- questions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "sentence", "labels"),
    [
        (
            "dates_open.csv",
            "Which comes first in dates like 3/4/2026?",
            ["Day first: 3\u00a0April 2026", "Month first: 4\u00a0March 2026"],
        ),
        (
            "either_way.csv",
            "Is 1,234 the number 1234 or 1.234?",
            ["1234: the point is the decimal sign", "1.234: the comma is"],
        ),
        (
            "fractions.csv",
            (
                "Incidents resolved in time: measured in %, and all values lie between 0 and 1. "
                "Is 0.955 meant as 95.5 %?"
            ),
            ["Yes, 95.5 %", "No, 0.955 %"],
        ),
        (
            "twice.csv",
            "Backlog, week 10 of 2026, is there more than once (rows 2 and 4). What counts?",
            ["The first of them", "The last of them", "Their sum", "Their mean"],
        ),
        (
            "names.csv",
            "'Incident resolved in time (%)' is no known metric. Which one is it?",
            [
                "Incidents resolved in time (resolved)",
                "Tickets per agent (load)",
                "Backlog (other-metric)",
                "Leave these rows out",
            ],
        ),
    ],
)
def test_what_a_file_leaves_open_is_asked_with_what_could_be_meant(file, sentence, labels, known):
    question = guess(read_sheets(FOLDER / file), known).questions[0]
    assert question.sentence == sentence
    assert [answer.label for answer in question.answers] == labels


def test_small_shares_among_others_of_every_size_are_not_asked_about(known, tmp_path):
    path = written(tmp_path, "metric,period,value\nresolved,2026-01,0.8\nresolved,2026-02,1.5\n")
    assert outcome(path, known, {}) == ["2: resolved 2026-01-01 0.8", "3: resolved 2026-02-01 1.5"]


def test_a_list_of_names_is_no_table_of_readings(known, tmp_path):
    sheets = read_sheets(written(tmp_path, "metric\nresolved\nload\n"))
    with pytest.raises(InputError, match="holds no table of readings; name metric, period and"):
        guess(sheets, known)


def test_a_name_of_two_metrics_is_asked_about(known, tmp_path):
    twin = known.metrics[0].model_copy(update={"metric": "twin"})
    path = written(tmp_path, f"metric,period,value\n{twin.name},2026-Q1,5\n")
    both = Known((*known.metrics, twin), known.services, known.fiscal_month)
    (question,) = guess(read_sheets(path), both).questions
    assert question.sentence == f"'{twin.name}' is the name of several metrics. Which one is it?"
    assert {answer.value for answer in question.answers[:2]} == {"twin", known.metrics[0].metric}


def test_what_is_called_total_is_no_total_row_where_it_is_a_known_name(known, tmp_path):
    total = known.services[0].model_copy(update={"service": "total", "name": "Total"})
    path = written(tmp_path, "metric,service,period,value\nresolved,Total,2026-01,95\n")
    with_total = Known(known.metrics, (*known.services, total), known.fiscal_month)
    assert outcome(path, with_total, {}) == ["2: resolved/total 2026-01-01 95"]


def test_open_duplicates_are_problems_of_all_of_them(known):
    (sheet,) = read_sheets(FOLDER / "twice.csv")
    mapping = guess([sheet], known).mapping
    assert [told(row) for row in propose(sheet, mapping, known).rows] == [
        "2: period is the same metric, service and period as row 4; say which of them counts",
        "3: other-metric 2026-03-09 7",
        "4: period is the same metric, service and period as row 2; say which of them counts",
    ]


def test_rows_of_one_period_are_not_put_together_where_one_is_wrong(known, tmp_path):
    path = written(tmp_path, "metric,period,value\nresolved,2026-01,95\nresolved,2026-01,x\n")
    assert outcome(path, known, {"duplicates": "sum"}) == [
        "2: period cannot be put together: row 3 has a problem",
        "3: value 'x' is no number; write it like 1234.5",
    ]


def test_a_value_that_is_no_fraction_among_fractions_is_a_problem(known, tmp_path):
    path = written(tmp_path, "metric,period,value\nresolved,2026-01,0.9\nresolved,2026-02,95\n")
    (sheet,) = read_sheets(path)
    mapping = FileMapping(
        columns={"metric": "metric", "period": "period", "value": "value"},
        fractions={"resolved": True},
    )
    assert [told(row) for row in propose(sheet, mapping, known).rows] == [
        "2: resolved 2026-01-01 90",
        "3: value '95' is no fraction, and shares are fractions here; write it like 95 %",
    ]


def test_a_problem_names_the_column_as_the_file_does(known, tmp_path):
    for text, place in (
        ("KPI,Month,Actual\nresolved,2026-01,195\n", "file.csv row 2, Actual: 195 lies above"),
        ("KPI,Jan 2026,Feb 2026\nresolved,95,195\n", "file.csv row 2, Feb 2026: 195 lies above"),
        ("Month,resolved\n2026-01,195\n", "file.csv row 2, resolved: 195 lies above"),
    ):
        sheets = read_sheets(written(tmp_path, text))
        mapping = guess(sheets, known).mapping
        (problem,) = propose(sheets[0], mapping, known).problems
        assert str(problem).startswith(place)


# --- rejected rows -------------------------------------------------------------------------------


def test_rejected_rows_come_back_as_they_were_with_the_reason(known, tmp_path):
    text = (
        "A report\nmetric,period,value,note\nresolved,2026-01,195,=1+1\nresolved,2026-02,95,\n"
        'resolved,2026-03,-5,"a, b"\n'
    )
    sheets = read_sheets(written(tmp_path, text))
    mapping = guess(sheets, known).mapping
    assert propose(sheets[0], mapping, known).rejected_csv().decode("utf-8-sig").splitlines() == [
        "metric,period,value,note,reason",
        (
            "resolved,2026-01,195,'=1+1,"
            '"value: 195 lies above the metric\'s maximum, 100; correct the reading, or the metric"'
        ),
        (
            'resolved,2026-03,-5,"a, b",'
            '"value: -5 lies below the metric\'s minimum, 0; correct the reading, or the metric"'
        ),
    ]


# --- kept mappings on other files ----------------------------------------------------------------


def test_a_kept_mapping_says_which_column_a_file_lacks(known, tmp_path):
    mapping = guess(read_sheets(FOLDER / "plain.csv"), known).mapping
    other = read_sheets(written(tmp_path, "metric,month,value\nresolved,2026-01,95\n"))
    with pytest.raises(InputError, match="there is no column 'period', which the mapping names"):
        guess(other, known, mapping)


def test_a_kept_mapping_asks_what_is_new_in_the_next_file(known, tmp_path):
    mapping = guess(read_sheets(FOLDER / "plain.csv"), known).mapping
    other = read_sheets(written(tmp_path, "metric,period,value\nresolved,2026-01,0.95\n"))
    assert [question.code for question in guess(other, known, mapping).questions] == [SMALL]


def written(folder, text):
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    return path


# --- workbooks -----------------------------------------------------------------------------------


@pytest.fixture
def book(tmp_path):
    """Write a workbook: sheets by name, rows of cells; `formats` by cell."""

    def write(formats=(), hidden=(), **sheets):
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.worksheets[0])
        for name, rows in sheets.items():
            sheet = workbook.create_sheet(name)
            for row in rows:
                sheet.append(row)
            for cell, number_format in dict(formats).items():
                sheet[cell].number_format = number_format
            if name in hidden:
                sheet.sheet_state = "hidden"
        path = tmp_path / "file.xlsx"
        workbook.save(path)
        return path

    return write


HEADER = ["metric", "period", "value"]


def test_cells_of_a_workbook_count_as_they_are_shown(book, known):
    path = book(
        formats={"C3": "0.0%", "C4": '0.0"%"', "B5": "0"},
        Data=[
            HEADER,
            ["resolved", dt.date(2026, 1, 31), 95],
            ["resolved", dt.datetime.combine(dt.date(2026, 2, 1), dt.time(12)), 0.955],
            ["resolved", "2026-03", 0.1 + 0.2],
            ["resolved", 46113, 95],
            ["Backlog", "2026-W10", 1234567],
            ["Backlog", 46100.0, dt.date(2026, 1, 1)],
            ["load", "2026-Q1", True],
        ],
    )
    assert outcome(path, known, {}) == [
        "2: resolved 2026-01-01 95",
        "3: resolved 2026-02-01 95.5",
        "4: resolved 2026-03-01 0.3",
        "5: resolved 2026-04-01 95",
        "6: other-metric 2026-03-02 1234567",
        "7: value 2026-01-01 is a date where a number is wanted; look at the cell's format",
        "8: value 'true' is no number; write it like 1234.5",
    ]


def test_months_across_may_be_dates(book, known):
    path = book(
        formats={"B1": "mmm-yy", "C1": "mmm-yy"},
        Data=[
            ["KPI", dt.date(2026, 1, 1), dt.date(2026, 2, 1)],
            ["resolved", 95, 96],
        ],
    )
    assert outcome(path, known, {}) == [
        "2 2026-01-01: resolved 2026-01-01 95",
        "2 2026-02-01: resolved 2026-02-01 96",
    ]


def test_of_a_formula_its_last_result_is_read_and_without_one_it_is_a_problem(book, known):
    path = book(
        Data=[
            HEADER,
            ["resolved", "2026-01", "=90+5"],
            ["resolved", "2026-02", "=90+6"],
            ["resolved", "2026-03", '=IF(TRUE,"","")'],
            ["resolved", "2026-04", '=HYPERLINK("http://example.org/x","95")'],
        ]
    )
    results = {"C2": ("", "95"), "C4": (' t="str"', ""), "C5": (' t="str"', "97")}
    rewritten(path, "xl/worksheets/sheet1.xml", lambda xml: with_results(xml, results))
    assert outcome(path, known, {}) == [
        "2: resolved 2026-01-01 95",
        "3: value a formula without a value; open and save it in the spreadsheet",
        f"4: {NO_READING}",
        "5: resolved 2026-04-01 97",
    ]


def with_results(xml, results):
    for cell, (kind, result) in results.items():
        before, _, after = xml.partition(f'<c r="{cell}"')
        formula, _, rest = after.partition("<v />") if "<v />" in after else after.partition("<v/>")
        xml = f'{before}<c r="{cell}"{kind}{formula}<v>{result}</v>{rest}'
    return xml


def rewritten(path, part, change, **more):
    """Change one part of a workbook, and add others."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts, **more}.items():
            archive.writestr(name, content)


def test_hidden_and_blank_sheets_are_passed_over_and_of_two_tables_one_is_chosen(book, known):
    rows = [HEADER, ["resolved", "2026-01", 95]]
    path = book(hidden=["Old"], Old=rows, Blank=[], Cover=[["Our KPIs"]], Data=rows)
    assert outcome(path, known, {}) == ["2: resolved 2026-01-01 95"]
    path = book(Mail=rows, Files=[HEADER, ["resolved", "2026-02", 96]])
    assert outcome(path, known, {"sheet": "Files"}) == ["2: resolved 2026-02-01 96"]


def test_a_sheet_that_says_it_is_smaller_than_it_is_is_read_whole(book, known):
    path = book(Data=[HEADER, ["resolved", "2026-01", 95]])
    rewritten(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace('ref="A1:C2"', 'ref="A1"'))
    assert outcome(path, known, {}) == ["2: resolved 2026-01-01 95"]


# --- what is no table ----------------------------------------------------------------------------


def refusal(path):
    with pytest.raises(InputError) as refused:
        read_sheets(path)
    return str(refused.value)


def test_a_workbook_with_macros_is_refused(book):
    path = book(Data=[HEADER])
    rewritten(path, "xl/workbook.xml", str, **{"xl/vbaProject.bin": b"Sub Auto_Open"})
    renamed = path.rename(path.with_suffix(".xlsm"))
    assert refusal(renamed) == (
        "file.xlsm: holds macros, which are never run here; save it as XLSX, without macros"
    )


def test_a_workbook_that_would_unpack_to_far_more_than_it_is_is_refused(book):
    path = book(Data=[HEADER])
    bomb = b" " * (MAX_INFLATION << 18)
    rewritten(path, "xl/workbook.xml", str, **{"xl/media/image1.png": bomb})
    assert "would unpack to" in refusal(path)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(MAX_FILE + (1 << 20))
    assert refusal(path) == "large.csv: has 51 MB, more than 50; hand it in in parts"


def test_a_sheet_with_too_many_cells_or_columns_is_refused(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text("," * MAX_COLUMNS + "x\n")
    assert "has 1,001 columns, more than 1,000" in refusal(path)
    row = "," * (MAX_COLUMNS - 2) + "x\n"
    path.write_text(row * (MAX_CELLS // MAX_COLUMNS + 1))
    assert "the sheet has more than 2,000,000 cells" in refusal(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \n \n", "is empty"),
        (b'metric,period\n"resolved,2026', "row 2: has a quote that is not closed"),
        (b"metric\n\0\0\0", "row 2: holds a NUL character"),
        (b"metric\n\x81\xff", "row 2: cannot be read as text"),
        (b"\xff\xfem\0e\0t", "cannot be read as text"),
        (b"PK\x03\x04 no workbook", "is no XLSX workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Excel workbook (.xls), or one with a"),
        (b"%PDF-1.7", "is a PDF"),
        (b"\n <html><table>", "is a web page or XML, whatever it is called"),
        (b"metric," + b"x" * 10_001, "row 1: a cell has more than 10,000 characters"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(content, words, tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    assert words in refusal(path)


def test_a_file_that_is_not_there_or_a_folder_is_told(tmp_path):
    assert refusal(tmp_path / "gone.csv") == "gone.csv: is not there; check the path"
    assert refusal(tmp_path).endswith(": is a folder; name a CSV or XLSX file")


def test_a_workbook_that_was_cut_or_broken_is_refused(book):
    path = book(Data=[HEADER])
    rewritten(path, "xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert "cannot be read as a workbook" in refusal(path)
    path.write_bytes(path.read_bytes()[:1000])
    assert "is no XLSX workbook" in refusal(path)


def test_the_remark_says_what_was_assumed_of_the_letters():
    (sheet,) = read_sheets(FOLDER / "western.csv")
    assert sheet.remark.startswith("read as Western European text")
    assert not read_sheets(FOLDER / "plain.csv")[0].remark
