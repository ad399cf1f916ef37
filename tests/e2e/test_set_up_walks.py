"""Set-up in a real browser: from an empty store to a chart, handing over, somebody faster."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pages.parts import set_up_words as words
from tests.conftest import Ran
from tests.e2e.browsing import DESK, Dashboard, Screen, settled, usable_on

pytestmark = pytest.mark.slow

PHONE = Screen(400, 800)
Serve = Callable[[Path], Dashboard]
Visit = Callable[..., Page]
READINGS = (
    ("412", "440"),
    ("398", "430"),
    ("405", "431"),
    ("420", "441"),
    ("431", "449"),
    ("4", "5"),
)


def set_up(
    visit: Visit, running: Dashboard, person: str, address: str, screen: Screen = DESK
) -> Page:
    """A section of set-up, as a person."""
    page = visit(running.address, screen)
    page.context.add_cookies([{"name": "sms_acting", "value": person, "url": running.address}])
    page.goto(f"{running.address}/set-up?{address}")
    settled(page)
    return page


def fill(page: Page, label: str, text: str) -> None:
    page.get_by_role("textbox", name=label, exact=True).fill(text)


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option).click()


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=str)
def test_from_an_empty_store_to_the_chart_of_one_objective(
    visit: Visit, serve: Serve, empty_store_file: Path, screen: Screen
) -> None:
    page = visit(serve(empty_store_file).address, screen)
    fill(page, words.NEEDED.format(label="Name"), "Harbour IT")
    fill(page, "Scope", "Mail and files for all staff")
    press(page, words.SAVE)
    expect(page.get_by_text(words.FIRST_PERSON)).to_be_visible()
    fill(page, words.NEEDED.format(label="Name"), "Aino Niemi")
    press(page, words.SAVE)
    page.get_by_text("At least 95 % of incidents are resolved within SLA").click()
    press(page, words.CHOOSE)
    press(page, words.READINGS_GO)
    for name, place in (("numerator", 0), ("denominator", 1)):
        cells = page.locator(f'input.cell[data-name="{name}"]')
        expect(cells).to_have_count(len(READINGS))
        for number, figures in enumerate(READINGS):
            cells.nth(number).fill(figures[place])
    page.get_by_role("button", name="Store 6 readings").click()
    page.get_by_role("link", name=words.FIRST_HOUR_CHART, exact=True).click()
    expect(page.get_by_test_id("stPlotlyChart")).to_be_visible()
    expect(page.locator("h1").first).to_contain_text("At least 95 % of incidents")


def test_what_a_person_owns_goes_to_another_in_one_step(
    visit: Visit, serve: Serve, small_store_file: Path, command: Callable[..., Ran]
) -> None:
    running = serve(small_store_file)
    page = set_up(visit, running, "aino", "section=handing-over")
    choose(page, words.GIVER, "Eero Salo")
    expect(page.get_by_text("Eero Salo owns 1")).to_be_visible()
    choose(page, words.RECEIVER, "Aino Niemi")
    fill(page, words.NEEDED.format(label=words.REASON), "Eero leaves")
    press(page, words.HAND_OVER)
    expect(page.get_by_text("Handed over from Eero Salo to Aino Niemi")).to_be_visible()
    asked = "SELECT service FROM service WHERE owner = 'aino'"
    assert "mail" in command("sql", asked, "--store", running.store).out


def test_a_change_made_meanwhile_is_shown_beside_what_was_typed(
    visit: Visit,
    serve: Serve,
    small_store_file: Path,
    bundle: Callable[..., Path],
    command: Callable[..., Ran],
) -> None:
    running = serve(small_store_file)
    page = set_up(visit, running, "aino", "section=services&row=mail")
    fill(page, "Customer", "Mine")
    theirs = bundle(services=[{"service": "mail", "customer": "Theirs"}])
    ran = command("import", theirs, "--as", "eero", "--store", running.store)
    assert ran.status == 0, ran.err
    # the page notices the write and is drawn anew; what was typed is still there
    page.wait_for_timeout(3_000)
    expect(page.get_by_role("textbox", name="Customer", exact=True)).to_have_value("Mine")
    fill(page, words.NEEDED.format(label=words.REASON), "Agreed")
    press(page, words.SAVE)
    expect(page.get_by_text("Eero Salo changed this")).to_be_visible()
    expect(page.get_by_role("row", name="Customer Mine Theirs")).to_be_visible()
    expect(page.get_by_role("textbox", name="Customer", exact=True)).to_have_value("Mine")


def test_axe_finds_nothing_serious_in_set_up(
    visit: Visit, serve: Serve, small_store_file: Path
) -> None:
    running = serve(small_store_file)
    page = set_up(visit, running, "aino", "section=people")
    for address in (
        "section=first-hour&step=organization",
        "section=people",
        "section=services&row=mail",
        "section=objectives&row=restore-fast",
        "section=library",
        "section=handing-over",
        "section=bundles",
    ):
        page.goto(f"{running.address}/set-up?{address}")
        settled(page)
        usable_on(page, DESK, Screen(400, 800, "dark"))
