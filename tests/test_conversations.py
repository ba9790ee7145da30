"""Conversations, held word for word: each file of tests/conversations is a transcript.

`> ` begins what the learner does: a message, a command, or a tap on a button as `[label]`.
What follows is the tutor's reply: its words, `(picture)` where one goes with them,
`(moving picture)` where it moves, its buttons.
`# ` begins a conversation of its own; `(zh)` behind the title is the learner's locale.
After a wanted change of words: `pytest tests/test_conversations.py --rewrite`, then read the diff.
"""

from pathlib import Path
from typing import get_args

import pytest

from bot.tutor.scene import Event, Opened, Page, Reply, Said, Scene, Tapped
from bot.tutor.turn import picture, turn

PICTURES = {False: "(picture)", True: "(moving picture)"}
FILES = sorted((Path(__file__).parent / "conversations").glob("*.md"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_conversation_goes_as_written(file, request):
    written = file.read_text("utf-8")
    held = "".join(hold(part) for part in split(written))
    if request.config.getoption("--rewrite"):
        file.write_text(held, "utf-8")
    assert held == written


def test_at_least_half_of_the_conversations_are_chinese():
    chinese = [file for file in FILES if file.stem.startswith("zh")]
    assert len(chinese) * 2 == len(FILES) > 0


@pytest.mark.parametrize(
    "file", [file for file in FILES if "follow-ups" not in file.stem], ids=lambda file: file.stem
)
def test_the_last_picture_of_a_conversation_can_be_drawn(file):
    for part in split(file.read_text("utf-8")):
        drawings = [reply.drawing for _, reply in exchanges(part) if reply.drawing]
        for drawing in drawings[-1:]:
            assert picture(drawing)[:2] == b"\xff\xd8"


def split(text):
    """The file's conversations, each from its title on."""
    return [f"# {part}" for part in text.removeprefix("# ").split("\n# ")]


def hold(part):
    """The conversation again, with the replies that the tutor gives now."""
    title, *_ = part.splitlines()
    said = "".join(f"> {line}\n\n{shown(reply)}\n\n" for line, reply in exchanges(part))
    return f"{title}\n\n{said}"


def exchanges(part):
    title, *lines = part.splitlines()
    locale = "zh" if title.endswith("(zh)") else None
    scene, reply, pairs = Scene(), None, []
    for line in lines:
        if line.startswith("> "):
            said = line.removeprefix("> ")
            reply, scene = step(event_of(said, reply, locale), scene)
            assert len(reply.words.encode("utf-16-le")) // 2 <= 1000  # what a caption takes
            pairs.append((said, reply))
    return pairs


def step(event, scene):
    done = turn(event, scene)
    return done.reply, done.scene


def event_of(said: str, before: Reply | None, locale: str | None) -> Event:
    if said.startswith("/") and said[1:] in get_args(Page):
        return Opened(said.removeprefix("/"), locale)
    if said.startswith("/slope "):
        return Said(said.removeprefix("/slope "), locale, explicit=True)
    if said.startswith("["):
        label = said.strip("[]")
        (change,) = [
            choice.change for row in before.choices for choice in row if choice.label == label
        ]
        return Tapped(change, before.answers, locale)
    return Said(said, locale)


def shown(reply: Reply) -> str:
    buttons = ["".join(f"[{choice.label}]" for choice in row) for row in reply.choices]
    drawn = [PICTURES[reply.drawing.motion]] if reply.drawing else []
    return "\n".join([reply.words, *drawn, *buttons])
