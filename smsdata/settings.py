"""Where things are, unless somebody says otherwise."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from pydantic_settings import BaseSettings, SettingsConfigDict

from smsdata.errors import InputError

ROOT = Path(__file__).parent.parent


class Settings(BaseSettings):
    """What the environment may set.

    SMS_STORE: the path of the store. SMS_BASE_ADDRESS: where people reach the dashboard, such as
    https://sms.example.org; packs then lead to its pages.
    """

    model_config = SettingsConfigDict(env_prefix="SMS_", env_ignore_empty=True)

    store: Path = ROOT / "data" / "sms.duckdb"
    base_address: str = ""


@lru_cache(maxsize=8)
def _read(*_: str | None) -> Settings:
    return Settings()


def _settings() -> Settings:
    """The settings, read anew only where the environment says something else: every page asks."""
    return _read(os.environ.get("SMS_STORE"), os.environ.get("SMS_BASE_ADDRESS"))


def default_store_path() -> Path:
    """The store a command works on when none is named: SMS_STORE, or data/sms.duckdb."""
    return _settings().store


def base_address() -> str | None:
    """Where people reach the dashboard, without a slash at its end; None where nobody said."""
    given = _settings().base_address.strip()
    if not given:
        return None
    if not _leads_somewhere(given):
        raise InputError.of(
            f"'{given}' is no address; write it like https://sms.example.org",
            file="SMS_BASE_ADDRESS",
        )
    return given.rstrip("/")


def _leads_somewhere(address: str) -> bool:
    """Whether the addresses of pages can be put behind this one."""
    try:
        parts = urlsplit(address)
        place = parts.hostname and parts.port != 0
    except ValueError:
        return False
    typed = address.isascii() and address.isprintable() and " " not in address
    return bool(
        parts.scheme in ("http", "https") and place and typed and not parts.query + parts.fragment
    )
