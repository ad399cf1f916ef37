"""How improvements are said: their states, where they came from, what they brought."""

from __future__ import annotations

from collections.abc import Sequence

from smsdata import display
from smsdata.display import NOTHING, counted, days, whole

# In the order in which an improvement goes through them; rejected stands beside the way.
STATES = display.STATE_WORDS
UNDER_WAY = ("proposed", "approved", "in_progress")
ENDED = ("closed", "rejected")
SOURCES = {
    "audit": "audit",
    "incident": "incident",
    "retrospective": "retrospective",
    "metric_trend": "metric trend",
    "feedback": "feedback",
    "management_review": "management review",
    "risk": "risk",
    "other": "other",
}
# Effects that a metric can tell, in the order in which they are shown.
TOLD = ("improved", "worsened", "changed", "no_change")
NO_EFFECT = "not measured"
NO_EFFECT_WHY = "Not measured: it names no metric, or was not implemented by then."


def headline(total: int, open_: int, overdue: int, improved: int) -> str:
    """How the register stands, as a sentence."""
    if total == 0:
        return "No improvement has been raised yet."
    told = f"{whole(open_)} of {counted(total, 'improvement')} {'is' if open_ == 1 else 'are'} open"
    late = f"{whole(overdue) if overdue else 'none'} overdue"
    whose = "its metric" if improved == 1 else "their metrics"
    proven = f"{whole(improved)} proven by {whose}" if improved else "none proven by its metric yet"
    return f"{told}, {late}; {proven}."


def priority(benefit: int | None, effort: int | None) -> str:
    """How much it brings for what it takes: "5 for 2"; nothing where either is not known."""
    return NOTHING if benefit is None or effort is None else f"{benefit} for {effort}"


def age(age_days: int) -> str:
    """How long it has been open, or was."""
    return days(age_days)


def means(before: str, after: str) -> str:
    """Both means: "80.5 % before, 92.4 % after"."""
    return f"{before} before, {after} after"


_SENTENCES = {
    "improved": "It worked: the mean went from {before} to {after}, more than chance explains",
    "worsened": "It made things worse: the mean went from {before} to {after}, more than chance "
    "explains",
    "changed": "It changed the level: the mean went from {before} to {after}, more than chance "
    "explains",
    "no_change": "No effect beyond chance: the mean went from {before} to {after}",
    "too_early": "Too early to tell: it takes 8 readings before and 3 after",
}


def effect(
    effect_: str | None, before: str, after: str, count_before: int, count_after: int
) -> str:
    """What it brought, as a sentence."""
    if effect_ is None:
        return NO_EFFECT_WHY
    told = _SENTENCES[effect_].format(before=before, after=after)
    return f"{told} ({counted(count_before, 'reading')} before, {whole(count_after)} after)."


def effects(counts: Sequence[tuple[str, int]]) -> str:
    """How many had which effect, as a sentence."""
    said = {"no_change": "did not change"}
    told = [
        f"{whole(count)} {said.get(effect_) or display.status_word(effect_)}"
        for effect_, count in counts
    ]
    if not told:
        return "No improvement can be told by its metric yet."
    return f"By the metrics they name: {display.listed(told, most=len(told))}."


def verdict(state: str, overdue: bool, due: str, age_words: str) -> str:
    """Where an improvement stands, as a sentence; without its age where nobody knows it."""
    told = [display.sentence(STATES[state])]
    if overdue:
        told.append(f"overdue since {due}")
    elif state in UNDER_WAY and due != NOTHING:
        told.append(f"due {due}")
    if age_words:
        told.append(f"{'open for' if state not in ENDED else 'it took'} {age_words}")
    return ", ".join(told) + "."


MEAN_BEFORE = "mean before {value}"
MEAN_AFTER = "mean after {value}"
IMPLEMENTED = "implemented {day}"
CHART_SUBTITLE = "{name}, {unit}, {frequency}; grey: the usual range before"
