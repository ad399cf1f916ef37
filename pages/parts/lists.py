"""Tables of HTML cells, the rest folded where they are long."""

from __future__ import annotations

from collections.abc import Sequence

from pages.parts import words
from pages.parts.sheet import named
from smsdata import display

# What is shown before somebody unfolds the rest.
_MOST_ROWS = 12


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], kind: str = "") -> str:
    """A table whose rows are told by their first cell; `kind` is its class in the style sheet."""
    heads = "".join(f'<th scope="col">{column}</th>' for column in columns)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>'
        + "".join(
            f'<td data-label="{column}">{cell}</td>'
            for column, cell in zip(columns[1:], row[1:], strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return (
        f'<table class="rows {kind}"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
    )


def folded(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; what is beyond its first rows is folded."""
    shown = table(columns, rows[:_MOST_ROWS])
    if rest := rows[_MOST_ROWS:]:
        told = words.EARLIER_ROWS.format(count=display.whole(len(rest)))
        shown += f"<details><summary>{told}</summary>{table(columns, rest)}</details>"
    return shown


def over(html: str, under: str | None) -> str:
    """Something with a quieter line below it."""
    return f'{html}<br><span class="quiet">{named(under)}</span>' if under else html
