"""Where a row of a register is shown."""

from __future__ import annotations

from pages.parts import boards
from pages.parts.view import View

# Registers whose rows have pages, with the name that the page's address gives them.
_PAGES = {
    "objectives": ("objective", "objective"),
    "plan_items": ("plan_item", "item"),
    "improvements": ("improvement", "improvement"),
    "waivers": ("health", "waive"),
}
# Registers whose rows are shown on the page of what their code begins with.
_SHOWN_WITH = {
    "targets": "objectives",
    "target_points": "objectives",
    "explanations": "objectives",
    "plan_progress": "plan_items",
    "plan_occurrences": "plan_items",
}


def page_of(view: View, register: str, code: str) -> str | None:
    """The address of the page that shows a row; None where it has none of its own."""
    if register in _SHOWN_WITH:
        register, code = _SHOWN_WITH[register], code.partition("/")[0]
    if register in _PAGES:
        page, name = _PAGES[register]
        return view.address(page, **{name: code})
    return None


def row_address(view: View, register: str, code: str) -> str:
    """The address of the page, or of the form in set-up, that shows a row."""
    if register == "plan_approvals" or (
        register == "plan_items" and boards.planned(view).line(code) is None
    ):
        # a phase or a practice that the plan does not speak of
        return view.address("plan")
    # what is said of the RACI chart is said of a whole line of it, or of everything somebody does
    row = None if register == "raci" else code
    return page_of(view, register, code) or view.address("set-up", section=register, row=row)
