"""What is known of one objective, as HTML: its head, its facts, what was said, its periods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pages.parts import words
from pages.parts.shapes import badge, shape
from pages.parts.sheet import esc, link, named, term
from pages.parts.view import View
from smsdata import display
from smsdata.history import Event, RowEvent
from smsdata.readings import reading_key
from smsdata.review import (
    Explained,
    Judged,
    ManagementReview,
    Measure,
    ObjectiveReview,
)

# What is shown before somebody unfolds the rest.
_MOST_SAID = 3
_MOST_PERIODS, _MOST_FOLDED = 12, 120
_MOST_EVENTS = 8
# A title of more letters than this is set smaller.
_LONG_TITLE = 110


def missing(code: str, unknown: str, unnamed: str, back: str) -> str:
    """What stands where an address names no row that was known; `back` leads to those that are."""
    said = unknown.format(code=display.brief(code)) if code else unnamed
    return f'<h1 class="lesser">{esc(said)}</h1><p class="more">{back}</p>'


# --- head ----------------------------------------------------------------------------------------


def head(item: ObjectiveReview, review: ManagementReview, view: View, **more: str | None) -> str:
    """Its title and verdict, who owns it, and the way to the ones beside it."""
    status = item.status.status
    lesser = ' class="long"' if len(item.title) > _LONG_TITLE else ""
    record = item.objective
    about = [named(item.outcome)] if item.outcome else []
    about.append(named(item.owner or display.NO_OWNER))
    if record.due_on:
        about.append(words.DUE.format(day=display.day(record.due_on)))
    if record.clause:
        about.append(esc(words.CLAUSE.format(clause=record.clause)))
    about.append(esc(item.code))
    statement = (
        f'<p class="said" dir="auto">{esc(record.statement)}</p>' if record.statement else ""
    )
    return (
        f'<div class="objective">{_ways(item, review, view, **more)}'
        f'<div class="title">{shape(status)}<div><h1{lesser} dir="auto">{esc(item.title)}</h1>'
        f'<p class="verdict">{esc(item.full_verdict)}</p>{statement}'
        f'<p class="quiet">{" · ".join(about)}</p></div></div></div>'
    )


def _ways(item: ObjectiveReview, review: ManagementReview, view: View, **more: str | None) -> str:
    """The list, and the objectives before and after this one, worst first."""
    order = review.worst_first
    here = next(n for n, other in enumerate(order) if other.code == item.code)

    def to(number: int, words_: str, sign: str) -> str:
        if not 0 <= number < len(order):
            return f'<span class="quiet" aria-hidden="true">{sign}</span>'
        other = order[number]
        told = words_.format(title=display.brief(other.title))
        return link(view.address("objective", objective=other.code, **more), sign, told)

    place = words.PLACE.format(number=display.whole(here + 1), total=display.whole(len(order)))
    return (
        f'<nav class="ways">{link(view.address("objectives"), words.ALL_OBJECTIVES)}'
        f"{link(view.address('trace', register='objectives', code=item.code), words.TRACE)}"
        f'<span class="quiet">{place}</span>'
        f"{to(here - 1, words.PREVIOUS, words.TO_PREVIOUS)}"
        f"{to(here + 1, words.NEXT, words.TO_NEXT)}</nav>"
    )


# --- facts ---------------------------------------------------------------------------------------


def facts(measure: Measure, item: ObjectiveReview, review: ManagementReview, *, first: bool) -> str:
    """What is known of a measure; of the objective too beside its first."""
    rows = [*_standing(measure), *_outlook(measure), *_source(measure, review)]
    if first:
        rows += _objective_facts(item)
        rows.append((words.FACT_MONTHS, _months(item)))
    return f'<div class="objective">{fact_list(rows)}</div>'


def unmeasured(item: ObjectiveReview) -> str:
    """What is known of an objective without targets."""
    return (
        f'<div class="objective"><p>{words.UNMEASURED_ADVICE}</p>'
        f"{fact_list(list(_objective_facts(item)))}</div>"
    )


Fact = tuple[str, str]


def fact_list(rows: Sequence[Fact]) -> str:
    """Facts under each other, each with its label; those without a text are left out."""
    shown = "".join(f'<dt>{label}</dt><dd dir="auto">{html}</dd>' for label, html in rows if html)
    return f'<h2 class="unseen">{words.FACTS}</h2><dl class="facts">{shown}</dl>'


def _helped(html: str, name: str) -> str:
    """A fact with the question mark that explains its term, kept at its last word."""
    before, space, last = html.rpartition(" ")
    return f'{before}{space}<span class="badge">{last}{display.NO_BREAK}{term(name)}</span>'


def _standing(measure: Measure) -> Iterable[Fact]:
    s = measure.status
    attained = ""
    if s.attainment is not None:
        told = words.ATTAINED.format(share=display.share(s.attainment))
        attained = f", {_helped(told, 'attainment')}"
    known = f"{display.NO_BREAK}{term('stale')}" if s.status == "stale" else ""
    yield words.FACT_STATUS, f"{badge(s.status)}{known}{attained}"
    if s.actual is not None:
        distance = f" ({esc(measure.gap)})" if s.gap is not None else ""
        yield words.FACT_ACTUAL, f"<b>{esc(measure.actual)}</b>{distance}, {esc(measure.when)}"
    if measure.required != display.NOTHING:
        yield words.FACT_REQUIRED, esc(measure.required)
    tolerance = display.distance(measure.target.tolerance, measure.metric.unit)
    if tolerance:
        yield words.FACT_TOLERANCE, _helped(esc(tolerance), "tolerance")
    if measure.points:
        yield words.FACT_PATH, esc(display.sentence(measure.path))
    if s.periods_evaluated:
        yield words.FACT_MET, esc(measure.met)


def _outlook(measure: Measure) -> Iterable[Fact]:
    s = measure.status
    if s.status not in ("not_started", "no_data"):
        yield words.FACT_FORECAST, _helped(esc(measure.forecast), "forecast")
        if s.variation:
            told = esc(display.VARIATION_WORDS[s.variation])
            if measure.usual_range is not None:
                low, high = map(measure.figure, measure.usual_range)
                told += f"; {esc(display.usual_range(low, high))}"
            yield words.FACT_VARIATION, _helped(told, "variation")
        if s.assurance:
            told = esc(display.ASSURANCE_WORDS[s.assurance])
            yield words.FACT_ASSURANCE, _helped(told, "capable")
    yield words.FACT_DATA, esc(measure.data)


def _source(measure: Measure, review: ManagementReview) -> Iterable[Fact]:
    metric, target = measure.metric, measure.target
    yield words.FACT_DEFINITION, esc(metric.definition or metric.name)
    how = display.judged_by(
        metric.frequency, metric.aggregation, target.evaluation, target.evaluation_periods
    )
    yield words.FACT_HOW, esc(how)
    yield words.FACT_SOURCE, esc(metric.source or "")
    if metric.owner or metric.owner_role:
        name = review.name_of(metric.owner) if metric.owner else None
        yield words.FACT_BY, ", ".join(named(part) for part in (name, metric.owner_role) if part)


def _objective_facts(item: ObjectiveReview) -> Iterable[Fact]:
    record = item.objective
    owner = ", ".join(named(part) for part in (item.owner, record.owner_role) if part)
    yield words.FACT_APPROACH, esc(record.measurement_approach or "")
    yield words.FACT_OWNER, owner or esc(display.NO_OWNER)
    yield words.FACT_RESOURCES, esc(record.resources or "")


def _months(item: ObjectiveReview) -> str:
    """Its row of the wall, in small."""
    if not any(item.wall):
        return ""
    told = ", ".join(display.status_word(status) for status in item.wall)
    strip = "".join(shape(status) if status else '<i class="shape"></i>' for status in item.wall)
    return f'<span class="strip-small" role="img" aria-label="{told}">{strip}</span>'


# --- what was said -------------------------------------------------------------------------------


def explanations(item: ObjectiveReview) -> str:
    """What was said about it, newest first."""
    found = item.explained
    if not found:
        body = f"<p>{words.ASK_EXPLANATION if item.unexplained else words.NO_EXPLANATIONS}</p>"
    else:
        body = f"<ul class='plain talk'>{''.join(map(_said, found[:_MOST_SAID]))}</ul>"
        if rest := found[_MOST_SAID:]:
            earlier = words.EARLIER_SAID.format(count=display.whole(len(rest)))
            body += (
                f"<details><summary>{earlier}</summary>"
                f"<ul class='plain talk'>{''.join(map(_said, rest))}</ul></details>"
            )
    return f'<div class="objective"><h2>{words.EXPLANATIONS}</h2>{body}</div>'


def _said(explained: Explained) -> str:
    said = explained.explanation
    if explained.late:
        state = f'<b class="late">{words.STATE_LATE}</b>'
    elif explained.open:
        state = words.STATE_OPEN
    else:
        state = words.STATE_CLOSED.format(day=display.short_day(said.closed_on))
    due = words.BY_WHEN.format(day=display.day(said.due_on)) if said.due_on else display.NO_DATE
    who = named(explained.owner or display.NO_OWNER)
    recovery = esc(said.recovery or display.sentence(display.NO_RECOVERY))
    return (
        f'<li><p><b>{display.end_of(said.on_date)}</b> <span class="quiet">{state}</span></p>'
        f'<p dir="auto"><span class="quiet">{words.CAUSE}:</span> {esc(said.cause)}</p>'
        f'<p dir="auto"><span class="quiet">{words.RECOVERY}:</span> {recovery}</p>'
        f'<p class="quiet">{who}, {due}</p></li>'
    )


# --- periods -------------------------------------------------------------------------------------


def periods(measure: Measure, view: View, *, alone: bool) -> str:
    """A measure's periods as a table, newest first, each leading to its reading."""
    title = words.PERIODS if alone else words.PERIODS_OF.format(name=measure.name)
    found = list(reversed(measure.judged))
    if not found:
        return f'<div class="objective"><h2>{esc(title)}</h2><p>{words.NO_PERIODS}</p></div>'
    body = _period_table(measure, view, found[:_MOST_PERIODS])
    if rest := found[_MOST_PERIODS:]:
        earlier = words.EARLIER_PERIODS.format(count=display.whole(len(rest)))
        folded = _period_table(measure, view, rest[:_MOST_FOLDED])
        body += f"<details><summary>{earlier}</summary>{folded}"
        if left := rest[_MOST_FOLDED:]:
            more = words.PERIODS_LEFT.format(count=display.whole(len(left)))
            body += f'<p class="quiet">{more}</p>'
        body += "</details>"
    return f'<div class="objective"><h2>{esc(title)}</h2>{body}</div>'


