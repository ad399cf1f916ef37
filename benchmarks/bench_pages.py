"""A rerun of the overview and of one objective, over Streamlit's agent API, alone and with ten.

Beside it: a bare page that draws the same HTML and the same charts from constants, in a server of
its own. It has no frame, no store and no clocks: what is left is what Streamlit itself takes, once
as Streamlit comes (that has the limit) and once with this project's settings, which spare a look
for garbage after each rerun.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final

from benchmarks.measure import ROOT, Figure, Line, NoFigure, Run, against, in_child, take_turns

AT_MOST: Final = 1.3
RERUNS: Final = 40
SESSIONS: Final = (1, 10)
PAGES: Final[dict[str, dict[str, Any]]] = {
    "overview": {},
    "objective": {"page": "objective", "query_params": {"objective": ["OBJ-21"]}},
}
_BARE = Path(__file__).with_name("bare_page.py")


def bench(folder: Path, rounds: int) -> list[Line]:
    """Measure a rerun of each page for each number of sessions."""
    store = folder / "pages.duckdb"
    if not store.exists():
        in_child(make_store, store)
    lines = []
    for page in PAGES:
        constants = folder / f"{page}.json"
        in_child(capture, store, page, constants)
        for sessions in SESSIONS:
            told = "alone" if sessions == 1 else f"{sessions} sessions"
            figures: dict[str, Figure] = take_turns(
                {
                    f"{page}, {told}": (dashboard, store, page, sessions),
                    "bare page": (bare, constants, sessions, folder),
                    "bare page, our settings": (bare, constants, sessions, ROOT),
                },
                rounds,
            )
            ours, *peers = figures.values()
            what = f"rerun of {page}, {told}"
            lines += [
                against(what, ours, name, peer, limit)
                for name, peer, limit in zip(list(figures)[1:], peers, (AT_MOST, None), strict=True)
            ]
    return lines


def make_store(path: str) -> Run:
    """The sample organisation."""
    subprocess.run(
        [sys.executable, "-m", "smsdata", "--store", path, "demo", "--fresh"],
        check=True,
        capture_output=True,
    )
    return Run(0)


def capture(store: str, page: str, constants: str) -> Run:
    """Keep what a page draws: its HTML and its charts."""
    with _served(ROOT / "app.py", {"SMS_STORE": store}) as port:
        snapshot = _interact(port, PAGES[page])
    drawn = list(_drawn(snapshot["tree"]))
    if not drawn:
        raise NoFigure(f"the page {page} drew nothing")
    Path(constants).write_text(json.dumps(drawn))
    return Run(0)


def _drawn(element: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    if element["type"] == "components.v2.component":
        yield "html", element["props"]["data"].get("html", "")
    elif element["type"] == "plotly_chart":
        yield "chart", element["data"]["spec"]
    for child in element.get("children", ()):
        yield from _drawn(child)


def dashboard(store: str, page: str, sessions: str) -> Run:
    """The dashboard's own page."""
    with _served(ROOT / "app.py", {"SMS_STORE": store}) as port:
        return _reruns(port, PAGES[page], int(sessions))


def bare(constants: str, sessions: str, settings: str) -> Run:
    """The same from constants, with the settings of Streamlit that lie in a folder, if any do."""
    with _served(_BARE, {"SMS_BENCH_CONSTANTS": constants}, Path(settings)) as port:
        return _reruns(port, {}, int(sessions))


def _reruns(port: int, first: Mapping[str, Any], sessions: int) -> Run:
    """Seconds a rerun takes where so many sessions rerun at once, each waiting for its own."""
    each = RERUNS // sessions
    names = [_interact(port, first)["session_id"] for _ in range(sessions)]
    taken: list[float] = []

    def go_on(name: str) -> None:
        for _ in range(each):
            begin = time.perf_counter()
            _interact(port, {"session_id": name})
            taken.append(time.perf_counter() - begin)

    threads = [threading.Thread(target=go_on, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(taken) != each * sessions:
        raise NoFigure("a rerun failed; see above")
    return Run(sum(taken) / len(taken))


def _interact(port: int, body: Mapping[str, Any]) -> Any:
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request(
            "POST",
            "/_stcore/agent/interact",
            json.dumps(body),
            {"Content-Type": "application/json"},
        )
        snapshot = json.load(connection.getresponse())
    if snapshot.get("status") != "ready":
        raise NoFigure(f"the page failed: {snapshot}")
    return snapshot


@contextmanager
def _served(script: Path, environment: Mapping[str, str], folder: Path = ROOT) -> Iterator[int]:
    """A server on a free port, until it is no longer needed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {"port": port, "address": "127.0.0.1", "headless": "true", "enableAgentApi": "true"}
    said = [f"--server.{name}={value}" for name, value in options.items()]
    with subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(script), *said],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            _wait(port, server)
            yield port
        finally:
            server.terminate()


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=1)) as connection:
                connection.request("GET", "/_stcore/health")
                connection.getresponse()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise NoFigure("the server did not start")
