"""The improvement register: how many stand where, what is late, what was proven to work."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.parts import boards, deeds, saving, words
from pages.parts.choices import by_name, choice, row_of, search
from pages.parts.lists import listed, offer_all, over, table
from pages.parts.shapes import badge
from pages.parts.sheet import esc, link, named, sheet
from pages.parts.view import View, current
from smsdata import display, improvement_words, plan_words
from smsdata.improvement_review import Idea, ImprovementReview


def improvements() -> None:
    """Show the register of the view."""
    view = current()
    review = boards.improved(view)
    saving.tell()
    sheet(_head(review), key="improvements-head")
    deeds.raise_one()
    if not review.ideas:
        return
    shown = _filtered(review)
    sheet(_table(listed(shown, "improvements"), view), key="improvements-table")
    offer_all(shown, "improvements")


def _head(review: ImprovementReview) -> str:
    if not review.ideas:
        return f"<h1>{esc(review.headline)}</h1><p>{words.IMPROVEMENTS_NONE}</p>"
    most = max(count for _, count in review.funnel)
    steps = "".join(
        f"<li><span>{improvement_words.STATES[state]}</span><b>{display.whole(count)}</b>"
        f'<i style="width:{60 * count / most:.1f}%"></i></li>'
        for state, count in review.funnel
    )
    told = f'<ol class="funnel" aria-label="{words.FUNNEL}">{steps}</ol>'
    return f"<h1>{esc(review.headline)}</h1>{told}"


def _filtered(review: ImprovementReview) -> list[Idea]:
    """What the filters leave; each filter stands in the address under its own name."""
    ideas = review.ideas
    owners = {idea.record.owner: idea.owner or "" for idea in ideas if idea.record.owner}
    states = {state: improvement_words.STATES[state] for state, count in review.funnel if count}
    sources = {s: improvement_words.SOURCES[s] for s in {i.status.source for i in ideas} if s}
    text, state, source, owner, late = row_of([2, 2, 2, 2, 2])
    with text:
        searched = search()
    with state:
        in_state = choice(words.FILTER_STATE, "state", states)
    with source:
        of_source = choice(words.FILTER_SOURCE, "source", by_name(sources))
    with owner:
        owned = choice(words.FILTER_OWNER, "owner", by_name(owners))
    with late:
        overdue = st.toggle(words.FILTER_OVERDUE, key="overdue", bind="query-params")
    return [
        idea
        for idea in ideas
        if in_state in (None, idea.status.state)
        and of_source in (None, idea.status.source)
        and owned in (None, idea.record.owner)
        and (idea.status.overdue or not overdue)
        and all(word in idea.searched for word in searched.casefold().split())
    ]


def _table(ideas: Sequence[Idea], view: View) -> str:
    if not ideas:
        return f"<p>{words.IMPROVEMENTS_NONE_SHOWN}</p>"
    return table(words.IMPROVEMENT_COLUMNS, [_row(idea, view) for idea in ideas], "ideas")


def _row(idea: Idea, view: View) -> tuple[str, ...]:
    status = idea.status
    due = esc(display.short_day(idea.record.due_on))
    effect = badge(status.effect) if status.effect else improvement_words.NO_EFFECT
    return (
        over(
            link(view.address("improvement", improvement=idea.code), named(idea.title)),
            idea.source if status.source else "",
        ),
        idea.state,
        f"{badge('overdue')}<br>{due}" if status.overdue else due,
        named(idea.owner or display.NO_OWNER),
        esc(idea.age),
        esc(idea.priority),
        over(effect, idea.means),
        esc(plan_words.evidence_of(len(idea.evidence))),
    )


improvements()
