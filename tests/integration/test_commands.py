"""The commands as people and their scripts use them: options, formats, exit statuses, lock-down."""

import csv
import datetime as dt
import io
import json
import subprocess
import sys
import tempfile
from zoneinfo import ZoneInfo

import duckdb
import pytest

from smsdata import __main__ as commands
from smsdata import board as board_module
from smsdata.errors import StatementRefused

STATUS = [
    "objective",
    "title",
    "owner",
    "status",
    "attainment",
    "targets",
    "readings_expected",
    "readings_received",
]


@pytest.fixture
def ask(command_here, small_path):
    """Run `sql` on the small organisation."""

    def run(statement, *options):
        return command_here("sql", statement, "--store", small_path, *options)

    return run


# --- which store ---------------------------------------------------------------------------------


def test_the_store_is_named_after_the_command_before_it_or_by_the_environment(
    command, small_path, store_path, tmp_path, monkeypatch
):
    expected = command("status", "--store", small_path)
    assert (expected.status, expected.err) == (0, "")
    assert command("--store", small_path, "status") == expected
    assert command("status", env={"SMS_STORE": str(small_path)}) == expected
    # what stands nearer to the command counts more
    gone = tmp_path / "gone.duckdb"
    assert command("--store", gone, "status", "--store", small_path) == expected
    assert command("--store", small_path, "status", env={"SMS_STORE": str(gone)}) == expected
    assert command("status", "--store", small_path, env={"SMS_STORE": str(gone)}) == expected


def test_a_store_may_be_named_by_a_path_from_where_one_is(command, small_path):
    assert command("status", "--store", small_path.name).status == 0


def test_every_command_takes_the_store(command_here, small_path, tmp_path, bundle):
    people = bundle(people=[{"person": "lumi", "name": "Lumi"}])
    for argv in (
        ["import", people],
        ["export", tmp_path / "out"],
        ["status"],
        ["sql", "SELECT 1"],
        ["backup", tmp_path / "backup"],
        ["verify"],
        ["demo"],
    ):
        before = command_here("--store", small_path, *argv)
        assert before.status == 0, before


def test_every_command_has_a_store_option(command_here):
    names = [
        registered.name or registered.callback.__name__
        for registered in commands.app.registered_commands
    ]
    assert {"demo", "import", "export", "status", "sql", "backup", "restore", "verify"} <= set(
        names
    )
    for name in names:
        ran = command_here(name, "--help")
        assert ran.status == 0
        assert "--store" in ran.out, name


# --- formats -------------------------------------------------------------------------------------

ODD = (
    "SELECT * FROM (VALUES "
    "(1, 0.1::DOUBLE + 0.2, true, DATE '2026-01-31', TIMESTAMPTZ '2026-01-31 12:00:00+02', 'a,\"b\"', NULL), "
    "(2, 1e300, false, DATE '0999-12-31', TIMESTAMPTZ '2026-01-31 12:00:00.5Z', 'ä\nb', 12.50::DECIMAL(9, 2))"
    ") AS t(n, number, flag, day, moment, words, price)"
)


def test_csv_is_unrounded_with_iso_dates_times_in_utc_and_empty_nulls(ask):
    ran = ask(ODD, "--format", "csv")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == (
        "n,number,flag,day,moment,words,price\n"
        '1,0.30000000000000004,true,2026-01-31,2026-01-31T10:00:00Z,"a,""b""",\n'
        '2,1e+300,false,0999-12-31,2026-01-31T12:00:00.500000Z,"ä\nb",12.50\n'
    )


def test_json_is_an_array_of_objects_unrounded(ask):
    ran = ask(ODD, "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    assert json.loads(ran.out) == [
        {
            "n": 1,
            "number": 0.1 + 0.2,
            "flag": True,
            "day": "2026-01-31",
            "moment": "2026-01-31T10:00:00Z",
            "words": 'a,"b"',
            "price": None,
        },
        {
            "n": 2,
            "number": 1e300,
            "flag": False,
            "day": "0999-12-31",
            "moment": "2026-01-31T12:00:00.500000Z",
            "words": "ä\nb",
            "price": 12.5,
        },
    ]


def test_a_table_is_rounded_for_people(ask):
    ran = ask(
        "SELECT 1234.5678::DOUBLE AS some_number, NULL AS nothing, true AS flag, '[b]x[/b]' AS words"
    )
    assert ran.out.split("\n")[0].split("  ")[0] == "some number"
    assert ran.out.split("\n")[1].split() == ["1,234.57", "–", "true", "[b]x[/b]"]


