"""How things are said and shown: words, numbers, dates, the shape and colour of each status.

The only place that knows the language and the look. Pages and packs take every word they share
from here, so that a status or a period reads the same everywhere and can be translated once.
Nothing is computed here but rounding and grammar.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from smsdata.models import BY_NAME

LANGUAGE = "en-GB"

NOTHING = "–"
# From one state to another, between two shapes.
TOWARDS = "\u203a"
MINUS = "−"
# Holds a number and its unit together at a line's end.
NO_BREAK = "\u00a0"

# --- colours -------------------------------------------------------------------------------------

INK = "#1F2937"
# Text that may step back: still 7 : 1 on white.
QUIET_INK = "#4B5563"
RULE = "#C9CED6"
PALE = "#EEF1F4"
LIMIT_LINE = "#8A93A0"
# The tolerance beside a target's path, and the cone of a forecast.
BAND = "#E3E7EC"
# Single periods, where a series is evaluated over several.
OBSERVED_LINE = "#9AA3AF"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a drawing, but for those of statuses."""

    paper: str
    ink: str
    quiet: str
    rule: str
    band: str
    limit: str
    observed: str


ON_LIGHT = Palette("#FFFFFF", INK, QUIET_INK, RULE, BAND, LIMIT_LINE, OBSERVED_LINE)
ON_DARK = Palette("#12161C", "#E5E7EB", "#A3AAB5", "#3A424E", "#29313C", "#77818F", "#7C8796")


# --- status --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StatusLook:
    """One status as people meet it: its word, the name of its shape, its colours, its sense."""

    status: str
    word: str
    shape: str
    colour: str
    on_dark: str
    meaning: str


# In the order in which a strip of counts reads: good to bad, then what says nothing yet.
STATUS_LOOKS: tuple[StatusLook, ...] = (
    StatusLook(
        "on_target", "on target", "circle", "#009E73", "#35B98F", "meets what is required by now"
    ),
    StatusLook("achieved", "achieved", "circle-check", "#00664B", "#35B98F", "met on its due date"),
    StatusLook(
        "at_risk",
        "at risk",
        "triangle",
        "#C27C00",
        "#F0B93A",
        "falls short, but within the tolerance agreed",
    ),
    StatusLook(
        "off_target",
        "off target",
        "diamond",
        "#D55E00",
        "#F0824B",
        "falls short by more than the tolerance",
    ),
    StatusLook(
        "missed", "missed", "diamond-cross", "#8F2D00", "#F0824B", "not met on its due date"
    ),
    StatusLook(
        "stale",
        "stale",
        "clock",
        "#6B7280",
        "#A3AAB5",
        "readings are overdue, so the last figure proves nothing",
    ),
    StatusLook("no_data", "no data", "ring", "#7B838F", "#7B838F", "no figure has come yet"),
    StatusLook(
        "not_started", "not started", "dash", "#7B838F", "#7B838F", "nothing is expected yet"
    ),
    StatusLook("unmeasured", "unmeasured", "dotted-ring", "#7B838F", "#7B838F", "no target is set"),
)

# The same for items of the plan and their occurrences, for what an improvement brought, and for
# what the plan checks find. One that is not started yet looks as an objective does.
PLAN_LOOKS: tuple[StatusLook, ...] = (
    StatusLook("on_track", "on track", "circle", "#009E73", "#35B98F", "as far as planned by now"),
    StatusLook("done", "done", "circle-check", "#00664B", "#35B98F", "completed"),
    StatusLook(
        "behind",
        "behind",
        "triangle",
        "#C27C00",
        "#F0B93A",
        "more than 10 percentage points short of what was planned by now",
    ),
    StatusLook("overdue", "overdue", "diamond", "#D55E00", "#F0824B", "its date has passed"),
    StatusLook("blocked", "blocked", "square", "#8F2D00", "#F0824B", "cannot go on as it stands"),
    StatusLook("cancelled", "cancelled", "cross", "#7B838F", "#7B838F", "given up"),
    StatusLook(
        "done_on_time", "done on time", "circle-check", "#00664B", "#35B98F", "by its due date"
    ),
    StatusLook("done_late", "done late", "ring-check", "#C27C00", "#F0B93A", "after its due date"),
    StatusLook("due", "due", "ring", "#7B838F", "#A3AAB5", "due within 14 days"),
    StatusLook("planned", "planned", "dotted-ring", "#7B838F", "#7B838F", "due later"),
    StatusLook("improved", "improved", "circle", "#009E73", "#35B98F", "better beyond chance"),
    StatusLook("worsened", "worsened", "diamond", "#D55E00", "#F0824B", "worse beyond chance"),
    StatusLook("changed", "changed", "triangle", "#C27C00", "#F0B93A", "changed beyond chance"),
    StatusLook("no_change", "no change", "dash", "#7B838F", "#A3AAB5", "no more than chance"),
    StatusLook(
        "too_early", "too early to tell", "clock", "#6B7280", "#A3AAB5", "too few readings yet"
    ),
    StatusLook("error", "error", "diamond", "#D55E00", "#F0824B", "an auditor would object"),
    StatusLook("warning", "warning", "triangle", "#C27C00", "#F0B93A", "an auditor would ask"),
    StatusLook(
        "followed", "can be followed", "circle-check", "#00664B", "#35B98F", "outcome to evidence"
    ),
    StatusLook("broken", "breaks off", "diamond", "#D55E00", "#F0824B", "something is missing"),
    StatusLook("unproved", "nothing to show yet", "ring", "#7B838F", "#A3AAB5", "none is due"),
    StatusLook("waived", "waived", "ring", "#7B838F", "#A3AAB5", "accepted for a time"),
)
_LOOK = {look.status: look for look in (*STATUS_LOOKS, *PLAN_LOOKS)}

# Worst first, as an objective takes the worst of its targets; unmeasured after all others.
WORST_FIRST = (
    "missed",
    "off_target",
    "at_risk",
    "stale",
    "no_data",
    "on_target",
    "achieved",
    "not_started",
    "unmeasured",
)
_RANK = {status: rank for rank, status in enumerate(WORST_FIRST)}


def status_look(status: str | None) -> StatusLook:
    """The look of a status; that of `not_started` where there is none."""
    return _LOOK[status or "not_started"]


