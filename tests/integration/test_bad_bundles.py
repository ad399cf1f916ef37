"""Bundles that are wrong: every problem is told with its place, and nothing is stored.

The folder bad_bundles has them as people would hand them in; `.expected` beside the files has each
problem's place and what its words must say. What no text file can hold (encodings, workbooks,
50 MB) is made here.
"""

import random
import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

FOLDERS = sorted((Path(__file__).parent / "bad_bundles").glob("*/*"))
PEOPLE = "person,name\naino,Aino Niemi\n"


def place(problem):
    """Where a problem is: what stands before the first ': '."""
    return problem.partition(": ")[0]


@pytest.fixture
def refused(command_here, empty_path, contents):
    """Import into a store, empty if nothing else was put there: the problems, nothing stored."""

    def run(*paths):
        before = contents(empty_path)
        around = sorted(empty_path.parent.iterdir())
        ran = command_here("import", *paths, "--store", empty_path)
        assert (ran.status, ran.out) == (2, "")
        assert sorted(empty_path.parent.iterdir()) == around
        assert contents(empty_path) == before
        told = [line for line in ran.lines if not re.match("(opening|reading|checking) ", line)]
        assert all(re.fullmatch("[^:]+: .+", line) for line in told), told
        return told

    return run


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_broken_bundle_is_refused_with_every_problem_told(
    folder, refused, empty_path, small_store_file
):
    if folder.parent.name == "into_the_small_organisation":
        shutil.copy(small_store_file, empty_path)
    told = refused(folder)
    expected = (folder / ".expected").read_text().splitlines()
    assert sorted(map(place, told)) == sorted(map(place, expected)), told
    for line in expected:
        where, _, words = line.partition(": ")
        assert any(place(one) == where and words in one for one in told), (line, told)


def test_problems_come_by_file_and_row_as_they_stand_in_the_bundle(refused, bundle):
    people = [{"person": f"p-{n}", "name": "P", "access": "boss"} for n in range(12)]
    told = refused(bundle(people=people, services=[{"service": "mail", "name": ""}]))
    assert [place(line) for line in told] == [
        *(f"people.csv row {row}, access" for row in range(2, 14)),
        "services.csv row 2, name",
    ]


def test_a_thousand_problems_are_told_in_a_readable_number_of_lines(refused, bundle):
    told = refused(bundle(people=[{"person": f"a b {n}", "name": "P"} for n in range(1000)]))
    assert len(told) < 300
    assert any("more than 200" in line for line in told)


# --- files that are no text ----------------------------------------------------------------------

NO_TEXT = {
    "latin_1": (
        "person,name\naino,Aino\npäivi,Päivi Mäki\n".encode("latin-1"),
        "people.csv row 3: is not UTF-8 (byte 0xE4); save it as CSV in UTF-8",
    ),
    "cut_within_a_letter": (
        "person,name\naino,Päivi".encode()[:-4],
        "people.csv row 2: is not UTF-8",
    ),
    "utf_16": (PEOPLE.encode("utf-16"), "people.csv: is UTF-16; save it as CSV in UTF-8"),
    "utf_16_without_a_mark": (PEOPLE.encode("utf-16-le"), "people.csv row 1: holds a NUL byte"),
    "nul_bytes": (b"person,name\naino,Aino\neero,Ee\0ro\n", "people.csv row 3: holds a NUL byte"),
    "nothing": (b"", "people.csv: is empty; its first row must name the columns"),
    "blank_lines": (b"\n\n \n", "people.csv: is empty; its first row must name the columns"),
    "a_mark_and_nothing": (b"\xef\xbb\xbf", "people.csv"),
    "a_picture": (b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(5000), "people.csv row "),
    "noise": (random.Random(2).randbytes(3 << 20), "people.csv row "),
    "a_compressed_file": (b"PK\x03\x04" + random.Random(3).randbytes(5000), "people.csv row "),
}


@pytest.mark.parametrize(("given", "expected"), NO_TEXT.values(), ids=NO_TEXT)
def test_a_file_that_is_no_utf_8_text_is_refused(given, expected, refused, tmp_path):
    (tmp_path / "bundle").mkdir()
    (tmp_path / "bundle" / "people.csv").write_bytes(given)
    (told,) = refused(tmp_path / "bundle")
    assert told.startswith(expected)
    assert told.isprintable()


