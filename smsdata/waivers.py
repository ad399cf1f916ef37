"""Waiving what the plan checks object to: accepted for a time, by somebody, for a reason."""

from __future__ import annotations

from datetime import datetime

from smsdata import display
from smsdata.checks import checks
from smsdata.errors import InputError
from smsdata.models import Waiver
from smsdata.store import Store
from smsdata.writing import Edit, save


def waive(store: Store, actor: str, waiver: Waiver, seen: datetime | None = None) -> None:
    """Store a waiver; raises InputError where it waives nothing, and what `save` raises.

    `seen` is the version of a waiver that is renewed. It stays in sight beside the objection, with
    its reason, its day and, in its register, whoever recorded it.
    """
    if waiver.rule not in {check.rule for check in checks()}:
        raise InputError.of(
            display.no_such("plan check", waiver.rule), file="waivers", row=2, column="rule"
        )
    with store.board() as board:
        if waiver.until < board.on_date:
            raise InputError.of(display.DAY_GONE, file="waivers", row=2, column="until")
    save(store, actor, [Edit.of(waiver, seen)], waiver.reason)


def withdraw(store: Store, actor: str, waiver: Waiver, seen: datetime, reason: str) -> None:
    """End a waiver before its day; raises what `smsdata.writing.save` raises."""
    key = {name: str(getattr(waiver, name)) for name in Waiver.key}
    save(store, actor, [Edit("waivers", key, withdraw=True, made_from=seen)], reason)
