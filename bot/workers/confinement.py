"""What a worker may not do, whatever runs in it: connect, start a process, read or write a file.

Both defences are the kernel's, need no privileges, and cannot be taken back by the process.
seccomp refuses the system calls that make sockets and processes or look into other processes.
Landlock refuses every file but the installed packages', for reading; that keeps the configuration
and the bot's environment, where the token is, from a worker of the same user.

Sources: seccomp(2), landlock(7); the numbers are those of Linux's uapi headers.
"""

import contextlib
import ctypes
import os
import socket
import struct
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import bot

NO_NEW_PRIVILEGES = 38  # of prctl, like the next two
SECCOMP, FILTER = 22, 2

# By the machine's name: its number in a filter, and the calls that are refused there.
REFUSED = {
    "x86_64": (
        0xC000003E,
        (
            *(41, 42, 53),  # socket, connect, socketpair
            *(56, 57, 58, 435),  # clone, fork, vfork, clone3: no thread either, we need none
            *(59, 322),  # execve, execveat
            *(101, 310, 311, 438),  # ptrace, process_vm_readv and _writev, pidfd_getfd
            425,  # io_uring_setup, which would do all that unseen
        ),
    ),
    "aarch64": (
        0xC00000B7,
        (*(198, 203, 199), *(220, 435), *(221, 281), *(117, 270, 271, 438), 425),
    ),
}
X32 = 0x40000000  # from here on the same calls again, on x86_64

# Of a filter's instructions: load a word, jump if equal, jump if greater or equal, return.
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050001  # the latter is EPERM

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # on every machine
READ_FILE, READ_FOLDER = 1 << 2, 1 << 3
LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache")


class Confinement:
    """Prepare it once, before the fork; enter it in each worker.

    Where the system lacks a part, entering does what it can, and `gaps` says what is left open.
    """

    def __init__(self) -> None:
        self._ruleset = -1
        if sys.platform == "linux":
            self._call = ctypes.CDLL(None, use_errno=True).syscall
            self._control = ctypes.CDLL(None, use_errno=True).prctl
            with contextlib.suppress(OSError):
                self._ruleset = self._files()

    def enter(self) -> None:
        """Confine this process, for good."""
        if sys.platform != "linux":
            return
        self._control(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        if self._ruleset >= 0:
            self._call(RESTRICT_SELF, self._ruleset, 0)
            os.close(self._ruleset)
        if program := _filter():
            code = ctypes.create_string_buffer(program)
            whole = struct.pack("HP", len(program) // 8, ctypes.addressof(code))
            self._control(SECCOMP, FILTER, whole, 0, 0)

    def gaps(self) -> list[str]:
        """What a process can still do that has entered; a child of ours tries."""
        attempts: dict[str, Callable[[], object]] = {
            "open connections": socket.socket,
            "start processes": os.fork,
            "read any file": lambda: list(Path(os.sep).iterdir()),
        }
        child = os.fork()
        if child == 0:
            open_ = 255
            with contextlib.suppress(BaseException):
                self.enter()
                open_ = sum(1 << i for i, try_ in enumerate(attempts.values()) if _works(try_))
            os._exit(open_)
        found = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return [name for i, name in enumerate(attempts) if found >> i & 1]

    def _files(self) -> int:
        """A set of rules under which only what is installed can be read, and nothing written."""
        version = self._checked(CREATE_RULESET, None, 0, 1)
        all_rights = (1 << (15 if version >= 3 else 13)) - 1  # noqa: PLR2004 - the third can truncate
        scopes = 3 if version >= 6 else 0  # noqa: PLR2004 - no signal to those outside, from the sixth
        rights = struct.pack("QQQ", all_rights, 0, scopes)
        ruleset = self._checked(CREATE_RULESET, rights, len(rights), 0)
        for place in _readable():
            kind = READ_FILE | READ_FOLDER if place.is_dir() else READ_FILE
            descriptor = os.open(place, os.O_PATH | os.O_CLOEXEC)
            self._checked(ADD_RULE, ruleset, 1, struct.pack("=Qi", kind, descriptor), 0)
            os.close(descriptor)
        return ruleset

    def _checked(self, *arguments: object) -> int:
        result = int(self._call(*arguments))
        if result < 0:
            raise OSError(ctypes.get_errno(), "Landlock")
        return result


def _readable() -> set[Path]:
    """Where Python, the packages, we ourselves and the system's libraries are installed."""
    paths = sysconfig.get_paths()
    names = [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    folders = [*names, sysconfig.get_config_var("LIBDIR") or "", *bot.__path__, *LIBRARIES]
    return {Path(folder) for folder in folders if folder and Path(folder).exists()}


def _filter() -> bytes:
    """The program that the kernel runs at each system call; empty where the machine is unknown."""
    name = os.uname().machine
    if name not in REFUSED or sys.maxsize < X32 << 2:  # the latter: of 32 bits, on such a kernel
        return b""
    machine, refused = REFUSED[name]
    last = len(refused) + 1  # of the instructions that look at the call's number
    looks = [struct.pack("HBBI", AT_LEAST, last, 0, X32)]
    looks += [struct.pack("HBBI", EQUAL, last - i, 0, call) for i, call in enumerate(refused, 1)]
    return b"".join(
        [
            struct.pack("HBBI", LOAD, 0, 0, 4),  # the machine
            struct.pack("HBBI", EQUAL, 1, 0, machine),
            struct.pack("HBBI", RETURN, 0, 0, REFUSE),
            struct.pack("HBBI", LOAD, 0, 0, 0),  # the call's number
            *looks,
            struct.pack("HBBI", RETURN, 0, 0, ALLOW),
            struct.pack("HBBI", RETURN, 0, 0, REFUSE),
        ]
    )


def _works(attempt: Callable[[], object]) -> bool:
    try:
        made = attempt()
    except OSError:
        return False
    if made == 0:  # the child of a fork
        os._exit(0)
    return True
