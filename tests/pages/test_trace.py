"""Traceability: outcome, objective, plan item, owner, evidence; what is missing is marked."""

import re
from datetime import date
from itertools import pairwise

import pytest

from smsdata.bundle import import_bundle
from smsdata.store import Store
from smsdata.trace import COLUMNS, ITEM, OUTCOME, OWNER, PROOF, Step, trace
from smsdata.trace_graph import MOST, graph
from tests.conftest import write_bundle
from tests.pages.conftest import html_of, text_of
from tests.pages.planned import planned_organisation

ON = date(2026, 10, 31)


@pytest.fixture(scope="module")
def traced(tmp_path_factory):
    """What is traced of the organisation with a plan, and what the checks object to."""
    rows = planned_organisation()
    rows["outcomes"].append({"outcome": "idle", "title": "Nobody works for it"})
    rows["plan_items"][0]["objectives"] = "restore-fast"
    rows["objectives"].append({**rows["objectives"][1], "objective": "accepted"})
    rows["waivers"] += [
        {
            "rule": rule,
            "register": "objectives",
            "code": "accepted",
            "reason": "It ends",
            "until": "2026-12-31",
        }
        for rule in ("objective-without-outcome", "objective-without-plan-item")
    ]
    folder = tmp_path_factory.mktemp("traced")
    with Store.open(folder / "sms.duckdb", create=True) as store:
        import_bundle(store, [write_bundle(folder / "bundle", rows)], "setup")
        with store.board(ON) as board:
            return trace(board), board.plan_checks()


def row_of(found, code):
    return next(row for row in found.plan.rows if row.objective and row.objective.code == code)


def missing(row):
    return {(gap.rule, gap.code) for column in range(len(COLUMNS)) for gap in row.gaps(column)}


# --- the rule ------------------------------------------------------------------------------------


def test_an_objective_leads_from_its_outcome_to_the_evidence_of_its_items(traced):
    row = row_of(traced[0], "restore-fast")
    assert [[step.title for step in row.steps(column)] for column in range(5)] == [
        ["Customers trust the service desk"],
        ["Incidents are resolved in time"],
        ["Publish the service catalogue", "Agree the scope"],
        ["Eero Salo", "Aino Niemi"],
        ["Catalogue as published"],
    ]
    assert (row.standing, row.records) == ("followed", 1)


def test_gaps_are_what_the_checks_object_to_and_nothing_else(traced):
    found, checks = traced
    gaps = {gap for row in found.plan.rows for gap in missing(row)}
    assert gaps == {
        (check.rule, check.code)
        for check in checks
        if check.rule in {rule for rule, _ in gaps} and check.register != "improvements"
    }
    assert gaps >= {
        ("outcome-without-objective", "idle"),
        ("objective-without-outcome", "decoy"),
        ("objective-without-plan-item", "decoy"),
        ("item-without-owner", "merge"),
        ("item-without-objective", "merge"),
        ("occurrence-missing", "forum"),
        ("occurrence-without-evidence", "forum"),
    }


def test_a_waived_gap_is_shown_and_breaks_nothing(traced):
    row = row_of(traced[0], "accepted")
    assert [gap.mark for gap in (*row.gaps(OUTCOME), *row.gaps(ITEM))] == ["waived", "waived"]
    assert (row.gap_count, row.standing) == (0, "unproved")


def test_without_evidence_nothing_is_shown_but_only_a_gap_breaks_the_way(traced):
    _, connected = traced[0].of("plan_items", "catalogue")
    (row,) = connected.rows
    assert (row.standing, missing(row)) == ("unproved", set())


def test_the_most_gaps_come_first_and_cancelled_items_are_on_no_way(traced):
    found, _ = traced
    order = [row.objective.code if row.objective else None for row in found.plan.rows]
    assert order == [None, "decoy", None, "accepted", "restore-fast"]
    counts = [row.gap_count for row in found.plan.rows]
    assert counts == sorted(counts, reverse=True)
    assert found.of("plan_items", "portal") is None


def test_one_row_is_connected_up_and_down_and_to_nothing_beside_it(traced):
    found, _ = traced
    title, connected = found.of("plan_items", "catalogue")
    (row,) = connected.rows
    assert title == "Publish the service catalogue"
    assert [step.code for step in row.steps(ITEM)] == ["catalogue"]
    assert [step.code for step in row.steps(OWNER)] == ["eero"]
    _, connected = found.of("people", "indra")
    assert [step.code for row in connected.rows for step in row.steps(ITEM)] == ["audit"]


def test_who_has_left_is_on_the_ways_of_what_they_still_own(store, tmp_path):
    rows = planned_organisation()
    (eero,) = [row for row in rows["people"] if row["person"] == "eero"]
    eero["active"] = "false"
    import_bundle(store, [write_bundle(tmp_path / "bundle", rows)], "setup")
    with store.board(ON) as board:
        found, checks = trace(board), board.plan_checks()
    title, connected = found.of("people", "eero")
    assert title == "Eero Salo"
    left = {gap.code for row in connected.rows for gap in row.gaps(OWNER)}
    assert left == {
        check.code
        for check in checks
        if check.rule in ("item-owner-has-left", "improvement-owner-has-left")
    }


