"""My readings and one reading, as pages: who sees what, and what is said where nothing is to do."""

import re

import pytest

from pages.parts import words
from smsdata.display import NO_BREAK
from tests.pages.conftest import html_of, press, text_of


@pytest.fixture
def page(opened, sample_file, tmp_path, today):
    """A page of the sample organisation, for whoever acts."""

    def show(person, name="readings", **address):
        store = tmp_path / "sms.duckdb"
        if not store.exists():
            store.write_bytes(sample_file.read_bytes())
        app = opened(store, name, **address)
        if person:
            app.selectbox(key="acting").set_value(person).run()
            assert not app.exception, app.exception
        return app

    return show


def headline(app):
    return re.sub(r".*?<h1>(.*?)</h1>.*", r"\1", html_of(app), flags=re.DOTALL)


def test_without_a_person_it_asks_who_acts_and_shows_who_has_not_entered(page):
    app = page(None)
    assert words.READINGS_CHOOSE in text_of(html_of(app))
    assert app.expander[0].label.startswith("Who has not entered (")


def test_a_process_owner_sees_what_is_due_from_them_and_from_whom_they_stand_for(page):
    app = page("bagus.santoso")
    assert re.fullmatch(r"\d+ readings are due from Bagus Santoso, \d+ overdue\.", headline(app))
    told = text_of(html_of(app))
    assert re.search(r"\d+ of them as deputy of Dian Permata\.", told)
    assert not app.toggle
    assert not [e for e in app.expander if e.label.startswith("Who has not entered")]


def test_whose_deputy_waits_for_nothing_is_told_so(page):
    told = text_of(html_of(page("ratna.kusuma")))
    assert "Nothing is due from Surya Halim, whose deputy Ratna Kusuma is." in told


@pytest.mark.parametrize(
    ("person", "told"),
    [
        ("arif.nugroho", "4 readings are overdue from Arif Nugroho."),
        ("yohanes.tanu", "1 reading is overdue from Yohanes Tanuwijaya."),
        ("lukas.simatupang", "6 readings are due from Lukas Simatupang."),
    ],
)
def test_where_all_that_is_due_is_overdue_or_none_of_it_one_number_says_so(page, person, told):
    assert headline(page(person)).replace(NO_BREAK, " ") == told


def test_a_manager_may_see_everybodys_and_send_a_reminder(page):
    app = page("maya.anindita")
    assert headline(app) == "No reading is due from Maya Anindita."
    app.toggle(key="everybodys").set_value(True).run()
    assert re.fullmatch(r"\d+ readings are due from everybody, \d+ overdue\.", headline(app))
    app.selectbox(key="remind").set_value(0).run()
    assert app.code[0].value.startswith("Dear Bagus Santoso,\n\n")


def test_an_auditor_enters_nothing(page):
    app = page("indra.wibowo")
    assert headline(app) == "No reading is due from Indra Wibowo."
    assert not app.toggle


def test_a_miss_is_explained_once(page):
    app = page("yohanes.tanu")
    (asked,) = [e for e in app.expander if "Few emergency changes" in e.label]
    assert "13.8" in asked.label
    (store,) = [b for b in app.button if b.label == words.EXPLAIN_STORE]
    store.click().run()
    assert app.error[0].value == words.EXPLAIN_NO_CAUSE
    (cause,) = [t for t in app.text_area if t.label == words.EXPLAIN_CAUSE]
    cause.set_value("=too many *urgent* patches")
    (store,) = [b for b in app.button if b.label == words.EXPLAIN_STORE]
    store.click().run()
    # what an auditor would ask for next is asked once, and again where something was added
    assert f"Not given: {words.EXPLAIN_RECOVERY} {words.EXPLAIN_DUE}. " in app.warning[0].value
    (recovery,) = [t for t in app.text_area if t.label == words.EXPLAIN_RECOVERY]
    recovery.set_value("Patch on Tuesdays")
    (store,) = [b for b in app.button if b.label == words.EXPLAIN_STORE]
    store.click().run()
    assert f"Not given: {words.EXPLAIN_DUE}. " in app.warning[0].value
    (store,) = [b for b in app.button if b.label == words.EXPLAIN_STORE]
    store.click().run()
    assert not app.exception
    assert app.success[0].value == "Explained: Few emergency changes"
    assert not [b for b in app.button if b.label == words.EXPLAIN_STORE]


def test_a_miss_of_an_earlier_month_is_explained_on_the_page_of_its_objective(page):
    at = {"objective": "OBJ-14", "period": "2026-09"}
    assert not list(page("indra.wibowo", "objective", **at).expander)
    app = page("yohanes.tanu", "objective", **at)
    assert [e for e in app.expander if "(September 2026)" in e.label]
    (cause,) = [t for t in app.text_area if t.label == words.EXPLAIN_CAUSE]
    cause.set_value("Too many urgent patches in summer")
    for _ in range(2):
        (store,) = [b for b in app.button if b.label == words.EXPLAIN_STORE]
        store.click().run()
    assert not app.exception
    assert app.success[0].value == "Explained: Few emergency changes"
    assert "Too many urgent patches in summer" in text_of(html_of(app))


