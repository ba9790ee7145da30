"""The nursery as the bot holds it: a warmed process that forks workers and ends them, by number.

It is our own rather than multiprocessing's, for these reasons.
It gets an environment of its own, without the token, and the bot's own is never touched.
It imports no `__main__`, leaves no resource tracker, and belongs to one pool.
It reaps a worker only when told to end it, so no process id is ever another's.
"""

import asyncio
import contextlib
import logging
import os
import pickle
import socket
import subprocess
import sys
from collections.abc import Callable

from bot.workers import wire
from bot.workers.inside import Plan

log = logging.getLogger(__name__)

SECRET = "NUDGE_"  # noqa: S105 - how the names of our variables begin; the token is one
START = (
    "import sys; sys.path[:] = sys.argv[2:]; "
    "from bot.workers.inside import live; live(int(sys.argv[1]))"
)
FAREWELL = 2.0  # seconds to end its workers and itself


class Nursery:
    """Use `await Nursery.open(...)`.

    Functions are found by name with this process's `sys.path`.
    Its environment is ours without the variables that begin with NUDGE_, in any case, and with
    linear algebra on one thread: threads do not survive a fork, and each would count as memory.
    """

    def __init__(self, process: subprocess.Popen[bytes], control: socket.socket) -> None:
        self._process = process
        self._control = control

    @classmethod
    async def open(cls, plan: Plan, lost: Callable[[], None]) -> "Nursery":
        """Start one and wait until it is warm; `lost` is called should it die.

        Raises:
            OSError: no process can be started.
            RuntimeError: it could not be warmed, with its traceback.
        """
        control, theirs = socket.socketpair()
        control.settimeout(0)
        try:
            with theirs:
                process = _start(theirs.fileno())
        except OSError:
            control.close()
            raise
        nursery = cls(process, control)
        try:
            await nursery._warm(plan)
        except BaseException:
            process.kill()  # it has no workers yet
            await nursery.close()
            raise
        asyncio.get_running_loop().add_reader(control, lost)  # it only ever says that it ends
        return nursery

    async def _warm(self, plan: Plan) -> None:
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(self._control, wire.frame(wire.PLAN, body=pickle.dumps(plan)))
        heard = bytearray()
        while (told := wire.cut(heard)) is None:
            part = await loop.sock_recv(self._control, 1 << 16)
            if not part:
                message = "the workers' nursery ended before it was warm"
                raise RuntimeError(message)
            heard += part
        if told[0] != wire.WARM:
            message = f"the workers could not be warmed:\n{told[2].decode()}"
            raise RuntimeError(message)
        if told[2]:
            log.warning(
                "the workers are not confined: on this system they can %s", told[2].decode()
            )

    def fork(self, number: int) -> socket.socket:
        """Have a worker forked and return the socket to it, which closes when the worker ends.

        Raises:
            OSError: the nursery is dead.
        """
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                order = wire.frame(wire.FORK, number)
                socket.send_fds(self._control, [order], [theirs.fileno()])
        except OSError:
            ours.close()
            raise
        return ours

    def end(self, number: int) -> None:
        """SIGKILL a worker, dead or alive; the kernel does it if the nursery is dead."""
        with contextlib.suppress(OSError):
            self._control.send(wire.frame(wire.END, number))

    async def close(self) -> None:
        """Hang up; it kills its workers and ends."""
        asyncio.get_running_loop().remove_reader(self._control)
        self._control.close()
        try:
            await asyncio.to_thread(self._process.wait, FAREWELL)
        except subprocess.TimeoutExpired:
            pass  # it hangs
        finally:
            self._process.kill()
            self._process.wait()


def _start(descriptor: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - ours
        [sys.executable, "-P", "-c", START, str(descriptor), *sys.path],
        pass_fds=[descriptor],
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # the bot's standard output may be read by a program
        start_new_session=True,
    )


def _environment() -> dict[str, str]:
    # In the configuration's names the case does not matter.
    ours = {name for name in os.environ if name.upper().startswith(SECRET)}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return kept | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
