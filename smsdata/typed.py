"""Numbers as people type them: read where they can be read one way only."""

from __future__ import annotations

import re

from smsdata import display
from smsdata.models import NUMBER

# Spaces of every width, and apostrophes, set thousands apart.
_APART = re.compile(r"(?<=\d)[\s\u00a0\u2007\u2009\u202f'\u2019](?=\d{3}(?!\d))")
_SIGN = r"[+\-\u2212]?"
_PLAIN = re.compile(_SIGN + r"(\d+([.,]\d*)?|[.,]\d+)", re.ASCII)
_TWO_WAYS = re.compile(_SIGN + r"[1-9]\d{0,2},\d{3}", re.ASCII)
# Thousands set apart by one sign, perhaps a decimal sign that is the other: 1,234.5 and 1.234.567.
_GROUPED = re.compile(
    _SIGN + r"\d{1,3}((,\d{3}){2,}|(,\d{3})+\.\d*|(\.\d{3}){2,}|(\.\d{3})+,\d*)", re.ASCII
)


def number_text(text: str, unit: str = "") -> str:
    """A typed number as a bundle writes it: "86,6 %" is "86.6", "1 234" is "1234".

    A trailing unit or % is left out. ValueError, in words, for what is no number, and for what
    could be two: "1,234".
    """
    plain = text.strip()
    for word in (unit, "%"):
        if word and plain.casefold().endswith(word.casefold()):
            plain = plain[: len(plain) - len(word)].strip()
    plain = _APART.sub("", plain)
    if _TWO_WAYS.fullmatch(plain):
        raise ValueError(display.two_ways(text, plain.replace(",", ""), plain.replace(",", ".")))
    if _GROUPED.fullmatch(plain):
        thousands = next(letter for letter in plain if letter in ",.")
        plain = plain.replace(thousands, "")
    elif not _PLAIN.fullmatch(plain):
        raise ValueError(display.no_number(text))
    plain = plain.replace(",", ".").replace("\u2212", "-")
    try:
        NUMBER.parse(plain)
    except ValueError as error:
        raise ValueError(display.no_number(text)) from error
    return plain
