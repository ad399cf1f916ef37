"""What set-up asks of the store: handing over, files in and out, what if, the first hour, codes."""

import io
import shutil
import zipfile
from datetime import date

import pytest

from smsdata import first_hour
from smsdata.bundle import import_bundle
from smsdata.codes import code_from
from smsdata.errors import ConflictError, InputError, NotAllowed
from smsdata.exchange import export_file, import_files
from smsdata.handing_over import hand_over, holdings
from smsdata.library import SHIPPED, Choice, edits, read_library
from smsdata.models import Explanation, Metric, Objective, Person, Service, TargetPoint
from smsdata.store import Store
from smsdata.what_if import what_if
from smsdata.writing import Edit, save


def rows(store, record):
    with store.board() as board:
        return board.register(record)


def held_by(store, person):
    with store.board() as board:
        return holdings(board, person)


# --- handing over --------------------------------------------------------------------------------


@pytest.fixture
def owning(small_store):
    """Eero owns a service, a metric, an objective, an open explanation and a closed one."""
    save(
        small_store,
        "aino",
        [
            Edit("metrics", {"metric": "load", "owner": "eero"}),
            Edit("objectives", {"objective": "decoy", "owner": "eero"}),
            Edit(
                "explanations",
                {
                    "objective": "restore-fast",
                    "on_date": "2026-02-28",
                    "cause": "Done with",
                    "owner": "eero",
                    "closed_on": "2026-03-05",
                },
            ),
        ],
    )
    return small_store


def test_a_person_holds_objectives_metrics_services_and_open_explanations(owning):
    held = held_by(owning, "eero")
    assert {(each.register, "/".join(each.key.values())) for each in held} == {
        ("objectives", "decoy"),
        ("metrics", "load"),
        ("services", "mail"),
        ("explanations", "restore-fast/2026-01-31"),
    }
    assert held_by(owning, "nobody") == ()


def test_an_improvement_that_was_rejected_is_handed_over_to_nobody(owning, bundle):
    idea = {"owner": "eero", "raised_on": "2026-01-10", "source": "audit"}
    # as an import may bring it in: without the day
    ideas = [
        idea | {"improvement": code, "title": code, "state": state}
        for code, state in (("kept", "proposed"), ("dropped", "rejected"))
    ]
    import_bundle(owning, [bundle(improvements=ideas)], "aino")
    held = {"/".join(each.key.values()) for each in held_by(owning, "eero")}
    assert "kept" in held
    assert "dropped" not in held


def test_everything_goes_to_the_other_person_and_nothing_else_does(owning):
    hand_over(owning, "aino", held_by(owning, "eero"), "aino", "Eero leaves")
    assert held_by(owning, "eero") == ()
    assert {row.metric: row.owner for row in rows(owning, Metric)} == {
        "load": "aino",
        "resolved": None,
        "other-metric": None,
    }
    assert {row.objective: row.owner for row in rows(owning, Objective)} == {
        "restore-fast": "aino",
        "decoy": "aino",
    }
    assert {row.service: row.owner for row in rows(owning, Service)}["mail"] == "aino"
    assert [row.owner for row in rows(owning, Explanation)] == ["aino", "eero"]


def test_it_is_one_write_with_its_reason(owning):
    before = owning.version
    hand_over(owning, "aino", held_by(owning, "eero"), "aino", "Eero leaves")
    assert owning.version == before + 1
    with owning.board() as board:
        assert board.changes_of_row("services", "mail")[-1].change_note == "Eero leaves"


@pytest.mark.parametrize(
    ("actor", "receiver", "reason", "error"),
    [
        ("aino", "aino", "", InputError),
        ("aino", "ulla", "Eero leaves", InputError),
        ("eero", "aino", "I leave", NotAllowed),
    ],
)
def test_without_reason_receiver_or_right_nothing_goes(owning, actor, receiver, reason, error):
    held = held_by(owning, "eero")
    with pytest.raises(error):
        hand_over(owning, actor, held, receiver, reason)
    assert held_by(owning, "eero") == held


def test_what_was_changed_meanwhile_stops_all_of_it(owning):
    held = held_by(owning, "eero")
    save(owning, "aino", [Edit("services", {"service": "mail", "customer": "New"})])
    with pytest.raises(ConflictError):
        hand_over(owning, "aino", held, "aino", "Eero leaves")
    assert len(held_by(owning, "eero")) == len(held)


# --- files in and out ----------------------------------------------------------------------------


def csv(**cells):
    return f"{','.join(cells)}\n{','.join(cells.values())}\n".encode()


