"""The quiz of a group: five polls, who was right, and when to stop."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Literal, assert_never

from bot.tutor.course.making import made
from bot.tutor.course.options import options
from bot.tutor.course.practice import SEEDS, picture_of
from bot.tutor.course.questions import facts
from bot.tutor.course.verdicts import ask, explained
from bot.tutor.languages import Language, words
from bot.tutor.scene import Ask, Drawing, Question, Settings

LONGEST_QUESTION = 300  # characters, as Telegram counts them in a poll
LONGEST_OPTION = 100
LONGEST_EXPLANATION = 200
LONGEST_NAME = 32
SHOWN = 20  # players in the score
UNANSWERED = 2  # questions in a row that nobody answers, after which no other is asked

# The kinds and levels that each question is chosen from, easy to harder.
# How high a point is would be read off the picture, and where a slope is so much has no options.
ROUND: tuple[tuple[tuple[Ask, int], ...], ...] = (
    (("nudged-value", 0), ("rise", 0)),
    (("slope", 0), ("ratio", 0)),
    (("slope", 1), ("elsewhere", 0)),
    (("steeper", 1), ("exists", 1), ("exists", 2)),
    (("derivative-function", 2), ("slope", 2), ("slope", 3), ("derivative-function", 3)),
)
Over = Literal["done", "stopped", "unanswered", "late", "no-polls"]


@dataclass(frozen=True)
class Player:
    """Somebody who has answered in this round.

    Attributes:
        name: as the messenger shows it.
        right: answers so far.
        option: chosen in the open question, from 0; None: not answered yet.
    """

    learner: int
    name: str
    right: int = 0
    option: int | None = None


@dataclass(frozen=True)
class Quiz:
    """Where a round stands.

    Attributes:
        seed: of its questions.
        language: of everything that is said in it.
        number: of the open question, from 1.
        right: the open question's right option, from 0; None: it is still to be posted.
        players: in the order in which they first answered.
        unanswered: questions in a row, up to the last one closed, that nobody answered.
        over: why the round has ended, or None.
    """

    seed: int
    language: Language
    number: int = 1
    right: int | None = None
    players: tuple[Player, ...] = ()
    unanswered: int = 0
    over: Over | None = None


@dataclass(frozen=True)
class Poll:
    """A question with its options, within a messenger's limits.

    Attributes:
        right: the right option, from 0.
        explanation: for whoever has answered.
        drawing: what is asked about, without the answer; None: no picture goes without it.
        answer: the answer's picture.
    """

    question: str
    options: tuple[str, ...]
    right: int
    explanation: str
    drawing: Drawing | None
    answer: Drawing | None


@dataclass(frozen=True)
class Voted:
    """Somebody has answered; `option` None: has taken the answer back."""

    learner: int
    name: str
    option: int | None


@dataclass(frozen=True)
class Closed:
    """The open question's time is up."""


@dataclass(frozen=True)
class Ended:
    """The round ends before its time."""

    why: Over


def played(event: Voted | Closed | Ended, quiz: Quiz) -> Quiz:
    """Where the round stands after an event."""
    match event:
        case Voted():
            return _voted(event, quiz)
        case Closed():
            return _closed(quiz)
        case Ended():
            return replace(_counted(quiz), over=event.why)
        case _:
            assert_never(event)


def poll(quiz: Quiz, settings: Settings) -> Poll:
    """The open question; the same quiz, the same poll."""
    return next(_polls(quiz, settings))


def score(quiz: Quiz) -> str:
    """The score in words, and how the round ended."""
    say = words(quiz.language)["quiz"]
    ranked = sorted(quiz.players, key=lambda player: -player.right)[:SHOWN]
    lines = [say["line"].format(name=player.name, right=player.right) for player in ranked]
    if quiz.over:
        return "\n".join([say["over"], *lines, say[quiz.over]])
    heading = say["heading"].format(number=quiz.number, all=len(ROUND))
    return "\n".join([heading, *(lines or [say["nobody"]]), say["how"]])


def _voted(vote: Voted, quiz: Quiz) -> Quiz:
    others = {player.learner: player for player in quiz.players}
    name = " ".join(vote.name.split())[:LONGEST_NAME]
    known = others.get(vote.learner) or Player(vote.learner, name)
    others[vote.learner] = replace(known, option=vote.option)
    return replace(quiz, players=tuple(others.values()))


def _closed(quiz: Quiz) -> Quiz:
    answered = any(player.option is not None for player in quiz.players)
    after = replace(_counted(quiz), unanswered=0 if answered else quiz.unanswered + 1)
    if after.unanswered == UNANSWERED:
        return replace(after, over="unanswered")
    if quiz.number == len(ROUND):
        return replace(after, over="done")
    return replace(after, number=quiz.number + 1)


def _counted(quiz: Quiz) -> Quiz:
    """The open question's points are given, and it is open no more."""
    players = tuple(
        replace(
            player,
            right=player.right + (player.option is not None and player.option == quiz.right),
            option=None,
        )
        for player in quiz.players
    )
    return replace(quiz, players=players, right=None)


def _polls(quiz: Quiz, settings: Settings) -> Iterator[Poll]:
    """What the seed brings, but for the few questions that do not fit into a poll."""
    dice = Random(f"{quiz.seed} {quiz.number}")  # noqa: S311 - nothing secret
    while True:
        (kind, level), seed = dice.choice(ROUND[quiz.number - 1]), dice.randrange(SEEDS)
        question = made(kind, level, seed)
        offered = options(question, seed, quiz.language)
        labels = tuple(option.label for option in offered)
        asked = words(quiz.language)["quiz"]["question"].format(
            number=quiz.number, all=len(ROUND), question=ask(question, quiz.language)
        )
        if len(asked) > LONGEST_QUESTION or not _fit(labels):
            continue
        yield Poll(
            question=asked,
            options=labels,
            right=[option.right for option in offered].index(True),
            explanation=explained(question, quiz.language, LONGEST_EXPLANATION),
            drawing=_drawing(question, settings),
            answer=picture_of(question, settings),
        )


def _fit(labels: tuple[str, ...]) -> bool:
    unlike = len(set(labels)) == len(labels)
    return unlike and len(labels) > 1 and all(len(label) <= LONGEST_OPTION for label in labels)


def _drawing(question: Question, settings: Settings) -> Drawing | None:
    """The function and the point on it; at a gap even that would tell whether there is a slope."""
    if not settings.pictures or facts(question).height is None:
        return None
    first = question.request.points[:1]
    shown = replace(question.request, wants="value", points=first, run=None)
    return Drawing(shown, settings.look)
