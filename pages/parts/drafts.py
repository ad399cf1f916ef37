"""What somebody is typing into a form, with the version it was made from.

The fields start with what was recorded when the form was opened. What others write meanwhile does
not change them: it shows when the form is saved, as a conflict.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from pages.parts.fields import cell, seed
from pages.parts.sheet import PAGE
from smsdata.models import Column

_DRAFTS = "drafts"


@dataclass
class Draft:
    """A form's fields: the texts they began with, and the version those were.

    `form` is the draft of the whole form that these fields are part of, by its name.
    """

    name: str
    form: str
    number: int
    made_from: datetime | None
    seen: dict[str, str]

    def key(self, column: str) -> str:
        """The key of a field's widget."""
        return f"{self.name}-{self.number}-{column}"

    def texts(self, shape: tuple[Column, ...]) -> dict[str, str]:
        """What the fields hold now."""
        return {column.name: cell(column, self.key(column.name)) for column in shape}


def draft(
    name: str,
    shape: tuple[Column, ...],
    seen: dict[str, str],
    made_from: datetime | None,
    form: str | None = None,
) -> Draft:
    """The draft of a form; a new one where there is none, or its page was left meanwhile."""
    drafts: dict[str, Draft] = st.session_state.setdefault(_DRAFTS, {})
    # a field keeps its key on another page, but not what was typed into it
    name = f"{st.session_state[PAGE]}-{name}"
    found = drafts.get(name)
    if found is None or found.key(shape[0].name) not in st.session_state:
        found = Draft(name, form or name, found.number + 1 if found else 0, made_from, seen)
        drafts[name] = found
        for column in shape:
            seed(column, seen.get(column.name, ""), found.key(column.name))
    return found


def drop(name: str) -> None:
    """Forget what was typed: the form starts again with what is recorded."""
    drafts: dict[str, Draft] = st.session_state.setdefault(_DRAFTS, {})
    if (found := drafts.get(name)) is not None:
        drafts[name] = Draft(name, name, found.number + 1, None, {})