def _period_table(measure: Measure, view: View, rows: Sequence[Judged]) -> str:
    columns = words.PERIOD_COLUMNS
    heads = "".join(
        f'<th scope="col"{" class=figure" if 0 < n < 5 else ""}>{word}</th>'
        for n, word in enumerate(columns)
    )
    shown = "".join(
        f'<tr><th scope="row">{_reading_link(measure, view, row)}</th>'
        + "".join(
            f'<td class="figure" data-label="{label}">{esc(text)}</td>'
            for label, text in zip(
                columns[1:5], (row.value, row.actual, row.required, row.gap), strict=True
            )
        )
        + f'<td data-label="{columns[5]}">{_meets(row)}</td></tr>'
        for row in rows
    )
    return (
        f'<table class="rows periods"><thead><tr>{heads}</tr></thead><tbody>{shown}</tbody></table>'
    )


def _reading_link(measure: Measure, view: View, row: Judged) -> str:
    """A period's name, leading to the reading behind its figure."""
    if row.first is None:
        return esc(row.period)
    key = reading_key(measure.key.metric, measure.key.service, row.first)
    return link(view.address("reading", reading=key), esc(row.period))


def _meets(row: Judged) -> str:
    word = words.MEETS[row.meets]
    return f"<b>{word}</b>" if row.meets is False else word


