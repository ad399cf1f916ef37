"""What people do on the plan's pages: report, mark done, prove, move on; and what is refused."""

from datetime import UTC, date, datetime

import pytest

from pages.parts import boards, set_up_words, words
from smsdata import improvement_words, improvements, plan
from smsdata.display import NO_BREAK
from smsdata.errors import InputError
from smsdata.models import Evidence, Improvement, PlanOccurrence, PlanProgress
from smsdata.serving import shared_store
from smsdata.writing import Edit, save
from tests.pages.conftest import html_of, press, text_of


def field(app, label):
    """The field with a label, whatever widget it is."""
    kinds = ("text_input", "text_area", "selectbox", "number_input", "date_input", "checkbox")
    (found,) = [w for kind in kinds for w in app.get(kind) if w.label == label][:1]
    return found


def rows(record):
    with shared_store().board() as board:
        return board.register(record)


def versions(record):
    with shared_store().board() as board:
        return board.versions(record)


def told(app):
    """What was said of it."""
    return [e.value.replace("\\", "") for e in (*app.success, *app.error, *app.warning)]


# --- who may -------------------------------------------------------------------------------------


def test_nobody_is_asked_to_choose_who_acts_and_an_auditor_is_told_who_may(planned):
    app = planned("plan_item", item="catalogue")
    assert [c.value for c in app.caption].count(words.DEED_CHOOSE) == 1
    for page, address, told in [
        ("plan_item", {"item": "catalogue"}, "may not change plan progress"),
        ("plan_item", {"item": "audit"}, "may not change plan progress"),
        ("improvement", {"improvement": "night"}, "may not change improvements"),
    ]:
        app = planned(page, "indra", **address)
        (caption,) = [c.value for c in app.caption if "may not change" in c.value]
        assert told in caption
        assert "ask a manager or an admin" in caption
        assert not {b.label for b in app.button} - {"Earlier period", "Later period"}


def test_an_owner_may_report_on_their_own_items_and_those_they_are_deputy_for(planned):
    app = planned("plan_item", "eero", item="audit")
    assert not [b for b in app.button if b.label == words.REPORT_STORE]
    app = planned("plan_item", "eero", item="phones")
    assert [b for b in app.button if b.label == words.REPORT_STORE]


def test_an_improvement_is_offered_no_step_that_would_be_refused(planned):
    app = planned("improvement", "eero", improvement="callback")
    offered = field(app, words.MOVE_TO).options
    states = improvement_words.STATES
    assert offered == [
        states[state]
        for state in ("proposed", "approved", "in_progress", "implemented", "closed", "rejected")
    ]
    assert field(app, words.MOVE_TO).value == "closed"
    app = planned("improvement", "aino", improvement="bot")
    assert field(app, words.MOVE_TO).options == [states["approved"], states["rejected"]]


def test_of_a_closed_improvement_no_step_is_chosen_for_whoever_moves_it(planned):
    app = planned("improvement", "eero", improvement="callback")
    press(app, words.MOVE_STORE)
    assert [row.state for row in rows(Improvement) if row.improvement == "callback"] == ["closed"]
    app = planned("improvement", "eero", improvement="callback")
    assert field(app, words.MOVE_TO).value is None
    press(app, words.MOVE_STORE)
    assert words.MOVE_UNCHOSEN in told(app)
    assert [row.state for row in rows(Improvement) if row.improvement == "callback"] == ["closed"]


def test_evidence_is_shown_wherever_it_lies(planned, tmp_path):
    app = planned("plan_item", "eero", item="catalogue")
    row = {"evidence": "odd", "title": "An odd place", "location": "http://[bad"}
    row |= {"register": "plan_items", "code": "catalogue"}
    save(shared_store(), "aino", [Edit("evidence", row)])
    app = planned("plan_item", "eero", item="catalogue")
    assert "An odd place" in html_of(app)


def test_nothing_is_written_into_the_past(planned):
    app = planned("plan_item", "eero", item="tool", known=datetime.now(UTC).isoformat())
    assert not [b for b in app.button if b.label == words.REPORT_STORE]


# --- the plan ------------------------------------------------------------------------------------


