"""Setting text: runs of words broken into lines.

Nothing here reads markup: whatever somebody typed is drawn as it stands, whatever it looks like.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from reportlab.pdfgen.canvas import Canvas

from reports import fonts
from reports.styles import Style
from smsdata.display import NO_BREAK


class Run(NamedTuple):
    """Text in one style."""

    text: str
    style: Style


class Line(NamedTuple):
    """A broken line: its runs, and how wide it came out."""

    runs: tuple[Run, ...]
    width: float


def width(text: str, style: Style) -> float:
    """How wide a text runs in a style, in points."""
    return fonts.width(text, style.font, style.size)


def break_lines(runs: Sequence[Run], room: float) -> list[Line]:
    """Runs broken at spaces and line ends into lines no wider than `room`.

    A word wider than the room is broken between letters.
    """
    if len(runs) == 1:
        return _break_plain(fonts_ready(runs[0].text), runs[0].style, room)
    return _break_mixed(runs, room)


def balanced(runs: Sequence[Run], room: float) -> list[Line]:
    """As few lines as the room allows, and of about one length."""
    lines = break_lines(runs, room)
    narrow, wide = room / 2, room
    while wide - narrow > 4:
        middle = (narrow + wide) / 2
        tried = break_lines(runs, middle)
        if len(tried) > len(lines):
            narrow = middle
        else:
            wide, lines = middle, tried
    return lines


def fonts_ready(text: str) -> str:
    """A text without characters that cannot be shown; its line ends stay."""
    if "\n" not in text and "\r" not in text:
        return fonts.printable(text)
    return "\n".join(fonts.printable(line) for line in text.splitlines())


@lru_cache(maxsize=4_000)
def _plain(text: str, style: Style, room: float) -> tuple[Line, ...]:
    lines: list[Line] = []
    space = width(" ", style)
    for paragraph in text.split("\n"):
        words: list[str] = []
        reach = 0.0
        for word in paragraph.split(" "):
            if not word:
                continue
            wide = width(word, style)
            if words and reach + space + wide <= room:
                words.append(word)
                reach += space + wide
                continue
            if words:
                lines.append(Line((Run(" ".join(words), style),), reach))
            *full, rest = _pieces(word, style, room)
            lines += [Line((Run(piece, style),), width(piece, style)) for piece in full]
            words, reach = [rest], width(rest, style)
        if words:
            lines.append(Line((Run(" ".join(words), style),), reach))
    return tuple(lines)


def _break_plain(text: str, style: Style, room: float) -> list[Line]:
    return list(_plain(text, style, room))


def _pieces(word: str, style: Style, room: float) -> list[str]:
    """A word in pieces, none wider than the room; one piece where it fits.

    What a no-break space holds together comes apart there first, then between letters.
    """
    pieces = []
    while width(word, style) > room and len(word) > 1:
        reach, fits = 0.0, 0
        while fits < len(word) and (reach := reach + width(word[fits], style)) <= room:
            fits += 1
        held = word.rfind(NO_BREAK, 1, fits + 1)
        fits = held if held > 0 else max(fits, 1)
        pieces.append(word[:fits])
        word = word[fits:].lstrip(NO_BREAK)
    return [*pieces, word]


def _break_mixed(runs: Sequence[Run], room: float) -> list[Line]:
    lines: list[Line] = []
    line: list[Run] = []
    reach = 0.0

    apart = False

    def end() -> None:
        nonlocal line, reach
        if line:
            lines.append(Line(tuple(_joined(line)), reach))
        line, reach = [], 0.0

    for run in runs:
        style = run.style
        space = width(" ", style)
        ready = fonts_ready(run.text)
        for number, paragraph in enumerate(ready.split("\n")):
            if number:
                end()
            apart = apart or paragraph.startswith(" ")
            for word in paragraph.split(" "):
                if not word:
                    continue
                wide = width(word, style)
                gap = space if line and apart else 0.0
                if line and reach + gap + wide > room:
                    end()
                    gap = 0.0
                *full, rest = _pieces(word, style, room)
                for piece in full:
                    line, reach = [Run(piece, style)], width(piece, style)
                    end()
                line.append(Run(f" {rest}" if gap else rest, style))
                reach += gap + width(rest, style)
                apart = True
            apart = paragraph.endswith(" ")
    end()
    return lines


def _joined(line: Sequence[Run]) -> list[Run]:
    """Neighbours of one style as one run."""
    found: list[Run] = []
    for run in line:
        if found and found[-1].style == run.style:
            found[-1] = Run(found[-1].text + run.text, run.style)
        else:
            found.append(run)
    return found


def shortened(lines: Sequence[Line], most: int, room: float) -> list[Line]:
    """At most so many lines; the last then ends in "…"."""
    if len(lines) <= most:
        return list(lines)
    kept = list(lines[:most])
    *runs, last = kept[-1].runs
    before = sum(width(run.text, run.style) for run in runs)
    text = last.text
    while text and before + width(f"{text}…", last.style) > room:
        head, space, _ = text.rstrip().rpartition(" ")
        text = head if space else text[:-1]
    text = text.rstrip(" ,;:.") + "…"
    kept[-1] = Line((*runs, Run(text, last.style)), before + width(text, last.style))
    return kept


def one_line(text: str, style: Style, room: float) -> str:
    """A text on one line, ended by "…" where it would not fit."""
    text = fonts_ready(" ".join(text.split()))
    if width(text, style) <= room:
        return text
    while text and width(f"{text}…", style) > room:
        text = text[:-1]
    return f"{text.rstrip(' ,;:.')}…" if text else ""


def base_line(top: float, style: Style, leading: float | None = None) -> float:
    """Where the base line lies of a line of text whose head is at `top`."""
    return top - ((leading or style.leading) - style.size) / 2 - style.size * 0.8


def draw_lines(
    canvas: Canvas,
    lines: Sequence[Line],
    x: float,
    top: float,
    leading: float,
    room: float,
    align: str = "left",
) -> None:
    """Draw lines downwards from `top`."""
    if not lines:
        return
    set_font: str | None = None
    set_size = 0.0
    colour = None
    block = canvas.beginText()
    y = base_line(top, lines[0].runs[0].style, leading)
    for line in lines:
        left = x
        if align == "right":
            left = x + room - line.width
        elif align == "centre":
            left = x + (room - line.width) / 2
        block.setTextOrigin(left, y)
        for text, style in line.runs:
            if style.font != set_font or style.size != set_size:
                block.setFont(style.font, style.size)
                set_font, set_size = style.font, style.size
            if style.colour is not colour:
                block.setFillColor(style.colour)
                colour = style.colour
            block.textOut(text)
        y -= leading
    canvas.drawText(block)


def draw_text(
    canvas: Canvas, text: str, x: float, y: float, style: Style, align: str = "left"
) -> None:
    """Draw a short text on a base line."""
    text = fonts_ready(text)
    if align != "left":
        wide = width(text, style)
        x -= wide if align == "right" else wide / 2
    block = canvas.beginText(x, y)
    block.setFont(style.font, style.size)
    block.setFillColor(style.colour)
    block.textOut(text)
    canvas.drawText(block)
