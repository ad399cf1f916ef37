"""Twenty people enter readings at once: what the dashboard says is stored is there, once."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from pages.parts import words
from smsdata.models import Reading
from smsdata.store import Store
from tests.conftest import small_organisation
from tests.e2e.browsing import served

pytestmark = pytest.mark.slow

PEOPLE, SECONDS = 20, 8
FIRST = date(2024, 1, 1)


@pytest.fixture
def crowd(stored: Callable[..., Path], tmp_path: Path) -> Path:
    """A store in which twenty process owners each have a metric of their own, a reading a day."""
    rows = small_organisation()
    for number in range(PEOPLE):
        owner = f"p{number:02}"
        rows["people"].append({"person": owner, "name": owner, "access": "process_owner"})
        rows["metrics"].append(
            rows["metrics"][0]
            | {"metric": f"m{number:02}", "name": f"Metric {number}", "owner": owner}
            | {"unit": "tickets", "frequency": "daily", "aggregation": "sum", "maximum": ""}
        )
    return stored(tmp_path / "crowd.duckdb", rows)


def test_every_reading_that_was_acknowledged_is_there_once(
    crowd: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STREAMLIT_SERVER_ENABLE_AGENT_API", "true")
    (tmp_path / "served").mkdir()

    def enter(number: int) -> dict[tuple[str, date], float]:
        """Day after day until the time is over: what was acknowledged."""
        opened = _interact(dashboard.address, {"page": "reading"})
        session = {"session_id": opened["session_id"]}
        _interact(dashboard.address, session | {"widget_state": {"acting": f"p{number:02}"}})
        until, day, told = time.monotonic() + SECONDS, FIRST, {}
        while time.monotonic() < until:
            value = float(number * 1000 + (day - FIRST).days)
            if _entered(dashboard.address, session, number, day, value):
                told[f"m{number:02}", day] = value
            day += timedelta(days=1)
        return told

    with (
        served(crowd, tmp_path / "served") as dashboard,
        ThreadPoolExecutor(PEOPLE) as threads,
    ):
        told = list(threads.map(enter, range(PEOPLE)))
    assert all(told)
    acknowledged = {key: value for each in told for key, value in each.items()}
    # as another process reads it, past the dashboard
    with Store.open(dashboard.store) as store, store.board() as board:
        there = [
            (row.row.metric, row.row.period_start, row.row.value)
            for row in board.versions(Reading)
            if row.row.metric.startswith("m")
        ]
    assert sorted(there) == sorted((*key, value) for key, value in acknowledged.items())


def _entered(address: str, session: dict[str, str], number: int, day: date, value: float) -> bool:
    """Enter one reading on its page, and whether the page says that it is stored."""
    key = f"m{number:02}//{day}"
    to = session | {"page": "reading", "query_params": {"reading": [key]}}
    form = _interact(address, to)
    (store,) = [a["key"] for a in form["actions"] if a.get("label") == words.READING_ENTER]
    typed = {"widget_state": {f"correct-{key}-value": str(value)}, "trigger": {"key": store}}
    said = json.dumps(_interact(address, session | typed)["tree"])
    return re.search(rf'"success".{{0,40}}Stored\W+Metric {number},', said) is not None


def _interact(address: str, body: dict[str, Any]) -> Any:
    host = address.removeprefix("http://")
    with closing(HTTPConnection(host, timeout=60)) as connection:
        connection.request(
            "POST",
            "/_stcore/agent/interact",
            json.dumps(body),
            {"Content-Type": "application/json"},
        )
        answer = json.load(connection.getresponse())
    assert answer.get("status") == "ready", answer
    return answer