def test_evidence_is_traced_by_what_it_proves_and_an_improvement_by_its_objective(traced):
    found, _ = traced
    assert found.of("evidence", "ev-2") == found.of("plan_items", "forum")
    title, connected = found.of("improvements", "callback")
    (row,) = connected.rows
    assert (title, row.objective.code, row.records) == (
        "Call back instead of queueing",
        "restore-fast",
        1,
    )
    assert found.of("evidence", "ev-4") == found.of("improvements", "callback")
    assert found.of("services", "mail") is None


# --- the drawing ---------------------------------------------------------------------------------


def made_of(items):
    """Ways of many items: four outcomes, forty objectives, two phases, ninety owners."""
    return [
        (
            Step("outcomes", f"o{n % 4}", "Outcome"),
            Step("objectives", f"obj{n % 40}", "Objective"),
            Step("plan_items", f"i{n}", f"Item {n}", group=("maintain", "improve")[n % 2]),
            Step("people", f"p{n % 90}", "Owner"),
            Step("evidence", f"i{n}", "2 records", 2, "plan_items"),
        )
        for n in range(items)
    ]


def test_sixty_items_are_drawn_one_by_one_none_on_another():
    drawn = graph(made_of(60))
    assert not drawn.folded
    assert drawn.rows == 60
    for column in range(5):
        rows = [node.row for node in drawn.nodes if node.column == column]
        assert all(b - a > 0.999 for a, b in pairwise(rows))
        assert rows[0] >= 0
        assert rows[-1] <= 59


def test_fifteen_hundred_items_are_folded_with_their_counts():
    drawn = graph(made_of(1500))
    told = {
        column: [n.label for n in drawn.nodes if n.column == column]
        for column in (ITEM, OWNER, PROOF)
    }
    assert sorted(told[ITEM]) == ["Improve: 750\u00a0items", "Maintain: 750\u00a0items"]
    assert told[OWNER] == ["90\u00a0owners"]
    assert told[PROOF] == ["3,000\u00a0records"]
    assert drawn.rows <= MOST
    assert sum(link.ways for link in drawn.links) == 1500 * 4


# --- the page ------------------------------------------------------------------------------------


def test_the_headline_counts_what_can_be_followed(planned):
    assert text_of(html_of(planned("trace"))).startswith(
        "0 of 2 objectives can be followed from outcome to evidence; 1 breaks off; "
        "1 has nothing to show yet. On 31 October 2026"
    )


def test_a_gap_is_told_in_words_and_shape_and_leads_to_its_row(planned):
    html = html_of(planned("trace"))
    (gap,) = [part for part in html.split('<div class="gap">') if "no owner" in part]
    assert 's-error"' in gap
    assert "<b>no owner</b>" in gap
    assert 'href="plan_item?item=merge&amp;period=2026-10"' in gap


def test_cells_lead_to_their_pages(planned):
    html = html_of(planned("trace"))
    for address in (
        "objective?objective=decoy",
        "trace?register=objectives&amp;code=restore-fast",
        "set-up?section=outcomes&amp;row=trust",
        "set-up?section=people&amp;row=eero",
        "plan_item?item=catalogue",
    ):
        assert f'href="{address}&amp;period=2026-10"' in html, address


def test_a_filter_keeps_its_own_rows(planned):
    app = planned("trace")

    def shown():
        return re.findall(r'href="trace\?register=objectives&amp;code=([^"&]+)', html_of(app))

    app.selectbox(key="outcome").set_value("trust").run()
    assert shown() == ["restore-fast"]
    app.selectbox(key="owner").set_value("indra").run()
    assert shown() == []
    app.selectbox(key="outcome").set_value(None)
    app.selectbox(key="owner").set_value(None)
    app.toggle(key="gaps").set_value(True).run()
    assert shown() == ["decoy"]


def test_the_drawing_leads_from_node_to_node_and_escapes_what_was_typed(planned):
    app = planned("trace", register="plan_items", code="training")
    html = html_of(app)
    assert "Train the &lt;b&gt;desk&lt;/b&gt;" in html
    assert "<b>desk" not in html
    assert 'href="plan_item?item=training&amp;period=2026-10"' in html
    assert 'href="trace?register=people&amp;code=eero&amp;period=2026-10"' in html
    assert text_of(html).startswith("All of the traceability Its own page “Train the")


def test_the_whole_is_drawn_where_somebody_asks(planned):
    app = planned("trace")
    app.segmented_control(key="drawn").set_value("graph").run()
    html = html_of(app)
    assert 'href="trace?register=outcomes&amp;code=trust&amp;period=2026-10"' in html
    assert "no owner" in html


def test_what_is_on_no_way_says_so(planned):
    html = html_of(planned("trace", register="plan_items", code="<script>"))
    assert "is on no way from outcome to evidence" in html
    assert "<script>" not in html


@pytest.mark.parametrize(
    ("page", "name", "register", "code"),
    [
        ("objective", "objective", "objectives", "restore-fast"),
        ("plan_item", "item", "plan_items", "forum"),
        ("improvement", "improvement", "improvements", "callback"),
    ],
)
def test_a_row_leads_to_its_trace(planned, page, name, register, code):
    html = html_of(planned(page, **{name: code}))
    assert f'href="trace?register={register}&amp;code={code}&amp;period=2026-10">Trace</a>' in html


def test_beside_the_items_of_the_plan_an_improvement_is_called_one(planned):
    html = html_of(planned("trace", register="objectives", code="restore-fast"))
    told = text_of(html)
    assert "Call back instead of queueing (improvement)" in told
    assert "Publish the service catalogue (improvement)" not in told
