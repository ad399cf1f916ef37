"""The plan as a table and over time, its filters, and one item of it."""

import re
from urllib.parse import unquote

import pytest

from pages.parts import evidence, words
from smsdata.models import Evidence
from smsdata.plan_words import NEVER_APPROVED
from smsdata.serving import shared_store
from smsdata.writing import Edit, save
from tests.pages.conftest import html_of, text_of


def names(app):
    """The titles of the lines shown, in their order."""
    return re.findall(r'href="plan_item\?item=[^"]+"><bdi>(.*?)</bdi>', html_of(app))


def row(app, title):
    """What is said of one line."""
    (found,) = [part for part in html_of(app).split("<tr>") if f"<bdi>{title}</bdi></a>" in part]
    return text_of(found)


# --- the table -----------------------------------------------------------------------------------


def test_the_headline_says_how_many_items_are_late_and_on_which_day(planned):
    told = text_of(html_of(planned("plan")))
    assert (
        "10 items in the plan on 31 October 2026: 2 are overdue, 1 is blocked and 1 is behind."
        in told
    )


def test_what_needs_attention_comes_first(planned):
    assert names(planned("plan")) == [
        "Hold the plan forum",
        "Publish the service catalogue",
        "Connect the monitoring",
        "Train the &lt;b&gt;desk&lt;/b&gt;",
        "Renew the phones",
        "Audit the practices",
        "Merge the two desks",
        "Review the roles",
        "Agree the scope",
        "Build a portal",
    ]


def test_a_dated_line_says_who_what_when_and_how_far_against_the_plan(planned):
    assert row(planned("plan"), "Publish the service catalogue") == (
        "Publish the service catalogue Establish · Portfolio · 8.2.4 overdue slips 46 days "
        "40 %, 100 % planned Eero Salo Catalogue manager 1 Jun 2026 to 30 Sep 2026 "
        "Catalogue procedure –"
    )


def test_a_recurring_line_says_how_often_it_was_done_and_since_when_it_is_due(planned):
    told = row(planned("plan"), "Hold the plan forum")
    assert "overdue 3 of 5 done, 2 on time Eero Salo" in told
    assert "every month from 15 Jun 2026 due since 15 Sep 2026" in told
    assert "1 record" in told


def test_a_line_without_an_owner_says_so_and_a_trigger_says_when(planned):
    app = planned("plan")
    assert "nobody named" in row(app, "Merge the two desks")
    assert "On major organisational change" in row(app, "Review the roles")


@pytest.mark.parametrize(
    ("key", "value", "left"),
    [
        ("phase", "change", ["Merge the two desks", "Review the roles"]),
        ("workstream", "Portfolio", ["Publish the service catalogue", "Connect the monitoring"]),
        ("owner", "indra", ["Audit the practices"]),
        ("clause", "7.2", ["Train the &lt;b&gt;desk&lt;/b&gt;"]),
        ("serving", "restore-fast", ["Publish the service catalogue"]),
    ],
)
def test_a_filter_keeps_its_own(planned, key, value, left):
    app = planned("plan")
    app.selectbox(key=key).set_value(value).run()
    assert names(app) == left
    assert f"{len(left)} item" in text_of(html_of(app))


def test_a_search_looks_into_method_and_owner_and_a_status_keeps_its_own(planned):
    app = planned("plan")
    app.text_input(key="text").set_value("eero procedure").run()
    assert names(app) == ["Publish the service catalogue"]
    app.text_input(key="text").set_value("").run()
    app.multiselect(key="status").set_value(["blocked"]).run()
    assert names(app) == ["Connect the monitoring"]
    app.text_input(key="text").set_value("nothing like it").run()
    assert words.PLAN_NONE_SHOWN in html_of(app)


def test_the_plan_is_as_it_was_known_at_the_time_of_the_view(planned):
    app = planned("plan", known="2020-01-01T00:00:00Z")
    assert "There is no plan yet on 31 October 2026." in html_of(app)
    assert words.PLAN_NONE in html_of(app)


# --- over time -----------------------------------------------------------------------------------


def test_the_timeline_goes_by_phase_and_tells_planned_worked_and_slipped(planned):
    app = planned("plan", form=words.PLAN_FORMS["timeline"])
    html = html_of(app)
    assert re.findall(r'rowgroup" colspan="2">(.*?)<', html) == [
        "Establish",
        "Implement",
        "Maintain",
        "Improve",
        "Planned change",
    ]
    assert (
        "Planned: 1 Jun 2026 to 30 Sep 2026; Worked on: 10 Aug 2026 to 31 Oct 2026, 40 % done; "
        "slips 46 days" in html
    )


def test_occurrences_are_marks_with_word_and_shape(planned):
    html = html_of(planned("plan", form=words.PLAN_FORMS["timeline"]))
    marks = re.findall(r'class="mark".*?title="(.*?)"><svg class="shape s-(\w+)"', html)
    assert ("15 Jun 2026: done on time, 15 June 2026", "done_on_time") in marks
    assert ("15 Jul 2026: done late, 20 July 2026", "done_late") in marks
    assert ("15 Sep 2026: overdue", "overdue") in marks
    assert ("15 Nov 2026: planned", "planned") in marks


