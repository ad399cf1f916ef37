"""Readings that are due, entering them, correcting them, explaining a miss, reminding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from smsdata.bundle import import_bundle
from smsdata.errors import ConflictError, InputError, NotAllowed
from smsdata.explanations import explain, unexplained
from smsdata.models import Explanation, Reading
from smsdata.readings import (
    Due,
    Typed,
    correct,
    due_from,
    enter,
    entered_lately,
    everything_due,
    one_reading,
    parse_key,
    read,
    taken,
    who_has_not_entered,
    withdraw,
)
from smsdata.rights import Rights
from smsdata.store import Store
from smsdata.writing import Edit, save

TODAY = date(2026, 5, 20)
SERVICES = [{"service": "mail", "name": "Mail"}, {"service": "print", "name": "Print"}]
MARCH, APRIL = "resolved//2026-03-01", "resolved//2026-04-01"


@pytest.fixture
def owned(stored: Any, store_path: Path, small: dict[str, Any]) -> Iterator[Store]:
    """The small organisation; olli measures and owns, dina is his deputy, other owns the load."""
    small["people"] += [
        {"person": "olli", "name": "Olli Oja", "access": "process_owner", "deputy": "dina"},
        {"person": "dina", "name": "Dina Dahl", "access": "process_owner", "deputy": ""},
        {"person": "other", "name": "Otto Other", "access": "process_owner", "deputy": ""},
    ]
    small["objectives"][0]["owner"] = "olli"
    for metric in small["metrics"]:
        metric["owner"] = {"resolved": "olli", "load": "other"}.get(metric["metric"], "")
        metric["decimals"] = 1 if metric["metric"] == "resolved" else ""
    small["readings"][1]["note"] = "counted on Monday"
    with Store.open(stored(store_path, small)) as store:
        yield store


def due(store: Store) -> dict[str, Any]:
    with store.board(TODAY) as board:
        return {row.key: row for row in everything_due(board)}


def figures(store: Store) -> dict[str, float | None]:
    with store.board(TODAY) as board:
        return {
            f"{r.metric}/{r.service or ''}/{r.period_start}": r.value
            for r in board.register(Reading)
            if r.metric == "resolved"
        }


def found(store: Store, key: str) -> Any:
    with store.board(TODAY) as board:
        return one_reading(board, *parse_key(key))


# --- what is due ---------------------------------------------------------------------------------


def test_what_is_due_comes_oldest_first_with_what_stands_beside_it(owned: Store) -> None:
    rows = due(owned)
    assert list(rows) == [MARCH, APRIL]
    march = rows[MARCH]
    assert march.period == "March 2026"
    assert march.overdue
    assert march.when == "40\u00a0days late"
    assert march.last == "93.0\u00a0%, February 2026"
    assert march.required == "at least 90\u00a0%"
    assert march.entry.last_note == "counted on Monday"
    assert march.ratio
    assert rows[APRIL].last == "93.0\u00a0%, February 2026"


def test_a_person_sees_their_own_and_those_of_whom_they_are_deputy(owned: Store) -> None:
    with owned.board(TODAY) as board:
        rows = everything_due(board)
        for person, count in {"olli": 2, "dina": 2, "other": 0, "aino": 0}.items():
            assert len(due_from(rows, Rights.at(board.cursor, person))) == count, person


def test_who_has_not_entered_is_named_with_a_reminder_to_send(owned: Store) -> None:
    (late,) = who_has_not_entered(list(due(owned).values()))
    assert (late.name, late.overdue, len(late.due)) == ("Olli Oja", 2, 2)
    assert late.reminder.startswith(
        "Dear Olli Oja,\n\n2 readings are waited for from you, all of them overdue:"
    )
    assert "- Incidents resolved in time, March 2026: 40 days late\n" in late.reminder


def test_who_lets_most_be_overdue_comes_before_who_only_has_more_to_enter(owned: Store) -> None:
    row = due(owned)[MARCH]

    def waits(person: str, freshness: str) -> Due:
        entry = replace(row.entry, owner=person, freshness=freshness)
        return replace(row, entry=entry, owner=person)

    soon, two, one = (waits("dina", "due"), waits("olli", "overdue"), waits("aino", "overdue"))
    found = who_has_not_entered([*[soon] * 3, two, two, one])
    assert [(late.name, late.overdue, len(late.due)) for late in found] == [
        ("olli", 2, 2),
        ("aino", 1, 1),
        ("dina", 0, 3),
    ]


def test_beside_an_entry_stands_what_is_required_of_the_service_itself(
    owned: Store, bundle: Any
) -> None:
    of_all = {"objective": "decoy", "metric": "load", "service": ""}
    point = of_all | {"on_date": "2026-01-01", "lower": 1, "upper": 2}
    import_bundle(owned, [bundle(targets=[of_all], target_points=[point])], "setup")
    with owned.board(date(2026, 7, 20)) as board:
        rows = {row.key: row for row in everything_due(board)}
    assert rows["load/mail/2026-04-01"].required == "10 to 20\u00a0tickets"


# --- what is typed -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "says", "problem"),
    [
        ({"value": "86,6 %"}, "86.6\u00a0%", ""),
        ({"value": "86.65"}, "86.65\u00a0%", ""),
        ({"numerator": "93", "denominator": "107"}, "86.9\u00a0%", ""),
        ({"numerator": "0", "denominator": "0"}, "nothing to measure", ""),
        ({"not_applicable": True}, "nothing to measure", ""),
        ({"value": "101"}, "101.0\u00a0%", "Above the most it can be"),
        ({"value": "-1"}, "\u22121.0\u00a0%", "Below the least it can be"),
        ({"numerator": "9", "denominator": "8"}, "112.5\u00a0%", "Above the most"),
        ({"value": "many"}, "", "is no number"),
        ({"value": "1,234"}, "", "two ways"),
        ({"numerator": "93"}, "", "go together"),
        ({"value": "5", "denominator": "9"}, "", "not both"),
        ({"value": "5", "not_applicable": True}, "", "take one away"),
        ({"note": "only a note"}, "", ""),
    ],
)
def test_what_is_typed_is_read_at_once(
    owned: Store, typed: dict[str, Any], says: str, problem: str
) -> None:
    understood = read(due(owned)[MARCH], Typed(MARCH, **typed))
    assert understood.says == says
    assert problem in understood.problem
    assert bool(understood.problem) == bool(problem)


def test_a_figure_outside_the_usual_range_is_asked_about_and_not_refused(owned: Store) -> None:
    row = due(owned)[MARCH]
    row = replace(row, entry=replace(row.entry, usual_lower=80.0, usual_upper=95.0))
    for value, asked in {"79.9": True, "80": False, "95": False, "95.1": True}.items():
        understood = read(row, Typed(MARCH, value))
        assert bool(understood.asks) == asked, value
        assert not understood.problem
        assert not read(row, Typed(MARCH, value, sure=True)).asks
    answers = enter(owned, "olli", [row], [Typed(MARCH, "50")])
    assert (
        answers[0].asks
        == "50.0\u00a0% lies outside the usual range, 80.0 to 95.0\u00a0%. Is it right?"
    )
    assert MARCH not in figures(owned)
    assert enter(owned, "olli", [row], [Typed(MARCH, "50", sure=True)])[0].stored


def test_a_figure_does_not_read_as_the_bound_that_it_lies_beyond(owned: Store) -> None:
    row = due(owned)[MARCH]
    row = replace(row, entry=replace(row.entry, usual_lower=82.61, usual_upper=87.96))
    assert (
        read(row, Typed(MARCH, "88")).asks
        == "88.00\u00a0% lies outside the usual range, 82.61 to 87.96\u00a0%. Is it right?"
    )


def test_some_of_none_is_asked_about(owned: Store) -> None:
    row = due(owned)[MARCH]
    some = read(row, Typed(MARCH, numerator="12", denominator="0"))
    assert some.asks == "12 of 0 counts as nothing to measure. Is it right?"
    sure = read(row, Typed(MARCH, numerator="12", denominator="0", sure=True))
    assert (sure.asks, sure.says) == ("", "nothing to measure")
    assert not read(row, Typed(MARCH, numerator="0", denominator="0")).asks


def test_the_usual_range_is_that_of_the_series_itself_for_each_service(
    owned: Store, bundle: Any
) -> None:
    months = [f"2025-{month:02}" for month in range(1, 13)]
    readings = [
        {"metric": "resolved", "service": service, "period_start": month, "value": base + 2 * odd}
        for service, base in (("mail", 90), ("print", 40))
        for place, month in enumerate(months)
        for odd in [place % 2]
    ]
    import_bundle(owned, [bundle({"services": SERVICES, "readings": readings})], "setup")
    with owned.board(TODAY) as board:
        usual = board.usual_ranges(["resolved"])
        assert usual["resolved", "mail"] == pytest.approx((91 - 5.32, 91 + 5.32))
        # no higher than the metric allows, and none from a series of fewer than 8
        assert usual["resolved", "print"] == pytest.approx((41 - 5.32, 41 + 5.32))
        assert ("resolved", None) not in usual
        assert board.usual_ranges(["load"]) == {}
    for service, low in (("mail", "0.93"), ("print", "90")):
        key = f"resolved/{service}/2025-06-01"
        reading = found(owned, key)
        with pytest.raises(InputError, match="usual range"):
            correct(owned, "olli", reading, Typed(key, low), "recount")
        assert correct(owned, "olli", reading, Typed(key, low, sure=True), "recount")
        # what was said to be right is not asked about again when a note comes to it
        again = found(owned, key)
        assert not again.read(Typed(key, low)).asks
        assert correct(owned, "olli", again, Typed(key, low, note="twice counted"), "a note")


@pytest.mark.parametrize(("readings", "told"), [(7, False), (8, True)])
def test_a_usual_range_is_told_from_eight_readings_on(
    readings: int, told: bool, owned: Store, bundle: Any
) -> None:
    of_mail = [
        {"metric": "resolved", "service": "mail", "period_start": f"2025-{month:02}", "value": 90}
        for month in range(1, readings + 1)
    ]
    import_bundle(owned, [bundle(readings=of_mail)], "setup")
    with owned.board(TODAY) as board:
        usual = {("resolved", "mail"): (90, 90)} if told else {}
        assert board.usual_ranges(["resolved"]) == usual


@pytest.mark.parametrize(
    ("last", "value", "asked"),
    [(93.0, "0.93", True), (93.0, "1", True), (93.0, "1.2", False), (93.0, "0", False),
     (0.8, "0.93", False), (None, "0.93", True)],
)  # fmt: skip
def test_a_fraction_is_asked_about_where_the_figures_beside_it_are_percents(
    owned: Store, last: float | None, value: str, asked: bool
) -> None:
    row = due(owned)[MARCH]
    row = replace(row, entry=replace(row.entry, last_figure=last))
    understood = read(row, Typed(MARCH, value))
    assert bool(understood.asks) == asked
    if value == "0.93" and asked:
        assert understood.asks.endswith("or is 93.0\u00a0% meant?")


def test_a_figure_made_of_services_readings_names_them_with_their_figures(
    owned: Store, bundle: Any
) -> None:
    readings = [
        {"metric": "resolved", "service": "mail", "period_start": "2025-06", "value": "90"},
        {"metric": "resolved", "service": "print", "period_start": "2025-06", "value": "80"},
    ]
    import_bundle(owned, [bundle({"services": SERVICES, "readings": readings})], "setup")
    reading = found(owned, "resolved//2025-06-01")
    assert reading.headline == "85.0\u00a0%"
    assert [(part.name, part.says) for part in reading.parts] == [
        ("Mail", "90.0\u00a0%"),
        ("Print", "80.0\u00a0%"),
    ]
    assert found(owned, "resolved//2024-06-01").headline == "no reading"


# --- entering ------------------------------------------------------------------------------------


def test_what_can_be_stored_is_stored_at_once_and_the_rest_says_why(owned: Store) -> None:
    before = owned.version
    answers = enter(
        owned,
        "dina",
        list(due(owned).values()),
        [Typed(MARCH, "91", note=" late "), Typed(APRIL, "191"), Typed("decoy//2026-01-01", "5")],
    )
    assert [(a.key, a.stored, bool(a.problem)) for a in answers] == [
        (MARCH, "Incidents resolved in time, March 2026: 91.0\u00a0%", False),
        (APRIL, "", True),
    ]
    assert figures(owned)[MARCH] == 91.0
    assert APRIL not in figures(owned)
    assert owned.version == before + 1
    assert list(due(owned)) == [APRIL]


def test_many_readings_are_one_transaction(owned: Store) -> None:
    before = owned.version
    rows = due(owned)
    answers = enter(owned, "olli", list(rows.values()), [Typed(key, "91") for key in rows])
    assert all(answer.stored for answer in answers)
    assert owned.version == before + 1


def test_what_was_handed_in_twice_is_stored_once(owned: Store) -> None:
    rows = list(due(owned).values())
    for _ in range(2):
        (answer,) = enter(owned, "olli", rows, [Typed(MARCH, "91")])
        assert answer.stored
    assert len(found(owned, MARCH).versions) == 1


def test_somebody_elses_reading_is_shown_and_replaced_only_knowingly(owned: Store) -> None:
    rows = list(due(owned).values())
    enter(owned, "dina", rows, [Typed(MARCH, "92")])
    mine = Typed(MARCH, "91")
    (answer,) = enter(owned, "olli", rows, [mine])
    assert answer.problem
    assert figures(owned)[MARCH] == 92.0
    with owned.board(TODAY) as board:
        theirs = taken(board, everything_due(board), [mine, Typed(APRIL, "1")])
    assert list(theirs) == [MARCH]
    current = theirs[MARCH].current
    assert (theirs[MARCH].name_of(current), theirs[MARCH].says(current)) == (
        "Dina Dahl",
        "92.0\u00a0%",
    )
    knowingly = replace(mine, replaces=current.recorded_at)
    (answer,) = enter(owned, "olli", [theirs[MARCH].due], [knowingly])
    assert answer.problem == "Say why it is replaced."
    (answer,) = enter(owned, "olli", [theirs[MARCH].due], [replace(knowingly, reason="recount")])
    assert answer.stored
    assert figures(owned)[MARCH] == 91.0


def test_the_same_figure_entered_by_two_needs_nobodys_attention(owned: Store) -> None:
    enter(owned, "dina", list(due(owned).values()), [Typed(MARCH, "92")])
    with owned.board(TODAY) as board:
        assert not taken(board, everything_due(board), [Typed(MARCH, "92.0 %")])


def test_nobody_enters_what_is_not_theirs(owned: Store) -> None:
    with pytest.raises(NotAllowed):
        enter(owned, "other", list(due(owned).values()), [Typed(MARCH, "91")])
    assert MARCH not in figures(owned)


# --- correcting ----------------------------------------------------------------------------------


def test_a_reading_is_corrected_and_withdrawn_with_a_reason(owned: Store) -> None:
    enter(owned, "olli", list(due(owned).values()), [Typed(MARCH, "91")])
    with pytest.raises(InputError, match="say why"):
        correct(owned, "olli", found(owned, MARCH), Typed(MARCH, "90"), " ")
    told = correct(owned, "dina", found(owned, MARCH), Typed(MARCH, "90"), "two were counted twice")
    assert told == "Incidents resolved in time, March 2026: 90.0\u00a0%"
    withdraw(owned, "olli", found(owned, MARCH), "not ours")
    history = found(owned, MARCH)
    assert history.current is None
    assert [(history.says(v), history.name_of(v), v.change_note) for v in history.versions] == [
        ("91.0\u00a0%", "Olli Oja", None),
        ("90.0\u00a0%", "Dina Dahl", "two were counted twice"),
        ("withdrawn", "Olli Oja", "not ours"),
    ]
    assert list(due(owned)) == [MARCH, APRIL]


def test_a_correction_that_changes_nothing_says_so(owned: Store) -> None:
    enter(owned, "olli", list(due(owned).values()), [Typed(MARCH, "91")])
    with pytest.raises(InputError, match="nothing was changed"):
        correct(owned, "olli", found(owned, MARCH), Typed(MARCH, "91.0"), "checked again")
    assert len(found(owned, MARCH).versions) == 1


def test_a_correction_of_what_was_corrected_meanwhile_is_refused(owned: Store) -> None:
    enter(owned, "olli", list(due(owned).values()), [Typed(MARCH, "91")])
    seen = found(owned, MARCH)
    correct(owned, "dina", seen, Typed(MARCH, "90"), "recount")
    for late in (
        lambda: correct(owned, "olli", seen, Typed(MARCH, "89"), "another recount"),
        lambda: withdraw(owned, "olli", seen, "not ours"),
    ):
        with pytest.raises(ConflictError):
            late()
    assert figures(owned)[MARCH] == 90.0


@pytest.mark.parametrize("typed", [{"value": "101"}, {"value": "many"}, {}])
def test_a_correction_that_cannot_be_read_stores_nothing(owned: Store, typed: Any) -> None:
    key = "resolved//2026-02-01"
    with pytest.raises(InputError):
        correct(owned, "olli", found(owned, key), Typed(key, **typed), "because")
    assert len(found(owned, key).versions) == 1


def test_what_was_entered_lately_comes_newest_first(owned: Store) -> None:
    enter(owned, "dina", list(due(owned).values()), [Typed(MARCH, "91")])
    with owned.board(TODAY) as board:
        rows = entered_lately(board, ["resolved"], 2)
        assert [(r.key, r.says, r.recorded_by) for r in rows] == [
            (MARCH, "91.0\u00a0%", "Dina Dahl"),
            ("resolved//2026-02-01", "93.0\u00a0%", "setup"),
        ]


@pytest.mark.parametrize(
    "key", ["", "resolved", "resolved//", "resolved//soon", "a/b/c/2026-01-01"]
)
def test_a_key_that_names_no_reading_is_none(owned: Store, key: str) -> None:
    assert parse_key(key) is None


# --- explaining ----------------------------------------------------------------------------------


def missed(store: Store) -> list[Any]:
    with store.board(TODAY) as board:
        return unexplained(board)


def test_a_miss_asks_for_an_explanation_until_it_has_one(owned: Store) -> None:
    assert missed(owned) == []
    enter(owned, "olli", list(due(owned).values()), [Typed(MARCH, "60"), Typed(APRIL, "70")])
    (item,) = missed(owned)
    assert (item.due.objective, item.due.evaluated_on) == ("restore-fast", date(2026, 4, 30))
    assert (item.actual, item.required) == ("70.0\u00a0%", "at least 90\u00a0%")
    (earlier,) = item.open
    said = Explanation(
        objective="restore-fast",
        on_date=item.due.evaluated_on,
        cause="=still ill",
        recovery=earlier.recovery,
        owner="eero",
        due_on=date(2026, 6, 30),
    )
    with pytest.raises(NotAllowed):
        explain(owned, "other", said)
    # what somebody else writes into the one that is carried on stays there
    key = {"objective": "restore-fast", "on_date": earlier.on_date.isoformat()}
    save(owned, "olli", [Edit("explanations", key | {"recovery": "Hire two people"})], "Agreed")
    explain(owned, "dina", said, earlier)
    assert missed(owned) == []
    with owned.board(TODAY) as board:
        rows = {row.on_date: row for row in board.register(Explanation)}
    assert rows[said.on_date] == said
    assert rows[earlier.on_date].closed_on == said.on_date
    assert rows[earlier.on_date].recovery == "Hire two people"
    with pytest.raises(ConflictError):
        explain(owned, "olli", said.model_copy(update={"cause": "other words"}))


def test_what_was_missed_for_good_asks_for_an_explanation_too(owned: Store) -> None:
    ended = Edit("objectives", {"objective": "restore-fast", "due_on": "2026-04-30"})
    save(owned, "aino", [ended])
    enter(owned, "olli", list(due(owned).values()), [Typed(MARCH, "60"), Typed(APRIL, "70")])
    with owned.board(TODAY) as board:
        assert [row.status for row in board.objective_status()] == ["unmeasured", "missed"]
    assert [item.due.objective for item in missed(owned)] == ["restore-fast"]


def test_an_explanation_is_asked_for_the_worst_of_several_misses(owned: Store, bundle: Any) -> None:
    target = {"objective": "restore-fast", "metric": "other-metric"}
    # its last week is still to come in: off target, while what was resolved has missed
    week = {"metric": "other-metric", "period_start": "2026-W16", "value": 9}
    ended = bundle(
        objectives=[{"objective": "restore-fast", "due_on": "2026-04-30"}],
        targets=[target],
        target_points=[target | {"on_date": "2026-01-01", "value": 5}],
        readings=[week],
    )
    import_bundle(owned, [ended], "setup")
    enter(owned, "olli", list(due(owned).values()), [Typed(MARCH, "60"), Typed(APRIL, "70")])
    with owned.board(date(2026, 5, 5)) as board:
        found = {row.metric: row.status for row in board.target_status()}
        (item,) = unexplained(board)
    assert (found["other-metric"], found["resolved"]) == ("off_target", "missed")
    assert (item.due.metric, item.actual) == ("resolved", "70.0\u00a0%")


def test_of_two_misses_the_one_furthest_off_is_asked_about_for_the_newest_period(
    store: Store, bundle: Any
) -> None:
    metric = {
        "unit": "%",
        "direction": "higher",
        "frequency": "monthly",
        "aggregation": "mean",
        "grace_days": 60,
    }
    target = {"objective": "both", "service": ""}
    rows = {
        "objectives": [{"objective": "both", "title": "Both", "starts_on": "2026-01-01"}],
        "metrics": [metric | {"metric": code, "name": code} for code in ("near", "off")],
        "targets": [target | {"metric": code} for code in ("near", "off")],
        "target_points": [
            target | {"metric": code, "on_date": "2026-01-01", "value": 95}
            for code in ("near", "off")
        ],
        # what is nearer is newer, and its code comes first
        "readings": [
            {"metric": "near", "period_start": "2026-04", "value": 94},
            {"metric": "off", "period_start": "2026-03", "value": 20},
        ],
        # what is said of a day to come explains nothing yet
        "explanations": [{"objective": "both", "on_date": "2026-08-31", "cause": "Later"}],
    }
    import_bundle(store, [bundle(rows)], "setup")
    (item,) = missed(store)
    assert (item.due.metric, item.due.evaluated_on) == ("off", date(2026, 4, 30))
    assert item.actual == "20\u00a0%"


def test_an_objective_that_has_ended_or_not_begun_requires_nothing_beside_an_entry(
    owned: Store, bundle: Any
) -> None:
    span = {"a-ended": ("2025-01-01", "2026-02-28"), "b-later": ("2026-04-15", "2026-12-31")}
    target = {"metric": "resolved", "service": ""}
    others = bundle(
        objectives=[
            {"objective": code, "title": code, "starts_on": first, "due_on": last}
            for code, (first, last) in span.items()
        ],
        targets=[target | {"objective": code} for code in span],
        target_points=[
            target | {"objective": code, "on_date": "2025-01-01", "value": 99} for code in span
        ],
    )
    import_bundle(owned, [others], "setup")
    rows = due(owned)
    assert rows[MARCH].required == "at least 90\u00a0%"
    assert rows[APRIL].required == "at least 99\u00a0%"


def test_on_a_past_day_the_usual_range_is_that_of_the_readings_up_to_it(
    owned: Store, bundle: Any
) -> None:
    of_mail = [
        {
            "metric": "resolved",
            "service": "mail",
            "period_start": f"2025-{month:02}",
            "value": 90 if month < 9 else 10,
        }
        for month in range(1, 13)
    ]
    import_bundle(owned, [bundle(readings=of_mail)], "setup")
    with owned.board(date(2025, 8, 31)) as board:
        assert board.usual_ranges(["resolved"]) == {("resolved", "mail"): (90, 90)}
