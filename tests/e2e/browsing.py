"""How tests run a dashboard and look at it: `served`, `Screen`, `settled`, what axe finds."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

ROOT = Path(__file__).parents[2]

# --- the dashboard -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Dashboard:
    """A dashboard that runs: its address, the store it has open, what it logs."""

    address: str
    store: Path
    log: Path


@contextmanager
def served(store_file: Path, folder: Path) -> Iterator[Dashboard]:
    """`streamlit run app.py` on a copy of a store, until this is left."""
    served_store, log = folder / "served.duckdb", folder / "dashboard.log"
    shutil.copy(store_file, served_store)
    port = _free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
            cwd=ROOT,
            env={**os.environ, "SMS_BASE_ADDRESS": "", "SMS_STORE": str(served_store)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(process, address, log)
            yield Dashboard(address, served_store, log)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    """A free port below those that a system gives to whoever asks for any: nobody takes it first."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _wait_for(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):  # noqa: S310
                return
        except (URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"the dashboard did not start:\n{log.read_text()}")


# --- the browser ---------------------------------------------------------------------------------

# No network but the dashboard's, nothing that a first start asks or fetches.
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    """Where a Chromium is that can be run, if there is one; the one without windows is quicker."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@dataclass(frozen=True)
class Screen:
    """What somebody looks at: its size in pixels, light or dark."""

    width: int = 1440
    height: int = 900
    scheme: str = "light"

    def __str__(self) -> str:
        return f"{self.width}x{self.height} {self.scheme}"


DESK = Screen()


def settled(page: Page) -> None:
    """Wait until the page is drawn and nothing runs any more."""
    page.wait_for_selector(
        "[data-testid=stApp][data-test-script-state=notRunning] [data-testid=stMain] "
        ":is(h1, h2, [data-testid=stAlert])"
    )
    page.wait_for_function(
        "document.querySelectorAll('[data-stale=true], [data-testid=stSkeleton]').length === 0"
    )


def headline(page: Page) -> str:
    """The first sentence of a page."""
    return " ".join(page.locator("h1").first.inner_text().split())


def usable_on(page: Page, *screens: Screen) -> None:
    """Fail where axe finds something serious on one of these screens, or the page scrolls sideways."""
    for screen in screens:
        page.set_viewport_size({"width": screen.width, "height": screen.height})
        page.emulate_media(color_scheme="dark" if screen.scheme == "dark" else "light")
        expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", screen.scheme)
        settled(page)
        no_serious_problems(page)
        wider = "document.querySelector('[data-testid=stMain]').scrollWidth > innerWidth"
        assert not page.evaluate(wider), f"{page.url} scrolls sideways at {screen}"


def no_serious_problems(page: Page) -> None:
    """Fail where axe finds what keeps somebody from using the page."""
    found = Axe().run(page).response["violations"]
    serious = [
        f"{problem['impact']}: {problem['help']} ({problem['id']})\n"
        + "\n".join(f"    {node['target']} {node['html'][:160]}" for node in problem["nodes"][:6])
        for problem in found
        if problem["impact"] in ("serious", "critical")
    ]
    assert not serious, "\n".join(serious)
