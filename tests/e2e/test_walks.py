"""What people do with the dashboard, in a browser, from one end to the other."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from pages.parts import set_up_words, words
from smsdata import display
from smsdata.clocks import utc_text
from smsdata.models import Organization
from smsdata.periods import Period
from smsdata.review import ManagementReview
from smsdata.reviewing import management_review
from smsdata.store import Store
from tests.conftest import Bundle, Ran
from tests.e2e.browsing import Dashboard, Screen, headline, no_serious_problems, settled, usable_on

pytestmark = pytest.mark.slow

Visit = Callable[..., Page]


class Figures:
    """The same figures, asked of a copy of the store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        with store.board() as board:
            self.organization = board.organization() or Organization(name="")
        self.today = datetime.now(ZoneInfo(self.organization.time_zone)).date()
        self.month = self.period("month")

    def period(self, kind: str) -> Period:
        """The newest complete period of a kind."""
        start = self.organization.fiscal_year_start_month
        return Period.holding(self.today, kind, start).moved(-1)

    def review(self, period: Period, known_at: datetime | None = None) -> ManagementReview:
        """What is said of a period."""
        with self.store.board(min(period.last, self.today), known_at) as board:
            return management_review(board, period.first)

    def headline(self, period: Period, known_at: datetime | None = None) -> str:
        """The review in a sentence."""
        return " ".join(self.review(period, known_at).headline.split())


