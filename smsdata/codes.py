"""Codes made from names, for people who have no opinion on what a row's code should be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

# As long as a code may be, with room for a number behind it.
_MOST = 36


def code_from(name: str, taken: Container[str]) -> str:
    """A code that is not taken: "Service desk" is "service-desk", the next one "service-desk-2"."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    code = re.sub(r"[\W_]+", "-", letters).strip("-")[:_MOST].rstrip("-") or "row"
    number = 1
    made = code
    while made in taken:
        number += 1
        made = f"{code}-{number}"
    return made
