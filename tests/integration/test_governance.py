"""What a review says of the plan and the improvements: what it asks to decide, and what it prints.

The organisation is that of tests/pages/planned.py, on 31 October 2026.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from reports.management_review import render
from reports.summary import MOST_DECISIONS
from smsdata.bundle import import_bundle
from smsdata.decisions import Decision, decisions
from smsdata.display import NO_BREAK
from smsdata.governance import pack_review
from smsdata.improvement_review import improvement_review
from smsdata.review import ManagementReview
from smsdata.store import Store
from tests.conftest import write_bundle
from tests.pages.planned import planned_organisation

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
Bundles = Callable[..., Path]


@pytest.fixture(scope="module")
def planned_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the organisation, closed; copy it, never open it. Half resolved in time."""
    folder = tmp_path_factory.mktemp("planned")
    rows = planned_organisation()
    rows["readings"] += [
        {
            "metric": "resolved",
            "service": "",
            "period_start": f"2026-{month:02}",
            "value": "",
            "numerator": 50,
            "denominator": 100,
            "not_applicable": False,
        }
        for month in range(3, 10)
    ]
    with Store.open(folder / "sms.duckdb", create=True) as store:
        import_bundle(store, [write_bundle(folder / "bundle", rows)], "setup")
    return folder / "sms.duckdb"


