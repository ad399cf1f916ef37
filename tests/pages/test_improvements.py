"""The improvement register, its filters, and one improvement with what it brought."""

import re

import pytest

from pages.parts import boards, set_up_words, words
from smsdata.models import Improvement
from smsdata.serving import shared_store
from tests.pages.conftest import html_of, press, text_of


def names(app):
    """The titles of the improvements shown, in their order."""
    return re.findall(r'href="improvement\?improvement=[^"]+"><bdi>(.*?)</bdi>', html_of(app))


def row(app, title):
    """What is said of one improvement."""
    (found,) = [part for part in html_of(app).split("<tr>") if f"<bdi>{title}</bdi></a>" in part]
    return text_of(found)


def test_the_headline_counts_what_is_open_overdue_and_proven(planned):
    told = text_of(html_of(planned("improvements")))
    assert "5 of 7 improvements are open, 1 overdue; 1 proven by its metric." in told


def test_the_funnel_counts_every_state_in_the_order_of_the_way(planned):
    steps = re.findall(r"<li><span>(.*?)</span><b>(\d+)</b>", html_of(planned("improvements")))
    assert steps == [
        ("proposed", "1"),
        ("approved", "1"),
        ("in progress", "1"),
        ("implemented", "1"),
        ("validated", "1"),
        ("closed", "1"),
        ("rejected", "1"),
    ]


def test_overdue_comes_first_then_benefit_for_effort_then_what_has_ended(planned):
    assert names(planned("improvements")) == [
        "Write answer templates",
        "Call back instead of queueing",
        "Ask every caller",
        "Staff the night",
        "Try a bot",
        "Open a desk on the moon",
        "Replace old phones",
    ]


def test_a_row_says_state_due_who_age_priority_effect_and_evidence(planned):
    app = planned("improvements")
    assert row(app, "Write answer templates") == (
        "Write answer templates retrospective in progress overdue 31 Aug 2026 Eero Salo 272 days "
        "3 for 1 not measured –"
    )
    assert row(app, "Call back instead of queueing") == (
        "Call back instead of queueing metric trend validated 30 Jun 2026 Eero Salo 244 days "
        "5 for 2 improved 80.5 % before, 92.5 % after 1 record"
    )


@pytest.mark.parametrize(
    ("key", "value", "left"),
    [
        ("state", "approved", ["Staff the night"]),
        ("source", "feedback", ["Try a bot"]),
        ("owner", "aino", ["Staff the night", "Replace old phones"]),
    ],
)
def test_a_filter_keeps_its_own(planned, key, value, left):
    app = planned("improvements")
    app.selectbox(key=key).set_value(value).run()
    assert names(app) == left


def test_a_search_and_the_overdue_alone(planned):
    app = planned("improvements")
    app.toggle(key="overdue").set_value(True).run()
    assert names(app) == ["Write answer templates"]
    app.text_input(key="text").set_value("nothing like it").run()
    assert words.IMPROVEMENTS_NONE_SHOWN in html_of(app)


def test_an_empty_register_says_so(planned):
    html = html_of(planned("improvements", known="2020-01-01T00:00:00Z"))
    assert "No improvement has been raised yet." in html


# --- one improvement -----------------------------------------------------------------------------


def test_what_an_improvement_brought_is_told_with_both_means_and_drawn(planned):
    html = html_of(planned("improvement", improvement="callback"))
    told = text_of(html)
    assert "Validated, open for 244 days." in told
    assert (
        "It worked: the mean went from 80.5 % to 92.5 %, more than chance explains "
        "(12 readings before, 4 after)." in told
    )
    assert "mean before 80.5 %" in told
    assert "mean after 92.5 %" in told
    assert "implemented 1 Jun 2026" in told
    assert html.count('class="average"') == 2
    assert 'class="band"' in html


def test_too_few_readings_after_say_nothing_yet(planned):
    told = text_of(html_of(planned("improvement", improvement="survey")))
    assert "Too early to tell: it takes 8 readings before and 3 after" in told


def test_an_improvement_without_a_metric_says_that_it_is_not_measured(planned):
    app = planned("improvement", improvement="templates")
    told = text_of(html_of(app))
    assert "In progress, overdue since 31 August 2026, open for 272 days." in told
    assert "Not measured: it names no metric" in told
    assert words.NO_EVIDENCE in told
    assert 'class="effect"' not in html_of(app)


@pytest.mark.parametrize("code", ["", "no-such"])
def test_an_address_that_names_no_improvement_says_so(planned, code):
    told = text_of(html_of(planned("improvement", improvement=code)))
    assert told.startswith(("No improvement has the code “no-such”", "The address does not say"))


# --- raising and changing ------------------------------------------------------------------------


def field(app, label):
    """The field with a label, whatever widget it is."""
    kinds = ("text_input", "text_area", "selectbox", "date_input")
    found = [w for kind in kinds for w in app.get(kind) if w.label.startswith(label)]
    assert found, f"no field {label}"
    return found[0]


def recorded(code):
    with shared_store().board() as board:
        return board.row(Improvement, code).row


def test_an_improvement_is_raised_today_as_proposed(planned):
    app = planned("improvements", "aino")
    app = press(app, set_up_words.SAVE)
    assert any("is missing" in error.value for error in app.error)
    field(app, "Improvement").set_value("Answer chats <b>too</b>")
    field(app, "Came from").set_value("feedback")
    field(app, "Metric").set_value("answered")
    field(app, "Benefit").set_value("4")
    field(app, "Effort").set_value("2")
    app = press(app, set_up_words.SAVE)
    assert "Saved: 1\u00a0improvement added" in app.success[0].value.replace("\\", "")
    row = recorded("answer-chats-b-too-b")
    assert (row.state, row.raised_on, row.source) == (
        "proposed",
        boards.setting().today,
        "feedback",
    )


def test_what_is_recorded_of_it_is_changed_but_not_how_far_it_has_come(planned):
    app = planned("improvement", "aino", improvement="bot")
    field(app, "Effort").set_value("9")
    field(app, set_up_words.REASON).set_value("It was guessed")
    app = press(app, set_up_words.SAVE)
    assert any("Effort" in error.value and "between 1 and 5" in error.value for error in app.error)
    field(app, "Effort").set_value("3")
    app = press(app, set_up_words.SAVE)
    assert (recorded("bot").effort, recorded("bot").state) == (3, "proposed")


def test_only_a_manager_raises_or_changes_one(planned):
    app = planned("improvements", "eero")
    assert any("may not change improvements" in caption.value for caption in app.caption)
    app = planned("improvement", "eero", improvement="templates")
    (save,) = [button for button in app.button if button.label == set_up_words.SAVE]
    assert save.disabled