@pytest.fixture(scope="module")
def figures(sample_store_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    copy = tmp_path_factory.mktemp("figures") / "sms.duckdb"
    shutil.copy(sample_store_file, copy)
    with Store.open(copy) as store:
        yield Figures(store)


@pytest.fixture
def page(visit: Visit, dashboard: Dashboard) -> Page:
    """The dashboard as somebody opens it first."""
    return visit(dashboard.address)


def address(page: Page) -> dict[str, str]:
    """What the address says."""
    return {name: value[0] for name, value in parse_qs(urlsplit(page.url).query).items()}


def says(page: Page, sentence: str) -> None:
    """The headline becomes this sentence."""
    expect(page.locator("h1").first).to_have_text(sentence, use_inner_text=True)
    settled(page)


def show(page: Page, kind: str) -> None:
    """Show months, quarters or years."""
    page.get_by_role("radio", name=words.PERIOD_KINDS[kind]).click()


def choose(page: Page, period: Period) -> None:
    """Choose a period from the list of those that there are."""
    page.get_by_role("combobox", name=words.PERIOD).click()
    page.get_by_role("option", name=period.name, exact=True).click()


# --- the period ----------------------------------------------------------------------------------


def test_the_overview_opens_with_the_headline_of_the_last_complete_month(
    page: Page, figures: Figures
) -> None:
    says(page, figures.headline(figures.month))
    assert address(page) == {"period": figures.month.code}


def test_a_period_is_chosen_from_the_list(page: Page, figures: Figures) -> None:
    earlier = figures.month.moved(-3)
    choose(page, earlier)
    says(page, figures.headline(earlier))
    assert address(page) == {"period": earlier.code}


def test_arrows_go_to_the_period_before_and_to_the_next(page: Page, figures: Figures) -> None:
    page.get_by_role("button", name=words.EARLIER).click()
    says(page, figures.headline(figures.month.moved(-1)))
    page.get_by_role("button", name=words.LATER).click()
    says(page, figures.headline(figures.month))
    page.get_by_role("button", name=words.LATER).click()
    says(page, figures.headline(figures.month.moved(1)))
    expect(page.get_by_role("button", name=words.LATER)).to_be_disabled()


@pytest.mark.parametrize("kind", ["quarter", "year"])
def test_a_kind_of_period_shows_the_one_that_holds_the_last_day(
    page: Page, figures: Figures, kind: str
) -> None:
    period = figures.month.as_kind(kind, date.max)
    show(page, kind)
    says(page, figures.headline(period))
    assert address(page) == {"period": period.code}


def test_a_copied_address_shows_another_person_the_same(
    page: Page, visit: Visit, figures: Figures
) -> None:
    show(page, "quarter")
    period = figures.month.as_kind("quarter", date.max).moved(-1)
    says(page, figures.headline(figures.month.as_kind("quarter", date.max)))
    page.get_by_role("button", name=words.EARLIER).click()
    says(page, figures.headline(period))
    other = visit(page.url)
    assert headline(other) == headline(page) == figures.headline(period)
    # the period comes along to another page, and back
    other.get_by_role("link", name=words.PACK).click()
    other.wait_for_url("**/pack?*")
    says(other, figures.headline(period))
    assert address(other) == {"period": period.code}
    other.go_back()
    says(other, figures.headline(period))


# --- from the overview to an objective -----------------------------------------------------------


def test_a_click_on_the_worst_leads_to_its_verdict(page: Page, figures: Figures) -> None:
    worst = figures.review(figures.month).worst_first[0]
    page.locator(".misses").get_by_role("link", name=worst.title).click()
    page.wait_for_url("**/objective?*")
    says(page, worst.title)
    expect(page.get_by_text(worst.full_verdict)).to_be_visible()
    assert address(page) == {"objective": worst.code, "period": figures.month.code}
    page.go_back()
    says(page, figures.headline(figures.month))


def test_a_click_on_the_wall_leads_to_the_objective_in_that_month(
    page: Page, figures: Figures
) -> None:
    worst = figures.review(figures.month).worst_first[0]
    month = figures.month.moved(-11)
    page.locator(".wall tbody tr").first.get_by_role("link").nth(1).click()
    page.wait_for_url("**/objective?*")
    assert address(page) == {"objective": worst.code, "period": month.code}
    then = figures.review(month).objective(worst.code)
    assert then is not None
    expect(page.get_by_text(then.full_verdict)).to_be_visible()


def test_a_filter_lives_in_the_address(page: Page, visit: Visit) -> None:
    page.get_by_role("link", name=words.OBJECTIVES, exact=True).click()
    page.wait_for_url("**/objectives?*")
    field = page.get_by_placeholder(words.FILTER_TEXT)
    field.fill("within SLA")
    field.press("Enter")
    says(page, "2 objectives of 28.")
    says(visit(page.url), "2 objectives of 28.")


@pytest.mark.parametrize(
    "pushed",
    [["/?period=2025-01", "/plan?period=2025-01"], ["/plan", "/plan?period=2025-01"]],
    ids=["names first", "page first"],
)
def test_going_to_a_page_is_one_step_of_the_way_back(page: Page, pushed: list[str]) -> None:
    """Streamlit pushes a page and its names in the order in which they happen to arrive."""
    before = page.evaluate("history.length")
    page.evaluate("pushed => pushed.forEach(to => history.pushState({}, '', to))", pushed)
    assert page.evaluate("history.length") == before + 1
    assert page.url.endswith(pushed[-1])


def test_back_leads_to_where_somebody_came_from(page: Page) -> None:
    page.get_by_role("link", name=words.OBJECTIVES, exact=True).click()
    page.wait_for_url("**/objectives?*")
    settled(page)
    page.locator("a[href^='objective?']:visible").first.click()
    page.wait_for_url("**/objective?objective=*")
    settled(page)
    of_one = headline(page)
    page.get_by_role("link", name=words.PLAN, exact=True).click()
    page.wait_for_url("**/plan?*")
    settled(page)
    page.go_back()
    page.wait_for_url("**/objective?objective=*")
    says(page, of_one)
    page.go_back()
    page.wait_for_url("**/objectives?*")


# --- as known at ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def restated(figures: Figures) -> tuple[Period, datetime]:
    """A quarter whose verdict a late correction changed, and a time before that was known."""
    quarter = figures.period("quarter")
    for later in (quarter, quarter.moved(-1), quarter.moved(-2)):
        found = figures.review(later).restatement
        if found.restated:
            return later.moved(-1), found.then
    pytest.fail("the sample has no late correction in its last three quarters")


def test_a_quarter_can_be_read_as_it_was_known_and_as_it_is(
    page: Page, figures: Figures, restated: tuple[Period, datetime]
) -> None:
    period, then = restated
    was, now = figures.headline(period, then), figures.headline(period)
    assert was != now
    show(page, "quarter")
    says(page, figures.headline(figures.month.as_kind("quarter", date.max)))
    choose(page, period)
    says(page, now)

    page.get_by_role("button", name=words.KNOWN_NOW).click()
    field = page.get_by_role("textbox", name=words.KNOWN_AT_FIELD)
    local = then.astimezone(ZoneInfo(figures.organization.time_zone))
    field.fill(local.date().isoformat())
    field.press("Enter")
    says(page, was)
    expect(page.get_by_role("alert")).to_contain_text(
        display.moment(then, figures.organization.time_zone)
    )
    assert address(page) == {"period": period.code, "known": utc_text(then)}

    page.get_by_role("button", name=words.BACK_TO_NOW).click()
    says(page, now)
    expect(page.get_by_role("alert")).to_have_count(0)
    assert address(page) == {"period": period.code}


def test_a_time_that_is_none_is_told_and_changes_nothing(page: Page, figures: Figures) -> None:
    page.get_by_role("button", name=words.KNOWN_NOW).click()
    field = page.get_by_role("textbox", name=words.KNOWN_AT_FIELD)
    field.fill("last week")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("'last week' is no time")
    says(page, figures.headline(figures.month))


# --- the pack ------------------------------------------------------------------------------------


def test_the_pack_of_what_is_shown_is_made_and_downloaded(
    visit: Visit, dashboard: Dashboard, figures: Figures, tmp_path: Path
) -> None:
    period = figures.month.moved(-2)
    page = visit(f"{dashboard.address}/pack?period={period.code}")
    says(page, figures.headline(period))
    page.get_by_role("button", name=words.PACK_MAKE).click()
    with page.expect_download() as downloading:
        page.get_by_role("button", name=words.PACK_DOWNLOAD).click()
    download = downloading.value
    assert download.suggested_filename == f"management-review-{period.code}.pdf"
    download.save_as(tmp_path / "pack.pdf")
    reader = PdfReader(BytesIO((tmp_path / "pack.pdf").read_bytes()), strict=True)
    summary = " ".join(reader.pages[2].extract_text().split())
    assert figures.headline(period) in summary
    no_serious_problems(page)
    assert display.span(period.first, period.last) in summary
    expect(page.get_by_text(display.counted(len(reader.pages), "page"))).to_be_visible()

    # somebody else finds it made; another period or paper has none
    other = visit(f"{dashboard.address}/pack?period={period.code}")
    expect(other.get_by_role("button", name=words.PACK_DOWNLOAD)).to_be_visible()
    other.get_by_role("button", name=words.EARLIER).click()
    says(other, figures.headline(period.moved(-1)))
    expect(other.get_by_role("button", name=words.PACK_MAKE)).to_be_visible()
    expect(other.get_by_role("button", name=words.PACK_DOWNLOAD)).to_have_count(0)
    page.get_by_role("radio", name="Letter").click()
    expect(page.get_by_role("button", name=words.PACK_MAKE)).to_be_visible()


# --- empty, and for everybody --------------------------------------------------------------------


def test_an_empty_store_greets_with_the_first_hour(
    visit: Visit, serve: Callable[[Path], Dashboard], empty_store_file: Path
) -> None:
    page = visit(serve(empty_store_file).address)
    expect(page.get_by_role("heading", name=set_up_words.FIRST_HOUR_TITLE)).to_be_visible()
    expect(page.get_by_role("textbox", name="Name")).to_be_visible()
    no_serious_problems(page)


def test_what_is_imported_beside_the_dashboard_shows_within_seconds(
    visit: Visit,
    serve: Callable[[Path], Dashboard],
    empty_store_file: Path,
    bundle: Callable[..., Path],
    small: Bundle,
    command: Callable[..., Ran],
) -> None:
    running = serve(empty_store_file)
    page = visit(f"{running.address}/?period=2026-02")
    expect(page.get_by_role("heading", name=set_up_words.FIRST_HOUR_TITLE)).to_be_visible()
    ran = command("import", bundle(small), "--store", running.store)
    assert ran.status == 0, ran.err
    expect(page.locator("h1").first).to_contain_text("1 of 2 objectives on target", timeout=8_000)
    worse = {"metric": "resolved", "period_start": "2026-02", "numerator": 1, "denominator": 100}
    assert command("import", bundle(readings=[worse]), "--store", running.store).status == 0
    expect(page.locator("h1").first).to_contain_text("None of 2 objectives", timeout=8_000)


def test_an_open_page_keeps_still_in_its_session(visit: Visit, dashboard: Dashboard) -> None:
    # What one page says while another is being opened, Streamlit takes for that other page: it
    # clears it and draws nothing. So a page looks for news beside its session.
    page = visit(dashboard.address)
    said = []

    def keep(frame: str | bytes) -> None:
        said.append(frame)

    page.on("websocket", lambda line: line.on("framesent", keep))
    page.reload()
    settled(page)
    page.wait_for_timeout(300)
    said.clear()
    page.wait_for_timeout(4_000)
    assert not said


@pytest.mark.parametrize("path", ["", "objectives", "objective?objective=OBJ-17", "pack"])
def test_axe_finds_nothing_serious_at_any_size_in_light_and_dark(
    visit: Visit, dashboard: Dashboard, path: str
) -> None:
    page = visit(f"{dashboard.address}/{path}")
    sizes = ((1440, 900), (1280, 720), (400, 800))
    usable_on(page, *(Screen(*size, scheme) for size in sizes for scheme in ("light", "dark")))


def test_the_overview_fits_one_screen_of_a_desk(visit: Visit, dashboard: Dashboard) -> None:
    page = visit(dashboard.address, Screen(1440, 900, "light"))
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight") <= 900


def test_the_overview_is_read_from_the_back_of_a_room(visit: Visit, dashboard: Dashboard) -> None:
    page = visit(dashboard.address, Screen(1280, 720, "light"))

    def size(selector: str) -> float:
        found = page.locator(selector).first
        return float(found.evaluate("e => parseFloat(getComputedStyle(e).fontSize)"))

    assert size("h1") >= 28
    assert size(".misses td") >= 16


def test_on_a_phone_the_wall_begins_at_its_newest_month(visit: Visit, dashboard: Dashboard) -> None:
    page = visit(dashboard.address, Screen(400, 800))
    settled(page)
    months = page.locator(".wall thead th")
    newest, oldest = (at.bounding_box() or {} for at in (months.last, months.nth(1)))
    assert 0 < newest["x"] < newest["x"] + newest["width"] <= 400
    assert oldest["x"] < 0
