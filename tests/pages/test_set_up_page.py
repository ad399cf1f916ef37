"""Set-up: registers as lists and forms, made from the records, with rights, reasons and conflicts."""

import re
from datetime import date

import pytest

from pages.parts import set_up_words as words
from pages.parts.desk import name_of
from smsdata import display
from smsdata.board import Board
from smsdata.first_hour import OPTIONAL, STEPS
from smsdata.handing_over import OWNED
from smsdata.models import (
    BY_NAME,
    Evidence,
    Objective,
    Organization,
    PlanItem,
    PlanOccurrence,
    PlanProgress,
    Raci,
    Service,
    Target,
    TargetPoint,
    columns,
)
from smsdata.serving import shared_store
from smsdata.writing import Edit, save
from tests.pages.conftest import html_of, text_of

# Registers that are written on pages of their own, with words of their own.
ELSEWHERE = ("readings", "explanations")


@pytest.fixture
def at(opened, small_path):
    """Open a section of set-up of the small organisation, as somebody."""

    def run(section, actor="aino", path=small_path, **address):
        app = opened(path, "set_up", section=section, **address)
        if actor:
            app.selectbox(key="acting").set_value(actor).run()
        return app

    return run


def field(app, label):
    """The field with a label, whatever widget it is."""
    kinds = ("text_input", "text_area", "selectbox", "multiselect", "checkbox", "date_input")
    found = [
        w for kind in kinds for w in app.get(kind) if w.label.removesuffix(" (needed)") == label
    ]
    assert found, f"no field {label}"
    return found[0]


def press(app, label):
    """Press the button with a label."""
    (button, *_) = [button for button in app.button if button.label == label]
    assert not button.disabled
    app = button.click().run()
    assert not app.exception, app.exception
    return app


def rows(record, store=None):
    with (store or shared_store()).board() as board:
        return board.register(record)


def said(app):
    """All sentences of the page."""
    return "\n".join(element.value for element in app.markdown).replace("\\", "")


def notes(register, code):
    with shared_store().board() as board:
        assert isinstance(board, Board)
        return [change.change_note for change in board.changes_of_row(register, code)]


# --- made from the records -----------------------------------------------------------------------


@pytest.mark.parametrize("register", [name for name in BY_NAME if name not in ELSEWHERE])
def test_every_column_has_a_label_and_a_sentence(register):
    for column in columns(BY_NAME[register]):
        label, told = words.column(register, column.name)
        assert label
        assert told.endswith(".")
        if column.choices:
            assert tuple(words.choices(column)) == column.choices


@pytest.mark.parametrize("register", ["people", "services", "outcomes", "metrics", "objectives"])
def test_a_register_lists_its_rows_with_their_names(at, register):
    app = at(register)
    shown = text_of(html_of(app))
    for row in rows(BY_NAME[register]):
        assert display.brief(name_of(row), 300) in shown


def test_a_section_that_there_is_not_is_said(at):
    told = at("nonsense").info[0].value.replace("\\", "")
    assert told == "Set-up has no section “nonsense”."
    assert not at("").info


@pytest.mark.parametrize(
    "register", ["people", "services", "outcomes", "metrics", "plan_items", "raci"]
)
def test_a_form_has_a_field_for_every_column(at, register):
    app = at(register, "aino", do="add")
    for column in columns(BY_NAME[register]):
        field(app, words.column(register, column.name)[0])


# --- the plan's registers ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("register", "told"),
    [
        ("plan_items", "Agree the scope Code scope"),
        ("improvements", "Call back instead of queueing"),
        ("evidence", "Minutes of June"),
        ("waivers", "An objective without a quantified target Register Objectives Row decoy"),
    ],
)
def test_the_registers_of_the_plan_are_listed(planned, register, told):
    app = planned("set_up", "aino", section=register)
    labels = re.sub(r'<td data-label="([^"]*)">', r"\1 ", html_of(app))
    assert told in text_of(labels)
    # the others are added where they are shown
    keys = {button.key for button in app.button}
    assert (f"add-{register}" in keys) is (register == "plan_items")