NEW = ("services.csv", csv(service="fax", name="Fax"))


def test_a_look_stores_nothing_and_lists_what_would_change(small_store):
    before = small_store.version
    would = import_files(small_store, "aino", [NEW], dry_run=True)
    assert [(row.becomes, row.code) for row in would.rows] == [("new", "fax")]
    assert small_store.version == before
    done = import_files(small_store, "aino", [NEW], "New service", dry_run=False)
    assert done.outcomes == would.outcomes
    assert {row.service for row in rows(small_store, Service)} >= {"fax"}


@pytest.mark.parametrize("actor", ["eero", "nobody"])
def test_files_are_refused_from_those_who_may_not(small_store, actor):
    for dry_run in (True, False):
        with pytest.raises(NotAllowed):
            import_files(small_store, actor, [NEW], dry_run=dry_run)
    reading = (
        "readings.csv",
        csv(metric="load", service="mail", period_start="2026-04", value="1"),
    )
    with pytest.raises(NotAllowed):
        import_files(small_store, actor, [reading], dry_run=False)


@pytest.mark.parametrize("metric", ["load", "resolved"], ids=["their own", "another's"])
def test_readings_in_files_are_refused_from_a_process_owner(small_store, metric):
    owner = Edit("metrics", {"metric": "load", "owner": "eero"})
    save(small_store, "aino", [owner])
    before = small_store.version
    service = "mail" if metric == "load" else ""
    given = csv(metric=metric, service=service, period_start="2026-04-01", value="1")
    for dry_run in (True, False):
        with pytest.raises(NotAllowed):
            import_files(small_store, "eero", [("readings.csv", given)], dry_run=dry_run)
    assert small_store.version == before


def test_files_leave_no_store_without_an_admin_that_had_one(small_store):
    def people(access):
        return [("people.csv", csv(person="aino", access=access))]

    # a store that never had one may stay as it is
    import_files(small_store, "aino", people("manager"), "Same", dry_run=False)
    save(small_store, "aino", [Edit("people", {"person": "aino", "access": "admin"})], "First")
    with pytest.raises(InputError, match="would be left without an admin"):
        import_files(small_store, "aino", people("viewer"), "Away", dry_run=False)
    (aino,) = [row for row in rows(small_store, Person) if row.person == "aino"]
    assert aino.access == "admin"


def test_whoever_fills_an_empty_store_may(store):
    import_files(store, "nobody", [NEW], dry_run=False)
    assert [row.service for row in rows(store, Service)] == ["fax"]
    with pytest.raises(NotAllowed):
        import_files(store, "nobody", [("services.csv", csv(service="b", name="B"))], dry_run=False)


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("service.csv", b"service,name\na,A\n", "did you mean services.csv?"),
        ("services.csv", b"service,nam\na,A\n", "did you mean name?"),
        ("services.csv", b"service,name\na,\n", "is missing"),
        ("services.xlsx", b"no workbook", "is no XLSX workbook"),
        ("services.csv", b"", "is empty"),
    ],
)
def test_files_that_are_wrong_are_told(small_store, name, content, what):
    with pytest.raises(InputError) as refusal:
        import_files(small_store, "aino", [(name, content)], dry_run=True)
    assert what in str(refusal.value)


def test_a_file_that_is_given_twice_is_refused(small_store):
    with pytest.raises(InputError, match="given twice"):
        import_files(
            small_store, "aino", [NEW, ("a/services.csv", b"service,name\n")], dry_run=True
        )


def test_a_files_folder_is_of_no_account(small_store):
    import_files(small_store, "aino", [("../../services.csv", NEW[1])], dry_run=False)
    assert "fax" in {row.service for row in rows(small_store, Service)}


@pytest.mark.parametrize(("form", "name"), [("csv", "bundle.zip"), ("xlsx", "bundle.xlsx")])
def test_what_is_exported_comes_back_the_same(small_store, form, name, tmp_path):
    given = [(name, export_file(small_store, form))]
    assert import_files(small_store, "aino", given, dry_run=True).rows == ()
    with Store.open(tmp_path / "other.duckdb", create=True) as other:
        import_files(other, "nobody", given, dry_run=False)
        assert rows(other, Objective) == rows(small_store, Objective)
        assert rows(other, TargetPoint) == rows(small_store, TargetPoint)


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def test_a_folder_that_was_zipped_is_read_wherever_its_files_lie(small_store):
    files = {"my bundle/services.csv": NEW[1], "__MACOSX/my bundle/._services.csv": b"?"}
    would = import_files(small_store, "aino", [("b.zip", zipped(files))], dry_run=True)
    assert [(row.register, row.code) for row in would.rows] == [("services", "fax")]


