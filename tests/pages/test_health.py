"""Plan health: what an auditor would object to, by severity, and what is waived."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from pages.parts import words
from smsdata import display
from smsdata.bundle import import_bundle
from smsdata.models import Waiver
from smsdata.serving import shared_store
from smsdata.store import Store
from tests.conftest import small_organisation, write_bundle
from tests.pages.conftest import html_of, press, text_of


def part(app, title):
    """What stands below a heading."""
    return html_of(app).partition(f"<h2>{title}</h2>")[2].partition("<h2>")[0]


def test_the_headline_counts_what_an_auditor_would_find(planned):
    told = text_of(html_of(planned("health")))
    found = re.match(
        r"An auditor would find (\d+) errors and (\d+) warnings on 31 October 2026\. "
        r"(\d+) errors (\d+) warnings 1 waived Complete: \d+ %, \d+ % planned "
        r"Done on time within a year: 57 % Done with evidence: 20 %",
        told,
    )
    assert found
    assert found.group(1, 2) == found.group(3, 4)


def test_an_error_says_what_why_and_what_to_do_and_leads_to_its_row(planned):
    errors = part(planned("health"), "Errors")
    section = next(
        s for s in errors.split("<section>") if "that nobody owns" in s and "plan_item" in s
    )
    told = text_of(section)
    assert told.startswith("An item of the plan that nobody owns clause 6.3")
    assert "To do: Name a person as its owner." in told
    assert '<a href="plan_item?item=merge&amp;period=2026-10">' in section
    assert 'class="shape s-error"' in section


def test_what_the_plan_does_not_speak_of_leads_to_the_plan(planned):
    assert (
        '<a href="plan?period=2026-10"><bdi>The plan has no item to improve the management system.'
        in html_of(planned("health"))
    )


def test_rows_of_other_registers_lead_to_their_own_pages(planned):
    html = html_of(planned("health"))
    assert 'href="improvement?improvement=bot&amp;period=2026-10"' in html
    assert 'href="set-up?section=services&amp;row=mail' in html


def test_what_is_waived_is_shown_with_reason_and_expiry_and_not_counted(planned):
    app = planned("health")
    below = html_of(app).partition("Waived: 1")[2]
    assert "“Nobody measures this”" in below
    assert "Waived until 31 December 2026 by setup: It ends this year" in below.replace(
        "\u00a0", " "
    )
    assert "Nobody measures this” has no target" not in part(app, "Errors")


def test_of_very_many_the_first_are_listed_and_the_rest_is_counted(opened, tmp_path):
    rows = small_organisation()
    rows["services"] += [
        {"service": f"s{n}", "name": f"Number {n}", "owner": ""} for n in range(129)
    ]
    with Store.open(tmp_path / "sms.duckdb", create=True) as store:
        import_bundle(store, [write_bundle(tmp_path / "bundle", rows)], "setup")
    html = html_of(opened(tmp_path / "sms.duckdb", "health", period="2026-10"))
    (section,) = [
        s
        for s in html.split("<section>")
        if s.startswith("<h3>") and "service that nobody owns" in s
    ]
    assert section.count("<li>") == 108
    assert "<summary>122 more</summary>" in section
    assert "And 22 more: the command check lists them all." in section


# --- waiving -------------------------------------------------------------------------------------

UNTIL = datetime.now(UTC).date() + timedelta(days=90)
NOBODY = "item-without-owner/plan_items/merge"


def field(app, label):
    """The field with a label, whatever widget it is."""
    kinds = ("text_input", "text_area", "date_input")
    (found,) = [w for kind in kinds for w in app.get(kind) if w.label == label]
    return found


def waivers():
    with shared_store().board() as board:
        return {(row.code, row.reason, row.until) for row in board.register(Waiver)}


def test_each_objection_leads_whoever_may_to_its_waiver(planned):
    html = html_of(planned("health", "aino"))
    assert f'<a href="health?waive={NOBODY.replace("/", "%2F")}&amp;period=2026-10"' in html
    assert words.WAIVE_AGAIN in html
    assert "health?waive" not in html_of(planned("health", "eero"))
    app = planned("health", "eero", waive=NOBODY)
    assert any("may not change waivers" in caption.value for caption in app.caption)


def test_an_objection_is_waived_with_reason_person_and_day_then_renewed_then_withdrawn(planned):
    app = planned("health", "aino", waive=NOBODY)
    field(app, words.WAIVE_REASON).set_value("The <b>lead</b> comes in spring")
    app = press(app, words.WAIVE_STORE)
    assert words.WAIVE_NO_DAY in app.error[0].value
    field(app, words.WAIVE_UNTIL).set_value(UNTIL)
    app = press(app, words.WAIVE_STORE)
    assert "Waived until" in app.success[0].value
    below = text_of(html_of(app).partition("Waived: 2")[2])
    assert (
        f"Waived until {display.day(UNTIL)} by Aino Niemi: The &lt;b&gt;lead".replace(
            display.NO_BREAK, " "
        )
        in below
    )

    app = planned("health", "aino", waive=NOBODY)
    field(app, words.WAIVE_REASON).set_value("The lead comes in summer")
    app = press(app, words.WAIVE_RENEW)
    assert ("merge", "The lead comes in summer", UNTIL) in waivers()

    app = planned("health", "aino", waive=NOBODY)
    app = press(app, words.WAIVE_END)
    assert "say why this is changed" in app.error[0].value
    field(app, words.WAIVE_END_REASON).set_value("She is here")
    app = press(app, words.WAIVE_END)
    assert {code for code, _, _ in waivers()} == {"decoy"}
    assert "Waived: 1" in html_of(app)


def test_a_waiver_without_a_reason_is_refused(planned):
    app = planned("health", "aino", waive=NOBODY)
    field(app, words.WAIVE_UNTIL).set_value(UNTIL)
    app = press(app, words.WAIVE_STORE)
    assert "is missing" in app.error[0].value
    assert len(waivers()) == 1


@pytest.mark.parametrize("asked", ["no-such", "item-without-owner/plan_items/scope", "a/b/c/d"])
def test_where_nothing_is_objected_to_nothing_is_waived(planned, asked):
    app = planned("health", "aino", waive=asked)
    assert [info.value for info in app.info] == [words.WAIVE_NOTHING]
