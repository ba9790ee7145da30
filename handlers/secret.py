"""The token, kept out of every log."""

import logging
from urllib.parse import quote

HIDDEN = "<token>"


def hide(token: str) -> None:
    """Whatever the root logger's handlers write from now on, the token is not in it.

    The libraries log URLs, and Telegram's URLs hold the token; tracebacks hold it too.
    To be called after logging is set up: a filter on a logger would not see its children's lines,
    so it is the handlers that are filtered.
    """
    silence = Silence(token)
    for handler in (*logging.getLogger().handlers, logging.lastResort):
        if handler is not None:
            handler.addFilter(silence)


class Silence(logging.Filter):
    """Lets every line pass, without the token in its message, traceback or stack."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._forms = (token, quote(token, safe=""))
        self._formatter = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self._without(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = self._formatter.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self._without(record.exc_text)
            # A handler that formats tracebacks itself would print the exception as it is.
            record.exc_info = None
        if record.stack_info:
            record.stack_info = self._without(record.stack_info)
        return True

    def _without(self, text: str) -> str:
        for form in self._forms:
            text = text.replace(form, HIDDEN)
        return text