@pytest.mark.parametrize(
    ("packed", "what"),
    [
        (b"no zip", "cannot be unpacked"),
        (zipped({"service.csv": b"service,name\n"}), "did you mean services.csv?"),
        (zipped({"a/services.csv": b"", "b/services.csv": b""}), "holds services.csv twice"),
        (zipped({"services.csv": b"service,name\n" + b" " * (50 << 20)}), "would unpack to 50 MB"),
        (zipped({}), "b.zip: holds no file"),
    ],
    ids=["no zip", "no register", "twice", "inflates", "empty"],
)
def test_a_zip_that_is_no_bundle_is_refused_in_words(small_store, packed, what):
    with pytest.raises(InputError) as refusal:
        import_files(small_store, "aino", [("b.zip", packed)], dry_run=True)
    assert what in str(refusal.value)
    assert str(small_store.path) not in str(refusal.value)


# --- what if -------------------------------------------------------------------------------------

TOUGHER = Edit(
    "target_points",
    {"objective": "restore-fast", "metric": "resolved", "on_date": "2026-01-01", "value": "99"},
)


def required(board):
    return {row.metric: row.required for row in board.target_status()}["resolved"]


def test_what_if_answers_as_the_store_would_and_leaves_it_alone(
    small_store, small_path, contents, tmp_path
):
    shutil.copy(small_path, tmp_path / "before.duckdb")
    day = date(2026, 3, 31)
    assert what_if(small_store, "aino", [TOUGHER], "Tougher", day, required) == 99
    with small_store.board(day) as board:
        assert required(board) == 90
    small_store.close()
    assert contents(small_path) == contents(tmp_path / "before.duckdb")


def test_what_if_says_what_it_would_say(small_store):
    with small_store.board(date(2026, 3, 31)) as board:
        before = required(board)
    after = what_if(small_store, "aino", [TOUGHER], "Tougher", date(2026, 3, 31), required)
    save(small_store, "aino", [TOUGHER], "Tougher")
    with small_store.board(date(2026, 3, 31)) as board:
        assert (before, after) == (90, required(board))


def test_what_if_refuses_what_a_write_refuses(small_store):
    with pytest.raises(NotAllowed):
        what_if(small_store, "eero", [TOUGHER], "Tougher", date(2026, 3, 31), required)
    wrong = Edit("target_points", {**TOUGHER.cells, "value": "much"})
    with pytest.raises(InputError):
        what_if(small_store, "aino", [wrong], "Tougher", date(2026, 3, 31), required)


# --- the first hour ------------------------------------------------------------------------------


def steps(store):
    with store.board(date(2026, 6, 30)) as board:
        return first_hour.steps(board)


def test_the_steps_of_the_first_hour_follow_from_what_is_recorded(store):
    def done():
        with store.board(date(2026, 6, 30)) as board:
            return first_hour.steps(board).done

    assert done() == ()
    save(store, "set-up", [Edit("organization", {"name": "Harbour IT", "scope": "Mail"})])
    save(store, "set-up", [Edit("people", {"person": "aino", "name": "Aino", "access": "admin"})])
    assert done() == ("organization", "people")
    entry = next(e for e in read_library(SHIPPED) if e.code == "OBJ-INC-RESOLVED")
    save(store, "aino", edits([Choice.usual(entry, date(2026, 1, 1), None, "aino")]))
    assert done() == ("organization", "people", "objectives")
    reading = {
        "metric": "INC-RESOLVED",
        "period_start": "2026-01",
        "numerator": "9",
        "denominator": "10",
    }
    save(store, "aino", [Edit("readings", reading)])
    assert done() == first_hour.STEPS


def test_an_organisation_without_a_scope_and_people_without_an_admin_are_not_done(small_store):
    assert steps(small_store).done == ("objectives", "readings", "chart")


# --- codes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "taken", "code"),
    [
        ("Service desk", (), "service-desk"),
        ("Service desk", ("service-desk",), "service-desk-2"),
        ("Service desk", ("service-desk", "service-desk-2"), "service-desk-3"),
        ("Ärzte & Pfleger (Süd)", (), "arzte-pfleger-sud"),
        ("Почта", (), "почта"),
        ("!!!", (), "row"),
        ("x" * 90, (), "x" * 36),
    ],
)
def test_a_code_is_made_from_a_name(name, taken, code):
    assert code_from(name, taken) == code
