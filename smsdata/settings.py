"""Where things are, unless somebody says otherwise."""

from __future__ import annotations

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parent.parent


class Settings(BaseSettings):
    """What the environment may set: SMS_STORE, the path of the store."""

    model_config = SettingsConfigDict(env_prefix="SMS_")

    store: Path = ROOT / "data" / "sms.duckdb"


def default_store_path() -> Path:
    """The store a command works on when none is named: SMS_STORE, or data/sms.duckdb."""
    return Settings().store