# --- one item ------------------------------------------------------------------------------------


def test_an_item_says_where_it_stands_what_it_is_for_and_what_was_reported(planned):
    told = text_of(html_of(planned("plan_item", item="catalogue")))
    assert "Overdue: 40 %, 100 % planned; due 30 September 2026; slips 46 days." in told
    assert "Objectives Incidents are resolved in time" in told
    assert "10 Aug 2026 40 % – 15 Nov 2026 Owners are slow" in told
    assert words.NO_EVIDENCE in told
    assert words.HISTORY in told


def test_a_recurring_item_lists_its_occurrences_and_their_evidence(planned):
    told = text_of(html_of(planned("plan_item", item="forum")))
    assert "3 of 5 done, 2 on time within a year; due since 15 September 2026." in told
    assert "15 Jun 2026 done on time 15 Jun 2026 1 record" in told
    assert "the occurrence of 15 Jun 2026" in told
    assert "Not of this item" not in told


def test_evidence_on_the_web_opens_in_a_tab_of_its_own(planned):
    html = html_of(planned("plan_item", item="scope"))
    assert (
        '<a href="https://records.example.org/ev-1" target="_blank" rel="noopener noreferrer">'
        in html
    )


@pytest.mark.parametrize("code", ["", "no-such"])
def test_an_address_that_names_no_item_says_so(planned, code):
    told = text_of(html_of(planned("plan_item", item=code)))
    assert told.startswith(("No item of the plan has the code “no-such”", "The address does not"))
    assert words.TO_PLAN in told


def test_a_kept_file_is_led_to_by_its_hash_and_its_evidence():
    row = Evidence.model_construct(
        evidence="EV 1", title="<i>Minutes</i>", location="kept:m.pdf", sha256="ab" * 32
    )
    html = evidence.shown(row)
    assert f'href="evidence/{"ab" * 32}?of=EV+1" target="_blank"' in html
    assert "&lt;i&gt;Minutes" in html


# --- the approved plan ---------------------------------------------------------------------------


def field(app, label):
    """The field with a label, whatever widget it is."""
    kinds = ("text_input", "text_area", "selectbox", "date_input")
    (found,) = [w for kind in kinds for w in app.get(kind) if w.label == label]
    return found


def approve(app, summary, version=None):
    """Hand the form in."""
    field(app, words.APPROVE_SUMMARY).set_value(summary)
    if version:
        field(app, words.APPROVE_VERSION).set_value(version)
    (button,) = [button for button in app.button if button.label == words.APPROVE_STORE]
    app = button.click().run()
    assert not app.exception, app.exception
    return app


def told(app):
    return [e.value.replace("\\", "") for e in (*app.success, *app.error)]


def test_the_plan_is_approved_and_shows_who_changed_what_since_and_why(planned):
    app = planned("plan", "aino")
    assert NEVER_APPROVED in html_of(app)
    assert field(app, words.APPROVE_VERSION).value == "1.0"
    app = approve(app, "")
    assert "say what changed in the plan" in told(app)[0]
    app = approve(app, "The first plan")
    assert told(app) == ["Approved: version 1.0 of the plan"]
    assert "Approved: version 1.0, by Aino Niemi, on" in text_of(html_of(app))
    assert "nothing changed since" in html_of(app)
    assert field(app, words.APPROVE_VERSION).value == "1.1"

    edit = {"plan_item": "scope", "title": "Agree the <i>whole</i> scope"}
    save(shared_store(), "aino", [Edit("plan_items", edit)], "The sites were missing")
    app.run()
    html = html_of(app)
    assert "1 item changed since" in html
    (since,) = re.findall(rf"<summary>{words.APPROVED_SINCE}</summary>(.*?)</details>", html)
    assert text_of(since).startswith(
        "Item, newest change first What changed By Why "
        "Agree the &lt;i&gt;whole&lt;/i&gt; scope Title from “Agree the scope” to "
        "“Agree the &lt;i&gt;whole&lt;/i&gt; scope” Aino Niemi"
    )
    assert text_of(since).endswith("The sites were missing")
    (then,) = re.findall(rf'known=([^"]+)">{words.APPROVED_AS}', html)
    assert "Agree the scope" in names(planned("plan", known=unquote(then)))


def test_a_version_is_approved_once_and_whose_it_is_is_said(planned):
    app = approve(planned("plan", "aino"), "The first plan")
    app = approve(app, "Another", "1.0")
    assert told(app)[-1].startswith("Version 1.0 is taken: Aino Niemi recorded it on")


def test_who_may_not_approve_is_told_who_may(planned):
    app = planned("plan", "eero")
    assert not [button for button in app.button if button.label == words.APPROVE_STORE]
    assert any("may not change plan approvals; ask a manager" in c.value for c in app.caption)
