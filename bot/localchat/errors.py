"""What the Bot API refuses, and in which words."""

from typing import NoReturn

from bot.localchat.records import Json


class Refused(Exception):  # noqa: N818 - the Bot API refuses; nothing went wrong here
    """A call that Telegram would not carry out.

    Args:
        code: the HTTP status and `error_code`.
        description: Telegram's own text, prefix included ("Bad Request: chat not found").
        parameters: ResponseParameters, such as `retry_after`.
    """

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(code, description, parameters)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> Json:
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def refuse(reason: str) -> NoReturn:
    """Raise the most common refusal, 400 "Bad Request: reason"."""
    raise Refused(400, f"Bad Request: {reason}")