def test_a_part_in_an_activity_is_added_and_known_by_both(planned):
    app = planned("set_up", "aino", section="raci", do="add")
    field(app, "Activity").set_value("Approve changes")
    field(app, "Who").set_value("eero")
    field(app, "Part").set_value("A")
    app = press(app, words.SAVE)
    assert not app.error
    assert [(r.activity, r.who, r.part) for r in rows(Raci)] == [("Approve changes", "eero", "A")]
    app = planned("set_up", "aino", section="raci", row="Approve changes/eero")
    field(app, "Part").set_value("R")
    field(app, words.REASON).set_value("It was the other way round")
    app = press(app, words.SAVE)
    assert [r.part for r in rows(Raci)] == ["R"]


def test_an_item_of_the_plan_names_several_objectives(planned):
    app = planned("set_up", "aino", section="plan_items", row="catalogue")
    (serves,) = [w for w in app.multiselect if w.label == "Objectives"]
    assert serves.value == ["restore-fast"]
    serves.set_value(["restore-fast", "decoy"])
    field(app, words.REASON).set_value("It helps both")
    app = press(app, words.SAVE)
    (item,) = [row for row in rows(PlanItem) if row.plan_item == "catalogue"]
    assert item.objectives == "restore-fast;decoy"


def test_a_wrong_occurrence_is_withdrawn_on_a_form_of_its_own(planned):
    app = planned("set_up", "aino", section="plan_occurrences", row="forum/2026-07-15")
    assert 'href="plan_item?item=forum' in html_of(app)
    field(app, words.WITHDRAW_REASON).set_value("It was the other forum")
    app = press(app, words.WITHDRAW)
    assert ("forum", date(2026, 7, 15)) not in [
        (row.plan_item, row.due_on) for row in rows(PlanOccurrence)
    ]


def test_set_up_reads_no_register_that_is_not_shown(planned, monkeypatch):
    read = []
    whole = Board.versions
    monkeypatch.setattr(
        Board, "versions", lambda board, record: read.append(record) or whole(board, record)
    )
    planned("set_up", "aino", section="services")
    assert not {PlanItem, PlanOccurrence, PlanProgress, Evidence} & set(read)


def test_items_of_the_plan_and_improvements_are_handed_over_too(planned):
    app = planned("set_up", "aino", section="handing-over")
    field(app, words.GIVER).set_value("eero").run()
    shown = text_of(html_of(app))
    assert "Plan item Hold the plan forum forum" in shown
    assert "Open improvement Ask every caller survey" in shown
    assert {record.register_name for record in OWNED} == set(words.HELD_WORDS)


def test_a_starter_plan_is_taken_over_once_with_owners_by_role(planned):
    app = planned("set_up", "aino", section="starter-plans")
    field(app, "SMS owner").set_value("eero")
    field(app, words.STARTER_FROM).set_value(date(2026, 12, 1))
    app.run()
    take = words.STARTER_TAKE.format(count=display.counted(41, "item"))
    (button,) = [b for b in app.button if b.label == take]
    # there is a plan already, which it comes beside
    assert button.disabled
    app.checkbox(key="starter-sure").check().run()
    app = press(app, take)
    assert "Saved: 41\u00a0plan items added" in app.success[0].value.replace("\\", "")
    (first,) = [row for row in rows(PlanItem) if row.plan_item == "START-01"]
    assert (first.owner, first.starts_on) == ("eero", date(2026, 12, 1))
    app = planned("set_up", "aino", section="starter-plans")
    (again,) = [
        b
        for b in app.button
        if b.label == words.STARTER_TAKE.format(count=display.counted(0, "item"))
    ]
    assert again.disabled
    assert "of it stand in your plan already" in said(app)


# --- adding --------------------------------------------------------------------------------------


def test_a_row_is_added_and_its_code_is_made_from_its_name(at):
    app = at("services", do="add")
    field(app, "Name").set_value("Video meetings")
    field(app, "Owner").set_value("eero")
    app = press(app, words.SAVE)
    assert not app.error
    assert "Saved: 1\u00a0service added" in app.success[0].value.replace("\\", "")
    (added,) = [row for row in rows(Service) if row.service == "video-meetings"]
    assert (added.name, added.owner) == ("Video meetings", "eero")