def test_progress_is_reported_and_shows_at_once(planned):
    app = planned("plan_item", "eero", item="catalogue")
    field(app, "Percent").set_value(80.0)
    field(app, "Note").set_value("=Nearly *there*")
    app = press(app, words.REPORT_STORE)
    assert told(app) == ["Reported: Publish the service catalogue"]
    (stored,) = [r for r in rows(PlanProgress) if r.percent == 80]
    assert (stored.plan_item, stored.note) == ("catalogue", "=Nearly *there*")
    assert "80 %, 100 % planned" in text_of(html_of(app))


def test_a_second_report_of_a_day_asks_why(planned):
    app = planned("plan_item", "eero", item="catalogue")
    field(app, "Percent").set_value(80.0)
    app = press(app, words.REPORT_STORE)
    field(app, "Percent").set_value(85.0)
    app = press(app, words.REPORT_STORE)
    assert "say why this is changed" in told(app)[0]
    field(app, words.READING_REASON).set_value("Counted again")
    app = press(app, words.REPORT_STORE)
    assert [r.percent for r in rows(PlanProgress) if r.plan_item == "catalogue"] == [40, 85]


def test_an_occurrence_is_done_with_its_evidence(planned):
    app = planned("plan_item", "eero", item="forum", due="2026-10-15")
    assert field(app, words.DONE_WHICH).value == date(2026, 10, 15)
    field(app, words.PROOF_TITLE).set_value("Minutes of October")
    field(app, words.PROOF_LINK).set_value("https://records.example.org/october")
    app = press(app, words.DONE_STORE)
    assert told(app)[0].replace(NO_BREAK, " ") == "Done: Hold the plan forum, due 15 October 2026"
    assert ("forum", date(2026, 10, 15)) in [(r.plan_item, r.due_on) for r in rows(PlanOccurrence)]
    (proof,) = [row for row in rows(Evidence) if row.title == "Minutes of October"]
    assert (proof.register, proof.code, proof.due_on) == ("plan_items", "forum", date(2026, 10, 15))
    assert proof.dated_on == boards.setting().today


def test_what_was_done_without_evidence_is_asked_to_be_proved_and_is(planned):
    app = planned("plan_item", "eero", item="forum", due="2026-10-15")
    app = press(app, words.DONE_STORE)
    assert "Nothing proves it yet" in told(app)[0]
    of = field(app, words.PROOF_OF)
    assert of.value == date(2026, 10, 15)
    (link,) = [f for f in app.text_input if f.label == words.PROOF_LINK and "prove-" in f.key]
    link.set_value("https://records.example.org/october")
    field(app, words.PROOF_DATED).set_value(date(2026, 10, 16))
    app = press(app, words.PROOF_STORE)
    assert told(app) == [words.PROOF_STORED]
    (proof,) = [row for row in rows(Evidence) if row.location.endswith("october")]
    assert (proof.due_on, proof.dated_on) == (date(2026, 10, 15), date(2026, 10, 16))
    assert field(app, words.PROOF_OF).value != date(2026, 10, 15)


def test_who_was_faster_is_named_with_theirs_beside_what_was_typed_which_stays(planned):
    app = planned("plan_item", "eero", item="catalogue")
    field(app, "Percent").set_value(80.0)
    theirs = PlanProgress(plan_item="catalogue", on_date=boards.setting().today, percent=60)
    plan.report_progress(shared_store(), "aino", theirs)
    app = press(app, words.REPORT_STORE)
    assert words.READING_LOOK_AGAIN in told(app)
    assert any(said.startswith("Aino Niemi recorded this on") for said in told(app))
    assert "Percent 80 60" in text_of(html_of(app))
    assert field(app, "Percent").value == 80
    field(app, words.READING_REASON).set_value("Counted both halves")
    app = press(app, words.REPORT_STORE)
    assert words.READING_LOOK_AGAIN in told(app)
    field(app, words.MINE_INSTEAD).check()
    app = press(app, words.REPORT_STORE)
    assert [r.percent for r in rows(PlanProgress) if r.plan_item == "catalogue"] == [40, 80]