# --- history -------------------------------------------------------------------------------------


def history(found: Sequence[Event]) -> str:
    """Who recorded what when: the newest changes, and all of it folded."""
    changes = [event for event in found if not event.routine]
    body = listed(changes[:_MOST_EVENTS]) if changes else f"<p>{words.NO_CHANGES}</p>"
    if len(found) > min(len(changes), _MOST_EVENTS):
        count = display.counted(len(found), "entry", "entries")
        body += (
            f"<details><summary>{words.HISTORY_ALL.format(count=count)}</summary>"
            f"{listed(found)}</details>"
        )
    return _history(body)


def history_of_row(found: Sequence[RowEvent]) -> str:
    """Who recorded what of one row when."""
    return _history(listed(found))


def _history(body: str) -> str:
    return f'<div class="objective"><h2>{words.HISTORY}</h2>{body}</div>'


def listed(found: Sequence[Event | RowEvent]) -> str:
    """Events, each with its day and who recorded it."""
    return f'<ul class="plain events">{"".join(map(_event, found))}</ul>'


def _event(event: Event | RowEvent) -> str:
    note = f': <span class="quiet">{esc(event.note)}</span>' if event.note else ""
    return (
        f"<li><b>{display.day(event.day)}, {named(event.recorded_by)}:</b> "
        f"<bdi>{esc(event.words)}</bdi>{note}</li>"
    )