def test_what_is_missing_is_told_and_what_was_typed_stays(at):
    app = at("services", do="add")
    field(app, "Customer").set_value("Everybody")
    app = press(app, words.SAVE)
    assert "Name: is missing" in app.error[0].value.replace("\\", "")
    assert "Code: is missing" not in app.error[0].value.replace("\\", "")
    assert field(app, "Customer").value == "Everybody"
    assert len(rows(Service)) == 2


def test_a_code_that_is_taken_overwrites_nothing(at):
    app = at("services", do="add")
    field(app, "Code").set_value("mail")
    field(app, "Name").set_value("Another mail")
    app = press(app, words.SAVE)
    assert "This code is taken" in app.warning[0].value.replace("\\", "")
    assert words.TAKEN_WAY in text_of(html_of(app))
    # nor does it when that is saved again; under another code it is stored
    app = press(app, words.SAVE)
    assert "This code is taken" in app.warning[0].value.replace("\\", "")
    assert [row.name for row in rows(Service)] == ["Mail", "Files"]
    field(app, "Code").set_value("mail-2")
    press(app, words.SAVE)
    assert sorted(row.name for row in rows(Service)) == ["Another mail", "Files", "Mail"]


# --- revising ------------------------------------------------------------------------------------


def test_a_row_is_revised_with_a_reason_that_its_history_tells(at):
    app = at("services", row="mail")
    field(app, "Customer").set_value("All staff")
    field(app, words.REASON).set_value("Agreed in May")
    app = press(app, words.SAVE)
    assert [row.customer for row in rows(Service)] == ["All staff", None]
    assert notes("services", "mail")[-1] == "Agreed in May"
    app = at("services", row="mail")
    history = text_of(html_of(app)).partition(words.HISTORY)[2]
    assert "Aino Niemi" in history
    assert "customer set to “All staff”" in history
    assert "Agreed in May" in history


def test_a_revision_without_a_reason_is_refused_and_kept(at):
    app = at("services", row="mail")
    field(app, "Customer").set_value("All staff")
    app = press(app, words.SAVE)
    assert "say why this is changed" in app.error[0].value
    assert field(app, "Customer").value == "All staff"
    assert rows(Service)[0].customer is None


def test_saving_without_a_change_stores_nothing(at):
    app = at("services", row="mail")
    version = shared_store().version
    app = press(app, words.SAVE)
    assert app.info[0].value == words.UNCHANGED
    assert shared_store().version == version


def test_a_code_cannot_be_changed(at):
    assert field(at("services", row="mail"), "Code").disabled


def test_an_owner_who_was_withdrawn_stays_until_somebody_changes_it(at, opened, small_path):
    opened(small_path)
    gone = {"person": "ulla", "name": "Ulla"}
    save(shared_store(), "aino", [Edit("people", gone)])
    save(shared_store(), "aino", [Edit("services", {"service": "mail", "owner": "ulla"})])
    save(shared_store(), "aino", [Edit("people", gone, withdraw=True)], "Left")
    app = at("services", row="mail")
    assert field(app, "Owner").value == "ulla"
    field(app, "Customer").set_value("All staff")
    field(app, words.REASON).set_value("Agreed")
    app = press(app, words.SAVE)
    assert not app.error, app.error
    assert (rows(Service)[0].customer, rows(Service)[0].owner) == ("All staff", "ulla")


def test_a_day_long_ago_can_be_shown_and_kept(at, opened, small_path):
    opened(small_path)
    day = {"objective": "decoy", "starts_on": "1850-01-01"}
    save(shared_store(), "aino", [Edit("objectives", day)])
    assert field(at("objectives", row="decoy"), "Counts from").value == date(1850, 1, 1)


def test_a_row_that_is_not_there_is_said(at):
    assert "There is no service with the code “fax”" in text_of(html_of(at("services", row="fax")))


# --- somebody was faster -------------------------------------------------------------------------