def test_an_occurrence_that_somebody_else_has_marked_is_neither_stored_nor_swapped(planned):
    app = planned("plan_item", "eero", item="forum", due="2026-10-15")
    field(app, "Note").set_value("Mine")
    theirs = PlanOccurrence(
        plan_item="forum", due_on=date(2026, 10, 15), done_on=date(2026, 10, 16), note="Theirs"
    )
    plan.mark_done(shared_store(), "aino", theirs)
    app = press(app, words.DONE_STORE)
    assert any("Aino Niemi has recorded this already" in said for said in told(app))
    assert "Note Mine Theirs" in text_of(html_of(app))
    assert [r.note for r in rows(PlanOccurrence) if r.due_on == theirs.due_on] == ["Theirs"]
    assert field(app, words.DONE_WHICH).value == date(2026, 10, 15)


def test_evidence_needs_a_place(planned):
    app = planned("plan_item", "aino", item="scope")
    app = press(app, words.PROOF_STORE)
    assert "is missing; give a link or choose a file" in told(app)[0]


# --- improvements --------------------------------------------------------------------------------


def test_a_step_may_not_be_skipped(planned):
    app = planned("improvement", "eero", improvement="templates")
    assert field(app, words.MOVE_TO).value == "implemented"
    offered = field(app, words.MOVE_TO).options
    assert not {improvement_words.STATES[state] for state in ("validated", "closed")} & set(offered)
    field(app, words.MOVE_TO).set_value("implemented")
    app = press(app, words.MOVE_STORE)
    assert "Write answer templates: implemented" in told(app)
    (row,) = [row for row in rows(Improvement) if row.improvement == "templates"]
    assert row.state == "implemented"
    assert row.implemented_on is not None


def test_who_moved_it_meanwhile_is_named_before_anything_is_put_in_its_place(planned):
    app = planned("improvement", "eero", improvement="templates")
    field(app, words.MOVE_VALIDATION).set_value("Mine")
    (seen,) = [v for v in versions(Improvement) if v.row.improvement == "templates"]
    improvements.move(
        shared_store(),
        "aino",
        "templates",
        "implemented",
        on=boards.setting().today,
        seen=seen.recorded_at,
        validation="Theirs",
    )
    app = press(app, words.MOVE_STORE)
    assert words.READING_LOOK_AGAIN in told(app)
    assert "Validation Mine Theirs" in text_of(html_of(app))
    assert field(app, words.MOVE_VALIDATION).value == "Mine"
    app = press(app, set_up_words.TAKE_THEIRS)
    assert field(app, words.MOVE_VALIDATION).value == "Theirs"


def test_closing_shows_the_effect_and_needs_evidence_and_validation(planned):
    app = planned("improvement", "eero", improvement="survey")
    field(app, words.MOVE_VALIDATION).set_value("Looked at, too early")
    app = press(app, words.MOVE_STORE)
    assert "Ask every caller: validated" in told(app)
    assert field(app, words.MOVE_TO).value == "closed"
    assert any("Too early to tell" in info.value for info in app.info)
    app = press(app, words.MOVE_STORE)
    assert "cannot be closed without evidence" in told(app)[0]
    assert field(app, words.MOVE_VALIDATION).value == "Looked at, too early"
    field(app, words.PROOF_LINK).set_value("https://records.example.org/survey")
    app = press(app, words.MOVE_STORE)
    assert "Ask every caller: closed" in told(app)


@pytest.mark.parametrize("code", ["moon"])
def test_a_rejected_one_may_only_be_proposed_again(planned, code):
    app = planned("improvement", "aino", improvement=code)
    assert field(app, words.MOVE_TO).options == [improvement_words.STATES["proposed"]]
    (seen,) = [version for version in versions(Improvement) if version.row.improvement == code]
    with pytest.raises(InputError):
        improvements.move(
            shared_store(), "aino", code, "closed", on=date(2026, 10, 31), seen=seen.recorded_at
        )
    (row,) = [row for row in rows(Improvement) if row.improvement == code]
    assert row.state == "rejected"
    app = press(app, words.MOVE_STORE)
    assert "Open a desk on the moon: proposed" in told(app)
