"""Readings entered in a real browser: quickly, by keyboard, on a phone, beside somebody else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, WebSocketRoute, expect

from pages.parts import words
from smsdata.bundle import import_bundle
from smsdata.store import Store
from tests.conftest import ROOT, small_organisation, write_bundle
from tests.e2e.browsing import DESK, Dashboard, Screen, headline, no_serious_problems, settled

pytestmark = pytest.mark.slow

PHONE = Screen(400, 800)
# The name of the cell that has the keyboard.
FOCUSED = """() => {
  let element = document.activeElement
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  return element?.dataset?.name ?? ""
}"""
Serve = Callable[[Path], Dashboard]
Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def due_store_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which 30 months and more are due from aino, whose deputy is eero; closed."""
    folder = tmp_path_factory.mktemp("due")
    rows = small_organisation()
    rows["objectives"][0] |= {"starts_on": "2024-01-01", "due_on": "2028-12-31"}
    rows["target_points"][0]["on_date"] = rows["target_points"][1]["on_date"] = "2024-01-01"
    rows["targets"] = rows["targets"][:1]
    rows["target_points"] = rows["target_points"][:1]
    for metric in rows["metrics"]:
        metric["owner"] = "aino" if metric["metric"] == "resolved" else ""
    rows["readings"] = rows["readings"][3:]
    with Store.open(folder / "sms.duckdb", create=True) as store:
        import_bundle(store, [write_bundle(folder / "bundle", rows)], "setup")
    return folder / "sms.duckdb"


def acting(visit: Visit, running: Dashboard, person: str, screen: Screen = DESK) -> Page:
    """My readings, as a person."""
    page = visit(f"{running.address}/readings", screen)
    page.context.add_cookies([{"name": "sms_acting", "value": person, "url": running.address}])
    page.goto(f"{running.address}/readings")
    settled(page)
    return page


def cells(page: Page, name: str = "value") -> list[object]:
    page.wait_for_selector(f'input.cell[data-name="{name}"]')
    return page.locator(f'input.cell[data-name="{name}"]').all()