@pytest.mark.parametrize("given", [b"", b"\xef\xbb\xbf", b"\n", b"\nname\nHarbour IT\n", b",\n"])
def test_a_register_of_one_row_needs_a_header_too(given, refused, tmp_path):
    (tmp_path / "organization.csv").write_bytes(given)
    told = refused(tmp_path / "organization.csv")
    assert all(line.startswith("organization.csv") for line in told)


LONG = "a" * (50 << 20)
TOO_LONG = {
    "cell": (f"person,name\naino,Aino\neero,{LONG}\nlumi,Lumi\n", 3),
    "quoted_cell": (f'person,name\naino,Aino\neero,"{LONG}"\nlumi,Lumi\n', 3),
    "many_cells": ("person,name\naino" + ",a" * (25 << 20) + "\n", 2),
    "quote_that_never_closes": ('person,name\naino,"Aino\n' + "eero,Eero\n" * (5 << 20), 2),
    "header": (f"person,{LONG}\naino,Aino\n", 1),
    "without_an_end": (LONG, 1),
}


@pytest.mark.slow
@pytest.mark.parametrize(("given", "row"), TOO_LONG.values(), ids=TOO_LONG)
def test_a_line_of_50_mb_is_refused_in_one_short_line(given, row, refused, tmp_path):
    (tmp_path / "people.csv").write_text(given)
    told = refused(tmp_path / "people.csv")
    assert [place(line).partition(",")[0] for line in told] == [f"people.csv row {row}"]
    assert len(told[0]) < 300


def test_a_long_cell_is_quoted_short(refused, bundle):
    told = refused(
        bundle(
            people=[{"person": "x" * 500_000, "name": "X", "access": "y" * 500_000}],
            services=[{"service": "mail", "name": "Mail", "owner": "w" * 500_000}],
            metrics=[
                {
                    "metric": "load",
                    "name": "Load",
                    "unit": "h",
                    "direction": "lower",
                    "frequency": "monthly",
                    "aggregation": "mean",
                }
            ],
            readings=[{"metric": "load", "period_start": "z" * 500_000, "value": 1}],
        )
    )
    assert len(told) >= 4
    assert all(len(line) < 300 for line in told)


# --- paths ---------------------------------------------------------------------------------------


def test_a_path_that_is_not_there_is_said(refused, tmp_path):
    (told,) = refused(tmp_path / "bundel")
    assert told == f"{tmp_path}/bundel: is not there; check the path"


def test_an_empty_folder_is_no_bundle(refused, tmp_path):
    (tmp_path / "bundle").mkdir()
    (tmp_path / "bundle" / ".hidden").touch()
    (tmp_path / "bundle" / "~$lock").touch()
    (told,) = refused(tmp_path / "bundle")
    assert "is an empty folder" in told


def test_a_folder_with_a_files_name_is_no_file(refused, tmp_path):
    (tmp_path / "bundle" / "people.csv").mkdir(parents=True)
    (told,) = refused(tmp_path / "bundle")
    assert told.startswith("people.csv: is no register's file")


def test_a_file_of_another_kind_is_no_bundle(refused, tmp_path):
    (tmp_path / "people.txt").write_text(PEOPLE)
    (told,) = refused(tmp_path / "people.txt")
    assert told.startswith("people.txt: is no register's file")


def test_one_register_comes_once(refused, bundle, tmp_path):
    people = [{"person": "aino", "name": "Aino Niemi"}]
    one, other = bundle(people=people), bundle(people=people)
    (told,) = refused(one, other)
    where = f"{other}/people.csv: is the same register as {one}/people.csv; give one of them"
    assert told == where


def test_all_paths_are_looked_at_before_anything_is_said(refused, bundle, tmp_path):
    (tmp_path / "services.csv").write_text("service;name\nmail;Mail\n")
    told = refused(
        tmp_path / "nowhere",
        bundle(people=[{"person": "a b", "name": "A"}]),
        tmp_path / "services.csv",
    )
    assert [place(line) for line in told] == [
        f"{tmp_path}/nowhere",
        "people.csv row 2, person",
        "services.csv row 1",
    ]