def test_somebody_elses_change_is_shown_beside_what_was_typed(at):
    app = at("services", row="mail")
    save(shared_store(), "aino", [Edit("services", {"service": "mail", "customer": "Theirs"})])
    field(app, "Customer").set_value("Mine")
    field(app, words.REASON).set_value("Mine")
    app = press(app, words.SAVE)
    assert "Aino Niemi changed this on" in app.warning[0].value.replace("\\", "")
    beside = text_of(html_of(app))
    assert "Customer Mine Theirs" in beside
    assert field(app, "Customer").value == "Mine"
    assert rows(Service)[0].customer == "Theirs"
    # knowing that, it may be saved
    app = press(app, words.SAVE)
    assert rows(Service)[0].customer == "Mine"


def test_what_was_left_alone_keeps_what_somebody_else_wrote(at):
    app = at("services", row="mail")
    save(shared_store(), "aino", [Edit("services", {"service": "mail", "customer": "Theirs"})])
    field(app, "Description").set_value("Mine")
    field(app, words.REASON).set_value("Mine")
    app = press(press(app, words.SAVE), words.SAVE)
    assert (rows(Service)[0].customer, rows(Service)[0].description) == ("Theirs", "Mine")


def test_theirs_can_be_taken_instead(at):
    app = at("services", row="mail")
    save(shared_store(), "aino", [Edit("services", {"service": "mail", "customer": "Theirs"})])
    field(app, "Customer").set_value("Mine")
    field(app, words.REASON).set_value("Mine")
    app = press(press(app, words.SAVE), words.TAKE_THEIRS)
    assert field(app, "Customer").value == "Theirs"


# --- withdrawing ---------------------------------------------------------------------------------


def test_a_row_is_withdrawn_with_a_reason(at):
    app = at("services", row="other-service")
    app = press(app, words.WITHDRAW)
    assert "reason" in app.error[0].value.lower()
    field(app, words.WITHDRAW_REASON).set_value("Switched off")
    app = press(app, words.WITHDRAW)
    assert [row.service for row in rows(Service)] == ["mail"]
    assert notes("services", "other-service")[-1] == "Switched off"


# --- rights --------------------------------------------------------------------------------------


@pytest.mark.parametrize("register", ["services", "outcomes", "metrics", "objectives"])
def test_who_may_not_change_a_register_is_told_and_offered_nothing(at, register):
    app = at(register, "eero")
    (add,) = [button for button in app.button if button.label.startswith("Add")]
    assert add.disabled
    assert "process owner" in said(app)
    code = rows(BY_NAME[register])[0]
    app = at(register, "eero", row=getattr(code, code.key[0]))
    assert all(b.disabled for b in app.button if b.label in (words.SAVE, words.WITHDRAW))
    assert not [b for b in app.button if b.label == words.WITHDRAW]


def test_nobody_chosen_may_change_nothing_once_there_is_an_admin(at, opened, small_path):
    opened(small_path)
    save(
        shared_store(),
        "setup",
        [Edit("people", {"person": "root", "name": "R", "access": "admin"})],
    )
    app = at("services", None)
    assert words.CHOOSE_WHO in said(app).replace("\\", "")


def test_a_manager_changes_no_people_where_there_is_an_admin(at, opened, small_path):
    opened(small_path)
    save(
        shared_store(),
        "setup",
        [Edit("people", {"person": "root", "name": "R", "access": "admin"})],
    )
    app = at("people", "aino", row="eero")
    assert field(app, "Name").disabled
    assert "ask an admin" in app.info[0].value.replace("\\", "")


# --- the organisation ----------------------------------------------------------------------------


def test_the_organisation_is_revised_in_place(at):
    app = at("organization")
    field(app, "Scope").set_value("Mail and files for all staff")
    field(app, words.REASON).set_value("Agreed")
    app = press(app, words.SAVE)
    assert rows(Organization)[0].scope == "Mail and files for all staff"
    assert app.success


def test_hostile_names_show_as_they_are(at):
    app = at("services", do="add")
    name = "<img src=x onerror=alert(1)> **bold** [x](javascript:1)"
    field(app, "Name").set_value(name)
    app = press(app, words.SAVE)
    assert "<img" not in html_of(app)
    assert "&lt;img" in html_of(app)


