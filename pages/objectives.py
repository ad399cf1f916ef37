"""All objectives as a list: filtered by whoever looks, worst first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pages.parts import boards, words
from pages.parts.choices import by_name, choice, row_of, search, statuses_of
from pages.parts.lists import listed, offer_all
from pages.parts.shapes import badge, shape
from pages.parts.sheet import esc, link, named, sheet
from pages.parts.view import View, current
from smsdata import display
from smsdata.review import ManagementReview, ObjectiveReview


@dataclass(frozen=True)
class Filter:
    """What is looked for; empty where anything will do."""

    statuses: tuple[str, ...] = ()
    owner: str | None = None
    clause: str | None = None
    service: str | None = None
    text: str = ""

    def lets(self, item: ObjectiveReview, review: ManagementReview) -> bool:
        """Whether an objective is shown."""
        return (
            (not self.statuses or item.status.status in self.statuses)
            and self.owner in (None, item.objective.owner)
            and self.clause in (None, item.objective.clause)
            and (self.service is None or self.service in item.services(review))
            and all(word in item.searched for word in self.text.casefold().split())
        )


def objectives() -> None:
    """Show the list of the view."""
    view = current()
    review = boards.reviewed(view).review
    wanted = _filters(review)
    shown = [item for item in review.worst_first if wanted.lets(item, review)]
    sheet(_html(listed(shown, "objectives"), len(shown), review, view), key="objectives")
    offer_all(shown, "objectives")


def _filters(review: ManagementReview) -> Filter:
    """The filters, each in the address under its own name."""
    items = review.objectives
    owners = {item.objective.owner: item.owner or "" for item in items if item.objective.owner}
    clauses = sorted(
        {item.objective.clause for item in items if item.objective.clause}, key=display.clause_order
    )
    text, status, owner, clause, service = row_of([2.4, 2.6, 2, 1.6, 2])
    with text:
        searched = search()
    with status:
        statuses = statuses_of(review.statuses)
    with owner:
        owned = choice(words.FILTER_OWNER, "owner", by_name(owners))
    with clause:
        of_clause = choice(words.FILTER_CLAUSE, "clause", {c: c for c in clauses})
    with service:
        of_service = choice(words.FILTER_SERVICE, "service", by_name(review.service_names))
    return Filter(statuses, owned, of_clause, of_service, searched)


# --- the list ------------------------------------------------------------------------------------


def _html(
    items: Sequence[ObjectiveReview], count: int, review: ManagementReview, view: View
) -> str:
    told = words.SHOWN.format(
        shown=display.counted(count, "objective"), total=display.whole(review.total)
    )
    if count == review.total:
        told = review.headline
    if not items:
        hint = f"<p>{words.NONE_SHOWN}</p>" if review.total else ""
        return f"<h1>{esc(told)}</h1>{hint}"
    months = (
        f"<br>{display.short_month(review.wall_months[0])}{display.NO_BREAK}–{display.NO_BREAK}"
        f"{display.short_month(review.wall_months[-1])}"
        if review.wall_months
        else ""
    )
    heads = "".join(
        f'<th scope="col" class="{kind}">{word}</th>'
        for kind, word in (
            ("", words.COLUMN_OBJECTIVE),
            ("", words.COLUMN_STATUS),
            ("strip-head", f"{words.COLUMN_MONTHS}{months}"),
            ("figure", words.COLUMN_ACTUAL),
            ("figure", words.COLUMN_REQUIRED),
            ("figure", words.COLUMN_GAP),
            ("", _term(words.COLUMN_FORECAST, "forecast")),
            ("", words.COLUMN_DATA),
            ("figure", _term(words.COLUMN_ATTAINMENT, "attainment")),
        )
    )
    rows = "".join(_row(item, view) for item in items)
    return (
        f'<h1 class="lesser">{esc(told)}</h1>'
        f'<table class="rows list"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )


def _term(word: str, term: str) -> str:
    return f'<span title="{esc(words.GLOSSARY[term])}" tabindex="0" class="explained">{word}</span>'


def _row(item: ObjectiveReview, view: View) -> str:
    worst = item.worst
    strip = "".join(shape(status) if status else '<i class="shape"></i>' for status in item.wall)
    strip_told = words.STRIP.format(
        title=display.brief(item.title), months=len([s for s in item.wall if s])
    )
    name = link(view.address("objective", objective=item.code), named(item.title))
    of = [item.owner or display.NO_OWNER]
    if worst and len(item.measures) > 1:
        of.append(words.WORST_OF.format(name=worst.name, count=len(item.measures)))
    elif worst and worst.service:
        of.append(worst.service)
    cells: tuple[tuple[str, str, str], ...] = (
        ("", words.COLUMN_STATUS, badge(item.status.status)),
        (
            "months",
            words.COLUMN_MONTHS,
            f'<span role="img" aria-label="{esc(strip_told)}">{strip}</span>',
        ),
        ("figure", words.COLUMN_ACTUAL, esc(worst.actual) if worst else display.NOTHING),
        ("figure", words.COLUMN_REQUIRED, esc(worst.required) if worst else display.NOTHING),
        ("figure", words.COLUMN_GAP, esc(worst.gap) if worst else display.NOTHING),
        ("", words.COLUMN_FORECAST, _forecast(item)),
        ("", words.COLUMN_DATA, _data(item)),
        ("figure", words.COLUMN_ATTAINMENT, display.share(item.status.attainment)),
    )
    whose = ", ".join(named(part) for part in of)
    return (
        f'<tr><th scope="row">{name}<div class="quiet">{whose}</div></th>'
        + "".join(
            f'<td class="{kind}" data-label="{label}">{html}</td>' for kind, label, html in cells
        )
        + "</tr>"
    )


def _forecast(item: ObjectiveReview) -> str:
    forecast = item.worst.status.forecast if item.worst else None
    if forecast is None:
        return display.NOTHING
    word = display.FORECAST_SHORT[forecast]
    return f"<b>{word}</b>" if forecast == "will_miss" else word


def _data(item: ObjectiveReview) -> str:
    status = item.status
    if not status.readings_expected:
        return display.NOTHING
    freshness = item.worst.status.freshness if item.worst else None
    return esc(
        words.DATA_OF.format(
            received=display.whole(status.readings_received),
            expected=display.whole(status.readings_expected),
            freshness=words.FRESHNESS.get(freshness or "", ""),
        )
    )


objectives()
