"""What the operator decides: config.toml and the environment, checked before anything starts."""

import os
import re
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
)
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError


class BadConfig(Exception):  # noqa: N818 - the house's name for it
    """A wrong configuration; its text is one line that names the key."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Telegram(_Section):
    """The bot's account; without a token Nudge runs in the local chat."""

    token: SecretStr | None = None
    base_url: str = Field("https://api.telegram.org/bot", pattern=r"^https?://\S+/bot$")
    chats: tuple[int, ...] = ()
    cache_chat: int | None = None


class Chat(_Section):
    """The local chat's page."""

    port: int = Field(8080, ge=0, le=65535)
    browser: bool = True


class Groups(_Section):
    """How many answers a group gets in a minute, and how many each learner in it."""

    per_minute: int = Field(15, ge=1, le=1000)
    per_learner_per_minute: int = Field(6, ge=1, le=1000)


class Workers(_Section):
    """The processes that think: how many, and what one question may cost (seconds, MiB)."""

    count: int | None = Field(None, ge=1, le=256)
    seconds: float = Field(2.5, gt=0, le=60)
    mebibytes: int = Field(512, ge=64)
    waiting: int = Field(300, ge=1)
    waiting_per_learner: int = Field(3, ge=0)


class Memory(_Section):
    """The database, and for how many days a request is kept after it was last used."""

    url: str = Field(
        "sqlite:///nudge.db", pattern=r"^(sqlite(\+\w+)?:///|postgresql(\+psycopg)?://)\S+$"
    )
    days: int = Field(90, ge=1, le=3650)

    @field_validator("url")
    @classmethod
    def _can_be_opened(cls, url: str) -> str:
        try:
            name = make_url(url).get_backend_name()
        except (SQLAlchemyError, ValueError):
            kind, message = "no_url", "this is no URL; special characters in a password are %XX"
            raise PydanticCustomError(kind, message) from None
        if name == "postgresql" and find_spec("psycopg") is None:
            kind, message = "no_fleet", "this needs more packages: pip install 'nudge-tutor[fleet]'"
            raise PydanticCustomError(kind, message)
        return url


class Fleet(_Section):
    """Many machines over one PostgreSQL: how updates come in, and how many are answered at once."""

    url: str | None = Field(None, pattern=r"^https?://\S+$")
    secret: SecretStr | None = None
    webhook_host: str = "127.0.0.1"
    webhook_port: int = Field(8081, ge=0, le=65535)
    webhook_path: str = Field("/telegram", pattern=r"^/\S*$")
    at_once: int = Field(16, ge=1, le=1000)
    per_second: int = Field(30, ge=1, le=1000)
    host: str = "127.0.0.1"
    port: int = Field(9464, ge=0, le=65535)

    @field_validator("secret")
    @classmethod
    def _can_be_shown(cls, secret: SecretStr | None) -> SecretStr | None:
        # A pattern of the field would be held against its stars, and end in a traceback.
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret.get_secret_value()):
            kind, message = "no_secret", "1 to 256 letters, digits, _ and - are what Telegram takes"
            raise PydanticCustomError(kind, message)
        return secret


class Log(_Section):
    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


class Config(BaseSettings):
    """All sections; the environment (NUDGE_SECTION__KEY) wins over the file."""

    model_config = SettingsConfigDict(
        env_prefix="NUDGE_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    telegram: Telegram = Telegram()
    groups: Groups = Groups()
    chat: Chat = Chat()
    workers: Workers = Workers()
    memory: Memory = Memory()
    fleet: Fleet = Fleet()
    log: Log = Log()

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """Read `path`, or ./config.toml where there is one, then the environment.

        The token may also come from NUDGE_TOKEN, or from the file that NUDGE_TOKEN_FILE names.

        Raises:
            BadConfig: the file cannot be read, or a value is wrong.
        """
        table = _table(path)
        token = _token_of_environment()
        if token is not None:
            table = {**table, "telegram": {**table.get("telegram", {}), "token": token}}
        try:
            return cls(**table)
        except ValidationError as error:
            raise BadConfig(_line(error)) from None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put the environment before the file's table; read nothing else."""
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings


def _table(path: Path | None) -> dict[str, Any]:
    file = path or Path("config.toml")
    if path is None and not file.exists():
        return {}
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        message = f"{file}: {error.strerror}"
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{file}: this is not TOML: {error}"
    raise BadConfig(message)


def _token_of_environment() -> str | None:
    if token := os.environ.get("NUDGE_TOKEN"):
        return token.strip()
    if not (name := os.environ.get("NUDGE_TOKEN_FILE")):
        return None
    try:
        token = Path(name).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        message = "NUDGE_TOKEN_FILE: the file that it names cannot be read"
        raise BadConfig(message) from None
    if not token:
        message = "NUDGE_TOKEN_FILE: the file that it names is empty"
        raise BadConfig(message)
    return token


def _line(error: ValidationError) -> str:
    """The first complaint in one line, without the value: it might be the token."""
    first = error.errors(include_url=False, include_input=False)[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"{key}: there is no such key"
    return f"{key}: {first['msg'][:1].lower()}{first['msg'][1:]}"