# --- an objective with its targets ---------------------------------------------------------------


def of_target(app, label, number=0):
    """The field of a target, by its place among those with the same label."""
    return [w for w in app.get("text_input") if w.label.removesuffix(" (needed)") == label][number]


def begun(at, title="Backlog stays small", metric="other-metric"):
    """The form of a new objective from January 2026, its target not filled in yet."""
    app = at("objectives", do="add")
    field(app, "Objective").set_value(title)
    field(app, "Counts from").set_value(date(2026, 1, 1))
    field(app, "Metric").set_value(metric)
    return app


def test_an_objective_is_added_with_its_target_in_one_form(at):
    app = begun(at)
    field(app, "From").set_value(date(2026, 1, 1))
    field(app, "Target").set_value("20")
    app = press(app, words.SAVE)
    assert not app.error
    (target,) = [row for row in rows(Target) if row.metric == "other-metric"]
    (point,) = [row for row in rows(TargetPoint) if row.metric == "other-metric"]
    assert target.objective == "backlog-stays-small"
    assert (point.on_date, point.value) == (date(2026, 1, 1), 20)


def test_a_number_may_be_typed_with_a_decimal_comma(at):
    app = begun(at)
    field(app, "From").set_value(date(2026, 1, 1))
    field(app, "Target").set_value("1,234")
    app = press(app, words.SAVE)
    # this could be two numbers
    assert "'1,234' is no number" in app.error[0].value.replace("\\", "")
    field(app, "Target").set_value("97,5")
    press(app, words.SAVE)
    (point,) = [row for row in rows(TargetPoint) if row.metric == "other-metric"]
    assert point.value == 97.5


def test_a_target_without_a_point_is_refused_and_nothing_is_stored(at):
    app = begun(at)
    app = press(app, words.SAVE)
    assert "has no target point" in app.error[0].value
    assert len(rows(Objective)) == 2


def test_room_for_another_date_or_target_keeps_what_was_typed(at):
    app = at("objectives", do="add")
    field(app, "Objective").set_value("Backlog stays small")
    app = press(app, words.POINT_MORE)
    assert field(app, "Objective").value == "Backlog stays small"
    assert len([w for w in app.text_input if w.label == "Target"]) == 2
    app = press(app, words.TARGET_MORE)
    assert len([w for w in app.selectbox if w.label == "Metric (needed)"]) == 2
    assert field(app, "Objective").value == "Backlog stays small"


def test_a_changed_target_is_shown_before_and_after_and_saved_only_then(at):
    app = at("objectives", row="restore-fast")
    field(app, "Target").set_value("99")
    field(app, words.REASON).set_value("The board asks for more")
    app = press(app, words.SAVE)
    assert words.RETARGETED in html_of(app)
    assert "will be marked" in html_of(app)
    assert words.BEFORE in html_of(app)
    assert words.AFTER in html_of(app)
    assert "the past is judged otherwise. February 2026 is missed now." in html_of(app)
    assert [row.value for row in rows(TargetPoint) if row.metric == "resolved"] == [90]
    app = press(app, words.RETARGET_SAVE)
    assert [row.value for row in rows(TargetPoint) if row.metric == "resolved"] == [99]
    assert notes("target_points", "restore-fast/resolved//2026-01-01")[-1] == (
        "The board asks for more"
    )


def test_a_target_may_be_typed_with_its_unit_and_is_refused_with_another(at):
    app = at("objectives", row="restore-fast")
    of_target(app, "Target").set_value("92,5 %")
    field(app, words.REASON).set_value("Tougher")
    press(press(app, words.SAVE), words.RETARGET_SAVE)
    assert [row.value for row in rows(TargetPoint) if row.metric == "resolved"] == [92.5]
    app = at("objectives", row="restore-fast")
    of_target(app, "Target").set_value("92 hours")
    field(app, words.REASON).set_value("Tougher")
    app = press(app, words.SAVE)
    assert "'92 hours' is no number" in app.error[0].value.replace("\\", "")


