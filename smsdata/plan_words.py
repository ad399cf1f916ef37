"""How the plan and the improvements are said: phases, timings, progress, states, headlines."""

from __future__ import annotations

from datetime import date

from smsdata import display
from smsdata.display import NO_BREAK, NOTHING, counted, day, days, whole

# --- the plan ------------------------------------------------------------------------------------

# In the order of the life of a management system; changes to it stand in the same plan.
PHASES = {
    "establish": "Establish",
    "implement": "Implement",
    "maintain": "Maintain",
    "improve": "Improve",
    "change": "Planned change",
}
# What needs somebody's attention comes first.
WORST_FIRST = (
    "overdue",
    "blocked",
    "behind",
    "on_track",
    "not_started",
    "done",
    "cancelled",
)
# What nothing more is asked of.
ENDED = ("done", "cancelled")
CADENCES = {
    "weekly": "every week",
    "monthly": "every month",
    "quarterly": "every quarter",
    "half-yearly": "every half-year",
    "yearly": "every year",
}
STATES = {
    "not_started": "not started",
    "in_progress": "in progress",
    "blocked": "blocked",
    "done": "done",
    "cancelled": "cancelled",
}
NO_TRIGGER = "when something calls for it"


def timing(
    kind: str, starts_on: date | None, due_on: date | None, cadence: str | None, trigger: str | None
) -> str:
    """When an item is done: "1 March to 30 June 2026", "every month from 1 March 2026"."""
    if kind == "trigger":
        return trigger or NO_TRIGGER
    if kind == "dated":
        return display.from_to(display.short_day(starts_on), display.short_day(due_on))
    told = f"{CADENCES.get(cadence or '', NOTHING)} from {display.short_day(starts_on)}"
    return f"{told} to {display.short_day(due_on)}" if due_on else told


def progress(percent: float | None, planned: float | None) -> str:
    """How far an item is against what was planned by now: "40 %, 62 % planned"."""
    if percent is None:
        return NOTHING
    told = display.figure(percent, "%", 0)
    return told if planned is None else f"{told}, {display.figure(planned, '%', 0)} planned"


WITHIN_A_YEAR = "{done} within a year"


def times_done(done: int, due: int, on_time: int) -> str:
    """How often a recurring item was done within a year: "11 of 12 done, 9 on time"."""
    if due == 0:
        return "none due in the past year"
    return f"{whole(done)} of {whole(due)} done, {whole(on_time)} on time"


def slip(slip_days: int | None, *, done: bool, undated: bool) -> str:
    """How far an item is off its date: "10 days late" once done, before it "slips 46 days".

    `undated` is what has no day to come by which it will be done.
    """
    if not slip_days:
        return ""
    if done:
        return f"{days(slip_days)} late" if slip_days > 0 else f"{days(-slip_days)} early"
    if undated:
        return f"{days(slip_days)} overdue, no new date" if slip_days > 0 else ""
    return f"slips {days(slip_days)}" if slip_days > 0 else f"{days(-slip_days)} ahead"


def evidence_of(count: int) -> str:
    """How much evidence there is."""
    return counted(count, "record") if count else NOTHING


def late_ones(overdue: int, blocked: int, behind: int) -> str:
    """What needs attention: "2 are overdue, 1 is blocked and 3 are behind"."""
    found = ((overdue, "overdue"), (blocked, "blocked"), (behind, "behind"))
    return display.listed(
        [f"{whole(count)} {'is' if count == 1 else 'are'} {word}" for count, word in found if count]
    )


def plan_headline(on: date, items: int, late: str) -> str:
    """How the plan stands, as a sentence; `late` says what needs attention."""
    if items == 0:
        return f"There is no plan yet on {day(on)}."
    told = f"{counted(items, 'item')} in the plan on {day(on)}"
    return f"{told}: {late}." if late else f"{told}: none is late."


def falls_due(status: str, day_words: str) -> str:
    """When the earliest occurrence that is not done is due, or was."""
    return f"{'due since' if status == 'overdue' else 'next due'} {day_words}"


def verdict(status: str, kind: str, progress_words: str, due: date | None, slipped: str) -> str:
    """Where one item stands, as a sentence."""
    told = []
    if kind == "dated" and status not in ENDED:
        told += [progress_words, f"due {day(due)}"]
    elif kind == "recurring":
        told += [progress_words]
        if due is not None and status not in ENDED:
            told += [falls_due(status, day(due))]
    if slipped:
        told += [slipped]
    word = display.sentence(display.status_word(status))
    return f"{word}: {'; '.join(told)}." if told else f"{word}."


ADDED = "added to the plan"
NEVER_APPROVED = "The plan was never approved."


def approved(version: str, by: str, on: date, items: int) -> str:
    """Which version of the plan is approved, and how many items were changed since."""
    since = f"{counted(items, 'item')} changed since" if items else "nothing changed since"
    return f"Approved: version {version}, by {by}, on {day(on)}; {since}."


# --- the timeline --------------------------------------------------------------------------------


def ended_before(value: date) -> str:
    """What stands in place of a bar that ended before the days shown."""
    return f"\u2039{NO_BREAK}until {display.short_day(value)}"


def begins_after(value: date) -> str:
    """What stands in place of a bar that begins after the days shown."""
    return f"from {display.short_day(value)}{NO_BREAK}\u203a"


def planned_bar(first: date, last: date) -> str:
    """What is said of a bar of the plan."""
    return f"Planned: {display.from_to(display.short_day(first), display.short_day(last))}"