def test_an_answer_without_rows_is_the_header_or_an_empty_array(ask):
    nothing = "FROM reading WHERE metric = 'nothing'"
    header = "metric,service,period_start,value,numerator,denominator,not_applicable,note"
    assert ask(nothing, "--format", "csv").out.splitlines()[0].startswith(header)
    assert len(ask(nothing, "--format", "csv").out.splitlines()) == 1
    assert json.loads(ask(nothing, "--format", "json").out) == []
    assert ask(nothing).out.split()[:2] == ["metric", "service"]
    assert ask(nothing).status == 0


def test_json_stays_json_whatever_a_statement_answers(ask):
    odd = (
        "SELECT 'NaN'::DOUBLE AS nan, '-inf'::DOUBLE AS inf, [1, NULL] AS list, {'a': DATE '2026-01-01', 'b': ['NaN'::DOUBLE]} AS struct, "
        "MAP {'k': 1.5} AS map, '\\x00ab'::BLOB AS bytes, INTERVAL 1 DAY AS span, TIME '12:00' AS hour, "
        "12345678901234567890123456789::HUGEINT AS huge, 1.10::DECIMAL(5, 2) AS exact, "
        "TIMESTAMP '2026-01-01 10:00:00' AS local, uuid() AS id, 'infinity'::DATE AS never, 'infinity'::TIMESTAMPTZ AS no_time"
    )
    ran = ask(odd, "--format", "json")
    assert (ran.status, ran.err) == (0, "")

    def no_constant(name):
        raise AssertionError(f"{name} is no JSON")

    (row,) = json.loads(ran.out, parse_constant=no_constant)
    assert (row["nan"], row["inf"], row["list"], row["exact"]) == (None, None, [1, None], 1.1)
    assert row["huge"] == 12345678901234567890123456789
    for form in ("csv", "table"):
        ran = ask(odd, "--format", form)
        assert (ran.status, ran.err) == (0, ""), form


def test_two_columns_of_one_name_both_come_out(ask):
    ran = ask("SELECT 1 AS a, 2 AS a", "--format", "csv")
    assert ran.out == "a,a\n1,2\n"
    ran = ask("SELECT 1 AS a, 2 AS a, 3 AS a_1", "--format", "json")
    assert json.loads(ran.out) == [{"a": 1, "a_2": 2, "a_1": 3}]


def test_status_is_the_view_in_order_of_its_codes(command_here, small_path, ask):
    ran = command_here("status", "--format", "csv", "--store", small_path)
    rows = list(csv.reader(io.StringIO(ran.out)))
    assert rows[0] == STATUS
    assert [row[0] for row in rows[1:]] == ["decoy", "restore-fast"]
    assert ask("FROM objective_status ORDER BY objective", "--format", "csv").out == ran.out
    shown = json.loads(command_here("status", "--format", "json", "--store", small_path).out)
    assert [list(row) for row in shown] == [STATUS, STATUS]


def test_an_answer_may_be_longer_than_one_reading_of_it(ask):
    ran = ask("SELECT range AS n FROM range(25001) ORDER BY n", "--format", "csv")
    assert ran.out.split() == ["n", *map(str, range(25001))]
    assert len(json.loads(ask("FROM range(25001)", "--format", "json").out)) == 25001


# --- clocks --------------------------------------------------------------------------------------

HISTORY = [
    ("2026-06-08T12:00:00Z", "Monday"),
    # Helsinki is three hours ahead in summer
    ("2026-06-09T20:59:59.999999Z", "last of the 9th in Helsinki"),
    ("2026-06-09T21:00:00Z", "first of the 10th in Helsinki"),
    ("2026-06-10T00:00:00Z", "midnight in UTC"),
    ("2026-06-10T20:59:59Z", "last of the 10th in Helsinki"),
    ("2026-06-10T21:00:00Z", "the 11th in Helsinki"),
]


@pytest.fixture
def history_path(command_here, empty_path, bundle):
    people = [{"person": "aino", "name": name, "recorded_at": at} for at, name in HISTORY]
    organization = [
        {
            "name": "Harbour IT",
            "time_zone": "Europe/Helsinki",
            "recorded_at": "2026-01-01T00:00:00Z",
        }
    ]
    ran = command_here(
        "import", bundle(people=people, organization=organization), "--store", empty_path
    )
    assert ran.status == 0
    return empty_path


