"""The overview, in the states that a store can be in."""

import re
import shutil
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from smsdata.bundle import import_bundle
from smsdata.reviewing import management_review
from smsdata.store import Store
from tests.pages.conftest import html_of, text_of

HOSTILE = '<img src=x onerror="alert(1)"> & co'


@pytest.fixture(scope="module")
def review(sample_file, tmp_path_factory):
    """The sample's review of October 2026, as smsdata composes it."""
    path = shutil.copy(sample_file, tmp_path_factory.mktemp("review"))
    with Store.open(path) as store, store.board(date(2026, 10, 31)) as board:
        return management_review(board, date(2026, 10, 1))


@pytest.fixture(scope="module")
def drawn():
    """What the first test of this module drew of the sample, for the others to read too."""
    return {}


@pytest.fixture
def shown(opened, sample_file, store_path, drawn):
    if "october" not in drawn:
        shutil.copy(sample_file, store_path)
        drawn["october"] = html_of(opened(store_path, period="2026-10"))
    return drawn["october"]


def section(html, title):
    return text_of(html.partition(title)[2].partition("</section>")[0])


def test_the_headline_comes_first_and_is_the_reviews(shown, review):
    assert shown.lstrip().startswith('<div class="overview"><h1>')
    assert text_of(shown).startswith(review.headline.replace("\u00a0", " "))


def test_each_status_is_counted_with_its_word_and_shape(shown, review):
    strip = shown.partition('<ul class="strip">')[2].partition("</ul>")[0]
    assert text_of(strip) == " ".join(
        f"{count} {status.replace('_', ' ')}" for status, count in review.statuses
    )
    for status, _ in review.statuses:
        assert f'href="#{status}"' in strip


def test_misses_stand_worst_first_with_cause_recovery_owner_and_date(shown, review):
    table = shown.partition('<section class="misses">')[2].partition("</section>")[0]
    told = text_of(table)
    assert len(review.misses) > 2
    places = [told.index(item.title) for item in review.misses[:5]]
    assert places == sorted(places)
    for item in review.misses[:5]:
        assert item.worst.actual.replace("\u00a0", " ") in told
        said = item.open_explanation
        if said is None:
            assert "no explanation yet" in told
        else:
            assert " ".join(said.explanation.cause.split())[:40] in told
            assert said.owner in told


def test_a_cell_of_the_wall_leads_to_its_objective_and_month(shown, review):
    worst = review.worst_first[0]
    row = shown.partition('<table class="wall">')[2].partition("<tbody>")[2].partition("</tr>")[0]
    addresses = re.findall(r'<a href="([^"]+)"', row)
    first = urlsplit(addresses[1].replace("&amp;", "&"))
    assert first.path == "objective"
    assert parse_qs(first.query) == {"period": ["2025-11"], "objective": [worst.code]}
    assert len(addresses) == 1 + 12


def test_what_moved_is_named_with_both_statuses(shown, review):
    moved = section(shown, "What moved since September")
    slipped = review.moved("slipped")
    assert slipped
    for change in [*slipped, *review.moved("improved")][:4]:
        assert change.title in moved
        assert change.status_before.replace("_", " ") in moved
        assert change.status_after.replace("_", " ") in moved


def test_forecasts_luck_and_data_are_told(shown, review):
    assert review.forecast_misses[0].objective.title in section(shown, "Forecast to miss")
    luck = section(shown, "Objectives on target, and by what")
    assert review.lucky[0].title in luck
    assert review.data.sentence.replace("\u00a0", " ") in text_of(shown)


def test_a_restatement_is_told_where_there_is_one(opened, sample_file, store_path):
    shutil.copy(sample_file, store_path)
    told = text_of(html_of(opened(store_path, period="2026-Q3")))
    assert "The June 2026 pack said" in told
    assert "The June 2026 pack said" not in text_of(html_of(opened(store_path, period="2026-06")))


def test_the_plan_and_the_improvements_stand_in_a_line_that_leads_to_their_pages(planned):
    html = html_of(planned(""))
    line = html.partition('<div class="governance">')[2].partition("</div>")[0]
    assert text_of(line) == (
        "Plan: 1 done 2 on track 4 late 57 % on time 20 % with evidence 36 failed checks "
        "Improvements: 5 open 1 overdue 1 proven"
    )
    pages = {urlsplit(address).path for address in re.findall(r'<a href="([^"]+)"', line)}
    assert pages == {"plan", "health", "improvements"}


def test_without_a_plan_and_improvements_no_line_tells_of_them(opened, small_path):
    assert "governance" not in html_of(opened(small_path, period="2026-03"))


def test_what_people_typed_is_shown_as_typed(opened, small, bundle, store_path):
    small["objectives"][0]["title"] = HOSTILE
    small["objectives"][1]["title"] = "هدف " * 80
    with Store.open(store_path, create=True) as store:
        import_bundle(store, [bundle(small)], "setup")
    html = html_of(opened(store_path, period="2026-03"))
    assert "<img" not in html
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; co" in html
    assert "<bdi>هدف" in html


def test_one_objective_is_spoken_of_as_one(opened, small, bundle, store_path):
    del small["objectives"][1]
    with Store.open(store_path, create=True) as store:
        import_bundle(store, [bundle(small)], "setup")
    assert "The one objective" in text_of(html_of(opened(store_path, period="2026-03")))


def test_more_than_a_screen_holds_is_a_link_away(opened, small, bundle, store_path):
    first = small["objectives"][0]
    for n in range(40):
        small["objectives"].append({**first, "objective": f"more-{n}", "title": f"More {n}"})
    with Store.open(store_path, create=True) as store:
        import_bundle(store, [bundle(small)], "setup")
    html = html_of(opened(store_path, period="2026-03"))
    assert html.partition('class="wall"')[2].partition("</table>")[0].count("<tr>") == 1 + 20
    assert "and 22 more objectives" in text_of(html)


def test_the_four_hour_standard_was_missed_by_8_4_points(opened, shared, store_path):
    with Store.open(store_path, create=True) as store:
        import_bundle(store, [shared / "data" / "nhs_ae" / "bundle"], "setup")
    listed = html_of(opened(store_path, "objectives", period="2019-03"))
    (row,) = [text_of(r) for r in listed.split("<tr>") if "objective=AE-4H&amp;" in r]
    assert re.search(r"missed .*86\.6 % at least 95 % −8\.4 points", row)