@pytest.fixture
def planned(planned_file: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copy(planned_file, tmp_path / "planned.duckdb")
    with Store.open(tmp_path / "planned.duckdb") as store:
        yield store


@pytest.fixture(scope="module")
def review(planned_file: Path, tmp_path_factory: pytest.TempPathFactory) -> ManagementReview:
    path = shutil.copy(planned_file, tmp_path_factory.mktemp("review") / "sms.duckdb")
    with Store.open(Path(path)) as store:
        return reviewed(store)


@pytest.fixture(scope="module")
def text(review: ManagementReview) -> str:
    """What the pack of the review says."""
    return told(review)[1]


def reviewed(store: Store, last: date = LAST) -> ManagementReview:
    with store.board(last) as board:
        return pack_review(board, last.replace(day=1))


def asked(review: ManagementReview) -> dict[str, Decision]:
    return {found.ask.replace(NO_BREAK, " "): found for found in decisions(review)}


def told(review: ManagementReview, base: str | None = None) -> tuple[PdfReader, str]:
    reader = PdfReader(BytesIO(render(review, base=base)), strict=True)
    pages = (page.extract_text().replace(NO_BREAK, " ") for page in reader.pages)
    return reader, " ".join(" ".join(pages).split())


# --- decisions -----------------------------------------------------------------------------------


def test_what_is_blocked_proposed_or_unapproved_is_for_the_review_to_decide(review) -> None:
    found = asked(review)
    blocked = found["Clear the way for what is blocked: Connect the monitoring."]
    assert (blocked.who, blocked.page, blocked.row) == (
        ("Eero Salo",), "plan_item", {"item": "tool"},
    )  # fmt: skip
    proposed = found["Approve or reject what is proposed: Try a bot."]
    assert (proposed.who, proposed.row) == (("nobody named",), {"improvement": "bot"})
    approval = found["Approve the plan of 10 items: it was never approved."]
    assert (approval.who, approval.page) == (("Top management",), "plan")


def test_what_is_off_target_comes_before_the_plan_and_the_plan_before_ideas(review) -> None:
    kinds = ("Agree how, by whom", "Clear the way", "Approve the plan", "Approve or reject")
    asks = [found.ask for found in decisions(review)]
    places = [next(n for n, ask in enumerate(asks) if ask.startswith(kind)) for kind in kinds]
    assert places == sorted(places)


def test_an_approved_plan_is_asked_about_again_once_it_was_changed(
    planned: Store, bundle: Bundles
) -> None:
    approval = {"version": "1.0", "approved_on": "2026-10-30", "approved_by": "aino"}
    import_bundle(planned, [bundle(plan_approvals=[{**approval, "summary": "First"}])], "aino")
    assert not any(ask.startswith("Approve the plan") for ask in asked(reviewed(planned)))
    moved = next(i for i in planned_organisation()["plan_items"] if i["plan_item"] == "phones")
    import_bundle(planned, [bundle(plan_items=[{**moved, "due_on": "2026-12-15"}])], "aino")
    review = reviewed(planned)
    anew = asked(review)[
        "Approve the plan anew: 1 item was changed since version 1.0 of 30 October 2026."
    ]
    assert anew.who == ("Aino Niemi",)
    # changed once more, it is still one item
    again = {**moved, "due_on": "2026-12-15", "owner": "eero"}
    import_bundle(planned, [bundle(plan_items=[again])], "aino")
    assert asked(reviewed(planned)).keys() == asked(review).keys()
    _, text = told(review)
    assert "Approved: version 1.0, by Aino Niemi, on 30 October 2026; 1 item changed since." in text
    assert "due date from 30 November 2026 to 15 December 2026" in text


def test_a_waiver_is_asked_about_in_the_month_before_it_ends(planned: Store) -> None:
    ask = "Mend, or waive again, an objection that is waived until 31 December 2026."
    assert ask not in asked(reviewed(planned, date(2026, 11, 30)))
    assert asked(reviewed(planned, date(2026, 12, 1)))[ask].page == "health"


# --- the pack ------------------------------------------------------------------------------------


def test_the_plan_is_printed_with_its_rates_what_is_late_and_who_answers(text: str) -> None:
    assert "10 items in the plan on 31 October 2026" in text
    assert "Done on time within a year" in text
    assert re.search(r"Overdue Publish the service catalogue .*30 Sep 2026 slips 46 days", text)
    assert re.search(r"Blocked Connect the monitoring .*Eero Salo", text)
    # what is done, cancelled or to come later is not late
    late = text.partition("Late, blocked or slipping")[2].partition("What an auditor")[0]
    assert "Agree the scope" not in late
    assert "Merge the two desks" not in late


def test_what_an_auditor_would_object_to_is_printed_with_why_and_what_to_do(text: str) -> None:
    assert "An auditor would find" in text
    assert "Every recurring item leaves a predictable record" in text
    assert re.search(r"Waived for a time .*It ends this year 31 December 2026, setup", text)


def test_registers_are_counted_under_their_names(text: str) -> None:
    known = text.partition("What was known then")[2]
    assert re.search(r"Plan items \d+ Plan progress \d+ .*RACI \d+", known)


def test_improvements_are_printed_with_their_funnel_and_what_they_brought(text: str) -> None:
    part = text.partition("What they brought")[2]
    assert re.search(r"Overdue .*Write answer templates In progress 31 Aug 2026", text)
    assert part.startswith(" By the metrics they name: 1 improved. ")
    assert "Call back instead of queueing It worked: the mean went from 80.5 % to 92.5 %" in part
    assert "mean before 80.5 %" in part
    assert "Too early to tell: Ask every caller." in part


def test_how_long_an_improvement_took_is_told_once_the_day_of_its_end_has_come(
    planned: Store, tmp_path: Path
) -> None:
    done = {"improvement": "bot", "state": "closed", "closed_on": "2026-10-24"}
    import_bundle(planned, [write_bundle(tmp_path / "closed", {"improvements": [done]})], "setup")
    verdicts = []
    for day in (date(2026, 10, 23), date(2026, 10, 24), date(2026, 10, 31)):
        with planned.board(day) as board:
            idea = improvement_review(board).idea("bot")
        verdicts.append(idea.verdict.replace(NO_BREAK, " ") if idea else "")
    assert verdicts == ["Closed.", "Closed, it took 14 days.", "Closed, it took 14 days."]


def test_page_one_stays_one_page_with_the_most_urgent_decisions_and_the_rest_later(
    planned: Store,
) -> None:
    review = reviewed(planned, date(2026, 12, 1))
    found = decisions(review)
    assert len(found) > MOST_DECISIONS
    reader, text = told(review)
    first = " ".join(reader.pages[2].extract_text().replace(NO_BREAK, " ").split())
    assert "Page 1 of" in first
    listed = first.partition("Decisions asked for")[2]
    assert f"and {len(found) - MOST_DECISIONS} more, page" in listed
    for number, decision in enumerate(found, start=1):
        ask = decision.ask.replace(NO_BREAK, " ")
        place = listed if number <= MOST_DECISIONS else text.partition("Further decisions")[2]
        assert f"{number} {ask}" in place


def test_what_is_told_of_the_plan_leads_to_its_pages(review) -> None:
    reader, _ = told(review, base="https://sms.example.org")
    links = {
        str(link["/A"]["/URI"]).removeprefix("https://sms.example.org/").partition("&period")[0]
        for page in reader.pages
        for link in (annotation.get_object() for annotation in page.get("/Annots", []))
        if "/A" in link
    }
    assert {
        "plan_item?item=tool", "plan_item?item=catalogue", "improvement?improvement=callback",
        "improvement?improvement=templates",
    } <= links  # fmt: skip
    assert {link.partition("?")[0] for link in links} >= {"plan", "health", "improvements"}


def test_a_plan_of_many_items_is_cut_with_the_number_of_the_rest(
    planned: Store, bundle: Bundles
) -> None:
    late = next(i for i in planned_organisation()["plan_items"] if i["plan_item"] == "catalogue")
    many = [{**late, "plan_item": f"i{n}", "title": f"Item {n} <b>& co"} for n in range(300)]
    import_bundle(planned, [bundle(plan_items=many)], "aino")
    review = reviewed(planned)
    reader, text = told(review)
    assert "Item 0 <b>& co" in text
    assert re.search(r"and 27\d more, on the dashboard", text)
    assert len(reader.pages) < 40


@pytest.mark.parametrize("left_out", ["improvements", "plan_items"])
def test_a_plan_alone_and_improvements_alone_are_in_the_pack(
    left_out: str, store: Store, bundle: Bundles
) -> None:
    rows = planned_organisation()
    for register in ("plan_progress", "plan_occurrences", "evidence", "waivers", left_out):
        del rows[register]
    import_bundle(store, [bundle(rows)], "setup")
    governance = reviewed(store).governance
    assert governance is not None
    assert bool(governance.plan.lines) is (left_out == "improvements")
    assert bool(governance.improvements.ideas) is (left_out == "plan_items")


def test_the_packs_timeline_has_what_is_late_or_runs(review: ManagementReview) -> None:
    assert review.governance is not None
    shown = [bar.line.code for bar in review.governance.timeline.bars]
    under_way = {line.code for line in review.governance.plan.under_way}
    assert shown
    assert set(shown) <= under_way < {line.code for line in review.governance.plan.lines}


def test_an_organisation_without_a_plan_and_improvements_is_not_told_about_them(
    small_store: Store,
) -> None:
    with small_store.board(date(2026, 3, 31)) as board:
        review = pack_review(board, date(2026, 1, 1))
    assert review.governance is None
    _, text = told(review)
    assert "The plan" not in text
    assert "improvement_status" not in text
    assert not any("plan" in decision.page for decision in decisions(review))
