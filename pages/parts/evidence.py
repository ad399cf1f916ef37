"""Evidence as pages show it: its title, leading to where it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import streamlit as st

from pages.parts import boards, words
from pages.parts.sheet import esc, named
from smsdata.evidence import kept_file
from smsdata.models import KEPT, Evidence
from smsdata.serving import shared_store


def kept(rows: Sequence[Evidence]) -> None:
    """A button for each file that the store keeps: it is taken along, never opened here."""
    for row in rows:
        file = kept_file(shared_store().path, row)
        if file is not None and file.is_file():
            st.download_button(
                words.PROOF_GET.format(title=boards.plain(row.title)),
                file.read_bytes,
                file_name=row.location.removeprefix(KEPT),
                mime="application/octet-stream",
                key=f"get-{row.evidence}",
                on_click="ignore",
                icon=":material/download:",
            )


def shown(row: Evidence) -> str:
    """A piece of evidence: a link where it lies on the web, else its title and where it lies."""
    if urlsplit(row.location).scheme in ("http", "https"):
        return (
            f'<a href="{esc(row.location)}" target="_blank" rel="noopener noreferrer">'
            f"{named(row.title)}</a>"
        )
    if row.location.startswith(KEPT):
        return named(row.title)
    return f'{named(row.title)} <span class="quiet">{named(row.location)}</span>'
