"""A real dashboard and a real browser: `dashboard` serves a store, `page` looks at it.

The dashboard is `streamlit run app.py` as a process of its own, on a free port. The store that it
holds is a copy, so that a test may ask the same figures of the other copy through smsdata.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from smsdata.demo import make_demo
from tests.e2e.browsing import DESK, FLAGS, Dashboard, Screen, chromium, served, settled

LOG = pytest.StashKey[Path]()
# What is waited for comes at once, but not on a machine that has much else to do.
_PATIENCE = 30_000
expect.set_options(timeout=_PATIENCE)

# --- the dashboard -------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def sample_store_file(once: Callable[..., Path]) -> Path:
    """The sample organisation as of now, closed; copy it, never write to it."""
    return once("sample-now", lambda store: make_demo(store, datetime.now(UTC), lambda _: None))


@pytest.fixture(scope="package")
def dashboard(
    browser: Browser,  # without one it need not run
    sample_store_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Dashboard]:
    """The dashboard of the sample organisation, for tests that write nothing."""
    with served(sample_store_file, tmp_path_factory.mktemp("dashboard")) as running:
        yield running


@pytest.fixture
def serve(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[Path], Dashboard]]:
    """A dashboard of a test's own, on a copy of a store: `serve(store_file)`."""
    with ExitStack() as running:

        def start(store_file: Path) -> Dashboard:
            folder = tmp_path / "served"
            folder.mkdir()
            started = running.enter_context(served(store_file, folder))
            request.node.stash[LOG] = started.log
            return started

        yield start


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """A test that fails shows what the dashboard logged."""
    report = yield
    if report.failed:
        running = getattr(item, "funcargs", {}).get("dashboard")
        log = item.stash.get(LOG, running.log if running else None)
        if log is not None:
            report.sections.append(("the dashboard's log", log.read_text()[-5000:]))
    return report


# --- the browser ---------------------------------------------------------------------------------


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, without a window; without one tests are skipped, but not where CI=true."""
    executable = chromium()
    if executable is None:
        if os.environ.get("CI") == "true":
            pytest.fail("there is no Chromium on the PATH; .ci/run installs one")
        pytest.skip("there is no Chromium on the PATH: install chromium to run browser tests")
    root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*FLAGS, *root])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A fresh browser, as another person has it, at an address: `visit(address, Screen(400, 800))`."""
    contexts = []

    def go(address: str, screen: Screen = DESK) -> Page:
        context = browser.new_context(
            viewport={"width": screen.width, "height": screen.height},
            color_scheme="dark" if screen.scheme == "dark" else "light",
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(_PATIENCE)
        page.goto(address)
        settled(page)
        return page

    yield go
    for context in contexts:
        context.close()