def test_a_target_may_be_kept_as_it_is(at):
    app = at("objectives", row="restore-fast")
    field(app, "Target").set_value("99")
    field(app, words.REASON).set_value("The board asks for more")
    app = press(press(app, words.SAVE), words.RETARGET_BACK)
    assert words.RETARGETED not in html_of(app)
    assert field(app, "Target").value == "99"
    assert [row.value for row in rows(TargetPoint) if row.metric == "resolved"] == [90]


def test_a_changed_title_needs_no_look_at_the_chart(at):
    app = at("objectives", row="restore-fast")
    field(app, "Objective").set_value("Incidents are resolved within SLA")
    field(app, words.REASON).set_value("Clearer")
    app = press(app, words.SAVE)
    assert rows(Objective)[1].title == "Incidents are resolved within SLA"


def test_a_target_is_removed_with_its_dates(at):
    app = at("objectives", row="restore-fast")
    (*_, gone) = [box for box in app.checkbox if box.label == words.REMOVE_TARGET]
    gone.check()
    field(app, words.REASON).set_value("No longer measured")
    app = press(press(app, words.SAVE), words.RETARGET_SAVE)
    assert len(rows(Target)) == 1
    assert len(rows(TargetPoint)) == 1


def test_a_range_asks_for_both_ends(at):
    app = begun(at, "Load stays healthy", "load")
    field(app, "From").set_value(date(2026, 1, 1))
    field(app, "Not below").set_value("10")
    app = press(app, words.SAVE)
    assert "Not above: is missing" in app.error[0].value.replace("\\", "")
    field(app, "Not above").set_value("20")
    press(app, words.SAVE)
    (point,) = [row for row in rows(TargetPoint) if row.objective == "load-stays-healthy"]
    assert (point.value, point.lower, point.upper) == (None, 10, 20)


def test_a_problem_says_which_of_several_dates_it_is_about(at):
    app = at("objectives", row="restore-fast")
    of_target(app, "Target").set_value("much")
    # the second target is the one of the metric "resolved"
    app = app.button(key="more-points-1").click().run()
    (*_, day) = [w for w in app.date_input if w.label.startswith("From")]
    day.set_value(date(2026, 7, 1))
    of_target(app, "Target", 1).set_value("95")
    field(app, words.REASON).set_value("Tougher")
    app = press(app, words.SAVE)
    assert "Target (resolved, 2026-01-01): 'much' is no number" in app.error[0].value.replace(
        "\\", ""
    )
    assert [row.value for row in rows(TargetPoint) if row.metric == "resolved"] == [90]


def test_an_objective_that_is_withdrawn_is_gone_with_its_reason(at):
    app = at("objectives", row="decoy")
    field(app, words.WITHDRAW_REASON).set_value("Nobody measures it")
    press(app, words.WITHDRAW)
    assert [row.objective for row in rows(Objective)] == ["restore-fast"]


# --- the library ---------------------------------------------------------------------------------


def test_what_is_ticked_becomes_objectives_with_their_targets(at):
    app = at("library")
    app.checkbox(key="tick-OBJ-INC-RESOLVED").check()
    app.text_input(key="aim-OBJ-INC-RESOLVED-value").set_value("92.5")
    app.selectbox(key="library-owner").set_value("eero")
    app = press(app, words.CHOOSE)
    (made,) = [row for row in rows(Objective) if row.objective == "OBJ-INC-RESOLVED"]
    assert made.title == "At least 92.5 % of incidents are resolved within SLA"
    assert made.owner == "eero"
    assert [row.value for row in rows(TargetPoint) if row.objective == made.objective] == [92.5]
    app = at("library")
    assert app.checkbox(key="known-OBJ-INC-RESOLVED").disabled
    assert app.checkbox(key="known-OBJ-INC-RESOLVED").value


@pytest.mark.parametrize(
    ("aim", "told"),
    [("most", "“most” is no number"), ("150", "Target: above the most it can be, 100")],
)
def test_a_target_that_cannot_be_is_told(at, aim, told):
    app = at("library")
    app.checkbox(key="tick-OBJ-INC-RESOLVED").check()
    app.text_input(key="aim-OBJ-INC-RESOLVED-value").set_value(aim)
    app = press(app, words.CHOOSE)
    assert told in app.error[0].value.replace("\\", "")
    assert len(rows(Objective)) == 2