def test_a_row_with_a_cell_too_few_or_too_many_hides_nothing_of_the_others(refused, bundle):
    path = bundle(services=[{"service": "mail", "name": "Mail", "owner": "eero"}])
    (path / "people.csv").write_text(
        "person,name,access\naino\n\neero,Eero,boss\nlumi,Aho, Lumi,manager\nmaija,Maija,manager\n"
    )
    assert [place(line) for line in refused(path)] == [
        "people.csv row 2",
        "people.csv row 4, access",
        "people.csv row 5",
    ]


GOOD_PEOPLE = "person,name,access\naino,Aino,manager\n"
HALF_KNOWN = {
    "wrong_column": ("people.csv", "person,nmae\naino,Aino\n", "people.csv row 1, nmae"),
    "open_quote": ("people.csv", 'person,name\naino,"Aino\n', "people.csv row 2"),
    "semicolons": ("people.csv", "person;name\naino;Aino\n", "people.csv row 1"),
    "other_name": ("peoples.csv", GOOD_PEOPLE, "peoples.csv"),
    "capitals": ("People.CSV", GOOD_PEOPLE, "People.CSV"),
    "cell_before_the_code": ("people.csv", "person,name\n1,aino,Aino\n", "people.csv row 2"),
    "no_code": ("people.csv", "person,name\n,Aino\n", "people.csv row 2, person"),
}


@pytest.mark.parametrize(("name", "text", "told"), HALF_KNOWN.values(), ids=HALF_KNOWN)
def test_no_row_is_blamed_for_naming_what_may_stand_where_it_cannot_be_read(
    name, text, told, refused, bundle
):
    path = bundle(services=[{"service": "mail", "name": "", "owner": "aino"}])
    (path / name).write_text(text)
    assert [place(line) for line in refused(path)] == [told, "services.csv row 2, name"]


@pytest.mark.parametrize("name", ["bundle.xlsx", "rest.zip", "people"])
def test_a_container_that_cannot_be_read_may_hold_any_register(name, refused, bundle, tmp_path):
    path = bundle(services=[{"service": "mail", "name": "", "owner": "aino"}])
    (tmp_path / name).write_text("none")
    told = [place(line) for line in refused(tmp_path / name, path)]
    assert told == [name, "services.csv row 2, name"]


def test_what_is_withdrawn_may_stand_in_a_row_that_could_not_be_read(refused, bundle):
    path = bundle()
    (path / "people.csv").write_text(
        "person,name,recorded_at,withdrawn\na,A,2026-01-01T00:00:00Z\na,,2026-02-01T00:00:00Z,true\n"
    )
    assert [place(line) for line in refused(path)] == ["people.csv row 2"]


@pytest.mark.parametrize(
    ("text", "row"),
    [("name\n\nAcme,x\nBeta\nGamma\n", 3), ("name\nAcme\n\nBeta\n", 4)],
)
def test_rows_of_one_column_are_counted_with_blank_lines_too(text, row, refused, bundle):
    path = bundle()
    (path / "organization.csv").write_text(text)
    told = [place(line) for line in refused(path)]
    assert told[0] == f"organization.csv row {row}"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("byte", [b"\xff", b"\0"])
def test_what_is_no_text_is_told_with_its_row_however_lines_end(end, byte, refused, bundle):
    path = bundle()
    text = end.join(["person,name", "a,A", "b?,B", ""]).encode()
    (path / "people.csv").write_bytes(text.replace(b"?", byte))
    assert [place(line) for line in refused(path)] == ["people.csv row 3"]


def test_empty_cells_beyond_the_header_are_none(refused, bundle):
    path = bundle()
    (path / "people.csv").write_text("person,name,access\na,A,viewer,,\nb,B\nc,C,boss,\n")
    assert [place(line) for line in refused(path)] == [
        "people.csv row 3",
        "people.csv row 4, access",
    ]


