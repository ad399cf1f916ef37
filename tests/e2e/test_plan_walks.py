"""The plan in a real browser: report, prove, close, approve, waive; each refused, then accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

from pages.parts import words
from smsdata.bundle import import_bundle
from smsdata.store import Store
from tests.conftest import write_bundle
from tests.e2e.browsing import DESK, Dashboard, Screen, served, settled, usable_on
from tests.pages.planned import planned_organisation

pytestmark = pytest.mark.slow

Walk = Callable[[str], Page]


@pytest.fixture(scope="module")
def running(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    """The dashboard of the small organisation with a plan; each walk writes what no other reads."""
    folder = tmp_path_factory.mktemp("planned")
    with Store.open(folder / "sms.duckdb", create=True) as store:
        import_bundle(store, [write_bundle(folder / "bundle", planned_organisation())], "setup")
    with served(folder / "sms.duckdb", folder) as dashboard:
        yield dashboard


@pytest.fixture
def walk(running: Dashboard, browser: Browser) -> Iterator[Walk]:
    """A page as Aino: `walk("plan")`."""
    context = browser.new_context(viewport={"width": DESK.width, "height": DESK.height})
    context.add_cookies([{"name": "sms_acting", "value": "aino", "url": running.address}])

    def go(address: str) -> Page:
        page = context.new_page()
        page.goto(f"{running.address}/{address}")
        settled(page)
        return page

    yield go
    context.close()


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def test_progress_is_reported(walk: Walk) -> None:
    page = walk("plan_item?item=catalogue")
    page.get_by_role("spinbutton", name="Percent").fill("80")
    press(page, words.REPORT_STORE)
    expect(page.get_by_text("Reported: Publish the service catalogue")).to_be_visible()
    expect(page.get_by_text("80 %, 100 % planned")).to_be_visible()


def test_an_occurrence_is_done_with_a_file_that_is_kept(walk: Walk) -> None:
    page = walk("plan_item?item=forum&due=2026-10-15")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "minutes.txt", "mimeType": "text/plain", "buffer": b"What was decided"}
    )
    expect(page.get_by_text("minutes.txt")).to_be_visible()
    press(page, words.DONE_STORE)
    expect(page.get_by_text("Done: Hold the plan forum")).to_be_visible()
    kept = page.get_by_role("link", name="minutes.txt").first.get_attribute("href")
    handed = page.request.get(urljoin(page.url, kept))
    assert handed.body() == b"What was decided"
    assert handed.headers["content-disposition"].startswith("attachment")


def test_an_improvement_is_closed_with_its_evidence_alone(walk: Walk) -> None:
    page = walk("improvement?improvement=survey")
    page.get_by_role("textbox", name=words.MOVE_VALIDATION).fill("Looked at, too early")
    press(page, words.MOVE_STORE)
    expect(page.get_by_text("Ask every caller: validated")).to_be_visible()
    # the form as it stands after the move: what is pressed before moves nothing
    expect(page.get_by_role("combobox", name=words.MOVE_TO, exact=True)).to_have_value("closed")
    press(page, words.MOVE_STORE)
    expect(page.get_by_text("cannot be closed without evidence")).to_be_visible()
    page.get_by_role("textbox", name=words.PROOF_LINK).first.fill("https://records.example.org/s")
    press(page, words.MOVE_STORE)
    expect(page.get_by_text("Ask every caller: closed")).to_be_visible()


def test_the_plan_is_approved_as_it_stands(walk: Walk) -> None:
    page = walk("plan")
    page.get_by_text(words.APPROVE, exact=True).click()
    # while it unfolds, the button moves away under a click
    page.wait_for_function("document.getAnimations().length === 0")
    press(page, words.APPROVE_STORE)
    expect(page.get_by_text("say what changed in the plan")).to_be_visible()
    page.get_by_role("textbox", name=words.APPROVE_SUMMARY).fill("The first plan")
    press(page, words.APPROVE_STORE)
    expect(page.get_by_text("Approved: version 1.0, by Aino Niemi")).to_be_visible()


def test_what_a_check_objects_to_is_waived_and_stays_in_sight(walk: Walk) -> None:
    page = walk("health")
    page.get_by_role("link", name="Waive: “Merge the two desks” has no owner").first.click()
    page.get_by_role("textbox", name=words.WAIVE_REASON).fill("The lead comes in spring")
    press(page, words.WAIVE_STORE)
    expect(page.get_by_text(words.WAIVE_NO_DAY)).to_be_visible()
    page.get_by_role("spinbutton", name="year, Until").click()
    page.keyboard.type(f"{datetime.now(UTC).year + 1}0131")
    press(page, words.WAIVE_STORE)
    expect(page.get_by_text("by Aino Niemi: The lead comes in spring")).to_be_visible()


@pytest.mark.parametrize(
    "address",
    [
        "plan",
        "plan?form=Timeline",
        "plan_item?item=forum",
        "health",
        "trace",
        "trace?drawn=Graph",
        "improvements",
        "improvement?improvement=survey",
        "work",
    ],
)
def test_axe_finds_nothing_serious_on_the_plans_pages(walk: Walk, address: str) -> None:
    usable_on(walk(address), DESK, Screen(400, 800, "dark"))
