"""Bundles at the edge of what is right: how they are read, what an import keeps and changes."""

import csv
import datetime as dt
import random
import shutil
import tempfile
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from smsdata.bundle import export_bundle, import_bundle
from smsdata.errors import InputError
from smsdata.models import Metric, Objective, Organization, Person, Reading, Service
from smsdata.store import Store
from tests.conftest import write_bundle

METRIC = {
    "metric": "backlog",
    "name": "Backlog",
    "unit": "tickets",
    "direction": "lower",
    "frequency": "monthly",
    "aggregation": "last",
}


@pytest.fixture
def take(tmp_path):
    """Import a register's file, given as text or bytes, into a store."""

    def run(store, register, given, **options):
        path = tmp_path / "given" / f"{register}.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(given if isinstance(given, bytes) else given.encode())
        return import_bundle(store, [path], "someone", **options)

    return run


def rows(store, record, **clocks):
    with store.board(**clocks) as board:
        return board.register(record)


def history(store, query):
    with store.board() as board:
        return board.cursor.execute(query).fetchall()


def exported(store, folder, register, **options):
    export_bundle(store, folder, **options)
    with (folder / f"{register}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def without_writes(told):
    """What a store holds, but for when and how it was brought in."""
    passing = ("write", "migration", "rules")
    return {table: given for table, given in told.items() if table not in passing}


# --- files ---------------------------------------------------------------------------------------

PLAIN = "person,name,role_title\naino,Aino Niemi,Head of\neero,Eero Salo,\n"


@pytest.mark.parametrize(
    "given",
    [
        pytest.param("\ufeff" + PLAIN, id="byte order mark"),
        pytest.param(PLAIN.replace("\n", "\r\n"), id="CRLF"),
        pytest.param("\ufeff" + PLAIN.replace("\n", "\r\n"), id="both"),
        pytest.param(PLAIN.replace("\n", "\r"), id="CR"),
        pytest.param("\r\n".join(PLAIN.split("\n", 1)).replace("of\n", "of\r"), id="each"),
        pytest.param(PLAIN.rstrip("\n"), id="no end of the last line"),
        pytest.param(PLAIN.replace("\n", "\n\n"), id="blank lines"),
        pytest.param(PLAIN + "\n\n,,\n , ,\n\t,,\n", id="rows of blank cells"),
        pytest.param(
            '"person","name","role_title"\n"aino","Aino Niemi","Head of"\n"eero","Eero Salo",""\n',
            id="quotes",
        ),
        pytest.param(
            " person , name ,\trole_title\n aino , Aino Niemi, Head of \neero,\u00a0Eero Salo\t,  \n",
            id="blanks around cells",
        ),
        pytest.param(
            "role_title,person,name\nHead of,aino,Aino Niemi\n,eero,Eero Salo\n",
            id="columns in another order",
        ),
        pytest.param(
            "person,role_title,name\neero,,Eero Salo\naino,Head of,Aino Niemi\n",
            id="rows in another order",
        ),
    ],
)
def test_how_a_file_is_written_makes_no_difference(given, store, take):
    take(store, "people", given)
    assert [(row.person, row.name, row.role_title) for row in rows(store, Person)] == [
        ("aino", "Aino Niemi", "Head of"),
        ("eero", "Eero Salo", None),
    ]


@pytest.mark.parametrize(
    "cell",
    ["Aino ", " Aino", "\tAino", "Aino\t", "\u00a0Aino", '"Aino\n"', '"\r\nAino"'],
    ids=repr,
)
def test_a_blank_at_the_end_of_a_cell_belongs_to_none(cell, store, take):
    # nothing else in the file could be taken for a blank or a quote
    take(store, "people", f"person,name,active\neero,{cell},true\n")
    assert [row.name for row in rows(store, Person)] == ["Aino"]
    take(store, "people", f"person,name,active\neero,Aino,{cell.replace('Aino', 'false')}\n")
    assert [row.active for row in rows(store, Person)] == [False]


def test_a_file_of_bare_ascii_is_read_like_any_other(store, take):
    assert take(store, "people", "person,name\naino_1.x-2,Aino\n").outcomes[0].new == 1
    with pytest.raises(InputError) as refused:
        take(store, "people", "person,name\na/b,Aino\n")
    assert [problem.column for problem in refused.value.problems] == ["person"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_quoted_cell_may_hold_line_breaks_commas_and_quotes(line_end, store, take):
    text = 'services,"first\n\nsecond; ""third"", and\tfourth"'
    take(
        store,
        "services",
        f"service,name,description\nmail,Mail,{text[9:]}\n".replace("\n", line_end),
    )
    (service,) = rows(store, Service)
    assert service.description == 'first\n\nsecond; "third", and\tfourth'


def test_a_crlf_across_two_blocks_of_reading_is_one_line_end(store, take):
    start = "service,name,description\r\nmail,Mail,"
    block = 1 << 20
    filler = "x" * (block - len(start) - 1)
    given = f"{start}{filler}\r\nother,Other,\r\n"
    assert given[block - 1 : block + 1] == "\r\n"
    take(store, "services", given)
    assert [(row.service, len(row.description or "")) for row in rows(store, Service)] == [
        ("mail", len(filler)),
        ("other", 0),
    ]


def test_a_letter_across_two_blocks_of_reading_is_one_letter(store, take):
    start = "service,name,description\nmail,Mail,"
    given = start.encode() + b"x" * ((1 << 20) - len(start) - 1) + "ä\n".encode()
    take(store, "services", given)
    assert rows(store, Service)[0].description.endswith("xä")


def test_a_file_with_only_a_header_changes_nothing(small_store, take, small_path, contents):
    version = small_store.version
    take(small_store, "people", "person,name\n")
    assert small_store.version == version
    assert len(rows(small_store, Person)) == 2


def test_hidden_files_and_locks_in_a_folder_are_passed_over(store, bundle):
    folder = bundle(people=[{"person": "aino", "name": "Aino Niemi"}])
    (folder / ".DS_Store").write_bytes(b"\0")
    (folder / "~$people.xlsx").write_bytes(b"\0")
    import_bundle(store, [folder], "someone")
    assert len(rows(store, Person)) == 1


def test_files_of_several_folders_are_one_bundle(store, bundle):
    import_bundle(
        store,
        [
            bundle(readings=[{"metric": "backlog", "period_start": "2026-01", "value": 3}])
            / "readings.csv",
            bundle(metrics=[METRIC]),
        ],
        "someone",
    )
    assert [row.value for row in rows(store, Reading)] == [3.0]


# --- cells ---------------------------------------------------------------------------------------


def test_text_that_a_spreadsheet_would_run_is_written_guarded_and_read_back(
    store, bundle, tmp_path, empty_store_file
):
    texts = [
        "=1+1",
        "+1",
        "-1",
        "@x",
        "'=1",
        "''=1",
        "'",
        "'x",
        "- a dash",
        "a=1",
        "'-",
        "'+'",
        "''",
    ]
    guarded = ["'" + text if text.lstrip("'")[:1] in tuple("=+-@") else text for text in texts]
    given = [
        {"service": f"s-{n:02}", "name": "Service", "description": text, "change_note": text}
        for n, text in enumerate(guarded)
    ]
    import_bundle(store, [bundle(services=given)], "=cmd")
    assert [row.description for row in rows(store, Service)] == texts

    written = exported(store, tmp_path / "out", "services")
    assert [row["description"] for row in written] == guarded
    assert [row["change_note"] for row in written] == guarded
    assert {row["recorded_by"] for row in written} == {"'=cmd"}
    assert not [cell for row in written for cell in row.values() if cell[:1] in tuple("=+-@")]

    shutil.copy(empty_store_file, tmp_path / "again.duckdb")
    with Store.open(tmp_path / "again.duckdb") as again:
        import_bundle(again, [tmp_path / "out"], "someone else")
        query = "SELECT description, change_note, recorded_by FROM history.service ORDER BY service"
        assert history(again, query) == [(text, text, "=cmd") for text in texts]


def test_codes_that_begin_like_a_formula_keep_their_meaning(store, bundle, tmp_path):
    import_bundle(
        store,
        [
            bundle(
                people=[
                    {"person": "'-aino", "name": "Aino", "deputy": "'-aino"},
                    {"person": "eero", "name": "Eero", "deputy": "-aino"},
                ]
            )
        ],
        "someone",
    )
    assert [(row.person, row.deputy) for row in rows(store, Person)] == [
        ("-aino", "-aino"),
        ("eero", "-aino"),
    ]
    written = exported(store, tmp_path / "out", "people")
    assert [row["deputy"] for row in written] == ["'-aino", "'-aino"]
    version = store.version
    import_bundle(store, [tmp_path / "out"], "someone")
    assert store.version == version


def test_a_negative_number_is_no_formula(store, bundle, tmp_path):
    import_bundle(
        store,
        [
            bundle(
                metrics=[METRIC],
                readings=[{"metric": "backlog", "period_start": "2026-01", "value": -5}],
            )
        ],
        "someone",
    )
    assert exported(store, tmp_path / "out", "readings")[0]["value"] == "-5.0"


def test_a_code_has_up_to_40_letters_digits_and_marks_of_any_script(store, bundle):
    codes = ["a" * 40, "A" * 40, "9", "-_.", "päivi", "Ελένη", "иван", "0" * 39 + "ж"]
    import_bundle(
        store,
        [
            bundle(
                people=[
                    {"person": "'" + code if code[0] == "-" else code, "name": "N"}
                    for code in codes
                ]
            )
        ],
        "x",
    )
    assert {row.person for row in rows(store, Person)} == set(codes)


NUMBERS = {
    "5": 5.0,
    "+5": 5.0,
    "5.": 5.0,
    ".5": 0.5,
    "-0.5": -0.5,
    "1e3": 1000.0,
    "1E-3": 0.001,
    "0": 0.0,
    "0.30000000000000004": 0.1 + 0.2,
    "1.7976931348623157e308": 1.7976931348623157e308,
    "00012": 12.0,
}


def test_numbers_are_kept_to_the_last_digit(store, bundle, tmp_path, empty_store_file):
    readings = [
        {"metric": "backlog", "period_start": f"2025-{n:02}", "value": text}
        for n, text in enumerate(NUMBERS, start=1)
    ]
    import_bundle(store, [bundle(metrics=[METRIC], readings=readings)], "someone")
    assert [row.value for row in rows(store, Reading)] == list(NUMBERS.values())
    for form in ("csv", "xlsx"):
        export_bundle(store, tmp_path / form, form=form)
        shutil.copy(empty_store_file, tmp_path / f"{form}.duckdb")
        given = tmp_path / form if form == "csv" else tmp_path / form / "bundle.xlsx"
        with Store.open(tmp_path / f"{form}.duckdb") as again:
            import_bundle(again, [given], "someone")
            assert [row.value for row in rows(again, Reading)] == list(NUMBERS.values()), form


PERIODS = {
    "daily": {"2026-02-28": "2026-02-28"},
    "weekly": {
        "2026-W05": "2026-01-26",
        "2020-W53": "2020-12-28",
        "2025-W01": "2024-12-30",
        "2026-02-15": "2026-02-09",
    },
    "monthly": {"2026-01": "2026-01-01", "2024-02-29": "2024-02-01"},
    "quarterly": {"2025-Q4": "2026-01-01", "2025-Q1": "2025-04-01", "2025-09-30": "2025-07-01"},
    "half-yearly": {"2025-H1": "2025-04-01", "2024-H2": "2024-10-01", "2024-03-31": "2023-10-01"},
    "yearly": {"2024": "2024-04-01", "2024-03-31": "2023-04-01"},
}


@pytest.mark.parametrize("frequency", PERIODS)
def test_a_period_is_kept_as_its_first_day_however_it_is_named(frequency, store, bundle):
    given = [
        {"metric": "backlog", "period_start": text, "value": n}
        for n, text in enumerate(PERIODS[frequency])
    ]
    import_bundle(
        store,
        [
            bundle(
                organization=[{"name": "Harbour IT", "fiscal_year_start_month": 4}],
                metrics=[{**METRIC, "frequency": frequency}],
                readings=given,
            )
        ],
        "someone",
    )
    read = {int(row.value): str(row.period_start) for row in rows(store, Reading)}
    assert [read[n] for n in range(len(given))] == list(PERIODS[frequency].values())


def test_a_period_that_begins_today_may_be_read_today(store, bundle):
    zone = dt.timezone(dt.timedelta(hours=14))
    today = dt.datetime.now(zone).date().isoformat()
    import_bundle(
        store,
        [
            bundle(
                organization=[{"name": "Harbour IT", "time_zone": "Pacific/Kiritimati"}],
                metrics=[{**METRIC, "frequency": "daily"}],
                readings=[{"metric": "backlog", "period_start": today, "value": 1}],
            )
        ],
        "someone",
    )
    assert len(rows(store, Reading)) == 1


def test_a_time_may_have_any_offset(store, bundle):
    given = [
        "2026-01-01T00:00:00Z",
        "2026-01-02T02:00:00+02:00",
        "2026-01-02 21:30-02:30",
        "2026-01-04T00:00:00.000001Z",
    ]
    import_bundle(
        store,
        [
            bundle(
                people=[
                    {"person": "aino", "name": f"Aino {n}", "recorded_at": text}
                    for n, text in enumerate(given)
                ]
            )
        ],
        "someone",
    )
    times = history(
        store, "SELECT CAST(recorded_at AS VARCHAR) FROM history.person ORDER BY recorded_at"
    )
    assert [time for (time,) in times] == [
        "2026-01-01 00:00:00+00",
        "2026-01-02 00:00:00+00",
        "2026-01-03 00:00:00+00",
        "2026-01-04 00:00:00.000001+00",
    ]


# --- revising ------------------------------------------------------------------------------------


def test_importing_the_same_bundle_twice_changes_nothing(small_path, small, bundle, contents):
    before = contents(small_path)
    with Store.open(small_path) as store:
        imported = import_bundle(store, [bundle(small)], "somebody else", note="again")
    assert contents(small_path) == before
    assert all((o.new, o.revised, o.withdrawn) == (0, 0, 0) for o in imported.outcomes)


def test_a_stores_own_export_changes_nothing_in_it(small_path, tmp_path, contents):
    with Store.open(small_path) as store:
        export_bundle(store, tmp_path / "out")
    before = contents(small_path)
    with Store.open(small_path) as store:
        import_bundle(store, [tmp_path / "out"], "somebody else")
    assert contents(small_path) == before


def test_a_value_written_in_another_way_is_no_change(small_store, bundle):
    version = small_store.version
    readings = [
        {
            "metric": "resolved",
            "period_start": "2026-01-31",
            "numerator": "88.0",
            "denominator": "1e2",
            "not_applicable": "FALSE",
        },
        {"metric": "load", "service": "mail", "period_start": "2026-03-31", "value": "+14.00"},
    ]
    import_bundle(small_store, [bundle(readings=readings)], "someone")
    assert small_store.version == version


def test_a_missing_column_keeps_and_an_empty_cell_clears(small_store, take):
    take(small_store, "objectives", "objective,due_on\nrestore-fast,\n")
    objective = next(row for row in rows(small_store, Objective) if row.objective == "restore-fast")
    assert objective.due_on is None
    assert (objective.title, objective.owner) == ("Incidents are resolved in time", "aino")
    take(small_store, "metrics", "metric,grace_days,decimals\nload,3,2\n")
    take(small_store, "metrics", "metric,grace_days\nload,\n")
    metric = next(row for row in rows(small_store, Metric) if row.metric == "load")
    assert (metric.grace_days, metric.decimals, metric.direction) == (10, 2, "range")


def test_a_partial_file_touches_only_the_rows_it_names(small_store, take):
    take(small_store, "people", "person,name\neero,Eero Salonen\n")
    assert [(row.person, row.name, row.access) for row in rows(small_store, Person)] == [
        ("aino", "Aino Niemi", "manager"),
        ("eero", "Eero Salonen", "process_owner"),
    ]
    versions = history(
        small_store, "SELECT person, count(*) FROM history.person GROUP BY ALL ORDER BY ALL"
    )
    assert versions == [("aino", 1), ("eero", 2)]


def test_new_rows_may_name_each_other_within_one_bundle(store, bundle):
    people = [
        {"person": "aino", "name": "Aino", "deputy": "eero"},
        {"person": "eero", "name": "Eero", "deputy": "aino"},
    ]
    import_bundle(store, [bundle(people=people)], "someone")
    assert [row.deputy for row in rows(store, Person)] == ["eero", "aino"]


def test_a_frequency_may_change_while_nothing_was_read(small_store, take):
    take(small_store, "metrics", f"{','.join(METRIC)}\n{','.join(METRIC.values())}\n")
    take(small_store, "metrics", "metric,frequency\nbacklog,weekly\n")
    take(small_store, "readings", "metric,period_start,value\nbacklog,2026-W05,3\n")
    assert [str(r.period_start) for r in rows(small_store, Reading) if r.metric == "backlog"] == [
        "2026-01-26"
    ]


def test_a_revision_says_who_and_why(small_store, take):
    given = "person,name,change_note,recorded_by\naino,Aino Salo,married,mallory\neero,Eero Aho,,mallory\n"
    take(small_store, "people", given, note="yearly look")
    assert history(
        small_store,
        "SELECT name, recorded_by, change_note FROM history.person WHERE superseded_at = 'infinity' ORDER BY person",
    ) == [("Aino Salo", "someone", "married"), ("Eero Aho", "someone", "yearly look")]


def test_a_note_alone_is_no_change(small_store, take):
    version = small_store.version
    take(small_store, "people", "person,name,change_note\naino,Aino Niemi,nothing new\n")
    assert small_store.version == version


# --- withdrawing ---------------------------------------------------------------------------------


def test_a_withdrawn_row_needs_only_its_key_and_leaves_every_view(small_store, take):
    before = rows(small_store, Service)
    take(small_store, "services", "service,withdrawn\nother-service,true\n")
    assert [row.service for row in rows(small_store, Service)] == ["mail"]
    versions = history(
        small_store,
        "SELECT service, name, withdrawn FROM history.service WHERE service = 'other-service' ORDER BY recorded_at",
    )
    assert versions == [("other-service", "Files", False), ("other-service", "Files", True)]
    with small_store.board() as board:
        first = board.cursor.execute("SELECT min(recorded_at) FROM history.service").fetchone()[0]
    assert rows(small_store, Service, known_at=first) == before


def test_a_withdrawn_code_stays_known(small_store, take):
    take(small_store, "people", "person,withdrawn\neero,true\n")
    take(small_store, "services", "service,owner\nother-service,eero\n")
    assert [row.owner for row in rows(small_store, Service)] == ["eero", "eero"]


def test_a_withdrawn_row_is_brought_back_by_a_later_version(small_store, take):
    take(small_store, "services", "service,withdrawn\nother-service,true\n")
    version = small_store.version
    take(small_store, "services", "service,withdrawn\nother-service,true\n")
    assert small_store.version == version
    take(small_store, "services", "service,name\nother-service,Files again\n")
    assert [(row.service, row.name) for row in rows(small_store, Service)] == [
        ("mail", "Mail"),
        ("other-service", "Files again"),
    ]
    assert history(
        small_store,
        "SELECT withdrawn FROM history.service WHERE service = 'other-service' ORDER BY recorded_at",
    ) == [(False,), (True,), (False,)]


def test_a_withdrawn_row_brought_back_keeps_what_is_not_said(small_store, take):
    take(small_store, "services", "service,withdrawn\nmail,true\n")
    take(small_store, "services", "service,customer\nmail,Everybody\n")
    (mail,) = (row for row in rows(small_store, Service) if row.service == "mail")
    assert (mail.name, mail.owner, mail.customer) == ("Mail", "eero", "Everybody")


def test_a_figure_that_is_kept_is_held_against_its_metric_like_one_that_is_given(store, take):
    """Whatever an import stores, an empty store takes from the export."""
    header = "metric,name,unit,direction,frequency,aggregation,minimum\n"
    take(store, "metrics", f"{header}m,M,x,higher,monthly,mean,0\nr,R,%,higher,monthly,ratio,\n")
    take(
        store,
        "readings",
        "metric,period_start,value,numerator,denominator\nm,2026-08,4,,\nr,2026-08,,9,10\n",
    )
    take(store, "readings", "metric,period_start,withdrawn,value\nm,2026-08,true,-44\n")
    note_alone = "metric,period_start,note\nm,2026-08,back\n"
    with pytest.raises(InputError, match="-44 lies below the metric's minimum, 0"):
        take(store, "readings", note_alone)
    take(store, "readings", "metric,period_start,value\nm,2026-08,4\n")
    take(store, "metrics", "metric,minimum\nm,10\n")
    with pytest.raises(InputError, match="4 lies below the metric's minimum, 10"):
        take(store, "readings", note_alone)
    # what does not change is left as it is
    (unchanged,) = take(store, "readings", "metric,period_start,value\nm,2026-08,4\n").outcomes
    assert (unchanged.unchanged, unchanged.revised) == (1, 0)
    take(store, "metrics", "metric,aggregation\nr,mean\n")
    with pytest.raises(InputError, match="for ratio metrics alone, and r is none"):
        take(store, "readings", "metric,period_start,note\nr,2026-08,why\n")


def test_what_was_recorded_before_an_organisation_moved_stays_as_it_was(
    store, take, tmp_path, empty_store_file
):
    # the day there begins 14 hours before it does in London, and 26 before Baker Island's
    take(store, "organization", "name,time_zone\nOrg,Pacific/Kiritimati\n")
    take(
        store,
        "metrics",
        "metric,name,unit,direction,frequency,aggregation\nm,M,x,higher,daily,last\n",
    )
    today = dt.datetime.now(ZoneInfo("Pacific/Kiritimati")).date()
    take(store, "readings", f"metric,period_start,value\nm,{today},1\n")
    take(store, "organization", "name,time_zone\nOrg,Etc/GMT+12\n")
    export_bundle(store, tmp_path / "out")
    copy = shutil.copy(empty_store_file, tmp_path / "copy.duckdb")
    with Store.open(copy) as moved:
        import_bundle(moved, [tmp_path / "out"], "someone")
        assert [row.period_start for row in rows(moved, Reading)] == [today]


def test_a_missing_file_withdraws_nothing(small_store, bundle, small):
    del small["services"], small["readings"]
    import_bundle(small_store, [bundle(small)], "someone")
    assert len(rows(small_store, Service)) == 2
    assert len(rows(small_store, Reading)) == 4


# --- history -------------------------------------------------------------------------------------

HISTORY = {
    "organization": [
        {"name": "Harbour", "scope": "", "recorded_at": "2026-01-01T00:00:00Z"},
        {"name": "Harbour IT", "scope": "All of it", "recorded_at": "2026-05-01T00:00:00Z"},
    ],
    "people": [
        {
            "person": "aino",
            "name": "Aino",
            "withdrawn": "",
            "recorded_at": "2026-01-01T00:00:00Z",
            "recorded_by": "hr",
        },
        {
            "person": "aino",
            "name": "Aino Niemi",
            "withdrawn": "",
            "recorded_at": "2026-02-01T00:00:00Z",
            "recorded_by": "hr",
        },
        # equal to the version in force at its time: no version
        {
            "person": "aino",
            "name": "Aino Niemi",
            "withdrawn": "",
            "recorded_at": "2026-03-01T00:00:00Z",
            "recorded_by": "it",
        },
        {
            "person": "aino",
            "name": "",
            "withdrawn": True,
            "recorded_at": "2026-04-01T00:00:00Z",
            "recorded_by": "hr",
        },
        {
            "person": "aino",
            "name": "Aino Niemi",
            "withdrawn": "",
            "recorded_at": "2026-05-01T00:00:00Z",
            "recorded_by": "",
        },
        {
            "person": "other",
            "name": "Other",
            "withdrawn": "",
            "recorded_at": "2026-04-15T00:00:00Z",
            "recorded_by": "hr",
        },
    ],
    "metrics": [{**METRIC, "recorded_at": "2026-01-01T00:00:00Z"}],
    "readings": [
        {
            "metric": "backlog",
            "period_start": "2026-01",
            "value": 7,
            "recorded_at": "2026-02-02T00:00:00Z",
        },
        {
            "metric": "backlog",
            "period_start": "2026-02",
            "value": 5,
            "recorded_at": "2026-03-02T00:00:00Z",
        },
        {
            "metric": "backlog",
            "period_start": "2026-01",
            "value": 8,
            "recorded_at": "2026-03-03T00:00:00Z",
        },
    ],
}


def test_history_comes_in_order_of_its_times(store, bundle):
    import_bundle(store, [bundle(HISTORY)], "someone")
    assert history(
        store,
        "SELECT name, withdrawn, CAST(recorded_at AS DATE), recorded_by FROM history.person "
        "WHERE person = 'aino' ORDER BY recorded_at",
    ) == [
        ("Aino", False, dt.date(2026, 1, 1), "hr"),
        ("Aino Niemi", False, dt.date(2026, 2, 1), "hr"),
        ("Aino Niemi", True, dt.date(2026, 4, 1), "hr"),
        ("Aino Niemi", False, dt.date(2026, 5, 1), "someone"),
    ]
    moment = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
    assert [row.name for row in rows(store, Person, known_at=moment)] == ["Aino Niemi"]
    assert [row.value for row in rows(store, Reading, known_at=moment)] == [7.0, 5.0]
    assert [row.name for row in rows(store, Organization, known_at=moment)] == ["Harbour"]
    assert [row.value for row in rows(store, Reading)] == [8.0, 5.0]


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_historys_rows_in_the_file_is_of_no_account(
    seed, bundle, tmp_path, empty_store_file, contents
):
    shuffled = {
        name: random.Random(seed).sample(given, len(given)) for name, given in HISTORY.items()
    }
    held = []
    for given in (HISTORY, shuffled):
        path = tmp_path / f"{len(held)}.duckdb"
        shutil.copy(empty_store_file, path)
        with Store.open(path) as store:
            import_bundle(store, [bundle(given)], "someone")
        held.append(contents(path))
    assert held[0] == held[1]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_into_an_empty_store_is_the_same_store(
    form, store, bundle, small, tmp_path, empty_path, contents, empty_store_file
):
    import_bundle(store, [bundle(HISTORY)], "someone")
    more = {name: small[name] for name in ("people", "services", "outcomes", "objectives")}
    import_bundle(store, [bundle(more)], "=someone", note="more of it")
    export_bundle(store, tmp_path / "out", form=form)
    store.close()
    again = tmp_path / "again.duckdb"
    shutil.copy(empty_store_file, again)
    with Store.open(again) as other:
        import_bundle(
            other, [tmp_path / "out" / "bundle.xlsx" if form == "xlsx" else tmp_path / "out"], "x"
        )
    assert without_writes(contents(again)) == without_writes(contents(empty_path))


def test_history_that_the_store_holds_already_is_no_error(store, bundle):
    import_bundle(store, [bundle(HISTORY)], "someone")
    version = store.version
    import_bundle(store, [bundle(HISTORY)], "someone else")
    assert store.version == version


def test_recorded_by_counts_only_beside_recorded_at(store, bundle):
    people = [
        {
            "person": "aino",
            "name": "Aino",
            "recorded_at": "2026-01-01T00:00:00Z",
            "recorded_by": "hr",
        },
        {"person": "eero", "name": "Eero", "recorded_at": "", "recorded_by": "hr"},
    ]
    import_bundle(store, [bundle(people=people)], "someone")
    assert history(store, "SELECT recorded_by FROM history.person ORDER BY person") == [
        ("hr",),
        ("someone",),
    ]


# --- workbooks -----------------------------------------------------------------------------------


def test_a_workbook_says_what_the_same_files_say(
    small, small_path, tmp_path, empty_store_file, contents
):
    def cell(text):
        # as a spreadsheet keeps it: numbers, dates and booleans as such
        if isinstance(text, bool):
            return text
        for read in (int, float, dt.date.fromisoformat):
            try:
                return read(text)
            except (ValueError, TypeError):
                pass
        return text

    book = openpyxl.Workbook()
    book.active.title = "~notes"
    for name, given in small.items():
        sheet = book.create_sheet(name)
        sheet.append(list(given[0]))
        for row in given:
            sheet.append([cell(text) for text in row.values()])
            sheet.append([])
    book.save(tmp_path / "bundle.xlsx")
    shutil.copy(empty_store_file, tmp_path / "book.duckdb")
    with Store.open(tmp_path / "book.duckdb") as store:
        import_bundle(store, [tmp_path / "bundle.xlsx"], "setup")

    # each was recorded at its own moment
    def timeless(told):
        return {
            table: [row.partition(", 'recorded_at'")[0] for row in given]
            for table, given in without_writes(told).items()
        }

    assert timeless(contents(tmp_path / "book.duckdb")) == timeless(contents(small_path))


def test_a_workbooks_cells_are_read_as_they_are_meant(store, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "metrics"
    sheet.append([*METRIC, "decimals", "minimum", "owner_role", None])
    sheet.append([*METRIC.values(), 2.0, -0.5, None, None])
    readings = book.create_sheet("readings")
    readings.append(["metric", "period_start", "value", "not_applicable", "note"])
    readings.append(["backlog", dt.datetime.fromisoformat("2026-01-05 00:00"), 3, False, 4])
    readings.append(["backlog", dt.date(2026, 2, 5), None, True, "'=kept"])
    readings.append(["backlog", "2026-03", "1e2", "false", None])
    readings.cell(row=8, column=1, value="backlog")
    readings.cell(row=8, column=2, value="2026-04")
    readings.cell(row=8, column=3, value=1)
    book.save(tmp_path / "bundle.xlsx")
    import_bundle(store, [tmp_path / "bundle.xlsx"], "someone")
    (metric,) = rows(store, Metric)
    assert (metric.decimals, metric.minimum) == (2, -0.5)
    assert [
        (str(row.period_start), row.value, row.not_applicable, row.note)
        for row in rows(store, Reading)
    ] == [
        ("2026-01-01", 3.0, False, "4"),
        ("2026-02-01", None, True, "=kept"),
        ("2026-03-01", 100.0, False, None),
        ("2026-04-01", 1.0, False, None),
    ]


# --- looking first -------------------------------------------------------------------------------


def test_a_dry_run_lists_what_would_change_and_stores_nothing(
    command_here, small_path, bundle, contents
):
    before = contents(small_path)
    people = [
        {"person": "aino", "name": "Aino Niemi", "withdrawn": ""},
        {"person": "eero", "name": "Eero Aho", "withdrawn": ""},
        {"person": "lumi", "name": "Lumi Aho", "withdrawn": ""},
    ]
    readings = [{"metric": "resolved", "service": "", "period_start": "2026-02", "withdrawn": True}]
    ran = command_here(
        "import", bundle(people=people, readings=readings), "--dry-run", "--store", small_path
    )
    assert ran.status == 0
    assert [line.split() for line in ran.out.splitlines()] == [
        ["becomes", "register", "code"],
        ["new", "people", "lumi"],
        ["revised", "people", "eero"],
        ["withdrawn", "readings", "resolved//2026-02-01"],
    ]
    assert contents(small_path) == before


def test_a_dry_run_may_go_by_any_folder(empty_path, tmp_path, monkeypatch, bundle):
    """Also one that is called as something that an import lays out, or nearly so."""
    folder = tmp_path / "final_report" / "fiscal"
    folder.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    with Store.open(empty_path) as store:
        given = bundle(people=[{"person": "aino", "name": "Aino"}])
        assert len(import_bundle(store, [given], "someone", dry_run=True).rows) == 1


def test_a_dry_run_makes_no_store(command_here, tmp_path, bundle):
    folder = bundle(people=[{"person": "aino", "name": "Aino"}])
    ran = command_here("import", folder, "--dry-run", "--store", tmp_path / "new.duckdb")
    assert (ran.status, ran.out.split()[-3:]) == (0, ["new", "people", "aino"])
    assert [path for path in tmp_path.iterdir() if path.is_file()] == []


def test_a_dry_run_finds_the_same_problems(command_here, small_path, bundle):
    folder = bundle(
        people=[{"person": "aino", "name": ""}, {"person": "l", "name": "L", "deputy": "x"}]
    )
    dry = command_here("import", folder, "--dry-run", "--store", small_path)
    real = command_here("import", folder, "--store", small_path)
    assert dry == real
    assert dry.status == 2


def test_a_withdrawal_by_its_key_alone_hides_no_change_of_the_calendar(store, bundle):
    """It would let in what the import of its export refuses."""

    def at(month, **row):
        return {**row, "recorded_at": f"2025-{month:02}-01T00:00:00Z"}

    given = bundle(
        metrics=[
            at(1, **METRIC),
            at(3, metric="backlog", withdrawn=True),
            at(5, **METRIC | {"frequency": "weekly"}),
        ],
        readings=[
            at(2, metric="backlog", period_start="2025-01", value=1),
            at(6, metric="backlog", period_start="2025-W20", value=1),
        ],
    )
    with pytest.raises(InputError, match="was monthly and has readings"):
        import_bundle(store, [given], "someone")


def test_a_note_holds_nothing_that_no_file_could_bring_back(store, take, tmp_path):
    take(store, "people", "person,name\naino,Aino\n", note="first\0said")
    (row,) = exported(store, tmp_path / "out", "people")
    assert row["change_note"] == "firstsaid"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a\x0bb", "holds a control character"),
        ("a\ufffeb", "holds a control character"),
        ("x" * 40_000, "has more than the 32,767 letters of a cell"),
    ],
    ids=["control", "none", "long"],
)
def test_a_text_that_no_workbook_can_hold_is_exported_as_csv_alone(
    text, told, store, bundle, tmp_path
):
    import_bundle(store, [bundle(people=[{"person": "aino", "name": "A", "email": text}])], "x")
    with pytest.raises(InputError, match=f"people row 2, email: {told}"):
        export_bundle(store, tmp_path / "book", form="xlsx")
    assert not (tmp_path / "book").exists()
    (row,) = exported(store, tmp_path / "out", "people")
    assert row["email"] == text


def test_what_changes_nothing_is_counted_so_also_in_a_history(store, take):
    counted = take(
        store,
        "people",
        "person,name,withdrawn,recorded_at\n"
        "aino,Aino,,2025-01-01T00:00:00Z\n"
        "aino,Aino,,2025-02-01T00:00:00Z\n"
        "aino,,true,2025-03-01T00:00:00Z\n"
        "aino,,true,2025-04-01T00:00:00Z\n"
        "aino,Aino,,2025-05-01T00:00:00Z\n",
    )
    (outcome,) = counted.outcomes
    assert (outcome.new, outcome.revised, outcome.withdrawn, outcome.unchanged) == (1, 1, 1, 2)
    (versions,) = store.cursor().execute("SELECT count(*) FROM history.person").fetchone()
    assert versions == 3


def test_a_store_that_lies_in_a_bundles_folder_is_no_part_of_it(tmp_path):
    folder = write_bundle(tmp_path / "b", {"people": [{"person": "aino", "name": "Aino"}]})
    with Store.open(folder / "sms.duckdb", create=True) as store:
        import_bundle(store, [folder], "someone")
        assert [row.person for row in rows(store, Person)] == ["aino"]


def test_a_formula_without_a_result_clears_nothing(store, take, tmp_path):
    take(store, "people", "person,name,email\naino,Aino,aino@example.org\n")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "people"
    sheet.append(["person", "name", "email"])
    sheet.append(["aino", "Aino N", '=CONCATENATE("aino","@example.org")'])
    book.save(tmp_path / "people.xlsx")
    with pytest.raises(InputError) as refusal:
        import_bundle(store, [tmp_path / "people.xlsx"], "someone")
    assert str(refusal.value) == (
        "people.xlsx, sheet people row 2, email: holds a formula without a value; "
        "open and save it in the spreadsheet"
    )
    assert [row.email for row in rows(store, Person)] == ["aino@example.org"]


def test_an_organisation_is_withdrawn_without_a_column_of_its_own(small_store, take):
    (outcome,) = take(small_store, "organization", "change_note\nlooked at\n").outcomes
    assert outcome.unchanged == 1
    (outcome,) = take(small_store, "organization", "withdrawn\ntrue\n").outcomes
    assert outcome.withdrawn == 1
    assert rows(small_store, Organization) == []
