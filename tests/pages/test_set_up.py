"""Set-up: registers as lists and forms, made from the records, with rights, reasons and conflicts."""

import pytest

from pages.parts import set_up_words as words
from smsdata.board import Board
from smsdata.models import BY_NAME, Organization, Service, columns
from smsdata.serving import shared_store
from smsdata.writing import Edit, save
from tests.pages.conftest import html_of, text_of


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
    kinds = ("text_input", "text_area", "selectbox", "checkbox", "date_input")
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


def notes(register, code):
    with shared_store().board() as board:
        assert isinstance(board, Board)
        return [change.change_note for change in board.changes_of_row(register, code)]


# --- made from the records -----------------------------------------------------------------------


@pytest.mark.parametrize("register", ["organization", *words.LISTED, "targets", "target_points"])
def test_every_column_has_a_label_and_a_sentence(register):
    for column in columns(BY_NAME[register]):
        label, told = words.column(register, column.name)
        assert label
        assert told.endswith(".")
        if column.choices:
            assert set(words.CHOICES[column.name]) == set(column.choices)


@pytest.mark.parametrize("register", words.LISTED)
def test_a_register_lists_its_rows_with_their_names(at, register):
    app = at(register)
    shown = text_of(html_of(app))
    for row in rows(BY_NAME[register]):
        assert getattr(row, "name", None) or row.title in shown


@pytest.mark.parametrize("register", ["people", "services", "outcomes", "metrics"])
def test_a_form_has_a_field_for_every_column(at, register):
    app = at(register, "aino", do="add")
    for column in columns(BY_NAME[register]):
        field(app, words.column(register, column.name)[0])


# --- adding --------------------------------------------------------------------------------------


def test_a_row_is_added_and_its_code_is_made_from_its_name(at):
    app = at("services", do="add")
    field(app, "Name").set_value("Video meetings")
    field(app, "Owner").set_value("eero")
    app = press(app, words.SAVE)
    assert not app.error
    assert "Saved: 1 new in services" in app.success[0].value.replace("\\", "")
    (added,) = [row for row in rows(Service) if row.service == "video-meetings"]
    assert (added.name, added.owner) == ("Video meetings", "eero")


def test_what_is_missing_is_told_and_what_was_typed_stays(at):
    app = at("services", do="add")
    field(app, "Customer").set_value("Everybody")
    app = press(app, words.SAVE)
    assert "Name: is missing" in app.error[0].value.replace("\\", "")
    assert field(app, "Customer").value == "Everybody"
    assert len(rows(Service)) == 2


def test_a_code_that_is_taken_overwrites_nothing(at):
    app = at("services", do="add")
    field(app, "Code").set_value("mail")
    field(app, "Name").set_value("Another mail")
    app = press(app, words.SAVE)
    assert "This code is taken" in app.warning[0].value.replace("\\", "")
    assert [row.name for row in rows(Service)] == ["Mail", "Files"]


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
    assert "process owner" in app.caption[0].value
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
    assert words.CHOOSE_WHO in app.caption[0].value.replace("\\", "")


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
