"""How long a turn's steps take, measured in the worker that takes them."""

import time
from collections.abc import Callable

from bot.tutor import steps
from bot.tutor.scene import Event, Scene, Turn


def timed(
    turn: Callable[[Event, Scene], Turn], event: Event, scene: Scene
) -> tuple[Turn, float, float]:
    """A turn, and the seconds of its reading and of all the rest, which is teaching and telling."""
    began = time.monotonic()
    read = began

    def watch(_: steps.Step) -> None:
        nonlocal read
        read = time.monotonic()

    token = steps.watcher.set(watch)
    try:
        taken = turn(event, scene)
    finally:
        steps.watcher.reset(token)
    return taken, read - began, time.monotonic() - read
