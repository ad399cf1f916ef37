"""What people write of the plan and of improvements: who may, in which order, with which proof."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from smsdata import evidence, improvements, plan
from smsdata.bundle import import_bundle
from smsdata.errors import ConflictError, InputError, NotAllowed
from smsdata.evidence import Proof
from smsdata.handing_over import holdings
from smsdata.keeping import verify
from smsdata.models import (
    Evidence,
    Improvement,
    ImprovementState,
    PlanApproval,
    PlanOccurrence,
    PlanProgress,
    Waiver,
)
from smsdata.my_work import my_work
from smsdata.rights import Rights
from smsdata.store import Store
from smsdata.waivers import waive
from smsdata.writing import Edit, save

LINK = Proof("Minutes", "https://records.example.org/1")
DAY = date(2026, 3, 1)
EVERYBODY = ("olli", "dina", "other", "vera", "audi", "aino", "root")
# Who may write what olli owns.
MAY = {"olli", "dina", "aino", "root"}


def person(code: str, access: str, deputy: str = "") -> dict[str, str]:
    return {"person": code, "name": code.title(), "access": access, "deputy": deputy}


def item(code: str, owner: str) -> dict[str, str]:
    return {
        "plan_item": code,
        "title": code,
        "phase": "maintain",
        "owner": owner,
        "timing": "recurring",
        "starts_on": "2026-01-31",
        "cadence": "monthly",
    }


def improvement(code: str, owner: str, state: str = "proposed") -> dict[str, str]:
    return {
        "improvement": code,
        "title": code,
        "owner": owner,
        "raised_on": "2026-01-01",
        "state": state,
    }


@pytest.fixture
def staffed(stored: Any, store_path: Path) -> Iterator[Store]:
    """Somebody of each access; olli owns an item and an improvement, other the other ones."""
    given = {
        "people": [
            person("root", "admin"),
            person("aino", "manager"),
            person("olli", "process_owner", "dina"),
            person("dina", "process_owner"),
            person("other", "process_owner"),
            person("vera", "viewer"),
            person("audi", "auditor"),
        ],
        "plan_items": [item("P", "olli"), item("OTHER", "other")],
        "improvements": [
            improvement("I", "olli"),
            improvement("OTHER", "other"),
            improvement("DONE", "olli", "implemented"),
        ],
        "evidence": [
            {
                "evidence": "EV-OTHER",
                "title": "T",
                "location": "L",
                "register": "plan_items",
                "code": "OTHER",
            }
        ],
    }
    with Store.open(stored(store_path, given)) as store:
        yield store


def rows(store: Store, query: str) -> list[Any]:
    cursor = store.cursor()
    found = cursor.execute(query).fetchall()
    cursor.close()
    return found


def seen(store: Store, code: str = "I") -> datetime:
    """The version of an improvement that a person sees."""
    with store.board() as board:
        return next(
            row.recorded_at for row in board.versions(Improvement) if row.row.improvement == code
        )


# --- who may -------------------------------------------------------------------------------------


def report(store: Store, actor: str, code: str) -> None:
    plan.report_progress(store, actor, PlanProgress(plan_item=code, on_date=DAY, percent=50))


def mark(store: Store, actor: str, code: str) -> None:
    done = PlanOccurrence(plan_item=code, due_on=date(2026, 1, 31), done_on=DAY)
    plan.mark_done(store, actor, done, [LINK])


def prove_item(store: Store, actor: str, code: str) -> None:
    evidence.add(store, actor, "plan_items", code, LINK)


def prove_improvement(store: Store, actor: str, code: str) -> None:
    evidence.add(store, actor, "improvements", "I" if code == "P" else code, LINK)


def move(store: Store, actor: str, code: str) -> None:
    code = "I" if code == "P" else code
    improvements.move(store, actor, code, "approved", on=DAY, seen=seen(store, code))


@pytest.mark.parametrize("write", [report, mark, prove_item, prove_improvement, move])
@pytest.mark.parametrize("actor", EVERYBODY)
def test_owners_their_deputies_and_managers_write_and_nobody_else(
    write: Any, actor: str, staffed: Store
) -> None:
    before = staffed.version
    if actor in MAY:
        write(staffed, actor, "P")
        assert staffed.version == before + 1
    else:
        with pytest.raises(NotAllowed):
            write(staffed, actor, "P")
        assert staffed.version == before
    if actor in ("olli", "dina"):
        with pytest.raises(NotAllowed, match="ask its owner, the owner's deputy"):
            write(staffed, actor, "OTHER")


def test_the_rights_that_a_page_asks_are_those_that_are_held(staffed: Store) -> None:
    with staffed.board() as board:
        asked = {actor: Rights.at(board.cursor, actor) for actor in EVERYBODY}
    for register, owned in (
        ("plan_progress", "P"),
        ("plan_occurrences", "P"),
        ("improvements", "I"),
        ("evidence", "plan_items/P"),
        ("evidence", "plan_progress/P/2026-03-01"),
        ("evidence", "improvements/I"),
    ):
        assert {actor for actor in EVERYBODY if asked[actor].may(register, owned)} == MAY
        assert not asked["other"].may(register, owned)
        assert asked["other"].may(register)
    for register in ("plan_items", "raci", "plan_approvals", "waivers"):
        assert {a for a in EVERYBODY if asked[a].may(register)} == {"aino", "root"}


@pytest.mark.parametrize(
    "cells",
    [
        {"improvement": "I", "owner": "dina"},
        {"improvement": "I", "title": "Other", "state": "approved"},
        {"improvement": "NEW", "title": "N", "raised_on": "2026-01-01", "state": "proposed"},
    ],
)
def test_an_owner_moves_an_improvement_and_changes_nothing_else_of_it(
    cells: dict[str, str], staffed: Store
) -> None:
    with pytest.raises(NotAllowed):
        save(staffed, "olli", [Edit("improvements", cells)])
    with pytest.raises(NotAllowed):
        save(staffed, "olli", [Edit("improvements", {"improvement": "I"}, withdraw=True)], "why")
    save(staffed, "aino", [Edit("improvements", cells)])


def test_evidence_of_another_row_cannot_be_taken_over(staffed: Store) -> None:
    taken = {"evidence": "EV-OTHER", "register": "plan_items", "code": "P"}
    with pytest.raises(NotAllowed):
        save(staffed, "olli", [Edit("evidence", taken)])
    with pytest.raises(NotAllowed):
        save(staffed, "olli", [Edit("evidence", taken, withdraw=True)], "not mine")


def test_what_is_still_asked_for_is_handed_over(staffed: Store) -> None:
    def held() -> set[tuple[str, ...]]:
        with staffed.board(DAY) as board:
            return {(each.register, *each.key.values()) for each in holdings(board, "olli")}

    assert held() == {("plan_items", "P"), ("improvements", "I"), ("improvements", "DONE")}
    off = PlanProgress(plan_item="P", on_date=DAY, state="cancelled", note="Another way")
    plan.report_progress(staffed, "olli", off)
    step(staffed, "rejected", reason="Not worth it")
    assert held() == {("improvements", "DONE")}


def test_an_owner_proves_a_metric_and_an_objective_of_their_own_and_nobody_elses(
    staffed: Store,
) -> None:
    metric = {"name": "M", "unit": "%", "direction": "higher", "frequency": "monthly"}
    objective = {"title": "O", "starts_on": "2026-01-01"}
    whose = {"MINE": "olli", "THEIRS": "other"}
    made = [
        Edit(register, {key: code, "owner": owner, **cells})
        for register, key, cells in (
            ("metrics", "metric", metric | {"aggregation": "mean"}),
            ("objectives", "objective", objective),
        )
        for code, owner in whose.items()
    ]
    save(staffed, "aino", made)
    for register in ("metrics", "objectives"):
        evidence.add(staffed, "olli", register, "MINE", LINK)
        with pytest.raises(NotAllowed):
            evidence.add(staffed, "olli", register, "THEIRS", LINK)


# --- progress and occurrences --------------------------------------------------------------------


def test_progress_is_reported_once_a_day_and_corrected_with_a_reason(staffed: Store) -> None:
    report(staffed, "olli", "P")
    again = PlanProgress(plan_item="P", on_date=DAY, percent=60, note="Counted again")
    with pytest.raises(ConflictError):
        plan.report_progress(staffed, "olli", again)
    ((recorded_at,),) = rows(staffed, "SELECT recorded_at FROM plan_progress")
    with pytest.raises(InputError, match="say why"):
        plan.report_progress(staffed, "olli", again, recorded_at)
    plan.report_progress(staffed, "olli", again, recorded_at, "Two were missing")
    assert rows(staffed, "SELECT percent, note, change_note FROM plan_progress") == [
        (60, "Counted again", "Two were missing")
    ]


def test_what_was_called_off_waits_for_nobody_any_more(staffed: Store) -> None:
    def waits() -> list[tuple[str, date | None]]:
        with staffed.board(DAY) as board:
            tasks = my_work(board, Rights.at(board.cursor, "olli"))
        return [(task.title, task.due_on) for task in tasks]

    assert waits() == [
        ("P, 31\u00a0January 2026", date(2026, 1, 31)),
        ("P, 28\u00a0February 2026", date(2026, 2, 28)),
    ]
    off = PlanProgress(plan_item="P", on_date=DAY, state="cancelled", note="Another way")
    plan.report_progress(staffed, "olli", off)
    assert waits() == []


def test_what_was_done_is_stored_with_its_evidence_or_not_at_all(staffed: Store) -> None:
    done = PlanOccurrence(plan_item="P", due_on=date(2026, 2, 28), done_on=DAY, note="In time")
    wrong = PlanOccurrence(plan_item="P", due_on=date(2026, 2, 27), done_on=DAY)
    with pytest.raises(InputError, match="not in the schedule"):
        plan.mark_done(staffed, "olli", wrong, [LINK])
    plan.mark_done(staffed, "olli", done, [LINK, Proof("Slides", "S", dated_on=DAY)])
    query = "SELECT done_on, evidence_count FROM plan_occurrence_status WHERE done_on IS NOT NULL"
    assert rows(staffed, query) == [(DAY, 2)]
    found = rows(
        staffed, "SELECT title, due_on, dated_on FROM evidence WHERE code = 'P' ORDER BY 1"
    )
    assert found == [("Minutes", date(2026, 2, 28), None), ("Slides", date(2026, 2, 28), DAY)]
    assert len(rows(staffed, "FROM plan_occurrence")) == 1


def test_a_report_that_says_nothing_is_refused(staffed: Store) -> None:
    with pytest.raises(InputError, match="report a percentage, a state, a forecast or a note"):
        plan.report_progress(staffed, "olli", PlanProgress(plan_item="P", on_date=DAY))


def test_nothing_is_done_or_reported_on_a_day_to_come(staffed: Store) -> None:
    tomorrow = date(2999, 1, 1)
    for write in (
        lambda: plan.report_progress(
            staffed, "olli", PlanProgress(plan_item="P", on_date=tomorrow, percent=1)
        ),
        lambda: plan.mark_done(
            staffed,
            "olli",
            PlanOccurrence(plan_item="P", due_on=date(2026, 1, 31), done_on=tomorrow),
        ),
        lambda: plan.approve(
            staffed,
            "aino",
            PlanApproval(version="1", approved_on=tomorrow, approved_by="aino", summary="S"),
        ),
        lambda: improvements.move(
            staffed, "olli", "I", "approved", on=tomorrow, seen=seen(staffed)
        ),
    ):
        with pytest.raises(InputError, match="still to come"):
            write()


# --- the approved plan ---------------------------------------------------------------------------


def approval(version: str, **more: Any) -> PlanApproval:
    cells = {"approved_on": DAY, "approved_by": "aino", "summary": "First plan"} | more
    return PlanApproval(version=version, **cells)


def test_the_plan_is_approved_as_it_stands_and_what_changed_since_is_told(staffed: Store) -> None:
    with staffed.board() as board:
        assert plan.approved(board) is None
    plan.approve(staffed, "aino", approval("1.0"))
    save(staffed, "aino", [Edit("plan_items", {"plan_item": "P", "title": "Review"})], "Clearer")
    report(staffed, "olli", "P")
    with staffed.board() as board:
        found = plan.approved(board)
    assert found is not None
    assert found.approval.version == "1.0"
    assert [(c.code, c.field, c.before, c.after) for c in found.changes] == [
        ("P", "title", "P", "Review")
    ]
    before = board.known_at
    plan.approve(staffed, "aino", approval("1.1", summary="P renamed"))
    # by what is known, as the plan itself, whichever day is looked at
    for day in (None, date(2026, 2, 28)):
        with staffed.board(day) as board:
            found = plan.approved(board)
        assert found is not None
        assert (found.approval.version, found.changes) == ("1.1", ())
    with staffed.board(None, before) as board:
        found = plan.approved(board)
    assert found is not None
    assert (found.approval.version, len(found.changes)) == ("1.0", 1)


def test_a_version_is_approved_once_with_what_changed_and_by_managers(staffed: Store) -> None:
    plan.approve(staffed, "aino", approval("1.0"))
    with pytest.raises(ConflictError):
        plan.approve(staffed, "aino", approval("1.0", summary="Another"))
    with pytest.raises(InputError, match="say what changed"):
        plan.approve(staffed, "aino", approval("2.0", summary=" "))
    with pytest.raises(NotAllowed):
        plan.approve(staffed, "olli", approval("2.0"))
    with pytest.raises(InputError, match="'nobody' is not in people"):
        plan.approve(staffed, "aino", approval("2.0", approved_by="nobody"))


# --- improvements --------------------------------------------------------------------------------

STEPS: list[ImprovementState] = [
    *("proposed", "approved", "in_progress", "implemented", "validated", "closed"),
]


def step(store: Store, state: ImprovementState, actor: str = "olli", **more: Any) -> None:
    improvements.move(store, actor, "I", state, on=more.pop("on", DAY), seen=seen(store), **more)


def test_an_improvement_goes_step_by_step_to_its_proof(staffed: Store) -> None:
    for state in STEPS[1:4]:
        step(staffed, state)
    step(staffed, "validated", on=date(2026, 4, 1), validation="Fewer calls since")
    step(staffed, "closed", on=date(2026, 5, 1), proofs=[LINK])
    query = "SELECT state, implemented_on, closed_on, validation FROM improvement WHERE improvement = 'I'"
    assert rows(staffed, query) == [("closed", DAY, date(2026, 5, 1), "Fewer calls since")]
    told = rows(
        staffed,
        "SELECT before, after, change_note FROM change WHERE code = 'I' AND field = 'state' "
        "ORDER BY recorded_at",
    )
    assert [(before, after) for before, after, _ in told] == list(itertools.pairwise(STEPS))
    assert told[1][2] == "moved from approved to in progress"


@pytest.mark.parametrize("start", range(5))
def test_a_move_that_skips_a_step_is_refused_with_the_reason(start: int, staffed: Store) -> None:
    for state in STEPS[1 : start + 1]:
        step(staffed, state, validation="V")
    for state in STEPS[start + 2 :]:
        with pytest.raises(InputError, match=r"it goes to .+, not at once to") as caught:
            step(staffed, state, validation="V", proofs=[LINK])
        (problem,) = caught.value.problems
        assert (problem.file, problem.row, problem.column) == ("improvements", 2, "state")
    assert rows(staffed, "SELECT state FROM improvement WHERE improvement = 'I'") == [
        (STEPS[start],)
    ]
    # what was refused has left no evidence behind
    assert rows(staffed, "SELECT count(*) FROM evidence WHERE code = 'I'") == [(0,)]


def test_an_improvement_that_was_withdrawn_comes_back_where_it_was(staffed: Store) -> None:
    for state in STEPS[1:4]:
        step(staffed, state)
    save(staffed, "aino", [Edit("improvements", {"improvement": "I"}, withdraw=True)], "A mistake")
    back = {"improvement": "I", "title": "Back", "state": STEPS[3], "raised_on": "2026-01-10"}
    save(staffed, "aino", [Edit("improvements", back)], "It was none")
    assert rows(staffed, "SELECT state FROM improvement WHERE improvement = 'I'") == [(STEPS[3],)]


def test_closing_needs_evidence_and_a_validation(staffed: Store) -> None:
    for state in STEPS[1:4]:
        step(staffed, state)
    with pytest.raises(InputError, match="say how its effect was looked at"):
        step(staffed, "validated")
    step(staffed, "validated", validation="Fewer calls since")
    with pytest.raises(InputError, match="cannot be closed without evidence"):
        step(staffed, "closed")
    with pytest.raises(InputError, match="say how its effect was looked at"):
        step(staffed, "closed", validation=" ", proofs=[LINK])
    evidence.add(staffed, "olli", "improvements", "I", LINK)
    step(staffed, "closed")


def test_evidence_that_does_not_count_closes_nothing(staffed: Store) -> None:
    for state in STEPS[1:5]:
        step(staffed, state, validation="V")
    of_a_day = {"register": "improvements", "code": "I", "title": "T", "location": "L"}
    to_come = replace(LINK, dated_on=date.max)
    evidence.add(staffed, "olli", "improvements", "I", to_come)
    save(staffed, "aino", [Edit("evidence", of_a_day | {"evidence": "E-1", "due_on": f"{DAY}"})])
    with pytest.raises(InputError, match="cannot be closed without evidence"):
        step(staffed, "closed")
    step(staffed, "closed", proofs=[LINK])


def test_no_improvement_ends_before_it_began(staffed: Store) -> None:
    for state in STEPS[1:3]:
        step(staffed, state)
    with pytest.raises(InputError, match="implemented_on: lies before the day on which"):
        step(staffed, "implemented", on=date(2020, 1, 1))
    step(staffed, "implemented")
    step(staffed, "validated", validation="V")
    with pytest.raises(InputError, match="closed_on: lies before the day on which"):
        step(staffed, "closed", on=DAY - timedelta(days=1), proofs=[LINK])
    step(staffed, "closed", proofs=[LINK])
    with pytest.raises(InputError, match="closed_on: lies before the day on which"):
        improvements.move(
            staffed, "other", "OTHER", "rejected", on=date(2020, 1, 1), seen=seen(staffed, "OTHER")
        )


def test_a_row_that_is_written_as_it_stands_is_judged_by_no_step(
    staffed: Store, bundle: Any
) -> None:
    leapt = {"improvement": "I", "state": "validated"}
    import_bundle(staffed, [bundle(improvements=[leapt])], "robot")
    (outcome,) = save(staffed, "aino", [Edit("improvements", leapt)], "As it is")
    assert outcome.unchanged == 1


def test_a_step_back_takes_the_days_that_lie_ahead_of_it(staffed: Store) -> None:
    for state in STEPS[1:]:
        step(staffed, state, validation="V", proofs=[LINK])
    query = "SELECT implemented_on, closed_on FROM improvement WHERE improvement = 'I'"
    step(staffed, "implemented", on=date(2026, 6, 1))
    assert rows(staffed, query) == [(DAY, None)]
    step(staffed, "in_progress")
    assert rows(staffed, query) == [(None, None)]
    step(staffed, "rejected", reason="Not worth it")
    assert rows(staffed, query) == [(None, DAY)]
    with pytest.raises(InputError, match="it goes to proposed, not at once to in progress"):
        step(staffed, "in_progress")
    step(staffed, "proposed")
    assert rows(staffed, query) == [(None, None)]


def test_nobody_skips_a_step_by_another_way(staffed: Store) -> None:
    for cells in (
        {"improvement": "I", "state": "closed", "validation": "V"},
        improvement("NEW", "aino", "approved"),
    ):
        with pytest.raises(InputError, match=r"state: .*(not at once to|begins as proposed)"):
            save(staffed, "aino", [Edit("improvements", cells)], "why")
    save(staffed, "aino", [Edit("improvements", improvement("NEW", "aino"))])
    # what came skipping steps may be described anew
    save(staffed, "aino", [Edit("improvements", {"improvement": "DONE", "title": "D"})], "why")


def test_an_improvement_that_somebody_else_has_moved_is_a_conflict(staffed: Store) -> None:
    old = seen(staffed)
    step(staffed, "approved", actor="dina")
    with pytest.raises(ConflictError):
        improvements.move(staffed, "olli", "I", "rejected", on=DAY, seen=old)
    with pytest.raises(InputError, match="no improvement here"):
        improvements.move(staffed, "olli", "NONE", "approved", on=DAY, seen=old)


# --- waivers -------------------------------------------------------------------------------------


def waiver(**more: Any) -> Waiver:
    cells = {
        "rule": "item-without-method",
        "register": "plan_items",
        "code": "P",
        "reason": "Procedure in review",
        "until": date(2999, 12, 31),
    } | more
    return Waiver(**cells)


def test_a_manager_waives_an_objection_for_a_time(staffed: Store) -> None:
    query = (
        "SELECT waiver_reason, w.recorded_by FROM plan_check AS c JOIN waiver AS w USING (rule, code) "
        "WHERE rule = 'item-without-method'"
    )
    waive(staffed, "aino", waiver())
    assert rows(staffed, query) == [("Procedure in review", "aino")]
    with pytest.raises(NotAllowed):
        waive(staffed, "olli", waiver(code="OTHER"))
    with pytest.raises(InputError, match="no plan check here"):
        waive(staffed, "aino", waiver(rule="item-without-methods"))
    with pytest.raises(InputError, match="past already"):
        waive(staffed, "aino", waiver(until=date(2020, 1, 1)))
    with staffed.board() as board:
        today = board.on_date
    waive(staffed, "aino", waiver(code="OTHER", until=today))


# --- files ---------------------------------------------------------------------------------------


def kept(store: Store, data: bytes = b"%PDF-1.7 minutes", name: str = "minutes.pdf") -> Proof:
    proof = evidence.keep(store, name, io.BytesIO(data))
    evidence.add(store, "olli", "plan_items", "P", proof)
    return proof


def file_of(store: Store, proof: Proof) -> Path:
    with store.board() as board:
        row = next(row for row in board.register(Evidence) if row.sha256 == proof.sha256)
    path = evidence.kept_file(store.path, row)
    assert path is not None
    return path


def test_a_file_is_kept_once_under_its_hash_and_known_by_its_name(staffed: Store) -> None:
    proof = kept(staffed)
    assert (proof.location, proof.title) == ("kept:minutes.pdf", "minutes.pdf")
    assert file_of(staffed, proof).read_bytes() == b"%PDF-1.7 minutes"
    assert kept(staffed, name="../../again\x00.pdf").location == "kept:again.pdf"
    assert len(list(evidence.folder_of(staffed.path).iterdir())) == 1
    assert verify(staffed) == []


def test_a_file_is_refused_where_it_is_too_large_or_empty(
    staffed: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "MAX_FILE", 10)
    with pytest.raises(InputError, match=r"big\.pdf: is larger than"):
        kept(staffed, b"x" * 11, "big.pdf")
    with pytest.raises(InputError, match=r"empty\.pdf: is empty"):
        kept(staffed, b"", "empty.pdf")
    kept(staffed, b"x" * 10)
    assert len(list(evidence.folder_of(staffed.path).iterdir())) == 1


def test_verify_finds_a_file_that_was_changed_or_is_gone(staffed: Store) -> None:
    changed, gone, sound = (file_of(staffed, kept(staffed, data)) for data in (b"1", b"2", b"3"))
    changed.write_bytes(b"other minutes")
    gone.unlink()
    assert sorted(problem.split(" ", 2)[2].split(" (")[0] for problem in verify(staffed)) == [
        "is not there as a file",
        "was changed as a file",
    ]
    assert sound.is_file()


def test_a_link_with_a_hash_is_no_file_of_the_store(staffed: Store) -> None:
    proof = Proof("Report", "https://records.example.org/1", sha256="0" * 64)
    evidence.add(staffed, "olli", "plan_items", "P", proof)
    assert verify(staffed) == []
    with staffed.board() as board:
        recorded = {row.title: row for row in board.register(Evidence)}
    assert evidence.kept_file(staffed.path, recorded["Report"]) is None


def test_a_backup_takes_the_files_along_and_restore_brings_them_back(
    staffed: Store, command_here: Any, tmp_path: Path
) -> None:
    proof = kept(staffed)
    path = staffed.path
    staffed.close()
    assert command_here("backup", tmp_path / "kept", "--store", path).status == 0
    other = tmp_path / "other.duckdb"
    assert command_here("restore", tmp_path / "kept", "--store", other).status == 0
    with Store.open(other) as store:
        assert verify(store) == []
        assert file_of(store, proof).read_bytes() == b"%PDF-1.7 minutes"
        evidence.keep(store, "later.pdf", io.BytesIO(b"later"))
    # the store that was there keeps its own files beside it
    assert command_here("restore", tmp_path / "kept", "--store", other, "--force").status == 0
    assert len(evidence.kept_files(other)) == 1
    (before,) = tmp_path.glob("other.duckdb.before-*Z")
    assert len(evidence.kept_files(before)) == 2
    for store_path in (other, before):
        assert command_here("verify", "--store", store_path).status == 0


def test_a_backup_whose_file_was_changed_is_not_brought_back(
    staffed: Store, command_here: Any, tmp_path: Path
) -> None:
    path = file_of(staffed, kept(staffed))
    path.write_bytes(b"other minutes")
    store_path = staffed.path
    staffed.close()
    assert command_here("verify", "--store", store_path).status == 1
    assert command_here("backup", tmp_path / "kept", "--store", store_path).status == 0
    other = tmp_path / "other.duckdb"
    ran = command_here("restore", tmp_path / "kept", "--store", other)
    assert (ran.status, "was changed as a file" in ran.err) == (3, True)
    assert sorted(tmp_path.glob("other*")) == []
