"""Packs that were made, kept so that a second look needs no second run."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from pages.parts import words
from reports.management_review import printed
from reports.shell import Printed, Progress
from smsdata.review import ManagementReview
from smsdata.serving import shared_store
from smsdata.settings import base_address

# How many packs are kept, of a few hundred kilobytes each.
_MOST = 12


class _Wanted(NamedTuple):
    """What a pack is of. Figures as known at a time never change, so that they need no more."""

    store: Path
    first: date
    last: date
    known_at: datetime
    paper: str
    base: str | None


_packs: OrderedDict[_Wanted, Printed] = OrderedDict()
# One is made at a time: whoever wants the same one meanwhile finds it when it is done.
_making = threading.Lock()


def kept(review: ManagementReview, paper: str) -> Printed | None:
    """The pack of a review, where it was made already."""
    return _packs.get(_wanted(review, paper))


def outdated(review: ManagementReview, paper: str) -> bool:
    """Whether a pack of the same period was made of figures that have changed since."""
    now = _wanted(review, paper)
    return now not in _packs and any(
        then._replace(known_at=now.known_at) == now and then.known_at < now.known_at
        for then in tuple(_packs)
    )


def make(
    review: ManagementReview, whole: Callable[[], ManagementReview], paper: str, tell: Progress
) -> Printed:
    """Make the pack of a review, and keep it; `tell` is told what is being done.

    `whole` gives the review with the plan and the improvements.
    """
    wanted = _wanted(review, paper)
    tell(words.PACK_READING, 0.0)
    with _making:
        if wanted not in _packs:
            _packs[wanted] = printed(whole(), paper, wanted.base, tell)
            while len(_packs) > _MOST:
                _packs.popitem(last=False)
        return _packs[wanted]


def forget() -> None:
    """Keep none of them any longer."""
    _packs.clear()


def _wanted(review: ManagementReview, paper: str) -> _Wanted:
    store = shared_store().path
    return _Wanted(store, review.first, review.last, review.known_at, paper, base_address())
