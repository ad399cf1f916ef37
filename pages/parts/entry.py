"""The grid in which readings are entered: what the browser holds, and what it is told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from pages.parts import words
from smsdata import display
from smsdata.readings import Answered, Due, OneReading, Typed, read

_HERE = Path(__file__).parent
_HTML = """
<div class="entry"><form>
<table><thead><tr>{heads}</tr></thead><tbody></tbody></table>
<div class="foot"><button class="store" disabled></button>
<span class="told" role="status"></span><span class="quiet">{keys}</span></div>
</form></div>
"""
# The longest text that is taken from a cell.
_MOST_LETTERS = 2000


@dataclass(frozen=True)
class Sent:
    """What was handed in to be stored: once for each `number`."""

    number: str
    typed: tuple[Typed, ...]


@dataclass(frozen=True)
class Reply:
    """What became of the hand-in that came last."""

    sent: Sent | None = None
    answers: tuple[Answered, ...] = ()

    def to(self, item: Typed) -> Answered | None:
        """The answer to what was typed, unless it was changed since."""
        if self.sent is None or item not in self.sent.typed:
            return None
        return next((answer for answer in self.answers if answer.key == item.key), None)

    @property
    def stored(self) -> dict[str, str]:
        """The readings that were stored, in words."""
        return {answer.key: answer.stored for answer in self.answers if answer.stored}


@cache
def _component() -> Any:
    heads = "".join(f'<th scope="col">{word}</th>' for word in words.ENTRY_COLUMNS)
    return st.components.v2.component(
        "sms_entry",
        html=_HTML.format(heads=heads, keys=words.ENTRY_KEYS),
        css=(_HERE / "entry.css").read_text(),
        js=(_HERE / "entry.js").read_text(),
    )


def drafts(key: str) -> tuple[Typed, ...]:
    """What is typed and not stored yet, as the browser last told."""
    return _typed((st.session_state.get(key) or {}).get("drafts"))


def sent(key: str) -> Sent | None:
    """What was last handed in to be stored."""
    given = (st.session_state.get(key) or {}).get("sent")
    if not isinstance(given, Mapping) or not isinstance(given.get("id"), str):
        return None
    return Sent(given["id"], _typed(given.get("drafts")))


def show(
    key: str,
    place: str,
    rows: Sequence[Due],
    typed: Sequence[Typed],
    taken: Mapping[str, OneReading],
    reply: Reply,
    person: str,
    zone: str,
) -> None:
    """Show the grid of `person`, with the owner's name where a row is another's.

    `place` is where the browser keeps what is typed; `taken` are the readings that somebody else
    has entered since they were shown.
    """
    by_key = {row.key: row for row in rows}
    done = [*reply.stored, *(item.key for item in typed if item.key not in by_key)]
    _component()(
        key=key,
        data={
            "place": place,
            "rows": [_row(row, person) for row in rows],
            "said": {
                item.key: _said(by_key[item.key], item, taken.get(item.key), reply, zone)
                for item in typed
                if item.key in by_key
            },
            "drafts": {item.key: _draft(item) for item in typed if item.key not in done},
            "answered": reply.sent.number if reply.sent else None,
            "done": done,
            "told": _told(reply),
            "words": words.ENTRY_WORDS,
        },
        on_drafts_change=lambda: None,
        on_sent_change=lambda: None,
    )


def _told(reply: Reply) -> str:
    """How the hand-in that came last went, in a word."""
    left = len(reply.answers) - len(reply.stored)
    if left:
        return words.ENTRY_LEFT.format(left=display.counted(left, "reading is", "readings are"))
    if reply.stored:
        return words.ENTRY_ALL.format(stored=display.counted(len(reply.stored), "reading"))
    return ""


def _row(row: Due, person: str) -> dict[str, Any]:
    beside = [(words.ENTRY_LAST, row.last)]
    if row.entry.objective is not None:
        beside.append((words.ENTRY_REQUIRED, row.required))
    return {
        "key": row.key,
        "name": row.asked_for,
        "metric": row.metric.name,
        "service": row.service or "",
        "period": row.period,
        "when": row.when,
        "overdue": row.overdue,
        "owner": (row.owner or display.NO_OWNER) if row.entry.owner != person else "",
        "unit": row.metric.unit,
        "ratio": row.ratio,
        "beside": beside,
        "last_note": row.entry.last_note or "",
    }


def _said(
    row: Due, item: Typed, taken: OneReading | None, reply: Reply, zone: str
) -> dict[str, Any]:
    understood = read(row, item)
    answer = reply.to(item)
    said: dict[str, Any] = {
        "says": understood.says,
        "problem": understood.problem or (answer.problem if answer else ""),
        "asks": understood.asks,
    }
    if taken is not None and taken.current is not None:
        said["conflict"] = {
            "says": words.ENTRY_CONFLICT.format(
                who=taken.name_of(taken.current),
                theirs=taken.says(taken.current),
                when=display.moment(taken.current.recorded_at, zone),
            ),
            "at": taken.current.recorded_at.isoformat(),
        }
    return said


def _typed(given: object) -> tuple[Typed, ...]:
    """Drafts as the browser sends them, which may be anything."""
    if not isinstance(given, Mapping):
        return ()
    found = []
    for key, draft in given.items():
        if isinstance(draft, Mapping):
            texts = (
                str(draft.get(name) or "")[:_MOST_LETTERS]
                for name in ("value", "numerator", "denominator", "note", "reason")
            )
            value, numerator, denominator, note, reason = texts
            found.append(
                Typed(
                    str(key),
                    value,
                    numerator,
                    denominator,
                    note=note,
                    reason=reason,
                    not_applicable=bool(draft.get("not_applicable")),
                    sure=bool(draft.get("sure")),
                    replaces=_moment(draft.get("replaces")),
                )
            )
    return tuple(found)


def _moment(given: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(given)) if given else None
    except ValueError:
        return None


def _draft(item: Typed) -> dict[str, Any]:
    draft: dict[str, Any] = {
        name: text
        for name in ("value", "numerator", "denominator", "note", "reason")
        if (text := getattr(item, name))
    }
    if item.not_applicable:
        draft["not_applicable"] = True
    if item.sure:
        draft["sure"] = True
    if item.replaces is not None:
        draft["replaces"] = item.replaces.isoformat()
    return draft
