"""The management review as HTML with SVG charts, laid out by WeasyPrint: the pack's peer.

The same content, words and charts, from the same `ManagementReview`: cover, contents with page
numbers and links, bookmarks, running header and footer, then section by section what the pack has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any, Final

import font_roboto

from benchmarks.weasy_charts import panels, sparkline, status_mark, trajectory
from smsdata import display
from smsdata.charts import Quadrant
from smsdata.charts import sparkline as spark
from smsdata.decisions import decisions
from smsdata.review import ManagementReview, Measure, ObjectiveReview
from smsdata.review_charts import ReviewCharts

STYLE: Final = """
@page { size: A4; margin: 22mm 18mm 20mm;
  @top-left { content: string(organization); font: 8pt Roboto; color: #4B5563 }
  @top-right { content: string(section); font: 8pt Roboto; color: #4B5563 }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 8pt Roboto } }
@page :first { margin: 60mm 25mm; @top-left { content: none } @top-right { content: none } }
body { font: 9.5pt/1.4 Roboto; color: #1F2937 }
h1 { font-size: 26pt; font-weight: 700; string-set: organization content() }
h2 { font-size: 16pt; margin: 0 0 3mm; break-before: page; string-set: section content() }
h3 { font-size: 12pt; margin: 0 0 2mm; break-after: avoid }
h4 { font-size: 9.5pt; margin: 3mm 0 1mm; break-after: avoid }
article + article { break-before: page }
.beside { display: table; width: 100% }
.beside > div { display: table-cell; vertical-align: top; font-size: 8pt }
.beside p { margin: 0 0 1mm }
table { width: 100%; border-collapse: collapse; font-size: 8pt }
th { text-align: left; border-bottom: .7pt solid #1F2937; padding: 1mm }
td { border-bottom: .3pt solid #C9CED6; padding: 1mm; vertical-align: top }
tr { break-inside: avoid }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums }
.lead { font-size: 13pt; font-weight: 500 }
.soft { color: #4B5563 }
.small { font-size: 8pt }
.panels div { display: inline-block; width: 42mm; font-size: 7.5pt }
.said p { margin: 0 0 1mm; font-size: 8pt }
a { color: inherit; text-decoration: none }
.page::after { content: target-counter(attr(href), page) }
.contents a::after { content: leader(".") target-counter(attr(href), page) }
"""


def font_faces() -> str:
    """The pack's own fonts, as @font-face rules."""
    faces = {400: font_roboto.Roboto, 500: font_roboto.RobotoMedium, 700: font_roboto.RobotoBold}
    return "".join(
        f"@font-face {{ font-family: Roboto; font-weight: {weight}; "
        f"src: url({Path(file).as_uri()}) }}"
        for weight, file in faces.items()
    )


def page_source(review: ManagementReview) -> str:
    """The whole review as one HTML document."""
    charts = ReviewCharts(review)
    sections = {
        "Summary": _summary(review),
        "The last twelve months": _wall(review),
        "All objectives": _table(review, charts),
        "Objectives": "".join(_objective(item, charts) for item in review.objectives),
        "Status against assurance": _luck(charts),
        "By service": _services(review),
        "What changed": _changes(
            [change for change in review.moves if change.moved != "unchanged"]
        ),
        "Restatements": _restatement(review),
        "Data completeness": _completeness(review),
        "How the figures are computed": _method(),
        "Provenance": _provenance(review),
    }
    body = "".join(
        f'<h2 id="{_anchor(title)}">{title}</h2>{content}' for title, content in sections.items()
    )
    parts = [_cover(review), _contents(sections), body]
    return f"<!doctype html><html lang=en><meta charset=utf-8><body>{''.join(parts)}</body></html>"


def _cover(review: ManagementReview) -> str:
    strip = " &nbsp; ".join(f"{status_mark(s)} {n} {_words(s)}" for s, n in review.statuses)
    return (
        f"<h1>{escape(review.organization)}</h1><p class=lead>Management review, "
        f"{display.span(review.first, review.last)}</p><p>{escape(review.headline)}</p>"
        f"<p>{strip}</p><p class=soft>{escape(review.scope or '')}</p>"
        f"<p class=soft>As known at {review.known_at}</p>"
    )


def _contents(sections: Iterable[str]) -> str:
    lines = "".join(f'<div><a href="#{_anchor(name)}">{name}</a></div>' for name in sections)
    looks = "".join(
        f"<p class=small>{status_mark(look.status)} {look.word}: {escape(look.meaning)}</p>"
        for look in display.STATUS_LOOKS
    )
    return f"<h2>Contents</h2><div class=contents>{lines}</div><h4>How to read</h4>{looks}"


def _summary(review: ManagementReview) -> str:
    strip = " &nbsp; ".join(f"{status_mark(s)} {n} {_words(s)}" for s, n in review.statuses)
    rows = []
    for item in review.misses[:8]:
        said, worst = item.open_explanation, item.worst
        figure = f"{worst.actual} of {worst.required}" if worst else display.NOTHING
        rows.append(
            [
                f"{status_mark(item.status.status)} {_link(item)}<br>{escape(figure)}",
                escape(said.explanation.cause) if said else f"– {display.NO_EXPLANATION} –",
                escape((said.explanation.recovery if said else None) or display.NO_RECOVERY),
                escape((said.owner if said else item.owner) or display.NO_OWNER),
                display.day(said.explanation.due_on) if said else display.NO_DATE,
            ]
        )
    asked = "".join(f"<p>{escape(decision.ask)}</p>" for decision in decisions(review))
    ahead = "".join(
        f"<p>{escape(measure.objective.title)}: {escape(measure.forecast)}</p>"
        for measure in review.forecast_misses[:5]
    )
    slipped = [change for change in review.moves if change.moved in ("slipped", "improved")]
    return (
        f"<p class=lead>{escape(review.headline)}</p><p>{escape(review.worst_sentence or '')}</p>"
        f"<p>{strip}</p><h4>What is off target</h4>"
        + _grid(["objective", "why", "recovery", "who", "by when"], rows)
        + f"<h4>What moved</h4>{_changes(slipped[:5])}<h4>Forecast to miss</h4>{ahead}"
        + f"<h4>Decisions asked for</h4>{asked}<p>{escape(review.data.sentence)}</p>"
    )


def _wall(review: ManagementReview) -> str:
    head = ["objective", *(f"{day:%b %y}" for day in review.wall_months)]
    rows = [[_link(item), *map(status_mark, item.wall), _page(item)] for item in review.worst_first]
    return _grid([*head, "page"], rows)


def _table(review: ManagementReview, charts: ReviewCharts) -> str:
    head = ["objective", "owner", "measure", "actual", "required", "gap", "attained", "course",
            "forecast", "assurance", "page"]  # fmt: skip
    rows = [
        [
            f"{status_mark(measure.status.status)} {_link(item)}",
            escape(item.owner or display.NOTHING),
            escape(measure.name),
            escape(measure.actual),
            escape(measure.required),
            escape(measure.gap),
            display.share(measure.status.attainment),
            sparkline(charts.sparkline(measure)),
            _words(measure.status.forecast),
            _words(measure.status.assurance),
            _page(item),
        ]
        for item in review.worst_first
        for measure in item.measures
    ]
    return _grid(head, rows, numbers=range(3, 7))


def _objective(item: ObjectiveReview, charts: ReviewCharts) -> str:
    said = "".join(
        f"<h4>{display.day(one.explanation.on_date)}</h4><p>{escape(one.explanation.cause)}</p>"
        f"<p>Recovery: {escape(one.explanation.recovery or display.NO_RECOVERY)}</p>"
        f"<p class=soft>{escape(one.owner or display.NO_OWNER)}, by "
        f"{display.day(one.explanation.due_on)}</p>"
        for one in item.explained
    )
    return (
        f'<article><h3 id="{_anchor(item.title)}">{escape(item.title)}</h3>'
        f"<p class=lead>{status_mark(item.status.status)} {escape(item.verdict)}</p>"
        f"<p>{escape(item.objective.statement or '')}</p>"
        + "".join(_measure(measure, charts) for measure in item.measures)
        + f"<div class=wall>{''.join(map(status_mark, item.wall))}</div>"
        + f"<div class=said>{said or display.NO_EXPLANATION}</div></article>"
    )


def _measure(measure: Measure, charts: ReviewCharts) -> str:
    status, metric = measure.status, measure.metric
    facts = {
        "Actual": measure.actual,
        "Required": measure.required,
        "Gap": measure.gap,
        "How measured": f"{metric.name}, {metric.frequency}, {metric.aggregation}",
        "Periods met": f"{status.periods_met} of {status.periods_evaluated}",
        "Forecast": measure.forecast,
        "Variation": _words(status.variation),
        "Assurance": _words(status.assurance),
        "Data": f"{status.readings_received} of {status.readings_expected} readings",
    }
    course, services = charts.trajectory(measure), charts.panels(measure)
    drawn = ""
    if course is not None:
        notes = "".join(f"<p>{escape(note)}</p>" for note in course.notes)
        drawn = (
            f"<h4>{escape(course.title)}</h4><p>{escape(course.subtitle)}</p>"
            f"{trajectory(course)}{notes}"
        )
    told = "".join(f"<p>{name} <b>{escape(value)}</b></p>" for name, value in facts.items())
    small = ""
    if services is not None:
        small = "".join(f"<div>{escape(name)}<br>{chart}</div>" for name, chart in panels(services))
        small = f"<h4>{escape(services.title)}</h4><div class=panels>{small}</div>"
    return f"<div class=beside><div>{drawn}</div><div>{told}</div></div>{small}"


def _luck(charts: ReviewCharts) -> str:
    luck = charts.luck()
    rows = [
        [f"<b>{escape(name)}</b>", *map(_quadrant, fields)]
        for name, fields in zip(luck.rows, luck.fields, strict=True)
    ]
    aside = "".join(f"<p>{escape(words)}</p>" for words in luck.aside)
    return f"<p class=lead>{escape(luck.title)}</p>" + _grid(["", *luck.columns], rows) + aside


def _quadrant(field: Quadrant) -> str:
    names = "".join(f"{status_mark(status)} {escape(name)}<br>" for status, name in field.entries)
    return (
        f"<b>{len(field.entries)} {escape(field.title)}</b><br>{escape(field.meaning)}<br>{names}"
    )


def _services(review: ManagementReview) -> str:
    def each() -> Iterator[str]:
        for service in review.services:
            yield f"<h3>{escape(service.name)}</h3><p class=soft>{escape(service.owner or '')}</p>"
            own = [
                [status_mark(m.status.status), escape(m.objective.title), escape(m.actual),
                 escape(m.required)]
                for m in service.measures
            ]  # fmt: skip
            shares = [
                [
                    escape(item.metric.name),
                    display.figure(item.value, item.metric.unit, item.metric.decimals),
                    display.figure(item.together, item.metric.unit, item.metric.decimals),
                    item.when,
                    sparkline(spark(item.course)),
                ]
                for item in service.contributions
            ]
            yield _grid(["", "objective", "actual", "required"], own) if own else ""
            yield _grid(["metric", "this service", "all together", "period", "course"], shares)

    return "".join(each())


def _changes(changes: Sequence[Any]) -> str:
    rows = [
        [
            escape(change.title or change.objective),
            f"{status_mark(change.status_before)} {_words(change.status_before)}",
            f"{status_mark(change.status_after)} {_words(change.status_after)}",
            _words(change.moved),
        ]
        for change in changes
    ]
    return _grid(["objective", "before", "after", ""], rows)


def _restatement(review: ManagementReview) -> str:
    found = review.restatement
    corrections = [
        [escape(group.metric.name), escape(", ".join(group.services)), group.periods,
         str(group.recorded_on), escape(group.recorded_by), escape(group.reason or "–")]
        for group in (*found.corrections, *found.later_corrections)
    ]  # fmt: skip
    revisions = [
        [escape(item.title), escape(item.name), escape(item.before), escape(item.after)]
        for item in (*found.revisions, *review.revisions)
    ]
    return (
        f"<p>{escape(found.sentence)} Then is {found.then}.</p>{_changes(found.changed)}"
        + _grid(["metric", "service", "periods", "recorded", "by", "why"], corrections)
        + _grid(["objective", "measure", "before", "after"], revisions)
    )


def _completeness(review: ManagementReview) -> str:
    rows = [
        [escape(late.metric), escape(late.service or "–"), escape(late.owner or "–"), late.periods,
         str(late.days_late)]
        for late in review.data.late
    ]  # fmt: skip
    head = ["metric", "service", "owner", "periods", "days late"]
    return f"<p>{escape(review.data.sentence)}</p>" + _grid(head, rows, numbers=[4])


def _method() -> str:
    views = ["objective_status", "target_status", "objective_wall", "objective_change",
             "reading_due", "metric_period", "reading_history"]  # fmt: skip
    return _grid(["view", ""], [[name, "what the section shows comes from it"] for name in views])


def _provenance(review: ManagementReview) -> str:
    found = review.provenance
    rows = [[name, str(count)] for name, count in found.register_counts]
    return (
        f"<p>Software {found.software}, rules {found.rules}, as known at {review.known_at}.</p>"
        + _grid(["register", "rows"], rows, numbers=[1])
    )


def _grid(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: Iterable[int] = ()) -> str:
    right = set(numbers)

    def cells(tag: str, row: Sequence[str]) -> str:
        return "".join(
            f"<{tag} class=n>{cell}</{tag}>" if i in right else f"<{tag}>{cell}</{tag}>"
            for i, cell in enumerate(row)
        )

    body = "".join(f"<tr>{cells('td', row)}</tr>" for row in rows)
    return f"<table><thead><tr>{cells('th', head)}</tr></thead><tbody>{body}</tbody></table>"


def _link(item: ObjectiveReview) -> str:
    return f'<a href="#{_anchor(item.title)}">{escape(item.title)}</a>'


def _page(item: ObjectiveReview) -> str:
    return f'<a class=page href="#{_anchor(item.title)}"></a>'


def _words(code: str | None) -> str:
    return (code or display.NOTHING).replace("_", " ")


def _anchor(title: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in title.lower())
