"""A worker turns hostile: it cannot connect, start a process, or read the token."""

import os
import platform
import socket
import subprocess
import sys
from pathlib import Path

import hostile
import pytest
import pytest_asyncio
from watching import pool

from bot.workers.confinement import Confinement

pytestmark = [
    pytest.mark.skipif(
        sys.platform != "linux" or bool(Confinement().gaps()),
        reason="this system cannot confine; the workers say so at their start",
    ),
    pytest.mark.asyncio(loop_scope="module"),
]

TOKEN = "123456:AAH-what_no_worker_may_read"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def workers():
    async with pool() as confined:
        yield confined


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    file = tmp_path_factory.mktemp("config") / "config.toml"
    file.write_text(f'[telegram]\ntoken = "{TOKEN}"\n')
    return file


ATTEMPTS = {
    "to make a socket": (socket.socket, ()),
    "to connect": (socket.create_connection, (("127.0.0.1", 9), 1)),
    "to look a name up": (socket.getaddrinfo, ("localhost", 80)),
    "to fork": (os.fork, ()),
    "to start a thread": (hostile.start_a_thread, ()),
    "to run a program": (os.execv, ("/bin/true", ["true"])),
    "to run a command": (subprocess.check_output, (["true"],)),
    "to read the configuration": (Path.read_text, (Path("{config}"),)),
    "to read the bot's environment": (Path.read_bytes, (Path("/proc/{bot}/environ"),)),
    "to read the bot's memory": (Path.read_bytes, (Path("/proc/{bot}/maps"),)),
    "to list a folder": (os.listdir, ("/",)),
    "to write a file": (Path.write_text, (Path("{config}").with_name("new"), "")),
    "to write into a package": (Path.write_text, (Path(hostile.__file__), "")),
    "to cut a file": (os.truncate, ("{config}", 0)),
    "to delete a file": (os.unlink, ("{config}",)),
    "to trace the bot": (hostile.trace, ("{bot}",)),
}


def filled(argument, names):
    if isinstance(argument, (str, Path)):
        return type(argument)(str(argument).format(**names))
    return argument


@pytest.mark.parametrize(("act", "arguments"), ATTEMPTS.values(), ids=ATTEMPTS)
async def test_a_hostile_worker_is_denied(workers, config, act, arguments):
    names = {"config": config, "bot": os.getpid()}
    with pytest.raises((OSError, RuntimeError), match=r"(?i)permi|denied|can't start|failure"):
        await workers.run(act, *[filled(argument, names) for argument in arguments])
    assert TOKEN in config.read_text()


async def test_a_worker_that_would_kill_the_bot_is_denied(workers):
    if [int(part) for part in platform.release().split(".")[:2]] < [6, 12]:
        pytest.skip("this kernel's Landlock has no scopes for signals")
    with pytest.raises(PermissionError):
        await workers.run(os.kill, os.getpid(), 0)


async def test_where_the_system_cannot_confine_a_line_says_so_at_the_start(caplog):
    async with pool(warm=hostile.cannot_confine):
        pass
    [line] = caplog.messages
    assert line.startswith("the workers are not confined: on this system they can ")
    assert line.endswith("open connections, start processes, read any file")
