"""Steps: what a turn has just done, told to whoever has a clock; the tutor has none."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Literal

Step = Literal["read"]

watcher: ContextVar[Callable[[Step], None] | None] = ContextVar("watcher", default=None)


def done(step: Step) -> None:
    """A step of the turn is done."""
    if watch := watcher.get():
        watch(step)