def test_a_new_version_that_is_wrong_leaves_nobody_to_the_one_before(
    refused, bundle, empty_path, small_store_file
):
    shutil.copy(small_store_file, empty_path)
    metric = {**METRIC, "metric": "resolved", "maximum": 1000}
    for header in ({"decimals": "abc"}, {"frequency": "monthy"}, {}):
        path = bundle(
            metrics=[{**metric, **header}],
            readings=[{"metric": "resolved", "period_start": "2026-03", "value": 500}],
        )
        if not header:
            lines = (path / "metrics.csv").read_text().splitlines()
            (path / "metrics.csv").write_text(f"{lines[0]}\n{lines[1].rpartition(',')[0]}\n")
        assert {place(line).split(",")[0] for line in refused(path)} == {"metrics.csv row 2"}


@pytest.mark.parametrize(
    "cells", [{"timing": "recuring"}, {"cadence": "monthy"}, {"starts_on": "soon"}]
)
def test_a_plan_item_that_is_wrong_itself_makes_nothing_of_it_wrong(cells, refused, bundle):
    item = {"plan_item": "P", "title": "Review", "phase": "maintain", "timing": "recurring",
            "starts_on": "2026-01-15", "cadence": "monthly", **cells}  # fmt: skip
    path = bundle(
        plan_items=[item],
        plan_occurrences=[{"plan_item": "P", "due_on": "2026-02-15", "done_on": "2026-02-15"}],
        evidence=[
            {"evidence": "E", "title": "E", "location": "x", "register": "plan_items", "code": "P"}
        ],
    )
    assert {place(line).split(",")[0] for line in refused(path)} == {"plan_items.csv row 2"}


def test_a_stray_file_leaves_what_is_there_known(refused, bundle):
    path = bundle(
        people=[{"person": "aino", "name": "Aino"}],
        services=[{"service": "mail", "name": "Mail", "owner": "ainu"}],
    )
    (path / "peoples.csv").write_text(GOOD_PEOPLE)
    assert [place(line) for line in refused(path)] == ["peoples.csv", "services.csv row 2, owner"]


METRIC = {
    "metric": "load",
    "name": "Load",
    "unit": "%",
    "direction": "higher",
    "frequency": "monthly",
    "aggregation": "ratio",
}
LOADS = [
    {"metric": "load", "period_start": "2026-01", "numerator": 1, "denominator": 2, "value": None},
    {"metric": "cost", "period_start": "2026-13", "value": 1},
]


@pytest.mark.parametrize(
    "row",
    ["load,Load, or what,%,higher,monthly,ratio", "load,Load,%,higher,monthy,ratio",
     "load,Load,%,higher,monthly,ratioo", "load,Load,%,higher"],
)  # fmt: skip
def test_a_metric_that_is_wrong_itself_makes_no_reading_wrong(row, refused, bundle):
    path = bundle(
        metrics=[METRIC, {**METRIC, "metric": "cost", "aggregation": "mean"}], readings=LOADS
    )
    lines = (path / "metrics.csv").read_text().splitlines()
    (path / "metrics.csv").write_text("\n".join([lines[0], row, lines[2], ""]))
    told = [place(line) for line in refused(path)]
    assert told[0].startswith("metrics.csv row 2")
    assert told[1:] == ["readings.csv row 3, period_start"]


@pytest.mark.parametrize(
    ("register", "row"),
    [("target_points", "o,m,2026-01-01,90"), ("targets", "o,m,x,y,z"), ("targets", "o")],
)
def test_targets_and_points_of_rows_that_are_cut_off_are_not_missed(
    register, row, refused, small, bundle
):
    path = bundle({**small, "targets": small["targets"], "target_points": small["target_points"]})
    lines = (path / f"{register}.csv").read_text().splitlines()
    (path / f"{register}.csv").write_text("\n".join([lines[0], row, ""]))
    assert [place(line) for line in refused(path)] == [f"{register}.csv row 2"]


def test_more_rows_of_the_wrong_length_than_are_told_hide_nothing_either(refused, bundle):
    path = bundle()
    rows = ["person,name,access", *(f"p{number},P" for number in range(300)), "zz,Z,boss", ""]
    (path / "people.csv").write_text("\n".join(rows))
    told = refused(path)
    assert len(told) == 202
    assert told[0] == "people.csv: and more than 200 rows in all"
    assert told[-1].startswith("people.csv row 302, access: 'boss'")


