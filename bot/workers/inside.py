"""What runs beside the bot: the nursery, which is warmed and forks, and the worker, which works.

Three defences end a worker that hangs, and none needs the others.
The bot has it killed at the limit.
The kernel kills it `GRACE` seconds later, even inside C and even if the bot is dead.
The nursery kills all its workers when the bot goes.
"""

import contextlib
import gc
import importlib
import os
import pickle
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.workers import wire
from bot.workers.confinement import Confinement

GRACE = 0.5  # seconds that the kernel waits longer than the bot
JOBS = 1000  # then a worker is old
# Bytes of resident memory more than at birth, then a worker is too large.
# With the tutor it is born with some 93 MiB and gains 50 with its first pictures.
GROWTH = 128 << 20
MEBIBYTE = 1 << 20
DEEP = 30  # calls of a traceback that travel home


@dataclass(frozen=True)
class Plan:
    """What a nursery has to know.

    Attributes:
        preload: modules that it imports.
        warm: called once, so that every worker is born with what it leaves in memory; pickled,
            because the function can be found only when `sys.path` is right.
        seconds, mebibytes: the limits of a job.
    """

    preload: tuple[str, ...]
    warm: bytes
    seconds: float
    mebibytes: int


def live(descriptor: int) -> None:
    """Be the nursery: warm up, then fork and end workers by number until the bot goes."""
    # Whoever wants to stop speaks to the bot, and it stops us by hanging up: Ctrl-C and a service's
    # stop go to the whole group, and must not take answers that the bot still waits for.
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):  # Linux: short of memory, it takes one of us, not the bot
        Path("/proc/self/oom_score_adj").write_text("500")
    # The bot may be gone before we are warm.
    with socket.socket(fileno=descriptor) as control, contextlib.suppress(ConnectionError):
        plan = _warm_up(control)
        if plan is not None:
            confinement = Confinement()
            gc.collect()
            gc.freeze()  # a collection in a worker would copy every page that it looks at
            wire.send(control, wire.WARM, body=", ".join(confinement.gaps()).encode())
            _fork_on_command(control, plan, confinement)


def _warm_up(control: socket.socket) -> Plan | None:
    told = wire.receive(control)
    if told is None:
        return None
    try:
        plan: Plan = pickle.loads(told[2])  # noqa: S301 - from the bot
        for name in plan.preload:
            importlib.import_module(name)
        warm: Callable[[], object] | None = pickle.loads(plan.warm)  # noqa: S301 - from the bot
        if warm is not None:
            warm()
    except Exception:  # noqa: BLE001 - told to the bot, whatever it is
        wire.send(control, wire.COLD, body=traceback.format_exc().encode())
        return None
    return plan


def _fork_on_command(control: socket.socket, plan: Plan, confinement: Confinement) -> None:
    children: dict[int, int] = {}  # a worker's number -> its process id, until it is reaped
    try:
        while True:
            order, doors, _, _ = socket.recv_fds(control, wire.HEADER.size, 1)
            if not order:
                return
            kind, number, _ = wire.HEADER.unpack(order)
            if kind == wire.FORK:
                # Where there can be no process the door closes, which tells the bot.
                with socket.socket(fileno=doors[0]) as door, contextlib.suppress(OSError):
                    children[number] = _fork(control, door, plan, confinement)
            elif number in children:
                _end(children.pop(number))
    finally:
        for child in children.values():
            _end(child)


def _end(child: int) -> None:
    os.kill(child, signal.SIGKILL)  # it is not reaped yet, so the number is still its own
    os.waitpid(child, 0)


def _fork(control: socket.socket, door: socket.socket, plan: Plan, confinement: Confinement) -> int:
    child = os.fork()
    if child:
        return child
    try:
        control.close()
        memory = Memory()  # a confined process could not open what it reads
        confinement.enter()
        _work(door, plan, memory)
    except ConnectionError:
        pass  # the bot has hung up
    except BaseException:  # noqa: BLE001 - nothing may run on into the nursery's own code
        traceback.print_exc()
    finally:
        os._exit(0)


def _work(door: socket.socket, plan: Plan, memory: "Memory") -> None:
    """Be a worker: one job after the other until old, too large, or alone."""
    most = memory.resident() + GROWTH
    wire.send(door, wire.READY)
    jobs = 0
    while told := wire.receive(door):
        signal.setitimer(signal.ITIMER_REAL, plan.seconds + GRACE)
        _, number, call = told
        _allow(plan.mebibytes, memory)
        wire.send(door, wire.BEGAN, number)
        kind, body = _answer(call)
        jobs += 1
        fit = kind != wire.OVER and jobs < JOBS and memory.resident() < most
        signal.setitimer(signal.ITIMER_REAL, 0)
        if not fit:
            wire.send(door, wire.LAST, number)
        wire.send(door, kind, number, body)


def _allow(mebibytes: int, memory: "Memory") -> None:
    """Limit what one job may map: with the tutor a worker has some 225 MiB mapped before it."""
    if sys.platform == "linux":  # others have no such limit, or do not say what is mapped
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = memory.mapped() + mebibytes * MEBIBYTE
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


class Memory:
    """How many bytes this process has; zeros where the system does not say."""

    def __init__(self) -> None:
        self._statm = -1
        with contextlib.suppress(OSError):
            self._statm = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)

    def mapped(self) -> int:
        return self._field(0)

    def resident(self) -> int:
        return self._field(1)

    def _field(self, number: int) -> int:
        if self._statm < 0:
            return 0
        return int(os.pread(self._statm, 100, 0).split()[number]) * resource.getpagesize()


def _answer(call: bytes) -> tuple[bytes, bytes]:
    try:
        function, arguments = pickle.loads(call)  # noqa: S301 - from the bot
        return wire.RESULT, pickle.dumps(function(*arguments), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return wire.OVER, b""
    except BaseException as error:  # noqa: BLE001 - it is raised again where the question was asked
        return wire.ERROR, _portable(error)


def _portable(error: BaseException) -> bytes:
    """Pickle an error with its traceback; one that cannot travel goes as a RuntimeError."""
    story = "".join(traceback.format_exception(error, limit=-DEEP))
    # SystemExit and its like would stop the bot, and no future may hold a StopIteration.
    if isinstance(error, Exception) and not isinstance(error, StopIteration):
        with contextlib.suppress(Exception):  # it does not travel: the line below
            body = pickle.dumps((error, story))
            pickle.loads(body)  # noqa: S301 - our own; some errors only fail on arrival
            return body
    return pickle.dumps((RuntimeError(f"{type(error).__name__}: {error}"), story))