@pytest.mark.parametrize(
    ("known_at", "name"),
    [
        ("2026-06-09", "last of the 9th in Helsinki"),
        ("2026-06-10", "last of the 10th in Helsinki"),
        ("2026-06-10T00", "first of the 10th in Helsinki"),
        ("2026-06-10T00Z", "midnight in UTC"),
        ("2026-06-10T00:00", "first of the 10th in Helsinki"),
        ("2026-06-10 00:00", "first of the 10th in Helsinki"),
        ("2026-06-09T21:00:00Z", "first of the 10th in Helsinki"),
        ("2026-06-09T20:59:59.9999989Z", "Monday"),
        ("2026-06-09T18:00:00-03:00", "first of the 10th in Helsinki"),
        (" 2026-06-10T23:59:59 ", "last of the 10th in Helsinki"),
        ("9999-12-31", "the 11th in Helsinki"),
    ],
)
def test_known_at_is_a_time_in_the_organisations_zone_or_the_end_of_a_day(
    known_at, name, history_path, command_here
):
    ran = command_here(
        "sql",
        "SELECT name FROM person",
        "--known-at",
        known_at,
        "--format",
        "csv",
        "--store",
        history_path,
    )
    assert (ran.status, ran.out) == (0, f"name\n{name}\n")


def test_before_anything_was_known_nothing_was(history_path, command_here):
    ran = command_here(
        "status", "--known-at", "2020-01-01", "--format", "json", "--store", history_path
    )
    assert (ran.status, ran.out) == (0, "[]\n")


def test_on_is_a_day(ask):
    assert (
        ask("SELECT getvariable('on_date') AS d", "--on", "2026-02-28", "--format", "csv").out
        == "d\n2026-02-28\n"
    )


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_on_is_today_in_the_organisations_zone_unless_said(
    zone, command_here, empty_path, bundle, monkeypatch
):
    class Evening(dt.datetime):
        @classmethod
        def now(cls, tz=None):
            return dt.datetime(2026, 6, 10, 10, 30, tzinfo=dt.UTC).astimezone(tz)

    organization = [{"name": "Harbour IT", "time_zone": zone}]
    assert (
        command_here("import", bundle(organization=organization), "--store", empty_path).status == 0
    )
    monkeypatch.setattr(board_module, "datetime", Evening)
    ran = command_here(
        "sql", "SELECT getvariable('on_date') AS d", "--format", "csv", "--store", empty_path
    )
    there = dt.datetime(2026, 6, 10, 10, 30, tzinfo=dt.UTC).astimezone(ZoneInfo(zone)).date()
    assert ran.out.split() == ["d", there.isoformat()]
    assert there != dt.date(2026, 6, 10)


@pytest.mark.parametrize(
    ("option", "given"),
    [
        ("--on", "yesterday"),
        ("--on", "2026-02-30"),
        ("--on", "2026-06-10T00"),
        ("--on", "20260610"),
        ("--on", ""),
        ("--on", "10.06.2026"),
        ("--known-at", "yesterday"),
        ("--known-at", "2026-02-30"),
        ("--known-at", "2026-06-10T25:00"),
        ("--known-at", ""),
        ("--known-at", "2026-06-10+03:00"),
        ("--known-at", "2026-06-10+23"),
        ("--known-at", "2026-06-10T00:00 Europe/Helsinki"),
        ("--known-at", "0001-01-01T00:00+14:00"),
        ("--known-at", "9999-12-31T23:00-14:00"),
    ],
)
def test_a_clock_that_is_none_is_bad_input(option, given, command_here, small_path):
    ran = command_here("status", option, given, "--store", small_path)
    assert (ran.status, ran.out) == (2, "")
    assert len(ran.lines) == 1
    assert ran.err.startswith(f"{option}: '{given}' is no ")


# --- exit statuses and words ---------------------------------------------------------------------


def test_words_go_to_standard_error_and_answers_to_standard_output(
    command, small_path, bundle, tmp_path
):
    people = bundle(people=[{"person": "lumi", "name": "Lumi"}])
    for argv in (
        ["import", people],
        ["export", tmp_path / "out"],
        ["backup", tmp_path / "kept"],
        ["verify"],
    ):
        ran = command(*argv, "--store", small_path)
        assert (ran.status, ran.out) == (0, ""), argv
        assert ran.err, argv
    ran = command("status", "--store", small_path)
    assert ran.err == ""
    assert ran.out


