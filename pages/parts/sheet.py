"""A sheet: a piece of HTML as printed, whose links lead on without leaving the session.

The HTML is made here in Python from escaped text (`esc`); the script only puts it in place and
reports which link was clicked. A link keeps its address, so that it can be copied or opened in
another tab.
"""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts import shapes, words
from smsdata import display

# Where the frame keeps the pages, by the path of their address, and the path of the one shown.
PAGES, PAGE = "pages", "page"

_HERE = Path(__file__).parent


def esc(text: object) -> str:
    """A text of anybody's, as HTML shows it."""
    return escape(str(text))


def plain(text: str) -> str:
    """A text of anybody's within Markdown."""
    return "".join(
        f"\\{letter}" if letter in "\\`*_{}[]()<>#+-.!|~:$&^" else letter for letter in text
    )


def named(text: object, most: int = 300) -> str:
    """A name that somebody typed: set apart, so that its script turns nothing beside it."""
    return f"<bdi>{esc(display.brief(str(text), most))}</bdi>"


def link(address: str, html: str, label: str | None = None) -> str:
    """A link; `label` says where it leads where its content does not."""
    told = f' aria-label="{esc(label)}" title="{esc(label)}"' if label else ""
    return f'<a href="{esc(address)}"{told}>{html}</a>'


def term(name: str) -> str:
    """A question mark that explains a term of the glossary."""
    told = esc(words.GLOSSARY[name])
    return (
        f'<span class="term" tabindex="0" role="note" aria-label="{told}" title="{told}">?</span>'
    )


def place() -> DeltaGenerator:
    """A place for what is only sometimes there.

    Without it the elements below it move up when it goes; the browser then makes them anew, and
    what is being typed in one is lost.
    """
    return st.container()


@cache
def component() -> Any:
    """What shows HTML in the browser, registered once a process."""
    return st.components.v2.component(
        "sms_sheet",
        html='<div class="sheet"></div>',
        css=(_HERE / "sheet.css").read_text() + shapes.COLOURS,
        js=(_HERE / "sheet.js").read_text(),
    )


def sheet(html: str, key: str) -> None:
    """Show a piece of HTML; a click on one of its links goes there."""
    clicked = component()(
        data={"html": shapes.SYMBOLS + html}, key=key, on_go_change=lambda: None
    ).get("go")
    if clicked:
        go(str(clicked))


def calm(html: str, key: str) -> None:
    """A sheet that is read at a desk and at leisure: its letters keep their size."""
    sheet(f'<div class="calm">{html}</div>', key)


def go(address: str) -> None:
    """Go to an address within the dashboard."""
    parts = urlsplit(address)
    st.switch_page(
        st.session_state[PAGES][parts.path.strip("/")],
        query_params=dict(parse_qsl(parts.query)),
    )