def test_targets_are_not_asked_for_points_that_cannot_be_read(refused, bundle):
    path = bundle(targets=[{"objective": "o", "metric": "m"}])
    (path / "target_points.csv").write_text("objective,metric,on_date,valeu\no,m,2026-01-01,9\n")
    told = "\n".join(refused(path))
    assert "target_points.csv row 1, valeu" in told
    assert "has no target point" not in told


# --- workbooks -----------------------------------------------------------------------------------


@pytest.fixture
def workbook(tmp_path):
    """Write a workbook of sheets, then perhaps change its parts."""

    def write(sheets, parts=None):
        path = tmp_path / "bundle.xlsx"
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        book.save(path)
        if parts is not None:
            with zipfile.ZipFile(path) as archive:
                kept = {name: archive.read(name) for name in archive.namelist()}
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                for name, data in {**kept, **parts}.items():
                    archive.writestr(name, data)
        return path

    return write


GOOD_SHEET = {"people": [["person", "name"], ["aino", "Aino Niemi"]]}


def test_rows_of_a_sheet_are_counted_as_its_program_does(refused, workbook):
    told = refused(
        workbook(
            {
                "people": [
                    ["person", "name", "access"],
                    ["aino", "Aino Niemi", "manager"],
                    [],
                    ["eero", "Eero\nSalo", "boss"],
                    ["lumi", "Lumi Aho", "chief"],
                ],
                "services": [["service", "name", "owner"], ["mail", "Mail", "nobody"]],
            }
        )
    )
    assert [place(line) for line in told] == [
        "bundle.xlsx, sheet people row 4, access",
        "bundle.xlsx, sheet people row 5, access",
        "bundle.xlsx, sheet services row 2, owner",
    ]


BAD_SHEETS = {
    "unknown_sheet": (
        {**GOOD_SHEET, "persons": [["person"]]},
        "bundle.xlsx, sheet persons: is no register's name; did you mean people?",
    ),
    "empty_sheet": ({"people": []}, "bundle.xlsx, sheet people: is empty"),
    "wrong_column": (
        {"people": [["person", "nmae"]]},
        "bundle.xlsx, sheet people row 1, nmae: is no column of people; did you mean name?",
    ),
    "cell_beyond_the_header": (
        {"people": [["person", "name"], ["aino", "Aino"], ["eero", "Eero", "Salo"]]},
        "bundle.xlsx, sheet people row 3: has a cell beyond the 2 columns of the header",
    ),
    "text_in_a_number": (
        {"metrics": [["metric", "grace_days"], ["load", "ten"]]},
        "bundle.xlsx, sheet metrics row 2, grace_days: 'ten' is no whole number",
    ),
    "formula_that_failed": (
        {"metrics": [["metric", "minimum"], ["load", "#DIV/0!"]]},
        "bundle.xlsx, sheet metrics row 2, minimum: '#DIV/0!' is no number",
    ),
    "no_key_column": (
        {"people": [["name"], ["Aino"]]},
        "bundle.xlsx, sheet people row 1, person: is missing",
    ),
}


@pytest.mark.parametrize(("sheets", "expected"), BAD_SHEETS.values(), ids=BAD_SHEETS)
def test_a_broken_sheet_is_refused(sheets, expected, refused, workbook):
    told = refused(workbook(sheets))
    assert any(line.startswith(expected) for line in told), told