def actual_bar(first: date, last: date, percent: float | None) -> str:
    """What is said of a bar of the work done."""
    told = f"Worked on: {display.from_to(display.short_day(first), display.short_day(last))}"
    return told if percent is None else f"{told}, {display.figure(percent, '%', 0)} done"


def occurrence(due_on: date, done_on: date | None, status: str) -> str:
    """One time that a recurring item falls due: "30 Sep 2026: done late, 4 October 2026"."""
    told = f"{display.short_day(due_on)}: {display.status_word(status)}"
    return f"{told}, {day(done_on)}" if done_on else told


# --- its health ----------------------------------------------------------------------------------

COMPLETE = "Complete"
ON_TIME = "Done on time within a year"
PROVEN = "Done with evidence"


def health_headline(on: date, items: int, errors: int, warnings: int) -> str:
    """What stands against the plan, as a sentence."""
    if errors + warnings + items == 0:
        return f"There is no plan on {day(on)}, so that nothing can be said of it."
    if errors + warnings == 0:
        return f"Nothing to object to on {day(on)}: {counted(items, 'item')} in the plan."
    found = [
        counted(count, one) for count, one in ((errors, "error"), (warnings, "warning")) if count
    ]
    return f"An auditor would find {display.listed(found)} on {day(on)}."


def waived_until(until: date, by: str, reason: str) -> str:
    """Until when an objection is accepted, by whom, and why."""
    return f"Waived until {day(until)} by {by}: {reason}"


# --- what waits for somebody ---------------------------------------------------------------------

KINDS = {
    "reading": "Reading",
    "explanation": "Explanation",
    "occurrence": "Recurring item",
    "plan_item": "Plan item",
    "improvement": "Improvement",
}
NOW = "now"
ENTER = "enter it"
EXPLAIN = "explain {actual}, {required} required"
DO = "do it and mark it done"


def work_headline(name: str, count: int, late: int) -> str:
    """What waits for somebody, as a sentence."""
    if count == 0:
        return f"Nothing waits for {name}."
    told = f"{counted(count, 'thing waits', 'things wait')} for {name}"
    return f"{told}, {display.of_them(late, count, 'late') if late else 'none late'}."


CALENDAR = "My work"


def calendar_title(title: str, *, late: bool) -> str:
    """What an entry of a calendar is called."""
    return f"Overdue: {title}" if late else title


def calendar_text(kind: str, what: str, owner: str) -> str:
    """What an entry of a calendar says: what it is, what is to be done, for whom."""
    return f"{KINDS[kind]}: {what}\nOwner: {owner}"


# --- traceability --------------------------------------------------------------------------------

# What is missing, by the check that objects to it.
GAPS = {
    "outcome-without-objective": "no objective",
    "objective-without-outcome": "no outcome",
    "objective-without-plan-item": "no plan item",
    "item-without-objective": "no objective",
    "item-without-owner": "no owner",
    "item-owner-has-left": "owner has left",
    "done-without-evidence": "done without evidence",
    "occurrence-missing": "overdue, no record",
    "occurrence-without-evidence": "some without evidence",
    "improvement-without-owner": "no owner",
    "improvement-owner-has-left": "owner has left",
    "improvement-closed-without-evidence": "closed without evidence",
}
_STEPS = (
    ("outcome", None),
    ("objective", None),
    ("item of work", "items of work"),
    ("owner", None),
    ("record", None),
)


def records(count: int, title: str) -> str:
    """Evidence of one row: its title where it is one, else how many."""
    return title if count == 1 else counted(count, "record")


def trace_headline(total: int, followed: int, broken: int, unproved: int) -> str:
    """How many objectives can be followed to their evidence, as a sentence."""
    if total == 0:
        return "There is no objective to follow yet."
    told = f"{whole(followed)} of {counted(total, 'objective')} can be followed from outcome"
    told += " to evidence"
    if broken:
        told += f"; {whole(broken)} {'breaks' if broken == 1 else 'break'} off"
    if unproved:
        told += f"; {whole(unproved)} {'has' if unproved == 1 else 'have'} nothing to show yet"
    return f"{told}."


def trace_told(title: str, counts: tuple[int, ...], gaps: int) -> str:
    """What one row is connected to, as a sentence; `counts` by column."""
    found = [
        counted(count, one, many)
        for count, (one, many) in zip(counts, _STEPS, strict=True)
        if count
    ]
    missing = counted(gaps, "gap") if gaps else "no gap"
    return f"{display.quoted(title)}: {display.listed(found, most=5)}; {missing}."


def trace_folded(column: str, count: int, group: str = "") -> str:
    """Rows that stand for one in a drawing: "Maintain: 412 items"."""
    nouns = {
        "outcomes": "outcome",
        "objectives": "objective",
        "plan_items": "item",
        "people": "owner",
        "evidence": "record",
    }
    told = counted(count, nouns[column])
    return f"{PHASES[group]}: {told}" if group in PHASES else told


def trace_gaps(word: str, count: int) -> str:
    """Rows that lack the same: "no owner: 3"."""
    return f"{word}: {whole(count)}"


def gaps(count: int) -> str:
    """How much is missing; nothing where nothing is."""
    return counted(count, "gap") if count else ""


def gap_told(word: str, mark: str) -> str:
    """What is missing, and that it is accepted where it is."""
    return f"{word} (waived)" if mark == "waived" else word
