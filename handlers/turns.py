"""How it was answered lately: a turn is the same for the same event in the same scene."""

import hashlib
from collections import OrderedDict

from bot.tutor.scene import Event, Scene, Turn


class Turns:
    """The last turns that answered a request; none of them holds what the learner wrote."""

    def __init__(self, size: int = 2_000) -> None:
        self._size = size
        self._turns: OrderedDict[bytes, Turn] = OrderedDict()

    def find(self, event: Event, scene: Scene) -> Turn | None:
        key = _key(event, scene)
        if key in self._turns:
            self._turns.move_to_end(key)
        return self._turns.get(key)

    def note(self, event: Event, scene: Scene, turn: Turn) -> None:
        # An excuse quotes the message.
        if turn.reply.answers is None:
            return
        self._turns[_key(event, scene)] = turn
        while len(self._turns) > self._size:
            self._turns.popitem(last=False)


def _key(event: Event, scene: Scene) -> bytes:
    return hashlib.sha256(repr((event, scene)).encode("utf-8", "surrogatepass")).digest()
