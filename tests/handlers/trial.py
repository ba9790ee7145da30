"""The tutor with a few sentences that no learner says: each does to its worker what it says."""

import os
import signal
import time
from pathlib import Path

from bot.tutor import turn as tutor
from bot.tutor.scene import Drawing, Event, Said, Scene, Turn

MOMENT = 1.0  # seconds; long against the time in which a crowd is heard, on a busy machine too


def turn(event: Event, scene: Scene) -> Turn:
    match event:
        case Said(text="die" | "死"):
            os.kill(os.getpid(), signal.SIGKILL)
        case Said(text="hang"):
            while True:
                pass
        case Said(text="raise"):
            message = "on purpose"
            raise ValueError(message)
        case Said(text=text) if text.startswith("slowly: "):
            time.sleep(MOMENT)
            event = Said(text.removeprefix("slowly: "), event.locale)
        case Said(text=text) if text.startswith("until "):
            gate, _, asked = text.removeprefix("until ").partition(": ")
            while not Path(gate).exists():
                time.sleep(0.01)
            event = Said(asked, event.locale)
    return tutor.turn(event, scene)


def thoughtless(event: Event, scene: Scene) -> Turn:
    """A tutor that has forgotten everything."""
    raise AssertionError((event, scene))


def no_picture(drawing: Drawing) -> bytes:
    message = f"no picture of {drawing}"
    raise ValueError(message)


def endless_picture(_: Drawing) -> bytes:
    while True:
        pass


def slow_picture(drawing: Drawing) -> bytes:
    time.sleep(MOMENT)
    return tutor.picture(drawing)


def no_motion(drawing: Drawing) -> bytes:
    return no_picture(drawing) if drawing.motion else tutor.picture(drawing)


def endless_motion(drawing: Drawing) -> bytes:
    return endless_picture(drawing) if drawing.motion else tutor.picture(drawing)