SHEET = "xl/worksheets/sheet1.xml"
BOMB = b'<?xml version="1.0"?><worksheet>' + b" " * (450 << 20)
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]><a>&a11;</a>"
)
BAD_PARTS = {
    "unpacks_to_450_mb": ({"xl/media/image1.bin": BOMB}, "would unpack to 450 MB"),
    "inflates_too_much": ({"xl/media/image1.bin": BOMB[: 50 << 20]}, "would unpack to 50 MB"),
    "laughs_in_a_sheet": ({SHEET: LAUGHS}, ""),
    "laughs_in_its_table": ({"xl/workbook.xml": LAUGHS}, ""),
    "no_xml_in_a_sheet": ({SHEET: b"<worksheet"}, ""),
    "no_xml_in_its_table": ({"xl/workbook.xml": b"not xml"}, ""),
    "no_xml_in_its_types": ({"[Content_Types].xml": b"<Types"}, ""),
    "no_xml_in_its_styles": ({"xl/styles.xml": b"<styleSheet"}, ""),
    "no_cells_where_cells_are": (
        {
            SHEET: b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            b'<sheetData><row r="x"><c r="A1" t="n"><v>many</v></c></row></sheetData></worksheet>'
        },
        "",
    ),
}


@pytest.mark.parametrize(("parts", "expected"), BAD_PARTS.values(), ids=BAD_PARTS)
def test_a_workbook_with_broken_parts_is_refused(parts, expected, refused, workbook):
    (told,) = refused(workbook(GOOD_SHEET, parts))
    assert told.startswith("bundle.xlsx")
    assert expected in told


def test_a_workbook_that_lies_about_its_sizes_unpacks_no_further(refused, workbook):
    path = workbook(GOOD_SHEET, {SHEET: BOMB[: 50 << 20]})
    data = path.read_bytes()
    true, told_size = (50 << 20).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    assert data.count(true) == 2
    path.write_bytes(data.replace(true, told_size))
    (told,) = refused(path)
    assert told.startswith("bundle.xlsx")


def test_a_workbook_without_a_part_it_names_is_refused(refused, workbook):
    path = workbook(GOOD_SHEET)
    with zipfile.ZipFile(path) as archive:
        kept = {name: archive.read(name) for name in archive.namelist() if name != SHEET}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in kept.items():
            archive.writestr(name, data)
    (told,) = refused(path)
    assert told.startswith("bundle.xlsx")


@pytest.mark.parametrize("length", [0, 10, 1000, -1])
def test_a_workbook_that_was_cut_is_refused(length, refused, workbook):
    path = workbook(GOOD_SHEET)
    path.write_bytes(path.read_bytes()[:length])
    (told,) = refused(path)
    assert told == "bundle.xlsx: is no XLSX workbook; save it as one, or as CSV files"


@pytest.mark.parametrize(
    "given", [PEOPLE.encode(), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)], ids=["csv", "xls"]
)
def test_what_only_bears_a_workbooks_name_is_refused(given, refused, tmp_path):
    (tmp_path / "bundle.xlsx").write_bytes(given)
    (told,) = refused(tmp_path / "bundle.xlsx")
    assert told == "bundle.xlsx: is no XLSX workbook; save it as one, or as CSV files"


def test_a_zip_of_something_else_is_no_workbook(refused, tmp_path):
    with zipfile.ZipFile(tmp_path / "bundle.xlsx", "w") as archive:
        archive.writestr("people.csv", PEOPLE)
    (told,) = refused(tmp_path / "bundle.xlsx")
    assert told == "bundle.xlsx: is no XLSX workbook; save it as one, or as CSV files"


def test_readings_of_an_unreadable_metric_are_not_taken_for_one(refused, tmp_path):
    (tmp_path / "metrics.csv").write_bytes(b"\x00\x01")
    days = "".join(f"backlog,2026-{month:02}-05,{month}\n" for month in range(1, 4))
    (tmp_path / "readings.csv").write_text(f"metric,period_start,value\n{days}")
    (told,) = refused(tmp_path / "metrics.csv", tmp_path / "readings.csv")
    assert told.startswith("metrics.csv row 1: holds a NUL byte")


# --- as a process of its own ---------------------------------------------------------------------


def test_a_refused_import_ends_with_2_and_leaves_no_store_behind(command, tmp_path):
    (tmp_path / "people.csv").write_text("person,name,access\naino,Aino,boss\neero,,viewer\n")
    ran = command("import", tmp_path / "people.csv", "--store", tmp_path / "new" / "sms.duckdb")
    assert (ran.status, ran.out) == (2, "")
    assert [line[: line.index(":")] for line in ran.lines[-2:]] == [
        "people.csv row 2, access",
        "people.csv row 3, name",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]
