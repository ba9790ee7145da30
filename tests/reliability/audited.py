"""What hostile texts make a process do: `python audited.py` reads them as JSON, tells as JSON.

After the rehearsal nothing may be compiled, executed or opened but the installed packages' own
modules, which import some of themselves when they are first needed; and nothing else may start.
"""

import json
import sys
import sysconfig
from contextlib import suppress
from pathlib import Path
from types import CodeType

from bot import tutor
from bot.tutor.calculus.teach import teach
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.request import Request
from bot.tutor.scene import Said, Scene
from bot.tutor.turn import picture, rehearse, turn

PATHS = sysconfig.get_paths()
INSTALLED = tuple(
    str(Path(path).resolve())
    for path in (PATHS["stdlib"], PATHS["purelib"], PATHS["platlib"], Path(tutor.__file__).parent)
)
HARMLESS = ("builtins.id", "object.", "sys._getframe", "import", "marshal.loads", "os.listdir")


def installed(name):
    """Whether a file is a package's; modules frozen into Python are."""
    if isinstance(name, bytes):
        name = name.decode()
    return str(name).startswith("<frozen ") or str(Path(str(name)).resolve()).startswith(INSTALLED)


def harmless(event, given):
    match event:
        case "open":
            return isinstance(given[0], int) or (given[1] in {"r", "rb"} and installed(given[0]))
        case "compile":
            return installed(given[1])
        case "exec":
            code = given[0]
            return (
                isinstance(code, CodeType)
                and code.co_name == "<module>"
                and installed(code.co_filename)
            )
    return event.startswith(HARMLESS)


def messages(payload):
    return (
        payload,
        f"slope of {payload} at 5",
        f"slope of x^2 at {payload}",
        f"slope of x^2 at 2 with nudge {payload}",
        f"derivative of x^2 with respect to {payload} at 5",
    )


def requests(payload):
    """As no reading makes them."""
    usual = {"formulas": ("x^2",), "variable": "x", "points": ("2",)}
    for place in (
        {"formulas": (payload,)},
        {"points": (payload,)},
        {"run": payload},
        {"variable": payload},
    ):
        yield Request(**usual | place)


def hear(payload):
    for message in messages(payload):
        for explicit in (False, True):
            drawing = turn(Said(message, explicit=explicit), Scene()).reply.drawing
            if drawing:
                picture(drawing)
    for request in requests(payload):
        # Reading lets none of these through: whatever fails, nothing may run.
        with suppress(Misunderstood, ValueError, TypeError, KeyError, AttributeError):
            teach(request)


def main():
    rehearse()
    seen = []

    def watch(event, given):
        if not harmless(event, given):
            seen.append(f"{event} {given!r:.200}")

    payloads = json.load(sys.stdin)
    sys.addaudithook(watch)
    for payload in payloads:
        hear(payload)
    print(json.dumps(tuple(seen)))  # noqa: T201 - for the test


if __name__ == "__main__":
    main()
