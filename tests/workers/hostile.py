"""What a worker should never meet, and must survive; found by name in it."""

import contextlib
import ctypes
import os
import pickle
import re
import signal
import socket
import stat
import sys
import threading
import time

from bot.tutor.errors import Misunderstood
from bot.workers import wire
from bot.workers.confinement import Confinement


class LocalError(Exception):
    """Pickles, and fails only when it arrives."""

    def __init__(self, *, place):
        super().__init__(f"cannot travel from {place}")


def echo(value, seconds=0.0, size=0):
    time.sleep(seconds)
    return value, os.getpid(), bytes(size)


def environment():
    return dict(os.environ)


def remember(value):
    """Append to what this process has been told before."""
    remember.told.append(value)
    return os.getpid(), tuple(remember.told)


remember.told = []


def loop():
    while True:
        pass


def loop_in_c():
    return pow(3, 1 << 40)


def backtrack():
    return re.match("(a*)*b", "a" * 60)


def sleep_deaf():
    """Ignore every signal that can be ignored but the alarm, and sleep."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN)
    time.sleep(60)


def swallow_everything():
    while True:
        with contextlib.suppress(BaseException):
            time.sleep(60)


def hoard():
    kept = []
    while True:
        kept.append(bytearray(16 << 20))


def take(mebibytes):
    return len(bytearray(mebibytes << 20))


def hoard_on():
    kept = []
    while True:
        with contextlib.suppress(MemoryError):
            kept.append(bytearray(16 << 20))


def grow():
    """Keep memory that is given back only with the process."""
    grow.kept.append(b"x" * (40 << 20))
    return os.getpid()


grow.kept = []


def abort():
    os.abort()


def segfault():
    return ctypes.string_at(0)


def stop_at_once():
    os._exit(0)


def leave():
    sys.exit(3)


def interrupt():
    raise KeyboardInterrupt


def kill_myself():
    os.kill(os.getpid(), signal.SIGKILL)


def hang_up():
    """Close every file, the socket to the bot among them."""
    os.closerange(3, 256)


def forge():
    """Answer a question that was never asked of this worker."""
    for descriptor in range(3, 64):
        with contextlib.suppress(OSError):
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                with socket.socket(fileno=os.dup(descriptor)) as door:
                    wire.send(door, wire.RESULT, 1 << 40, pickle.dumps("forged"))


def stop_iterating():
    raise StopIteration(7)


def fail_far_away():
    raise LocalError(place="a worker")


def fail_with_a_lock():
    raise ValueError(sys.stderr)


def misunderstand():
    raise Misunderstood(reason="unknown-name", text="foo(x)", span=(0, 3), slots=(("name", "foo"),))


def fail_to_unpack():
    first, second = (1, 2, 3)
    return first + second


def return_a_generator():
    return (value for value in range(3))


def recurse():
    return recurse() + 1


def start_a_thread():
    threading.Thread(target=print).start()


def trace(process):
    attach = 16
    library = ctypes.CDLL(None, use_errno=True)
    if library.ptrace(attach, int(process), None, None):
        raise OSError(ctypes.get_errno(), "permission")


def cannot_confine():
    """For the nursery: from here on it is as on a system that has none of it."""
    Confinement.enter = lambda _: None


def warm():
    remember("warm")
