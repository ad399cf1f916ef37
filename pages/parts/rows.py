"""Where a row of a register is shown."""

from __future__ import annotations

from pages.parts import boards, set_up_words
from pages.parts.view import View

# Registers whose rows have pages, with the name that the page's address gives them.
_PAGES = {
    "objectives": ("objective", "objective"),
    "plan_items": ("plan_item", "item"),
    "improvements": ("improvement", "improvement"),
}
# Registers whose rows are shown on the page of what their code begins with.
_SHOWN_WITH = {
    "targets": "objectives",
    "target_points": "objectives",
    "explanations": "objectives",
    "plan_progress": "plan_items",
    "plan_occurrences": "plan_items",
}


def row_address(view: View, register: str, code: str) -> str | None:
    """The address of the page that shows a row; None where there is none."""
    if register in _SHOWN_WITH:
        register, code = _SHOWN_WITH[register], code.partition("/")[0]
    if register == "plan_items" and boards.planned(view).line(code) is None:
        # a phase or a practice that the plan does not speak of
        return view.address("plan")
    if register in _PAGES:
        page, name = _PAGES[register]
        return view.address(page, **{name: code})
    if register in set_up_words.SECTIONS:
        return view.address("set-up", section=register, row=code)
    return None