def status_word(status: str | None) -> str:
    """A status in words: "off target"."""
    return _LOOK[status].word if status else NOTHING


def status_rank(status: str | None) -> int:
    """A place in a list that shows the worst first."""
    return _RANK[status or "unmeasured"]


# --- words for what the views say ----------------------------------------------------------------

FREQUENCY_WORDS = {
    "daily": ("day", "days"),
    "weekly": ("week", "weeks"),
    "monthly": ("month", "months"),
    "quarterly": ("quarter", "quarters"),
    "half-yearly": ("half-year", "half-years"),
    "yearly": ("year", "years"),
}

VARIATION_WORDS = {
    "stable": "Stable, within chance",
    "improving": "Improving beyond chance",
    "deteriorating": "Deteriorating beyond chance",
    "changing": "Changing beyond chance",
    "too_early": "Too early to tell: fewer than 8 figures",
}

ASSURANCE_WORDS = {
    "capable": "Capable: its usual range meets the target",
    "hit_or_miss": "Hit or miss: its usual range reaches to both sides of the target",
    "incapable": "Not capable: its usual range misses the target",
    "too_early": "Too early to tell: fewer than 8 figures",
}

FORECAST_SHORT = {
    "will_meet": "will meet",
    "uncertain": "uncertain",
    "will_miss": "will miss",
    "too_early": "too early",
}

MOVED_WORDS = {
    "slipped": "Slipped",
    "improved": "Improved",
    "new": "New",
    "ended": "Ended",
    "unchanged": "Unchanged",
}

EVALUATION_WORDS = {
    "latest": "the latest reading",
    "rolling": "the last {periods} together",
    "to_date": "everything since the start together",
}

AGGREGATION_WORDS = {
    "mean": "the mean",
    "sum": "the sum",
    "min": "the lowest",
    "max": "the highest",
    "last": "the last value",
    "ratio": "the share of all cases",
}


# --- counting and listing ------------------------------------------------------------------------


