"""Evidence as pages show it: its title, leading to where it is kept."""

from __future__ import annotations

from urllib.parse import urlsplit

from pages.parts.sheet import esc, named
from smsdata.models import Evidence


def shown(row: Evidence) -> str:
    """A piece of evidence: a link where it lies on the web, else its title and where it lies."""
    if urlsplit(row.location).scheme in ("http", "https"):
        return (
            f'<a href="{esc(row.location)}" target="_blank" rel="noopener noreferrer">'
            f"{named(row.title)}</a>"
        )
    return f'{named(row.title)} <span class="quiet">{named(row.location)}</span>'
