"""The pack's section on the improvements: where they stand, what is late, what they brought."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import CondPageBreak, Flowable

from reports import styles, text, wording
from reports.boxes import Beside, Box, Flow, Space, Stack, Text, Together, marked
from reports.canvas import PackCanvas
from reports.pack import Pack, opening, subheading
from reports.painter import EffectChart
from reports.tables import Column, Grid, Row
from smsdata import display, improvement_words
from smsdata.improvement_review import Effect, Idea

_MOST_OVERDUE = 20
_MOST_NAMES = 8


def improvements(pack: Pack) -> list[Flowable]:
    """The improvements, where there are any."""
    governance = pack.review.governance
    found = governance.improvements if governance else None
    parts = opening(wording.IMPROVEMENTS, "improvements", found.headline if found else None)
    if governance is None or found is None or not found.ideas:
        return [*parts, CondPageBreak(200)]
    parts.append(Flow(pack.leading(_Funnel(found.funnel), "improvements")))
    if found.overdue:
        parts += _overdue(pack, found.overdue)
    parts += [subheading(wording.BROUGHT), Flow(Text(found.effects, styles.BODY), after=8)]
    drawn = governance.drawn
    for left in range(0, len(drawn), 2):
        pair: list[tuple[float, Box]] = [(0, _drawn(pack, *one)) for one in drawn[left : left + 2]]
        if len(pair) == 1:
            pair.append((0, Space(1)))
        parts.append(Flow(Together([Beside(pair, gap=24)]), after=12))
    notes = []
    if len(found.told) > len(drawn):
        notes.append(
            wording.MORE_ON_DASHBOARD.format(count=display.whole(len(found.told) - len(drawn)))
        )
    if found.too_early:
        names = display.listed([idea.title for idea in found.too_early], most=_MOST_NAMES)
        notes.append(wording.TOO_EARLY.format(names=names))
    parts += [Flow(Text(words, styles.TABLE.quiet), after=4) for words in notes]
    return [*parts, CondPageBreak(260)]


class _Funnel:
    """How many stand in each state, as bars."""

    _HIGH, _NAME, _COUNT, _MOST = 14.0, 74.0, 22.0, 200.0

    def __init__(self, states: Sequence[tuple[str, int]]) -> None:
        self.states = states

    def fit(self, room: float) -> float:
        return self._HIGH * len(self.states)

    def draw(self, canvas: PackCanvas, x: float, top: float) -> None:
        most = max(count for _, count in self.states)
        left = x + self._NAME + self._COUNT + 8
        canvas.saveState()
        for state, count in self.states:
            base = top - 10
            word = display.sentence(improvement_words.STATES[state])
            text.draw_text(canvas, word, x, base, styles.TABLE)
            text.draw_text(
                canvas, display.whole(count), left - 8, base, styles.TABLE.medium, "right"
            )
            canvas.setFillColor(styles.RULE)
            canvas.rect(left, base - 1, self._MOST * count / most, 8, stroke=0, fill=1)
            top -= self._HIGH
        canvas.restoreState()


def _overdue(pack: Pack, ideas: Sequence[Idea]) -> list[Flowable]:
    columns = [
        Column(wording.COLUMN_IMPROVEMENT),
        Column(wording.COLUMN_STATE, 70),
        Column(wording.COLUMN_DUE, 66),
        Column(wording.COLUMN_AGE, 62),
        Column(wording.COLUMN_OWNER, 104),
    ]
    rows = [
        Row(
            [
                marked("overdue", Text(idea.title, styles.TABLE, most=3)),
                Text(display.sentence(idea.state), styles.TABLE),
                Text(display.short_day(idea.record.due_on), styles.TABLE),
                Text(idea.age, styles.TABLE),
                Text(idea.owner or display.NO_OWNER, styles.TABLE, most=2),
            ],
            address=pack.page_of("improvement", improvement=idea.code),
        )
        for idea in ideas[:_MOST_OVERDUE]
    ]
    parts: list[Flowable] = [subheading(wording.OVERDUE_IDEAS), Flow(Grid(columns, rows))]
    if len(ideas) > _MOST_OVERDUE:
        words = wording.MORE_ON_DASHBOARD.format(count=display.whole(len(ideas) - _MOST_OVERDUE))
        told = pack.leading(Text(words, styles.TABLE.quiet), "improvements")
        parts.append(Flow(told, before=6))
    return parts


def _drawn(pack: Pack, idea: Idea, spec: Effect) -> Box:
    """An improvement with the effect in words, and its metric before and after."""
    name = marked(idea.status.effect, Text(idea.title, styles.BODY.medium, most=2), 13.0)
    box = Stack([name, Space(2), EffectChart(spec, idea)])
    return pack.leading(box, "improvement", improvement=idea.code)
