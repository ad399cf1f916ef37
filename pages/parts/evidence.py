"""Evidence as pages show it: its title, leading to where it lies."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from pages.parts.sheet import esc, named
from smsdata.models import KEPT, Evidence


def shown(row: Evidence) -> str:
    """A piece of evidence: a link to it on the web or in the store, else where it lies."""
    if row.location.lower().startswith(("http://", "https://")):
        return _elsewhere(row.location, row)
    if row.location.startswith(KEPT) and row.sha256:
        of = urlencode({"of": row.evidence})
        return _elsewhere(f"evidence/{quote(row.sha256)}?{of}", row)
    return f'{named(row.title)} <span class="quiet">{named(row.location)}</span>'


def _elsewhere(address: str, row: Evidence) -> str:
    """A link that opens in a tab of its own."""
    return (
        f'<a href="{esc(address)}" target="_blank" rel="noopener noreferrer">{named(row.title)}</a>'
    )