@pytest.mark.parametrize(
    "argv",
    [
        ["unknown-command"],
        ["status", "--unknown"],
        ["status", "--format", "yaml"],
        ["export", "out", "--format", "pdf"],
        ["import"],
        ["sql"],
        ["status", "surplus"],
        ["--store"],
        ["restore"],
    ],
    ids=" ".join,
)
def test_a_command_written_wrongly_ends_with_2_and_one_line(argv, command_here):
    ran = command_here(*argv)
    assert (ran.status, ran.out) == (2, "")
    assert len(ran.lines) == 1


def test_no_command_shows_what_there_is(command):
    ran = command()
    assert "status" in ran.out + ran.err
    assert command("--help").status == 0


def test_import_says_what_it_did_to_each_register(command_here, small_path, bundle):
    given = bundle(
        people=[
            {"person": "aino", "name": "Aino Salo", "withdrawn": ""},
            {"person": "eero", "name": "Eero Salo", "withdrawn": ""},
            {"person": "lumi", "name": "Lumi", "withdrawn": ""},
        ],
        services=[{"service": "other-service", "withdrawn": True}],
    )
    ran = command_here("import", given, "--as", "olli", "--note", "June", "--store", small_path)
    assert ran.status == 0
    assert ran.lines[-2:] == ["people: 1 new, 1 revised, 1 unchanged", "services: 1 withdrawn"]
    told = command_here(
        "sql",
        "SELECT DISTINCT recorded_by, change_note FROM change WHERE recorded_by <> 'setup'",
        "--format",
        "csv",
        "--store",
        small_path,
    )
    assert told.out.splitlines()[1:] == ["olli,June"]


def test_who_imports_is_the_systems_user_unless_said(command, small_path, bundle):
    people = bundle(people=[{"person": "lumi", "name": "Lumi"}])
    assert command("import", people, "--store", small_path, env={"LOGNAME": "ulla"}).status == 0
    ran = command(
        "sql",
        "SELECT recorded_by FROM change WHERE code = 'lumi'",
        "--format",
        "csv",
        "--store",
        small_path,
    )
    assert ran.out.split() == ["recorded_by", "ulla"]


def test_an_export_goes_into_a_new_or_empty_folder_only(command_here, small_path, tmp_path):
    full = tmp_path / "full"
    full.mkdir()
    (full / "thesis.txt").write_text("mine")
    for target in (full, full / "thesis.txt"):
        ran = command_here("export", target, "--store", small_path)
        assert (ran.status, ran.out) == (2, "")
        assert ran.lines == [f"{target}: is not empty; name a new or empty folder"]
    assert [path.name for path in full.iterdir()] == ["thesis.txt"]
    (tmp_path / "empty").mkdir()
    for target in (tmp_path / "empty", tmp_path / "new" / "deeper"):
        assert command_here("export", target, "--store", small_path).status == 0
        assert (target / "readings.csv").exists()


def test_what_an_export_wrote_can_be_imported_as_it_lies(
    command_here, small_path, empty_store_file, tmp_path
):
    for form in ("csv", "xlsx"):
        folder = tmp_path / form
        assert command_here("export", folder, "--format", form, "--store", small_path).status == 0
        ran = command_here("import", folder, "--store", tmp_path / f"{form}.duckdb")
        assert ran.status == 0, ran
        query = ["status", "--on", "2026-03-20", "--format", "csv", "--store"]
        assert command_here(*query, tmp_path / f"{form}.duckdb") == command_here(*query, small_path)


def test_an_empty_store_answers_without_rows(command_here, empty_path, tmp_path):
    assert command_here("status", "--format", "json", "--store", empty_path).out == "[]\n"
    assert (
        command_here("status", "--format", "csv", "--store", empty_path).out
        == ",".join(STATUS) + "\n"
    )
    assert command_here("status", "--store", empty_path).status == 0
    assert command_here("verify", "--store", empty_path).status == 0
    assert command_here("export", tmp_path / "out", "--store", empty_path).status == 0
    assert command_here("backup", tmp_path / "kept", "--store", empty_path).status == 0


