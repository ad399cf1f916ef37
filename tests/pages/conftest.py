"""Pages as Streamlit's own tester runs them: no browser, the real store."""

from __future__ import annotations

import functools
import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from pages.parts.boards import Setting
from smsdata.demo import make_demo
from smsdata.serving import close_shared
from tests.conftest import ROOT
from tests.pages.planned import PERIOD, planned_organisation

# A day on which the sample has its whole story behind it.
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)

# What is due, and how late, changes with the day on which it is looked at.
TODAY = date(2026, 11, 23)

Opened = Callable[..., AppTest]


@pytest.fixture(scope="session")
def sample_file(once: Callable[..., Path]) -> Path:
    """A store with the sample organisation as of `NOW`, closed; copy it, never open it."""
    return once("sample-pages", lambda store: make_demo(store, NOW, lambda _: None))


@pytest.fixture(scope="session")
def planned_file(stored: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the small organisation and its plan, closed; copy it, never open it."""
    return stored(tmp_path_factory.mktemp("planned") / "sms.duckdb", planned_organisation())


@pytest.fixture(scope="session", autouse=True)
def _packages_are_looked_through_once() -> Iterator[None]:
    """Streamlit's tester looks for components in every installed package, each time: 0.3 s."""
    patch = pytest.MonkeyPatch()
    patch.setattr(
        manifest_scanner,
        "scan_component_manifests",
        functools.cache(manifest_scanner.scan_component_manifests),
    )
    yield
    patch.undo()


@pytest.fixture
def planned(opened: Opened, planned_file: Path, tmp_path: Path) -> Opened:
    """Open a page of the organisation with a plan: `planned("plan", "eero", phase="implement")`."""

    def run(page: str, actor: str | None = None, **address: str) -> AppTest:
        store = tmp_path / "planned.duckdb"
        if not store.exists():
            shutil.copy(planned_file, store)
        app = opened(store, page, **{"period": PERIOD, **address})
        if actor:
            app.selectbox(key="acting").set_value(actor).run()
            assert not app.exception, app.exception
        return app

    return run


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever day it is, the pages are looked at on `TODAY`."""
    monkeypatch.setattr(Setting, "today", TODAY)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """Open a page of a store at an address: `opened(path, "objectives", period="2026-10")`."""
    st.cache_resource.clear()
    st.cache_data.clear()

    def run(store: Path, page: str = "", **address: str) -> AppTest:
        monkeypatch.setenv("SMS_STORE", str(store))
        app = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=60)
        # Before its first run the tester knows pages by their files' names alone, and the overview,
        # with which it would begin, is the dearest of them.
        for shown in ("from_file", page) if page == "set_up" else (page,):
            if shown:
                app.switch_page(f"{shown}.py")
            for name, value in address.items():
                app.query_params[name] = value
            app.run()
        assert not app.exception, app.exception
        return app

    yield run
    close_shared()
    st.cache_resource.clear()
    st.cache_data.clear()


def html_of(app: AppTest) -> str:
    """All HTML that the page draws itself, without the shapes' definitions."""
    pieces = [json.loads(element.proto.json) for element in app.get("bidi_component")]
    shown = [piece["html"].partition("</defs></svg>")[2] for piece in pieces if "html" in piece]
    return "\n".join(shown).replace("\u00a0", " ")


def text_of(html: str) -> str:
    """What a person reads of it."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def press(app: AppTest, label: str) -> AppTest:
    """Press the one button with a label."""
    (button,) = [button for button in app.button if button.label == label]
    app = button.click().run()
    assert not app.exception, app.exception
    return app