def counted(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun: "1 reading", "3 readings"."""
    noun = one if count == 1 else (many or f"{one}s")
    return f"{whole(count)}{NO_BREAK}{noun}"


def size(count: int) -> str:
    """How large a file is: "434 KB", "1.2 MB"."""
    if count < 999_500:
        return f"{max(round(count / 1_000), 1)}{NO_BREAK}KB"
    return f"{count / 1_000_000:,.1f}{NO_BREAK}MB"


def listed(names: Sequence[str], most: int = 3) -> str:
    """Names as a sentence lists them: "A, B and C"; beyond `most`: "A, B, C and 4 more"."""
    names = list(names)
    if len(names) > most:
        names = [*names[:most], f"{len(names) - most} more"]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def not_shown(script: str | None, letters: int) -> str:
    """What stands for letters that the printed typeface lacks: how many, of which script."""
    if script is None:
        return f"\u2039{counted(letters, 'symbol')}\u203a"
    return f"\u2039{script} text, {counted(letters, 'letter')}\u203a"


def one_line(text: str) -> str:
    """A text that somebody typed, without the line breaks in it."""
    return " ".join(text.split())


def brief(text: str, most: int = 64) -> str:
    """A name as it is mentioned in passing: at most so many letters."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def quoted(text: str, most: int = 64) -> str:
    """A text that somebody typed, on one line, in quotation marks."""
    return f"“{brief(one_line(text), most)}”"


def sentence(text: str) -> str:
    """A text with a capital at its start, left alone otherwise."""
    return text[:1].upper() + text[1:]


# --- numbers -------------------------------------------------------------------------------------


def whole(number: int) -> str:
    """A count: "1,204"."""
    return f"{number:,d}".replace("-", MINUS)


def number(value: float | None, decimals: int | None = None) -> str:
    """A number with its decimals; without any given, as many as it needs, at most two."""
    if value is None:
        return NOTHING
    text = f"{value:,.{2 if decimals is None else decimals}f}"
    if decimals is None:
        text = text.rstrip("0").rstrip(".")
    if text.strip("-0.,") == "":
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def figure(value: float | None, unit: str, decimals: int | None = None) -> str:
    """A number with its unit: "86.6 %", "4.5 hours"."""
    if value is None:
        return NOTHING
    return with_unit(number(value, decimals), unit)


def with_unit(text: str, unit: str) -> str:
    """A number's text with its unit, held together where the unit is short."""
    if unit == "points" and text.lstrip(f"+{MINUS}") == "1":
        unit = "point"
    return f"{text}{NO_BREAK}{unit}" if unit else text


def gap(value: float | None, unit: str, decimals: int | None = None) -> str:
    """A distance with its sign: "−8.4 points" for shares, "+1.5 hours" otherwise."""
    if value is None:
        return NOTHING
    text = number(value, decimals)
    if value > 0 and text.strip("0.,"):
        text = f"+{text}"
    return with_unit(text, gap_unit(unit))


def gaps(low: float, high: float, unit: str, decimals: int | None = None) -> str:
    """Differences between two sizes: "−4.7 to −1.5 points"."""
    if number(low, decimals) == number(high, decimals):
        return gap(low, unit, decimals)
    sign = "+" if low > 0 else ""
    return f"{sign}{number(low, decimals)} to {gap(high, unit, decimals)}"


def gap_unit(unit: str) -> str:
    """What a difference of two figures is counted in: points for shares."""
    return "points" if unit == "%" else unit


def share(part: float | None) -> str:
    """A part of one in per cent: 0.974 is "97 %", 0.996 "99.6 %". Never rounds to 100 or to 0."""
    if part is None:
        return NOTHING
    percent = part * 100
    if 99 < percent < 100:
        return f"{min(percent, 99.9):.1f}{NO_BREAK}%"
    return f"{max(round(percent), 1) if percent > 0 else 0}{NO_BREAK}%"


def telling_decimals(
    actual: float | None, bounds: Sequence[float | None], decimals: int | None
) -> int | None:
    """Decimals enough that an actual that differs from a bound does not read as equal to it.

    94.97 against 95 is off target: "95.0 %" would deny it.
    """
    if actual is None:
        return decimals
    for more in range(10):
        tried = decimals if more == 0 else (2 if decimals is None else decimals) + more
        if all(
            bound is None
            or abs(actual - bound) <= 1e-9 * max(1.0, abs(bound))
            or (
                number(actual, tried) != number(bound, tried)
                and number(abs(actual - bound), tried).strip("0.")
            )
            for bound in bounds
        ):
            return tried
    return decimals


def requirement(
    direction: str,
    required: float | None,
    lower: float | None,
    upper: float | None,
    unit: str,
    decimals: int | None = None,
) -> str:
    """What is required, in words: "at least 95 %", "at most 8 %", "40 to 60 hours"."""
    words = bounds(direction, required, lower, upper, unit, decimals)
    if words == NOTHING or direction == "range":
        return words
    return f"{_SIDE_WORDS[direction]} {words}"


_SIDE_WORDS = {"higher": "at least", "lower": "at most"}


def bounds(
    direction: str,
    required: float | None,
    lower: float | None,
    upper: float | None,
    unit: str,
    decimals: int | None = None,
) -> str:
    """The required figure alone, without the side to keep to: "95 %", "40 to 60 hours"."""
    if direction == "range":
        if lower is None or upper is None:
            return NOTHING
        return with_unit(f"{_bound(lower, decimals)} to {_bound(upper, decimals)}", unit)
    return NOTHING if required is None else with_unit(_bound(required, decimals), unit)


def _bound(value: float, decimals: int | None) -> str:
    """A requirement is a round number more often than not: "95", not "95.0"."""
    if decimals is None or value == round(value):
        return number(value, None if decimals is None else 0)
    # as it was given where that has an end: 99.95 is another agreement than 100.0
    for tried in range(decimals, decimals + 5):
        if abs(round(value, tried) - value) <= 1e-9 * max(1.0, abs(value)):
            return number(value, tried)
    return number(value, decimals)


# --- days and periods ----------------------------------------------------------------------------


def day(value: date | None) -> str:
    """A date in full: "30 September 2026"."""
    if value is None:
        return NOTHING
    return f"{value.day}{NO_BREAK}{calendar.month_name[value.month]} {value.year}"


def short_day(value: date | None) -> str:
    """A date where room is scarce: "30 Sep 2026"."""
    if value is None:
        return NOTHING
    return f"{value.day}{NO_BREAK}{calendar.month_abbr[value.month]}{NO_BREAK}{value.year}"


def month(value: date) -> str:
    """A month in full: "September 2026"."""
    return f"{calendar.month_name[value.month]} {value.year}"


def short_month(value: date) -> str:
    """A month where room is scarce: "Sep"."""
    return calendar.month_abbr[value.month]


def moment(value: datetime, zone: str) -> str:
    """A point in time on the organisation's clock: "5 October 2026, 17:00 (Asia/Jakarta)"."""
    local = value.astimezone(ZoneInfo(zone))
    return f"{day(local.date())}, {local:%H:%M} ({zone})"


def is_month_end(value: date) -> bool:
    """Whether a day is the last of its month."""
    return (value + timedelta(days=1)).day == 1


def end_of(value: date) -> str:
    """A period's last day as people name it: a month where it ends one, else the date."""
    return month(value) if is_month_end(value) else day(value)


def period(first_day: date, frequency: str, fiscal_month: int = 1) -> str:
    """A period of a metric: "September 2026", "Q2 2026/27", "week 36 of 2026"."""
    if frequency == "daily":
        return day(first_day)
    if frequency == "weekly":
        iso = first_day.isocalendar()
        return f"week {iso.week} of {iso.year}"
    if frequency == "monthly":
        return month(first_day)
    offset = (first_day.month - fiscal_month) % 12
    year = first_day.year - (1 if first_day.month < fiscal_month else 0)
    years = str(year) if fiscal_month == 1 else f"{year}/{(year + 1) % 100:02d}"
    if frequency == "quarterly":
        return f"Q{offset // 3 + 1} {years}"
    if frequency == "half-yearly":
        return f"H{offset // 6 + 1} {years}"
    return years


def span(first: date, last: date) -> str:
    """A stretch of days: "July to September 2026" for whole months, else both dates."""
    if first.day == 1 and is_month_end(last):
        if (first.year, first.month) == (last.year, last.month):
            return month(first)
        if first.year == last.year:
            return f"{calendar.month_name[first.month]} to {month(last)}"
        return f"{month(first)} to {month(last)}"
    if first == last:
        return day(first)
    return f"{day(first)} to {day(last)}"


def days(count: int) -> str:
    """An age or a wait: "12 days"."""
    return counted(count, "day")


# --- sentences -----------------------------------------------------------------------------------


def since(value: date, seen_from: date) -> str:
    """From when on: "since June", with its year where another one is meant."""
    if is_month_end(value) and 0 <= (seen_from - value).days < 184:
        return f"since {calendar.month_name[value.month]}"
    return f"since {end_of(value)}"


def on_target_of(good: int, total: int) -> str:
    """The count that a headline starts with: "14 of 24 objectives on target"."""
    if total == 0:
        return "No objectives are known"
    if total == 1:
        return "The one objective is on target" if good else "The one objective is not on target"
    if good == 0:
        return f"None of {whole(total)} objectives is on target"
    if good == total:
        return f"All {whole(total)} objectives are on target"
    return f"{whole(good)}{NO_BREAK}of{NO_BREAK}{whole(total)} objectives on target"


def later_on_target(good: int, total: int) -> str:
    """The same count at another time, after `on_target_of`: "17"."""
    if total == 1:
        return "on target" if good else "not on target"
    return whole(good) if good else "none"


def no_readings_of(total: int) -> str:
    """What a headline starts with where there is no reading of any objective."""
    if total == 1:
        return "The one objective has no reading yet"
    return f"None of {whole(total)} objectives has a reading yet"


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts that a headline tells."""

    good: int
    total: int
    slipped: int
    improved: int
    new: int
    forecast_misses: int
    # how many no reading says anything of
    unread: int = 0


def headline(counts: Counts, since_words: str) -> str:
    """A review in one sentence with numbers; `since_words` names the previous period's end."""

    def of(count: int, words: str) -> str:
        return f"{whole(count)}{NO_BREAK}{words}"

    parts = []
    if counts.slipped:
        parts.append(of(counts.slipped, "slipped"))
    if counts.improved:
        parts.append(of(counts.improved, "improved"))
    if parts:
        moved = [f"{' and '.join(parts)} {since_words}"]
    elif counts.new:
        moved = [f"{of(counts.new, _are(counts.new))} new {since_words}"]
    else:
        moved = [f"none moved {since_words}"] if counts.total else []
    if counts.forecast_misses:
        are = of(counts.forecast_misses, _are(counts.forecast_misses))
        moved.append(f"{are} forecast to miss")
    stand = on_target_of(counts.good, counts.total)
    if counts.total and counts.unread == counts.total:
        stand = no_readings_of(counts.total)
    return "; ".join([stand, *moved]) + "."


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def worst_sentence(title: str, actual: str, required: str, acting: str) -> str:
    """Which objective is worst, and who acts by when."""
    return f"Worst: {title}, {actual} against {required}. {acting}"


def who_acts(
    actor: str | None,
    due_on: date | None,
    owner: str | None,
    *,
    late: bool,
    recovering: bool,
    closed_on: date | None,
) -> str:
    """Who acts by when on a miss; `recovering`: it is said how."""
    if closed_on:
        owned = f"{owner} owns it" if owner else "nobody owns it"
        return f"Its explanation was closed on {day(closed_on)}; {owned}."
    if actor and due_on:
        return f"{actor} {'was to act' if late else 'acts'} by {day(due_on)}."
    if actor:
        return f"{actor} acts; no date is set."
    if owner and recovering:
        return f"Nobody is named for its recovery; {owner} owns it."
    if owner:
        return f"No recovery is named yet; {owner} owns it."
    return "Nobody is named to act."


def evaluated_over(evaluation: str, periods: int | None, frequency: str, when: str) -> str:
    """Which stretch a figure speaks for: "in September 2026", "in the 3 months to September"."""
    if evaluation == "to_date":
        return f"from the start to {when}"
    if evaluation == "rolling" and periods and periods > 1:
        return f"in the {whole(periods)} {FREQUENCY_WORDS[frequency][1]} to {when}"
    return f"{'on' if frequency == 'daily' else 'in'} {when}"


def distance(value: float | None, unit: str, decimals: int | None = None) -> str:
    """A gap without its sign: "8.4 points"; empty where it rounds to nothing."""
    if value is None:
        return ""
    text = number(abs(value), decimals)
    return with_unit(text, gap_unit(unit)) if text.strip("0.,") else ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a verdict speaks of, in words already, but for the gap's sign and the days."""

    direction: str
    actual: str
    when: str
    required: str
    bound: str
    gap: float | None
    distance: str
    last_known: str | None
    starts_on: date | None
    due_on: date | None
    received: int = 0
    begun: bool = False


NOTHING_REPORTED = "nothing has been reported since it started"


def verdict(status: str, standing: Standing) -> str:
    """Where a target stands, as a sentence."""
    if status == "not_started":
        return f"Not started: {_not_started(standing)}."
    if status == "no_data":
        read = standing.received
        none = f"nothing to measure in {counted(read, 'reading')}" if read else NOTHING_REPORTED
        return f"No data: {none}."
    compared = _compared(standing)
    if status == "stale":
        known = f", {status_word(standing.last_known)}" if standing.last_known else ""
        return (
            f"Stale: readings are overdue. The last figure was {standing.actual} "
            f"{standing.when}{known} then."
        )
    word = sentence(status_word(status))
    if status in ("achieved", "missed") and standing.due_on is not None:
        return f"{word} on {day(standing.due_on)}: {compared}."
    return f"{word}: {compared}."


def _not_started(standing: Standing) -> str:
    if standing.starts_on is None:
        return "no requirement applies yet"
    if standing.begun:
        return f"no figure has come since it began on {day(standing.starts_on)}"
    return f"it is first held to account from {day(standing.starts_on)}"


_DISTANCE_WORDS = {
    ("higher", True): "{distance} short of the {bound} required",
    ("higher", False): "{distance} above the {bound} required",
    ("lower", True): "{distance} over the {bound} allowed",
    ("lower", False): "{distance} below the {bound} allowed",
    ("range", True): "{distance} outside {bound}",
    ("range", False): "within {bound}",
}


def _compared(standing: Standing) -> str:
    figure_words = f"{standing.actual} {standing.when}"
    if standing.gap is None or not standing.distance:
        return f"{figure_words} against {standing.required}"
    words = _DISTANCE_WORDS[standing.direction, standing.gap < 0]
    return f"{figure_words}, {words.format(distance=standing.distance, bound=standing.bound)}"


UNMEASURED_VERDICT = "Unmeasured: it has no target, so nobody can say whether it is reached."


_SIDES = {
    ("higher", True): "At or above",
    ("higher", False): "Below",
    ("lower", True): "At or below",
    ("lower", False): "Above",
    ("range", True): "Within",
    ("range", False): "Outside",
}


def finding(
    direction: str,
    meets: bool,
    bound_words: str,
    run: int,
    evaluated: int,
    since_period: str,
    frequency: str,
    *,
    met_before: bool | None = None,
) -> str:
    """A chart's title: on which side of its target a series runs, and since when.

    `run` counts the latest periods that all met (or all did not), out of `evaluated`. `met_before`:
    whether an earlier one met what was required, None where that was something else.
    """
    side = f"{_SIDES[direction, meets]} {bound_words}"
    one, many = FREQUENCY_WORDS[frequency]
    if run == evaluated and evaluated > 1:
        return f"{side} in all {whole(evaluated)} {many}"
    if run > 1:
        return f"{side} since {since_period}"
    if evaluated == 1:
        return f"{side} in its first {one}, {since_period}"
    how = {True: "again ", False: "for the first time ", None: ""}[met_before if meets else None]
    return f"{side} {how}in {since_period}"


NO_DUE_DATE = "None: the objective has no due date"
DUE_DATE_CAME = "None: the due date has come"
RUNNING_TOTAL = "None: a running total has none"


def forecast_sentence(forecast: str, value: str, interval: str, bound_words: str, due: str) -> str:
    """What the trend says about the due date, with the interval it says it with."""
    if forecast == "too_early":
        return "Too early to tell: fewer than 6 figures"
    verb = {"will_meet": "Will meet", "will_miss": "Will miss", "uncertain": "May miss"}
    return f"{verb[forecast]} {bound_words}: {value} on {due}, 80{NO_BREAK}% range {interval}"


def completeness(received: int, expected: int, overdue: int, due: int) -> str:
    """How complete the data is, in one line."""
    if expected == 0:
        return "No readings are expected yet."
    if received == expected:
        text = f"All {whole(expected)} figures that objectives need are there"
        # what is still to come is of services, whose figures together are there
        waits = "reading behind them", "readings behind them"
    else:
        text = f"{share(received / expected)} of the figures that objectives need are there"
        waits = "reading", "readings"
    waiting = overdue + due
    if waiting == 0:
        return f"{text}; no reading is due."
    if 0 < overdue < waiting:
        told = f"to come, {whole(overdue)} of them overdue"
    else:
        told = "overdue" if overdue else "due"
    return f"{text}; {counted(waiting, *waits)} {_are(waiting)} {told}."


# How many objectives are on target, of how many.
Attained = tuple[int, int]


def restatement(before: Attained, after: Attained, previous_end: date) -> str:
    """What the previous pack said, and what is known today about the same day."""
    good, total = after
    now = whole(good)
    if more := total - before[1]:
        how = "more" if more > 0 else "fewer"
        now = f"{now} of {whole(total)}, {counted(abs(more), 'objective')} {how}"
    return (
        f"The {end_of(previous_end)} pack said {whole(before[0])} of {whole(before[1])} on target; "
        f"as known now it is {'still ' if before == after else ''}{now}."
    )


def met_of(met: int, evaluated: int, frequency: str) -> str:
    """In how many of its periods a target was met: "in 3 of 12 months"."""
    one, many = FREQUENCY_WORDS[frequency]
    return f"in {whole(met) if met else 'none'} of {counted(evaluated, one, many)}"


_FRESHNESS_WORDS = {"current": ", current", "due": ", newest one due", "overdue": ", overdue"}


def data_of(received: int, expected: int, freshness: str | None) -> str:
    """How much of a measure's data has come: "36 of 36 readings, current"."""
    if not expected:
        return "no reading expected yet"
    words = _FRESHNESS_WORDS.get(freshness or "", "")
    return f"{whole(received)} of {counted(expected, 'reading')}{words}"


def objectives_verdict(good: int, count: int, name: str, worst: str) -> str:
    """Where an objective of several measures stands; the verdict is that of the worst."""
    return f"{whole(good)} of {whole(count)} measures on target; worst: {name}. {worst}"


def target_path(path: str, points: Sequence[tuple[str, date]]) -> str:
    """What is required from when on: "90 % from 1 April 2026, 95 % from 1 April 2027"."""
    if path == "linear" and len(points) > 1:
        (first, start), *rest = points
        return f"from {first} on {day(start)} straight to " + ", then to ".join(
            f"{words} on {day(day_)}" for words, day_ in rest
        )
    return ", ".join(f"{words} from {day(day_)}" for words, day_ in points)


def judged_by(frequency: str, aggregation: str, evaluation: str, periods: int | None) -> str:
    """How figures come about: "Monthly, as the mean; judged by the latest reading"."""
    many = counted(periods or 1, *FREQUENCY_WORDS[frequency])
    judge = EVALUATION_WORDS[evaluation].format(periods=many)
    return f"{sentence(frequency)}, as {AGGREGATION_WORDS[aggregation]}; judged by {judge}"


_TURNED = {True: "met now", False: "missed now", None: "no longer judged"}


def judged_otherwise(name: str, turned: Mapping[bool | None, Sequence[str]]) -> str:
    """Which periods meet what is required, or miss it, unlike before; nothing where none turned."""
    parts = [
        f"{listed(periods, 6)} {'is' if len(periods) == 1 else 'are'} {_TURNED[meets]}"
        for meets, periods in turned.items()
    ]
    return f"{name}: the past is judged otherwise. {'; '.join(parts)}." if parts else ""


USUAL_RANGE = "usual range"
UNCHANGED = "is recorded like this already; nothing was changed"


def usual_range(low: str, high: str) -> str:
    """Between which figures a process runs by chance alone."""
    return f"{USUAL_RANGE} {low} to {high}"


def judged(period_words: str, value: str, actual: str, required: str, gap_words: str) -> str:
    """One period against what it was held to, in up to three lines."""
    if actual == NOTHING:
        return f"{period_words}\n{value}"
    against = f", {required} required" if required != NOTHING else ""
    distance_words = f" ({gap_words})" if gap_words != NOTHING else ""
    alone = f"\nthe period alone: {value}" if value not in (actual, NOTHING) else ""
    return f"{period_words}\n{actual}{against}{distance_words}{alone}"


NO_READING = "no reading"
NO_EXPLANATION = "no explanation yet"


def said_of(value: date) -> str:
    """Of which period something was said: "said of June 2026"."""
    return f"said of {end_of(value)}"


def explanation_closed(value: date, closed_on: date) -> str:
    """What became of what was said of a period."""
    return f"what was said of {end_of(value)} was closed on {day(closed_on)}"


NO_RECOVERY = "no recovery named"
NO_OWNER = "nobody named"
NO_DATE = "no date"


def more(count: int, what: str = "") -> str:
    """What a shortened list says at its end: "and 4 more"."""
    return f"and {whole(count)} more{f' {what}' if what else ''}"


UNNAMED_ORGANIZATION = "Unnamed organisation"


def from_to(first: str, last: str) -> str:
    """Two periods as a stretch: "April 2026 to June 2026"."""
    return f"{first} to {last}"


def axis_cut(start: str) -> str:
    """What a chart says whose axis does not start at 0."""
    return f"Axis starts at {start}"


ASK_EXPLANATION = "Name a cause, a recovery and a date for {names}."
ASK_RECOVERY = "Agree how, by whom and by when to recover {names}."
ASK_NEW_DATE = "Agree a new date for the overdue recovery of {names}."
ASK_FORECAST = "Act now, or accept the miss that is forecast for {names}."
ASK_EASED = "Confirm the eased target of {names}."
ASK_TARGET = "Set a measurable target for {names}."


TOP_MANAGEMENT = "Top management"
ASK_UNBLOCK = "Clear the way for what is blocked: {names}."
ASK_IMPROVEMENT = "Approve or reject what is proposed: {names}."


def decision(ask: str, names: Sequence[str]) -> str:
    """What the review is asked to decide, with the names of what it is about."""
    return ask.format(names=listed([brief(name) for name in names]))


def ask_approval(items: int) -> str:
    """The first approval of a plan."""
    return f"Approve the plan of {counted(items, 'item')}: it was never approved."


def ask_approval_anew(version: str, on: date, items: int) -> str:
    """The approval of a plan that was changed since it was approved."""
    changed = counted(items, "item was", "items were")
    return f"Approve the plan anew: {changed} changed since version {version} of {day(on)}."


def ask_waivers(count: int, until: date) -> str:
    """What is to be mended, or waived again, before its waiver ends."""
    one = f"Mend, or waive again, an objection that is waived until {day(until)}."
    many = (
        f"Mend, or waive again, {whole(count)} objections whose waivers end, "
        f"the first on {day(until)}."
    )
    return one if count == 1 else many


def note_restatement(before: Attained, after: Attained, previous_end: date) -> str:
    """The restatement that a review is asked to take note of."""
    if before == after:
        return f"Note that verdicts for {end_of(previous_end)} are restated."
    good, total = before
    then = whole(good) if total == after[1] else f"{whole(good)} of {whole(total)}"
    return (
        f"Note that {end_of(previous_end)} is restated: {whole(after[0])} of {whole(after[1])} "
        f"on target instead of {then}."
    )


PAGE_OF = "Page {page} of {pages}"


# --- charts --------------------------------------------------------------------------------------

ITS_TARGET = "its target"
RINGED_NOTE = "Ringed: corrected after it was first reported."
FORMER_NOTE = "Grey dashes: required until it was changed."


def span_of_months(first: date, last: date) -> str:
    """The stretch that a chart shows: "Oct 2023 to Sep 2026"."""
    names = [f"{short_month(day_)}{NO_BREAK}{day_.year}" for day_ in (first, last)]
    return names[0] if names[0] == names[1] else from_to(*names)


def chart_subtitle(
    name: str, unit: str, frequency: str, evaluation: str, periods: int | None, shown: str
) -> str:
    """Measure, unit and period of a chart."""
    one, many = FREQUENCY_WORDS[frequency]
    how = f"by {one}"
    if evaluation == "rolling" and periods and periods > 1:
        how = f"{whole(periods)} {many} together"
    elif evaluation == "to_date":
        how = "all since the start together"
    return f"{name}, {unit}; {how}, {shown}"


def grey_note(evaluation: str, frequency: str) -> str:
    """What a chart's grey line is, where it has one."""
    if evaluation == "latest":
        return "Grey: not judged."
    return f"Grey: single {FREQUENCY_WORDS[frequency][1]}."


def forecast_label(value: str, due: date) -> str:
    """What stands at the end of a forecast's line."""
    return f"{value} by {short_month(due)} {due.year}?"


def forecast_beyond(label: str) -> str:
    """The same where the chart ends before the line does."""
    return f"towards {label}"


def target_label(word: str, value: float | None, unit: str, decimals: int | None) -> str:
    """What stands at the end of a target's line: "target 95 %"."""
    return f"{word} {bounds('higher', value, None, None, unit, decimals)}"


def target_from(words: str, day_: date) -> str:
    """A flag where a target's next step begins: "95 % from Jan 2026"."""
    return f"{words} from {short_month(day_)} {day_.year}"


def target_revised(before: str, after: str, day_: date) -> str:
    """A flag where a target was changed after the fact."""
    if after == NOTHING:
        return f"{before} withdrawn, {short_day(day_)}"
    return f"{before} became {after}, {short_day(day_)}"


def stale_finding(when: str) -> str:
    """The title of a chart whose figures end long ago."""
    return f"No figure since {when}"


def by_service_title(name: str) -> str:
    """The title of small charts by service."""
    return f"{name}: the services behind it"


def by_service_subtitle(unit: str, frequency: str, count: int, most: int, direction: str) -> str:
    """What small charts by service show, and in which order."""
    order = "lowest" if direction == "higher" else "highest"
    text = f"{unit}, by {FREQUENCY_WORDS[frequency][0]}; {order} first; all on one scale"
    if count > most:
        text += f"; {whole(most)} of {whole(count)} services"
    return text


NOBODY_HERE = "none"
LUCK_COLUMNS = ("Process is capable", "Process is not capable")
LUCK_ROWS = ("On target", "Not on target")
LUCK_FIELDS = {
    (True, True): ("Sound", "On target, and the usual ups and downs stay there."),
    (True, False): (
        "Green by luck",
        "On target today, but the usual ups and downs reach beyond the target.",
    ),
    (False, True): (
        "A setback",
        "Not on target today, though the process can meet the target: find what was special.",
    ),
    (False, False): (
        "Needs another process",
        "Not on target, and the usual ups and downs reach there: change how the work is done.",
    ),
}


def luck_title(lucky: int, sound: int, others: int) -> str:
    """The finding of status against assurance; `others` are on target too, but not placed."""
    total = lucky + sound
    if total == 0 and others == 0:
        return "No measure is on target."
    if total == 0:
        return "Of no measure on target can it be told yet whether it is there by luck."
    which = "on target that can be judged" if others else "on target"
    if total == 1:
        how = "green by luck" if lucky else "there by a capable process"
        return f"The one measure {which} is {how}."
    if lucky == 0:
        return f"All {whole(total)} measures {which} are there by a capable process."
    return f"{whole(lucky)} of {whole(total)} measures {which} are green by luck."


def luck_aside(count: int) -> str:
    """What stands outside of the four fields."""
    are, their = ("is", "its") if count == 1 else ("are", "their")
    return (
        f"{sentence(counted(count, 'measure'))} {are} not placed: a running total, fewer than "
        f"8 figures, no current status, or past {their} due date."
    )


# Where a measure has no figure to begin its chart with.
NO_COURSE = "There is nothing to draw before the first figure that counts."

# What a course adds to the field that a measure stands in.
LUCK_WILL_MISS = "forecast to miss"
LUCK_COURSES = {"improving": "improving", "deteriorating": "deteriorating"}
LUCK_IMPROVING = (
    "Improving: beyond chance, so that the usual range still holds figures from before."
)


def measure_of(title: str, measure: str) -> str:
    """A measure by its objective's title, with its own name where that says more."""
    return title if measure == title else f"{title}: {measure}"


# --- data ----------------------------------------------------------------------------------------


def register_word(register: str) -> str:
    """A register's name for people: "Target points", "RACI"."""
    return "RACI" if register == "raci" else sentence(register.replace("_", " "))


def days_late(count: int) -> str:
    """How long a reading is overdue, or in how many days it is due."""
    if count > 0:
        return f"{days(count)} late"
    return "due today" if count == 0 else f"due in {days(-count)}"


def late_or_due(count: int, due_on: date) -> str:
    """The same for a page that is read on another day: "51 days late", "due 10 Nov 2026"."""
    return days_late(count) if count > 0 else f"due {short_day(due_on)}"


def clause_order(clause: str) -> list[tuple[bool, int, str]]:
    """What clauses are sorted by: 8.10 comes after 8.9."""
    return [
        (not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in clause.split(".")
    ]


# --- the library ---------------------------------------------------------------------------------


def defined_by(definition: str, formula: str) -> str:
    """What a metric counts, with how it is computed."""
    return f"{definition} Computed as: {formula}."


def measured_from(frequency: str, source: str | None) -> str:
    """How an objective is measured: "Measured monthly. Source: Ticket system."."""
    return f"Measured {frequency}." + (f" Source: {source}." if source else "")


# --- what was recorded ---------------------------------------------------------------------------

# Fields whose name does not say it.
_FIELD_WORDS = {
    "starts_on": "start",
    "due_on": "due date",
    "closed_on": "closing date",
    "raised_on": "day it was raised",
    "implemented_on": "day of implementation",
    "done_on": "day it was done",
    "dated_on": "day of the record",
    "forecast_on": "forecast date",
    "clause": "clause of the standard",
    "outcome": "intended outcome",
    "path": "way between its points",
    "evaluation_periods": "periods evaluated together",
    "aggregation": "way of taking figures together",
    "minimum": "least possible figure",
    "maximum": "largest possible figure",
    "decimals": "decimals shown",
    "grace_days": "days of grace",
    "value": "figure",
    "not_applicable": "whether there was anything to measure",
}


def field_word(field: str) -> str:
    """A field's name for people: "due date"."""
    return _FIELD_WORDS.get(field, field.replace("_", " "))


def changed(what: str, before: str | None, after: str | None) -> str:
    """What became of something: "due date from 30 June 2026 to 30 September 2026"."""
    if before is None:
        return f"{what} set to {after}"
    if after is None:
        return f"{what} removed, it was {before}"
    return f"{what} from {before} to {after}"


def cell(kind: str, text: str) -> str:
    """A cell's text as people read it, by the name of its column's kind."""
    if kind == "boolean":
        return "yes" if text == "true" else "no"
    return day(date.fromisoformat(text)) if kind == "date" else text


ROW_NEW = "recorded"
IS_WITHDRAWN = "withdrawn"
ROW_BROUGHT_BACK = "brought back"

OBJECTIVE_SUBJECT = "objective"
METRIC_SUBJECT = "metric {name}"
TARGET_SUBJECT = "target for {name}"
POINT_SUBJECT = "requirement as of {day}"
POINT_SUBJECT_OF = "requirement for {name} as of {day}"
READING_SUBJECT = "reading of {period}"
EXPLANATION_SUBJECT = "explanation for {period}"
# By the register's name, what a new row of it is called.
NEW_WORDS = {
    "objectives": "{subject} set",
    "metrics": "{subject} defined",
    "targets": "{subject} set",
    "target_points": "{subject} set",
    "explanations": "{subject} given",
    "readings": "{subject} recorded",
}
WITHDRAWN = "{subject} withdrawn"
BROUGHT_BACK = "{subject} brought back"


def readings_recorded(count: int, name: str, periods: str) -> str:
    """Readings that came at once: "12 readings of First response recorded, for June 2026"."""
    return f"{counted(count, 'reading')} of {name} recorded, for {periods}"


def readings_corrected(count: int, name: str, periods: str) -> str:
    """Readings that were corrected at once."""
    return f"{counted(count, 'reading')} of {name} corrected, for {periods}"


# --- who may write -------------------------------------------------------------------------------

ACCESS = {
    "viewer": "viewer",
    "process_owner": "process owner",
    "manager": "manager",
    "auditor": "auditor",
    "admin": "admin",
}
# Registers as they are spoken of: most by their files' names.
REGISTERS = {name: name.replace("_", " ") for name in BY_NAME} | {
    "organization": "the organisation",
    "outcomes": "intended outcomes",
    "plan_occurrences": "occurrences of plan items",
    "raci": "the RACI chart",
}


# What owners write too.
_BY_OWNERS = (
    *("readings", "explanations", "plan_progress", "plan_occurrences", "improvements", "evidence"),
)


def not_allowed(name: str, access: str | None, register: str, code: str | None) -> str:
    """Why somebody may not write a row, and who may."""
    what = REGISTERS[register] + (f" of {code}" if code else "")
    if access is None:
        return f"{name} is not an active person here; choose who acts, then change {what}"
    whose = "an admin" if register == "people" else "a manager or an admin"
    if access == "process_owner" and register in _BY_OWNERS:
        whose = f"its owner, the owner's deputy, {whose}"
    return f"{name} ({ACCESS[access]}) may not change {what}; ask {whose}"


# --- the plan and improvements -------------------------------------------------------------------

STATE_WORDS = {
    "proposed": "proposed",
    "approved": "approved",
    "in_progress": "in progress",
    "implemented": "implemented",
    "validated": "validated",
    "closed": "closed",
    "rejected": "rejected",
}
NO_VALIDATION = "is missing; say how its effect was looked at, and what was found"
NO_PROOF = "cannot be closed without evidence; attach the record that shows it"
TOO_EARLY = {
    "implemented_on": "lies before the day on which it was raised; give one since then",
    "closed_on": "lies before the day on which it was raised or implemented; give one since then",
}
DAY_TO_COME = "is still to come; give the day on which it was so"
DAY_GONE = "is past already; give a day to come"
NO_REPORT = "is missing; report a percentage, a state, a forecast or a note"
NO_SUMMARY = "is missing; say what changed in the plan since it was last approved, and why"


EMPTY_FILE = "is empty; choose another file"


def too_large(most: int) -> str:
    """That a file is larger than may be kept."""
    return f"is larger than {size(most)}; keep it elsewhere and give its link".replace(
        NO_BREAK, " "
    )


def skipped(before: str | None, after: str, step: str | None) -> str:
    """Why an improvement may not be moved so."""
    to = STATE_WORDS[after]
    if before is None:
        return f"an improvement begins as proposed, not as {to}; move it step by step"
    return (
        f"from {STATE_WORDS[before]} it goes to {STATE_WORDS[step or after]}, not at once to {to}"
    )


def moved(before: str, after: str) -> str:
    """Why an improvement's state is changed, where nobody says more."""
    return f"moved from {STATE_WORDS[before]} to {STATE_WORDS[after]}"


def no_such(what: str, code: str) -> str:
    """That there is no such row."""
    return f"“{brief(code, 40)}” is no {what} here; choose one from the list"


def only_moves(name: str) -> str:
    """Why an owner may not write all of an improvement."""
    return (
        f"{name} may move their improvements from step to step; "
        "ask a manager or an admin to raise or change one"
    )


# --- plan checks ---------------------------------------------------------------------------------


def objections(errors: int, warnings: int, waived: int) -> str:
    """What the plan checks came to: "3 errors, 1 warning, 2 waived"."""
    found = [
        counted(count, one) for count, one in ((errors, "error"), (warnings, "warning")) if count
    ] + ([f"{whole(waived)} waived"] if waived else [])
    return ", ".join(found).replace(NO_BREAK, " ") if found else "nothing to object to"


# --- entering readings ---------------------------------------------------------------------------

NO_READING_BEFORE = "none before"
NOTHING_TO_MEASURE = "nothing to measure"


def corrected_figure(
    value: float | None, unit: str, decimals: int | None, *, withdrawn: bool
) -> str:
    """What a corrected reading says, or said before: "86.6 %", "withdrawn"."""
    if value is not None:
        return figure(value, unit, decimals)
    return IS_WITHDRAWN if withdrawn else NOTHING_TO_MEASURE


FIGURE_AND_NOTHING = "There is a figure and “nothing to measure”; take one away."
VALUE_AND_QUOTIENT = "Give the value, or numerator and denominator, not both."
HALF_A_QUOTIENT = "Numerator and denominator go together; give both."
NO_FIGURE = "there is no figure yet; type one, or choose “nothing to measure”"

SAY_WHY = "Say why it is replaced."
FASTER = "Somebody else has entered it meanwhile."


def given_decimals(value: float, decimals: int | None) -> int | None:
    """Decimals enough to show a figure as it was given; a long quotient has the metric's own."""
    for tried in range(decimals or 0, 7):
        if abs(round(value, tried) - value) <= 1e-12 * max(1.0, abs(value)):
            return tried
    return decimals


def plain_number(value: float) -> str:
    """A number as it is typed: "86.6", "1234"."""
    return repr(value).removesuffix(".0")


def measured(metric: str, service: str | None) -> str:
    """What is measured, and for which service: "Storage in use, Private cloud hosting"."""
    return f"{metric}, {service}" if service else metric


def reading_of(metric: str, service: str | None, period_words: str) -> str:
    """Which reading it is: "Tickets per agent, Mail, Q2 2026/27"."""
    return f"{measured(metric, service)}, {period_words}"


def no_number(text: str) -> str:
    """What is said of a text that is no number."""
    return f"“{brief(text.strip(), 30)}” is no number; write it like 1234.5."


def two_ways(text: str, one: str, other: str) -> str:
    """What is said of a number that can be read in two ways."""
    return f"“{text.strip()}” can be read two ways; write {one} or {other}."


def beyond(value: float, minimum: float | None, maximum: float | None, unit: str) -> str:
    """What is said of a figure outside what its metric can be; nothing where it lies inside."""
    if minimum is not None and value < minimum:
        return f"below the least it can be, {figure(minimum, unit)}; correct it"
    if maximum is not None and value > maximum:
        return f"above the most it can be, {figure(maximum, unit)}; correct it"
    return ""


def bound_within(bound: str, readings: int, furthest: float, unit: str) -> str:
    """What is said of a metric's `minimum` or `maximum` beyond which readings lie."""
    side, leave = ("below", "at most") if bound == "minimum" else ("above", "at least")
    lie = counted(readings, "reading lies", "readings lie")
    at, them = ("at", "it") if readings == 1 else ("the furthest at", "them")
    limit = figure(furthest, unit)
    return f"{lie} {side} this, {at} {limit}; correct {them} first, or allow {leave} that"


def unusual(value: str, low: str, high: str) -> str:
    """What is asked about a figure outside the process limits."""
    return f"{value} lies outside the usual range, {from_to(low, high)}. Is it right?"


def some_of_none(numerator: float) -> str:
    """What is asked about a numerator over a denominator of zero."""
    return f"{number(numerator)} of 0 counts as nothing to measure. Is it right?"


NO_ADMIN_LEFT = "would be left without an admin; make somebody else admin first"


def fraction_of_percent(value: str, times_hundred: str) -> str:
    """What is asked about a figure of at most 1 in a metric in percent."""
    return f"Read as {value}. Is it right, or is {times_hundred} meant?"


def of_them(count: int, total: int, word: str) -> str:
    """How many of some are late: "2 of them late", or where all are "all of them late"."""
    if total == 1:
        return f"and it is {word}"
    return f"{'all' if count == total else whole(count)} of them {word}"


def reminder(name: str, rows: Sequence[tuple[str, str]], overdue: int) -> str:
    """A text that asks somebody for readings: what, and how late each is."""
    asked = counted(len(rows), "reading is", "readings are").replace(NO_BREAK, " ")
    late = f", {of_them(overdue, len(rows), 'overdue')}" if overdue else ""
    listing = "\n".join(f"- {what}: {when}".replace(NO_BREAK, " ") for what, when in rows)
    return f"Dear {name},\n\n{asked} waited for from you{late}:\n\n{listing}\n\nThank you."


def carried_on(day_: date) -> str:
    """Why an explanation says what an earlier one said."""
    return f"carried on from {day(day_)}"