@pytest.mark.parametrize("form", ["csv", "json", "table"])
def test_a_reader_that_has_read_enough_is_no_error(form, small_path):
    # more than a pipe holds
    long = "SELECT repeat('x', 1000) AS x FROM range(1000)"
    with subprocess.Popen(
        [sys.executable, "-m", "smsdata", "sql", long, "--format", form, "--store", small_path],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline()
        process.stdout.close()
        err = process.stderr.read()
    assert (process.returncode, err) == (0, "")


# --- demo ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo_file(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    made = subprocess.run(
        [sys.executable, "-m", "smsdata", "demo", "--store", folder / "sms.duckdb"],
        capture_output=True,
        check=False,
        encoding="utf-8",
        cwd=commands.__file__.rpartition("/smsdata/")[0],
    )
    assert (made.returncode, made.stdout) == (0, ""), made.stderr
    return folder / "sms.duckdb"


def test_demo_makes_a_whole_store(demo_file, command_here):
    assert [path.name for path in demo_file.parent.iterdir()] == ["sms.duckdb"]
    assert command_here("verify", "--store", demo_file).status == 0
    objectives = json.loads(command_here("status", "--format", "json", "--store", demo_file).out)
    assert len(objectives) >= 24
    assert {"on_target", "off_target", "at_risk"} <= {row["status"] for row in objectives}


def test_demo_leaves_an_existing_store_alone_and_says_so(command_here, small_path, contents):
    before = contents(small_path)
    ran = command_here("demo", "--store", small_path)
    assert ran.status == 0
    assert ran.lines == [f"{small_path} is there already and was left alone; --fresh makes it anew"]
    assert contents(small_path) == before


def test_demo_fresh_makes_the_store_anew_and_keeps_the_one_that_was_there(
    command_here, small_path, contents
):
    before = contents(small_path)
    ran = command_here("demo", "--fresh", "--store", small_path)
    assert ran.status == 0
    assert ran.lines[-1] == f"the sample organisation is in {small_path}"
    told = command_here(
        "sql",
        "SELECT count(*) AS n FROM metric WHERE metric = 'resolved'",
        "--format",
        "csv",
        "--store",
        small_path,
    )
    assert told.out == "n\n0\n"
    # the store that was there is somebody's work
    new, kept = sorted(small_path.parent.iterdir(), key=lambda path: len(path.name))
    assert new == small_path
    assert ran.lines[-2] == f"the store that was there is kept as {kept}"
    assert contents(kept) == before


def test_a_demo_is_made_where_temporary_folders_have_any_name(command_here, tmp_path, monkeypatch):
    folder = tmp_path / "o'brien"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    ran = command_here("demo", "--store", tmp_path / "sms.duckdb")
    assert ran.status == 0, ran.err


def test_demo_fresh_puts_a_damaged_store_aside_as_well(command_here, small_path):
    with small_path.open("r+b") as file:
        file.seek(4096)
        file.write(b"x" * 8192)
    damaged = small_path.read_bytes()
    assert command_here("status", "--store", small_path).status == 3
    ran = command_here("demo", "--fresh", "--store", small_path)
    assert ran.status == 0, ran.err
    (kept,) = small_path.parent.glob(f"{small_path.name}.before-*")
    assert kept.read_bytes() == damaged


# --- lock-down -----------------------------------------------------------------------------------

