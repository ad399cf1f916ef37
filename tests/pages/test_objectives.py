"""The list of objectives and its filters."""

import re
import shutil

import pytest

from tests.pages.conftest import html_of, text_of


@pytest.fixture
def listed(opened, sample_file, store_path):
    shutil.copy(sample_file, store_path)
    return opened(store_path, "objectives", period="2026-10")


def names(app):
    return re.findall(r'<tr><th scope="row"><a [^>]+><bdi>(.*?)</bdi>', html_of(app))


def statuses(app):
    return re.findall(r'<span class="badge"><svg class="shape s-(\w+)"', html_of(app))


def test_all_objectives_stand_worst_first(listed):
    assert len(names(listed)) == 28
    order = ["missed", "off_target", "at_risk", "stale", "no_data", "on_target", "achieved"]
    ranks = [[*order, "not_started"].index(status) for status in statuses(listed)]
    assert ranks == sorted(ranks)


def test_a_row_says_status_course_figures_forecast_readings_and_attainment(listed):
    (row,) = [
        text_of(part)
        for part in html_of(listed).split("<tr>")
        if "Supplier calls restored in time" in part
    ]
    assert re.search(r"off target.*85\.2 %.*at least 90 %.*−4\.8 points.*will miss.*15 of 15", row)
    assert row.endswith("95 %")


def test_a_search_keeps_what_has_all_its_words(listed):
    listed.text_input(key="text").set_value("within SLA").run()
    assert names(listed) == ["Incidents resolved within SLA", "First response within SLA"]
    assert "2 objectives of 28" in text_of(html_of(listed))


def test_a_status_keeps_its_own(listed):
    listed.multiselect(key="status").set_value(["off_target", "missed"]).run()
    assert set(statuses(listed)) == {"off_target", "missed"}
    assert len(names(listed)) == 5


def test_an_owner_a_clause_and_a_service_keep_their_own(listed):
    for key in ("owner", "clause", "service"):
        listed.selectbox(key=key).select_index(0).run()
        assert 0 < len(names(listed)) < 28, key
        listed.selectbox(key=key).set_value(None).run()
    assert len(names(listed)) == 28


def test_nothing_found_says_so(listed):
    listed.text_input(key="text").set_value("no such words").run()
    assert "No objective fits" in text_of(html_of(listed))


def test_a_name_leads_to_the_objective_in_the_same_view(listed):
    address = r'<a href="objective\?objective=OBJ-\d+&amp;period=2026-10"'
    assert len(re.findall(address, html_of(listed))) == 28