def test_a_target_out_of_its_metrics_reach_is_refused_on_the_objectives_form_too(at):
    app = at("objectives", row="restore-fast")
    of_target(app, "Target").set_value("940")
    field(app, words.REASON).set_value("Tougher")
    app = press(app, words.SAVE)
    assert "Target: above the most it can be, 100" in app.error[0].value.replace("\\", "")
    assert [row.value for row in rows(TargetPoint) if row.metric == "resolved"] == [90]


def test_what_is_ticked_under_one_practice_stays_while_another_is_looked_at(at):
    app = at("library")
    app.checkbox(key="tick-OBJ-INC-RESOLVED").check()
    app.text_input(key="aim-OBJ-INC-RESOLVED-value").set_value("97,5").run()
    practice = app.selectbox(key="library-practice")
    practice.set_value("8.7.1").run()
    assert "At least" in app.info[0].value
    assert "incidents" in app.info[0].value
    app = press(app, words.CHOOSE)
    assert [row.value for row in rows(TargetPoint) if row.objective == "OBJ-INC-RESOLVED"] == [97.5]


def test_nothing_ticked_adds_nothing(at):
    app = press(at("library"), words.CHOOSE)
    assert app.warning[0].value == words.NONE_TICKED


def test_a_library_of_ones_own_that_is_wrong_is_told(at, small_path):
    own = small_path.parent / "library"
    own.mkdir()
    (own / "metrics.csv").write_text("metric\nA\n")
    assert "practice: is missing" in at("library").error[0].value


# --- handing over --------------------------------------------------------------------------------


def test_everything_goes_over_in_one_step(at):
    app = at("handing-over")
    app.selectbox(key="giver").set_value("eero").run()
    assert "Eero Salo owns 1 service and 1 open explanation" in text_of(html_of(app))
    app.selectbox(key="receiver").set_value("aino").run()
    app.text_input(key="hand-over-reason").set_value("Eero leaves")
    app = press(app, words.HAND_OVER)
    assert "Handed over from Eero Salo to Aino Niemi" in app.success[0].value
    assert rows(Service)[0].owner == "aino"
    assert "Eero Salo owns nothing" in text_of(html_of(app))


def test_who_could_only_look_at_what_they_are_given_is_told_before_it_is_handed_over(at, opened):
    app = at("handing-over")
    save(shared_store(), "aino", [Edit("people", {"person": "ulla", "name": "Ulla Salo"})])
    app = at("handing-over")
    app.selectbox(key="receiver").set_value("ulla").run()
    told = app.warning[0].value.replace("\\", "")
    assert told.startswith("Ulla Salo (viewer) may enter nothing of what they will own")
    app.selectbox(key="receiver").set_value("eero").run()
    assert not app.warning


def test_what_somebody_still_owns_who_can_no_longer_act_is_told(at):
    app = at("people", row="eero")
    field(app, "Active").uncheck()
    field(app, words.REASON).set_value("Leaves")
    app = press(app, words.SAVE)
    assert app.success[0].value.replace("\\", "") == (
        "Saved: 1\u00a0person revised. Eero Salo can enter nothing now, and still owns "
        "1\u00a0service and 1\u00a0open explanation: see Handing over."
    )
    app = at("people", row="eero")
    (reason,) = [w for w in app.text_input if w.key.startswith("why-withdraw")]
    reason.set_value("Left")
    app = press(app, words.WITHDRAW)
    assert "Withdrawn. Eero Salo can enter nothing now" in app.success[0].value.replace("\\", "")


def test_handing_over_asks_for_somebody_and_a_reason(at):
    app = at("handing-over")
    app.selectbox(key="giver").set_value("eero").run()
    app = press(app, words.HAND_OVER)
    assert app.warning[0].value == words.CHOOSE_RECEIVER
    app.selectbox(key="receiver").set_value("aino").run()
    app = press(app, words.HAND_OVER)
    assert "say why" in app.error[0].value
    assert rows(Service)[0].owner == "eero"


