"""A worker as the bot sees it: a socket, the job it has, and the time that is left for it."""

import asyncio
import socket
from collections.abc import Callable, Hashable

from bot.workers import wire
from bot.workers.line import Job

PORTION = 1 << 18  # bytes read at a time


class Worker:
    """One process; its socket closes when it ends, and it ends when its socket closes.

    Attributes:
        number: by which the nursery knows it.
        job: what it works on.
        near: of its last job.
        since: when it began its last job, by the loop's clock.
        was_ready: it has been born whole.
        leaves: its job is its last.
    """

    def __init__(
        self,
        number: int,
        channel: socket.socket,
        heard: Callable[["Worker", wire.Frame], None],
        lost: Callable[["Worker"], None],
    ) -> None:
        """Listen: every frame goes to `heard`, its end or the end of its time to `lost`."""
        self.number = number
        self.job: Job | None = None
        self.near: Hashable | None = None
        self.since = 0.0
        self.was_ready = False
        self.leaves = False
        self._channel = channel
        self._heard = heard
        self._lost = lost
        self._received = bytearray()
        self._unsent = bytearray()
        self._timer: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()
        channel.settimeout(0)
        self._loop.add_reader(channel, self._receive)

    def start(self, job: Job, seconds: float) -> None:
        self.job, self.near, self.since = job, job.near, self._loop.time()
        # Were the loop held up, it would still read an answer before it looks at the clock.
        self._timer = self._loop.call_later(seconds, self._lost, self)
        self._unsent += wire.frame(wire.JOB, job.number, job.call)
        self._send()

    def stop(self) -> Job | None:
        """Take its job away and stop the clock."""
        if self._timer:
            self._timer.cancel()
        job, self.job = self.job, None
        return job

    def hang_up(self) -> None:
        self._loop.remove_reader(self._channel)
        self._loop.remove_writer(self._channel)
        self._channel.close()
        self._received.clear()  # whatever it said is not heard any more

    def _receive(self) -> None:
        try:
            part = self._channel.recv(PORTION)
        except BlockingIOError:
            return
        except ConnectionError:
            part = b""
        if not part:
            self._lost(self)
            return
        self._received += part
        while frame := wire.cut(self._received):
            self._heard(self, frame)

    def _send(self) -> None:
        """Send what fits now, and the rest when there is room: a call may be larger than that."""
        try:
            del self._unsent[: self._channel.send(self._unsent)]
        except BlockingIOError:
            pass
        except ConnectionError:
            return  # it died; what it still said is read first, then its end
        if self._unsent:
            self._loop.add_writer(self._channel, self._send)
        else:
            self._loop.remove_writer(self._channel)