def test_a_reading_shows_its_history_and_is_corrected_by_its_owner_alone(page):
    key = "KNW-CURRENT//2026-03-01"
    for person in (None, "indra.wibowo", "putri.maharani"):
        app = page(person, "reading", reading=key)
        assert text_of(html_of(app)).startswith("89.9 % Knowledge articles reviewed in time, March")
        # it speaks of its own period
        assert not [button for button in app.button if button.key == "earlier"]
        assert not [t for t in app.text_input if t.label == words.READING_REASON]
    app = page("bagus.santoso", "reading", reading=key)
    (value,) = [t for t in app.text_input if t.label == words.ENTRY_WORDS["value"]]
    value.set_value("85,5")
    (reason,) = [t for t in app.text_input if t.label == words.READING_REASON]
    reason.set_value("two articles were retired")
    (store,) = [b for b in app.button if b.label == words.READING_CORRECT]
    store.click().run()
    assert not app.exception
    told = text_of(html_of(app))
    assert told.startswith("85.5 %")
    assert "two articles were retired" in told
    assert "89.9 %" in told


def field(app, label):
    (found,) = [t for t in app.text_input if t.label == label]
    return found


def test_an_unusual_correction_is_asked_about_first(page):
    app = page("bagus.santoso", "reading", reading="KNW-CURRENT//2026-03-01")
    field(app, words.ENTRY_WORDS["value"]).set_value("0.885")
    field(app, words.READING_REASON).set_value("a recount")
    press(app, words.READING_CORRECT)
    assert "usual range" in app.error[0].value
    assert text_of(html_of(app)).startswith("89.9 %")
    (sure,) = [box for box in app.checkbox if box.label == words.READING_SURE]
    sure.check()
    press(app, words.READING_CORRECT)
    assert text_of(html_of(app)).startswith("0.885 %")
    # nothing is asked of the figure that stands there now
    assert not app.warning
    assert not [box for box in app.checkbox if box.label == words.READING_SURE]


def test_what_is_typed_for_a_correction_stays_beside_somebody_elses(page, tmp_path):
    key = "KNW-CURRENT//2026-03-01"
    app = page("bagus.santoso", "reading", reading=key)
    other = page("bagus.santoso", "reading", reading=key)
    field(other, words.ENTRY_WORDS["value"]).set_value("85")
    field(other, words.READING_REASON).set_value("theirs")
    press(other, words.READING_CORRECT)

    field(app, words.ENTRY_WORDS["value"]).set_value("86")
    field(app, words.READING_REASON).set_value("mine")
    press(app, words.READING_CORRECT)
    assert app.error[0].value == words.READING_LOOK_AGAIN
    assert "Bagus Santoso changed this" in app.warning[0].value
    assert "85\\.0" in app.warning[0].value
    assert field(app, words.ENTRY_WORDS["value"]).value == "86"
    # whoever clicks twice has not looked at it
    press(app, words.READING_CORRECT)
    assert app.error[0].value == words.READING_LOOK_AGAIN
    (mine,) = [box for box in app.checkbox if box.label == words.MINE_INSTEAD]
    mine.check()
    press(app, words.READING_CORRECT)
    assert field(app, words.READING_REASON).value == ""
    told = text_of(html_of(app))
    assert told.startswith("86.0 %")
    assert "theirs" in told
    assert "mine" in told


def test_a_figure_made_of_services_readings_leads_to_them(page):
    told = html_of(page(None, "reading", reading="CHG-REVIEW//2026-08-01"))
    assert words.READING_SERVICES in told
    assert told.count('href="reading?reading=CHG-REVIEW%2FSVC-') >= 2
    assert text_of(told).startswith("92.3 % Emergency changes reviewed in time, August 2026")


def test_any_day_of_a_period_leads_to_its_reading(page):
    told = [
        text_of(html_of(page("maya.anindita", "reading", reading=f"KNW-CURRENT//2026-03-{day}")))
        for day in ("01", "15", "31")
    ]
    assert told[0].startswith("89.9 %")
    assert told == [told[0]] * 3


def test_who_enters_one_figure_for_all_services_is_told_whose_place_it_takes(page):
    over = page("maya.anindita", "reading", reading="CHG-REVIEW//2026-08-01")
    assert words.READING_OVER_PARTS in [caption.value for caption in over.caption]
    alone = page("maya.anindita", "reading", reading="KNW-CURRENT//2026-03-01")
    assert words.READING_OVER_PARTS not in [caption.value for caption in alone.caption]


@pytest.mark.parametrize(
    "key",
    [
        "",
        "NO-SUCH//2026-03-01",
        "KNW-CURRENT//soon",
        "KNW-CURRENT//2099-01-01",
        "KNW-CURRENT//0001-01-01",
        "KNW-CURRENT/NO-SUCH/2026-03-01",
    ],
)
def test_an_address_that_names_no_reading_says_so(page, key):
    assert words.READING_UNKNOWN in html_of(page(None, "reading", reading=key))
