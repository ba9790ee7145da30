"""What a method was called with: query, form, multipart and JSON read alike."""

import json
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.localchat.entities import formatted
from bot.localchat.errors import refuse
from bot.localchat.records import Formatted, Json, read_json

_WORDS_FOR_TRUE = frozenset({"true", "yes", "1"})


@dataclass(frozen=True)
class Parameters:
    """Named values, as text, and uploaded files, as bytes."""

    values: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.values.get(name, "")

    def has(self, name: str) -> bool:
        return bool(self.text(name))

    def integer(self, name: str, default: int = 0) -> int:
        """The number, or the default where there is none or none that reads, as tdlib does."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def boolean(self, name: str) -> bool:
        return self.text(name).strip().lower() in _WORDS_FOR_TRUE

    def json(self, name: str, kind: type) -> Any:  # noqa: ANN401 - JSON of that kind
        """The JSON value under `name`, or an empty one of `kind`."""
        try:
            value = read_json(self.text(name)) if self.has(name) else kind()
        except ValueError:
            value = None
        if not isinstance(value, kind):
            refuse(f"can't parse {name} JSON object")
        return value

    def formatted(self, name: str, entities: str) -> Formatted:
        """The text under `name` with its entities, by parse_mode or given one by one."""
        listed = [] if self.has("parse_mode") else self.json(entities, list)
        return formatted(self.text(name), self.text("parse_mode"), listed)


def nested(given: Json) -> Parameters:
    """The fields of a JSON object, such as an InputMedia, read as a call's own."""
    return Parameters(
        {
            name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            for name, value in given.items()
            if value is not None
        }
    )


async def parameters(request: Request) -> Parameters:
    """All that a request carries; the body wins over the query.

    Raises:
        Refused: a body that says it is JSON and is not an object.
    """
    values = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return Parameters(values | _from_json(await request.body()))
    files: dict[str, bytes] = {}
    async with request.form(max_part_size=1 << 20) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                files[name] = await value.read()
            else:
                values[name] = value
    return Parameters(values, files)


def _from_json(body: bytes) -> dict[str, str]:
    try:
        given = read_json(body or b"{}")
    except ValueError:
        given = None
    if not isinstance(given, dict):
        refuse("can't parse JSON object in the request")
    return nested(given).values