def test_who_may_not_hand_over_is_told(at):
    app = at("handing-over", "eero")
    assert "process owner" in app.info[0].value.replace("\\", "")


# --- import and export ---------------------------------------------------------------------------


def test_an_import_shows_first_what_would_change(at):
    app = at("bundles")
    (files,) = app.get("file_uploader")
    files.set_value([("services.csv", b"service,name\nfax,Fax\n", "text/csv")])
    app.run()
    app = press(app, words.IMPORT_LOOK)
    assert "new services fax" in text_of(html_of(app))
    assert len(rows(Service)) == 2
    app = press(app, words.IMPORT_DO)
    assert "1\u00a0service added" in app.success[0].value
    assert len(rows(Service)) == 3


def test_a_bundle_that_is_wrong_is_told_with_every_problem(at):
    app = at("bundles")
    (files,) = app.get("file_uploader")
    files.set_value([("services.csv", b"service,name,owner\nfax,,nobody\n", "text/csv")])
    app.run()
    app = press(app, words.IMPORT_LOOK)
    told = app.error[0].value.replace("\\", "")
    assert "services.csv row 2, name: is missing" in told
    assert "'nobody' is not in people" in told


def test_who_may_not_import_is_told_and_may_still_export(at):
    app = at("bundles", "eero")
    assert app.get("file_uploader")[0].disabled
    assert [button.label for button in app.get("download_button")] == list(
        words.EXPORT_FORMS.values()
    )


# --- the first hour ------------------------------------------------------------------------------


def test_the_first_hour_leads_from_nothing_to_objectives(opened, empty_path):
    app = opened(empty_path)
    assert words.GUIDANCE["organization"].good in text_of(html_of(app))
    assert words.GUIDANCE["organization"].objected in text_of(html_of(app))
    field(app, "Name").set_value("Harbour IT")
    field(app, "Scope").set_value("Mail and files for all staff")
    app = press(app, words.SAVE)
    app.switch_page("set_up.py").run()
    assert words.GUIDANCE["people"].good in text_of(html_of(app))
    field(app, "Name").set_value("Aino Niemi")
    assert field(app, "Access").value == "admin"
    app = press(app, words.SAVE)
    # whoever sets up goes on under that name
    assert app.selectbox(key="acting").value == "aino-niemi"
    assert words.GUIDANCE["objectives"].good in text_of(html_of(app))
    app.checkbox(key="tick-OBJ-INC-RESOLVED").check()
    app = press(app, words.CHOOSE)
    assert words.GUIDANCE["readings"].good in text_of(html_of(app))
    assert [row.owner for row in rows(Objective)] == ["aino-niemi"]
    app = press(app, words.READINGS_GO)
    assert app.selectbox(key="acting").value == "aino-niemi"
    assert "due from Aino Niemi" in text_of(html_of(app))


def test_a_step_that_is_done_can_be_opened_again(opened, empty_path):
    app = opened(empty_path)
    field(app, "Name").set_value("Harbour IT")
    field(app, "Scope").set_value("Mail")
    press(app, words.SAVE)
    app = opened(empty_path, "set_up", section="first-hour", step="organization")
    assert field(app, "Scope").value == "Mail"


def test_the_overview_leads_back_to_the_first_hour_until_there_is_a_chart(opened, empty_path):
    opened(empty_path)
    save(
        shared_store(), "set-up", [Edit("people", {"person": "a", "name": "A", "access": "admin"})]
    )
    save(
        shared_store(),
        "a",
        [Edit("objectives", {"objective": "o", "title": "T", "starts_on": "2026-01-01"})],
    )
    app = opened(empty_path)
    assert "1 of 5 steps of the first hour are done" in text_of(html_of(app))


def test_a_store_with_charts_says_nothing_of_the_first_hour(opened, small_path):
    assert "first hour" not in text_of(html_of(opened(small_path)))


def test_every_step_has_its_two_sentences():
    assert set(words.GUIDANCE) == {*STEPS, OPTIONAL} == set(words.STEP_TITLES)