def stored(running: Dashboard) -> dict[date, list[tuple[float, str]]]:
    """Every version of the readings of the metric, as the dashboard itself answers."""
    statement = (
        "SELECT period_start, coalesce(value, numerator / denominator * 100), recorded_by "
        "FROM reading_history WHERE metric = 'resolved' ORDER BY period_start, recorded_at"
    )
    command = [sys.executable, "-m", "smsdata", "sql", statement, "--format", "csv"]
    done = subprocess.run(
        [*command, "--store", str(running.store)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[date, list[tuple[float, str]]] = {}
    for line in done.stdout.splitlines()[1:]:
        day, value, who = line.split(",")
        if not value:
            continue
        found.setdefault(date.fromisoformat(day), []).append((float(value), who))
    return found


def enter_by_command(running: Dashboard, tmp_path: Path, period: str, value: str, who: str) -> None:
    file = tmp_path / "readings.csv"
    file.write_text(f"metric,period_start,value\nresolved,{period},{value}\n")
    command = [sys.executable, "-m", "smsdata", "import", str(file), "--as", who]
    subprocess.run([*command, "--store", str(running.store)], cwd=ROOT, check=True)


def test_thirty_cells_typed_quickly_arrive_once_beside_another_persons_write(
    serve: Serve, visit: Visit, due_store_file: Path, tmp_path: Path
) -> None:
    running = serve(due_store_file)
    page = acting(visit, running, "aino")
    answers = SlowAnswers(page)
    page.reload()
    settled(page)
    inputs = cells(page)[:30]
    grid = page.locator(".entry")
    grid.evaluate("grid => { grid.is_the_first = true }")
    # the last one comes first: eero enters it while aino goes on typing
    for number in (29, *range(29)):
        inputs[number].focus()
        page.keyboard.type(f"{60 + number}", delay=5)
        if number == 14:
            enter_by_command(running, tmp_path, "2026-06", "77.5", "eero")
    page.wait_for_timeout(3000)
    assert [cell.input_value() for cell in inputs] == [f"{60 + n}" for n in range(30)]
    # made anew it would have lost the cell that was being typed in
    assert grid.evaluate("grid => grid.is_the_first")
    page.get_by_role("button", name="Store 30 readings").click()
    expect(page.get_by_text("Stored: 29")).to_be_visible()
    found = stored(running)
    months = [date(2024 + n // 12, n % 12 + 1, 1) for n in range(30)]
    assert [found[month] for month in months[:29]] == [[(60.0 + n, "aino")] for n in range(29)]
    assert found[months[29]] == [(77.5, "eero")]
    assert len(found) == 30
    # both values are shown, and mine replaces theirs only with a reason
    expect(page.get_by_text("Eero Salo entered 77.5\u00a0% on")).to_be_visible()
    # mine is unlike what the others have become: that is asked about too
    reason = page.get_by_label(words.ENTRY_WORDS["reason"])
    with answers.late(seconds=0.5):
        page.get_by_role("button", name=words.ENTRY_WORDS["sure"]).click()
        page.get_by_role("button", name=words.ENTRY_WORDS["mine"]).click()
        reason.press_sequentially("his was ")
    # the server has answered to both meanwhile: who types a reason goes on
    page.keyboard.type("another's")
    expect(reason).to_have_value("his was another's")
    page.get_by_role("button", name="Store 1 reading").click()
    expect(page.get_by_text("Stored: 1")).to_be_visible()
    assert stored(running)[months[29]] == [(77.5, "eero"), (89.0, "aino")]


def test_a_reading_is_entered_by_keyboard_alone(
    serve: Serve, visit: Visit, due_store_file: Path
) -> None:
    running = serve(due_store_file)
    page = acting(visit, running, "aino")
    cells(page)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == "value":
            break
    page.keyboard.type("91,5")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("9")
    page.keyboard.press("Tab")
    page.keyboard.type("10")
    expect(page.get_by_text("90\u00a0%", exact=True).first).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Stored: 2")).to_be_visible()
    assert stored(running) == {
        date(2024, 1, 1): [(91.5, "aino")],
        date(2024, 2, 1): [(90.0, "aino")],
    }


def test_on_a_phone_a_reading_is_entered_corrected_and_withdrawn(
    serve: Serve, visit: Visit, due_store_file: Path
) -> None:
    running = serve(due_store_file)
    page = acting(visit, running, "eero", PHONE)
    cells(page)[0].fill("191")
    expect(page.get_by_text("Above the most it can be")).to_be_visible()
    no_serious_problems(page)
    cells(page)[0].fill("91")
    page.get_by_role("button", name="Store 1 reading").click()
    expect(page.get_by_text("Stored: 1")).to_be_visible()
    page.get_by_role("link", name="Incidents resolved in time, January 2024").click()
    page.wait_for_url("**/reading?**")
    settled(page)
    assert headline(page) == "91 %"
    page.get_by_label("Value").fill("92")
    page.get_by_role("button", name=words.READING_CORRECT).click()
    expect(page.get_by_text("reason: say why")).to_be_visible()
    assert page.get_by_label("Value").input_value() == "92"
    page.get_by_label(words.READING_REASON).fill("recount")
    page.get_by_role("button", name=words.READING_CORRECT).click()
    expect(page.get_by_text("Stored: Incidents")).to_be_visible()
    no_serious_problems(page)
    page.get_by_label(words.READING_REASON).fill("not ours")
    page.get_by_role("button", name=words.READING_WITHDRAW).click()
    expect(page.get_by_text("Withdrawn: Incidents")).to_be_visible()
    versions = stored(running)[date(2024, 1, 1)]
    assert [value for value, _ in versions] == [91.0, 92.0, 92.0]


class SlowAnswers:
    """A line on which the dashboard's answers can be made to wait: `with answers.late(seconds)`."""

    def __init__(self, page: Page) -> None:
        self._page, self._held, self._holding = page, [], False
        page.route_web_socket("**/_stcore/stream", self._connect)

    def _connect(self, line: WebSocketRoute) -> None:
        server = line.connect_to_server()

        def answer(message: str | bytes) -> None:
            if self._holding:
                self._held.append((line, message))
            else:
                line.send(message)

        server.on_message(answer)

    @contextmanager
    def late(self, seconds: float) -> Iterator[None]:
        self._holding = True
        yield
        self._page.wait_for_timeout(seconds * 1000)
        self._holding = False
        for line, message in self._held:
            line.send(message)


@pytest.mark.parametrize("first", ["typing", "storing"])
def test_who_leaves_at_once_after_typing_or_storing_comes_to_the_page_they_chose(
    first: str, serve: Serve, visit: Visit, due_store_file: Path
) -> None:
    # What the grid tells of its page after another was chosen, Streamlit takes for that page: it
    # clears it and draws nothing.
    page = acting(visit, serve(due_store_file), "aino")
    answers = SlowAnswers(page)
    page.reload()
    settled(page)
    cells(page)[0].fill("91")
    if first == "storing":
        page.get_by_role("button", name="Store 1 reading").click()
        expect(page.get_by_text("Stored: 1")).to_be_visible()
    with answers.late(seconds=0.8):
        page.get_by_role("link", name=words.OBJECTIVES).first.click()
    page.wait_for_url("**/objectives**")
    expect(page.locator("h1").first).to_be_visible()
    settled(page)


def test_what_was_stored_on_an_earlier_visit_is_not_told_again(
    serve: Serve, visit: Visit, due_store_file: Path
) -> None:
    page = acting(visit, serve(due_store_file), "aino")
    cells(page)[0].fill("91")
    page.get_by_role("button", name="Store 1 reading").click()
    expect(page.get_by_text("Stored: 1")).to_be_visible()
    for link, path in ((words.OBJECTIVES, "objectives"), (words.READINGS, "readings")):
        page.get_by_role("link", name=link).first.click()
        page.wait_for_url(f"**/{path}**")
        settled(page)
    expect(page.locator("h1").first).to_be_visible()
    expect(page.get_by_text("Stored: 1")).to_have_count(0)


def test_what_was_typed_survives_leaving_the_page_and_reloading_it(
    serve: Serve, visit: Visit, due_store_file: Path
) -> None:
    running = serve(due_store_file)
    page = acting(visit, running, "aino")
    cells(page)[1].fill("88")
    page.wait_for_timeout(600)
    page.get_by_role("link", name=words.OBJECTIVES).first.click()
    page.wait_for_url("**/objectives**")
    settled(page)
    page.get_by_role("link", name=words.READINGS).first.click()
    page.wait_for_url("**/readings**")
    assert cells(page)[1].input_value() == "88"
    page.reload()
    assert cells(page)[1].input_value() == "88"
    assert not stored(running)


# --- from a file ---------------------------------------------------------------------------------


def from_a_file(visit: Visit, running: Dashboard, person: str) -> Page:
    page = acting(visit, running, person)
    page.goto(f"{running.address}/from_file")
    settled(page)
    return page


def test_a_template_is_filled_in_and_handed_in_again(
    serve: Serve, visit: Visit, due_store_file: Path, tmp_path: Path
) -> None:
    running = serve(due_store_file)
    page = from_a_file(visit, running, "aino")
    with page.expect_download() as download:
        page.get_by_role("button", name="Workbook to fill in").click()
    file = tmp_path / "due.xlsx"
    download.value.save_as(file)
    book = load_workbook(file)
    columns = {cell.value: cell.column for cell in book.worksheets[0][2]}
    for number, row in enumerate((3, 4, 5)):
        book.worksheets[0].cell(row, columns["Value"], 90 + number)
    book.save(file)
    book.close()
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("What would be stored: 3 new")).to_be_visible()
    no_serious_problems(page)
    page.get_by_role("button", name="Store 3").click()
    expect(page.get_by_text("from due.xlsx")).to_be_visible()
    assert stored(running) == {
        date(2024, 1, 1): [(90.0, "aino")],
        date(2024, 2, 1): [(91.0, "aino")],
        date(2024, 3, 1): [(92.0, "aino")],
    }


def test_of_a_messy_file_the_good_rows_are_stored_knowingly_and_the_others_handed_back(
    serve: Serve, visit: Visit, due_store_file: Path, tmp_path: Path
) -> None:
    running = serve(due_store_file)
    page = from_a_file(visit, running, "aino")
    file = tmp_path / "messy.csv"
    file.write_text(
        "KPI;Month;Result\n"
        "Incidents resolved in time;01/02/2024;88,5 %\n"
        "Incidents resolved in time;01/03/2024;188,5 %\n"
        "Incidents resolved in time;01/04/2024;n/a\n"
        "Total;;400\n"
    )
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_text("Day first").click()
    page.get_by_role("button", name=words.FILE_ANSWER).click()
    expect(
        page.get_by_text("What would be stored: 2 new, 1 left out, 1 with a problem")
    ).to_be_visible()
    expect(page.get_by_text("lies above the metric's maximum").first).to_be_visible()
    page.get_by_role("button", name="Store 2").click()
    expect(page.get_by_text(words.FILE_ASK_KNOWINGLY)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="with a problem, each with its reason").click()
    handed_back = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert len(handed_back) == 2
    assert "188,5 %" in handed_back[1]
    assert "maximum" in handed_back[1]
    page.get_by_text("Store the good ones and leave out").click()
    page.get_by_role("button", name="Store 2").click()
    expect(page.get_by_text("from messy.csv")).to_be_visible()
    assert stored(running)[date(2024, 2, 1)] == [(88.5, "aino")]