REFUSED = [
    "INSERT INTO history.person SELECT * FROM history.person",
    "UPDATE history.reading SET value = 0",
    "DELETE FROM history.write",
    "DROP VIEW objective_status",
    "DROP TABLE history.reading",
    "ALTER TABLE history.reading ADD COLUMN x INTEGER",
    "TRUNCATE history.reading",
    "CREATE TABLE mine AS SELECT 1",
    "CREATE TEMP TABLE mine AS SELECT 1",
    "CREATE OR REPLACE VIEW objective_status AS SELECT 1",
    "CREATE OR REPLACE MACRO clock_on_date() AS DATE '2020-01-01'",
    "CREATE SEQUENCE mine",
    "CREATE SECRET (TYPE s3, KEY_ID 'x', SECRET 'y')",
    "COPY (SELECT 1) TO '{folder}/out.csv'",
    "COPY history.person FROM '{folder}/secret.csv'",
    "COPY history.person TO '{folder}/out.parquet'",
    "EXPORT DATABASE '{folder}/out'",
    "IMPORT DATABASE '{folder}/out'",
    "ATTACH '{folder}/other.duckdb'",
    "ATTACH ':memory:' AS other",
    "DETACH memory",
    "USE memory",
    "INSTALL httpfs",
    "LOAD json",
    "LOAD '{folder}/some.duckdb_extension'",
    "SET enable_external_access = true",
    "SET memory_limit = '100GB'",
    "SET GLOBAL threads = 100",
    "RESET lock_configuration",
    "SET VARIABLE known_at = TIMESTAMPTZ '2020-01-01 00:00:00Z'",
    "PRAGMA enable_profiling",
    "CHECKPOINT",
    "FORCE CHECKPOINT",
    "VACUUM",
    "ANALYZE",
    "BEGIN TRANSACTION",
    "COMMIT",
    "ROLLBACK",
    "CALL pragma_version()",
    "PREPARE p AS SELECT 1",
    "EXECUTE p",
    "EXPLAIN ANALYZE INSERT INTO history.person SELECT * FROM history.person",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '{folder}/out.csv'",
    "SELECT 1; SELECT 2",
    "SELECT 1; DROP TABLE history.reading",
    "SELECT 1; COMMIT; DROP TABLE history.reading",
    "FROM read_csv('{folder}/secret.csv')",
    "FROM '{folder}/secret.csv'",
    "FROM read_text('{folder}/secret.csv')",
    "FROM read_blob('{folder}/*')",
    "FROM glob('{folder}/*')",
    "FROM read_text('/etc/passwd')",
    "FROM read_text('/proc/self/environ')",
    "FROM read_duckdb('{folder}/other.duckdb')",
    "FROM 'https://example.com/data.csv'",
    "FROM read_csv('s3://bucket/data.csv')",
    "SELECT load_extension('x')",
    "SELECT getenv('HOME')",
    "SELECT * FROM query('DROP TABLE history.reading')",
    "SELECT nextval('mine')",
    "",
    "   ",
    ";",
    "-- nothing",
    "SELEC 1",
    "SELECT * FROM nowhere",
    "SELECT nothing FROM objective_status",
    "SELECT 'a'::INTEGER",
    "SELECT error('stop')",
    "SELECT '",
    "\0",
    "SELECT ?",
    "SELECT $name",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_a_statement_that_is_no_reading_is_refused_in_one_line(
    statement, command_here, small_path, tmp_path
):
    (tmp_path / "secret.csv").write_text("password\nhunter2\n")
    around = sorted(path.name for path in tmp_path.iterdir())
    before = small_path.read_bytes()
    ran = command_here("sql", statement.format(folder=tmp_path), "--store", small_path)
    assert (ran.status, ran.out) == (2, ""), ran
    assert len(ran.lines) == 1
    assert "hunter2" not in ran.err
    assert sorted(path.name for path in tmp_path.iterdir()) == around
    assert small_path.read_bytes() == before


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("FROM objectives", "there is no view objectives; did you mean objective?"),
        ("SELECT titel FROM objective", "there is no column titel there; did you mean title?"),
        ("SELEC 1", 'the statement cannot be read at "SELEC"; mend it there'),
        ("SELECT 'a'::INT", "Could not convert string 'a' to INT32"),
    ],
)
def test_what_a_statement_gets_wrong_is_told_with_the_nearest_name(ask, statement, told):
    ran = ask(statement)
    assert (ran.status, ran.lines) == (2, [told])


def test_every_row_is_asked_before_an_error_is_told_in_one_line(ask):
    late = "SELECT CASE WHEN range < 30000 THEN range ELSE error('row ' || range) END AS n FROM range(40000)"
    for form in ("csv", "json", "table"):
        ran = ask(late, "--format", form)
        assert ran.status == 2
        assert len(ran.lines) == 1
        assert "row 3" in ran.err


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1",
        "SELECT 1;",
        "  select 1 -- a word on it",
        "-- a word on it first\nSELECT 1",
        "WITH t AS (SELECT 1) FROM t",
        "FROM objective_status",
        "VALUES (1)",
        "(SELECT 1) UNION ALL (SELECT 2)",
        "SUMMARIZE reading",
        "DESCRIBE objective_status",
        "SHOW TABLES",
        "EXPLAIN SELECT 1",
        "SELECT ';'",
        "FROM target_status_at(DATE '2026-03-31', now())",
        """SELECT a.status, b.status FROM objective_status_at(DATE '2026-01-31', now()) AS a
        JOIN objective_status_at(DATE '2026-02-28', now()) AS b USING (objective)""",
    ],
)
def test_one_statement_that_reads_is_answered(statement, ask):
    ran = ask(statement, "--format", "csv")
    assert (ran.status, ran.err) == (0, "")
    assert len(ran.out.splitlines()) >= 2


