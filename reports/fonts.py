"""The embedded typeface, how wide its words run, and which characters it can show."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache, lru_cache
from pathlib import Path

import font_roboto
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from smsdata import display

REGULAR = "Roboto-Regular"
MEDIUM = "Roboto-Medium"
LIGHT = "Roboto-Light"

_FILES = Path(font_roboto.font_directory)


@cache
def _face(font: str) -> TTFont:
    """A weight of the typeface, registered once a process and embedded where it is used."""
    face = TTFont(font, str(_FILES / f"{font}.ttf"), validate=0)
    pdfmetrics.registerFont(face)
    return face


def register() -> None:
    """Make the typeface known to ReportLab."""
    for font in (REGULAR, MEDIUM, LIGHT):
        _face(font)


@cache
def _advances(font: str) -> dict[int, float]:
    return dict(_face(font).face.charWidths)


@lru_cache(maxsize=50_000)
def _units(text: str, font: str) -> float:
    """How wide a text runs, in thousandths of the em."""
    advances = _advances(font)
    default = float(_face(font).face.defaultWidth or 0.0)
    return sum(advances.get(ord(char), default) for char in text)


def width(text: str, font: str, size: float) -> float:
    """How wide a text runs, in points."""
    return _units(text, font) * size / 1000


# Control characters, marks of direction and the like.
_INVISIBLE = ("Cc", "Cf", "Cs")


@cache
def _known() -> frozenset[str]:
    """The characters that every weight can show."""
    chars = {chr(code) for code in _face(REGULAR).face.charToGlyph if code >= 0x20}
    return frozenset(
        char for char in chars if unicodedata.category(char) not in (*_INVISIBLE, "Co")
    ) | {"\u00a0"}


_SCRIPTS = {
    "CJK": "Chinese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
}


def _script(char: str) -> str:
    """The script that a character belongs to: "Arabic", or "" for pictures and the like."""
    if unicodedata.category(char)[0] not in "LMN":
        return ""
    first = unicodedata.name(char, "").split(" ", 1)[0]
    return _SCRIPTS.get(first, first.capitalize())


def printable(text: str) -> str:
    """A text as this typeface can show it.

    Letters that it lacks are not printed as empty boxes: a run of them is replaced by what it was,
    such as "Arabic text, 12 letters" between angles: there is something to look up in the store.
    """
    known = _known()
    if known.issuperset(text):
        return text
    text = unicodedata.normalize("NFC", text)
    parts: list[str] = []
    lost: list[str] = []
    for char in text:
        if char in known:
            # A space within a run of such letters belongs to it.
            if lost and char == " ":
                lost.append(char)
                continue
            parts.append(_named(lost))
            lost.clear()
            parts.append(char)
        elif char.isspace():
            (lost or parts).append(" ")
        elif unicodedata.category(char) not in _INVISIBLE:
            lost.append(char)
    return "".join([*parts, _named(lost)])


def _named(lost: list[str]) -> str:
    """A run of characters that cannot be shown, in words."""
    if not lost:
        return ""
    trailing = " " if lost[-1] == " " else ""
    chars = [char for char in lost if char != " "]
    scripts = Counter(name for char in chars if (name := _script(char)))
    script = scripts.most_common(1)[0][0] if scripts else None
    return display.not_shown(script, len(chars)) + trailing
