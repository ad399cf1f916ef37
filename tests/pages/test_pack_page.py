"""The pack's page: what is inside, making it, and never offering one of other figures."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from pages.parts import packs, words
from reports.management_review import sections
from smsdata.bundle import import_bundle
from smsdata.serving import shared_store
from tests.pages.conftest import html_of, text_of


@pytest.fixture(autouse=True)
def _nothing_kept():
    packs.forget()


def button(app, label):
    return [found for found in app.button if found.label == label]


def offered(app):
    """The files that are offered, as the browser would get them."""
    return [element.proto for element in app.get("download_button")]


@pytest.fixture
def page(opened, small_path):
    return opened(small_path, "pack", period="2026-02")


def make(app):
    (wanted,) = button(app, words.PACK_MAKE)
    wanted.click().run()
    assert not app.exception
    return app


def test_the_page_says_what_is_inside_of_which_period_as_known_when(page):
    told = text_of(html_of(page))
    assert told.startswith("1 of 2 objectives on target")
    assert "Management review pack, February 2026, as known at" in told
    for section in sections(governing=False):
        assert f"{section.title} {section.answers}" in told
    assert not offered(page)


def test_a_pack_is_made_once_and_then_handed_over(page, monkeypatch):
    make(page)
    (file,) = offered(page)
    assert file.label == words.PACK_DOWNLOAD
    assert not button(page, words.PACK_MAKE)
    (made,) = packs._packs.values()
    assert f"{made.pages} pages" in page.text[0].value.replace("\u00a0", " ")
    reader = PdfReader(BytesIO(made.pdf), strict=True)
    assert len(reader.pages) == made.pages
    monkeypatch.setattr(packs, "printed", None)
    page.run()
    assert offered(page)


def test_a_pack_is_offered_for_its_own_period_and_paper_alone(page):
    make(page)
    page.button(key="earlier").click().run()
    assert not offered(page)
    assert button(page, words.PACK_MAKE)
    page.button(key="later").click().run()
    assert offered(page)
    page.segmented_control(key="paper").set_value("letter").run()
    assert not offered(page)
    make(page)
    sizes = [
        tuple(round(side) for side in PdfReader(BytesIO(made.pdf)).pages[0].mediabox[2:])
        for made in packs._packs.values()
    ]
    assert sizes == [(595, 842), (612, 792)]


def test_a_pack_of_figures_that_have_changed_is_not_offered_and_that_is_said(page, bundle):
    make(page)
    later = {"metric": "resolved", "period_start": "2026-02", "numerator": 1, "denominator": 100}
    import_bundle(shared_store(), [bundle(readings=[later])], "aino")
    page.run()
    assert not offered(page)
    assert page.text[0].value == words.PACK_OUTDATED
    make(page)
    assert offered(page)
    assert words.PACK_OUTDATED not in [text.value for text in page.text]


def test_a_pack_as_known_at_a_past_time_stays_whatever_is_written(page, bundle):
    known = shared_store().version and page.text_input(key="picked_known")
    known.set_value("2026-03-05").run()
    make(page)
    later = {"metric": "resolved", "period_start": "2026-02", "numerator": 1, "denominator": 100}
    import_bundle(shared_store(), [bundle(readings=[later])], "aino")
    page.run()
    assert offered(page)


def test_packs_lead_to_the_dashboard_where_its_address_is_set(page, monkeypatch):
    monkeypatch.setenv("SMS_BASE_ADDRESS", "https://sms.example.org/")
    make(page)
    (made,) = packs._packs.values()
    links = {
        str(link["/A"]["/URI"]).partition("?")[0]
        for sheet in PdfReader(BytesIO(made.pdf)).pages
        for link in (annotation.get_object() for annotation in sheet.get("/Annots", []))
        if "/A" in link
    }
    assert links == {"https://sms.example.org/", "https://sms.example.org/objective"}


def test_the_pack_of_an_organisation_with_a_plan_tells_of_it(planned):
    page = planned("pack")
    told = text_of(html_of(page))
    for section in sections(governing=True):
        assert f"{section.title} {section.answers}" in told
    make(page)
    (made,) = packs._packs.values()
    pages = [page.extract_text() for page in PdfReader(BytesIO(made.pdf)).pages]
    assert any("Connect the monitoring" in text for text in pages)


def test_an_address_that_is_none_is_told_in_a_sentence(page, monkeypatch):
    monkeypatch.setenv("SMS_BASE_ADDRESS", "sms.example.org")
    page.run()
    (told,) = page.error
    assert told.value.startswith("SMS_BASE_ADDRESS: 'sms.example.org' is no address")
    assert not offered(page)
    assert sections(governing=False)[0].title in text_of(html_of(page))


def test_only_so_many_packs_are_kept(page, monkeypatch):
    monkeypatch.setattr(packs, "_MOST", 2)
    for _ in range(3):
        make(page)
        page.button(key="earlier").click().run()
    assert len(packs._packs) == 2