COLUMNS = "(SELECT DISTINCT due_on AS {column} FROM objective WHERE due_on IS NOT NULL) AS {table}"


@pytest.mark.parametrize(
    ("table", "column", "clock", "told"),
    [
        # the rules know both names
        ("mine", "due_on", "due_on", "target_status_at would take due_on for a column of its own"),
        ("o", "due_on", "o.due_on", "target_status_at would take o.due_on for a column"),
        ("mine", "due_on", "CAST(due_on AS DATE) + 1", "would take due_on for a column"),
        ("my_days", "due_on", "my_days.due_on", ""),
        ("o", "my_own", "my_own", ""),
        ("o", "due_on", "(SELECT max(due_on) FROM objective)", ""),
    ],
)
def test_a_column_is_no_clock_where_a_view_would_take_it_for_its_own(
    table, column, clock, told, ask
):
    given = COLUMNS.format(table=table, column=column)
    asked = f"FROM {given}, target_status_at({clock}, now()) ORDER BY ALL"
    ran = ask(f"SELECT objective, metric, evaluated_on {asked}", "--format", "csv")
    if told:
        assert (ran.status, ran.out) == (2, "")
        assert told in ran.err
        assert len(ran.lines) == 1
    else:
        literal = (
            "SELECT objective, metric, evaluated_on FROM target_status_at(DATE '2026-12-31', now())"
        )
        assert ran.out == ask(f"{literal} ORDER BY ALL", "--format", "csv").out
        assert len(ran.lines) == 0


def test_a_statement_may_nest_deep_but_for_one_that_has_to_be_looked_through(ask):
    deep = f"SELECT {'+'.join(['1'] * 700)} AS n"
    assert ask(deep, "--format", "csv").out.splitlines() == ["n", "700"]
    ran = ask(f"{deep} FROM target_status_at(DATE '2026-12-31', now())")
    assert (ran.status, ran.out) == (2, "")
    assert ran.lines == ["nests too deep; write it flatter, or in several parts"]


def test_what_duckdb_cannot_carry_out_is_no_damage(store, monkeypatch):
    # a clock that is taken for a column inside is what DuckDB trips over
    monkeypatch.setattr(board_module, "taken_clock", lambda *_: None)
    column = "(SELECT DISTINCT done_on FROM plan_occurrence) AS q"
    tripping = f"SELECT count(*) FROM {column}, plan_item_status_at(done_on, now())"
    with store.board() as board, pytest.raises(StatementRefused, match="cannot carry"):
        board.select(tripping)


def test_settings_are_locked_for_every_cursor(store):
    for cursor in (store.cursor(), store.cursor()):
        read = dict(
            cursor.execute(
                "SELECT name, value FROM duckdb_settings() WHERE name IN ('lock_configuration', "
                "'enable_external_access', 'autoload_known_extensions', 'autoinstall_known_extensions', 'TimeZone')"
            ).fetchall()
        )
        assert read == {
            "lock_configuration": "true",
            "enable_external_access": "false",
            "autoload_known_extensions": "false",
            "autoinstall_known_extensions": "false",
            "TimeZone": "UTC",
        }


def test_nothing_but_the_spool_can_be_read_or_written_by_sql(store, tmp_path):
    (store.spool / "mine.csv").write_text("a\n1\n")
    assert store.cursor().execute(f"FROM read_csv('{store.spool}/mine.csv')").fetchall() == [(1,)]
    (tmp_path / "yours.csv").write_text("a\n1\n")
    (store.spool / "link.csv").symlink_to(tmp_path / "yours.csv")
    for path in (
        tmp_path / "yours.csv",
        f"{store.spool}/../yours.csv",
        f"{store.spool}x/yours.csv",
    ):
        with pytest.raises(duckdb.PermissionException):
            store.cursor().execute(f"FROM read_csv('{path}')")
    assert store.spool.stat().st_mode & 0o077 == 0
