"""An answer under a cover: what is asked can be seen, and everyone guesses first."""

from contextlib import suppress
from dataclasses import replace

from bot.tutor.calculus.lesson import Lesson
from bot.tutor.course.verdicts import ask
from bot.tutor.errors import Misunderstood
from bot.tutor.languages import Language, words
from bot.tutor.reading.formula import parse
from bot.tutor.reading.printing import unicode
from bot.tutor.reading.request import Request
from bot.tutor.scene import Question, Turn
from bot.tutor.telling.length import fit


def covered(turn: Turn, lesson: Lesson) -> Turn:
    """The same answer behind its question, without the buttons that would uncover it for all."""
    reply = turn.reply
    headline = _question(lesson.request, reply.language)
    told = fit([headline, *reply.words.split("\n")])
    return replace(turn, reply=replace(reply, words=told, choices=(), covered=True))


def _question(request: Request, language: Language) -> str:
    say, question = words(language)["quiz"], _asked(request)
    with suppress(Misunderstood):  # a point of ours may be too much for the formula
        if question:
            return str(say["guess"].format(question=ask(question, language)))
    shown = ", ".join(unicode(parse(formula)) for formula in request.formulas)
    return str(say["guess-any"].format(formula=shown))


def _asked(request: Request) -> Question | None:
    """The request as a question, where there is a sentence for it."""
    bare = Request(request.formulas[:1], request.variable, name=request.name)
    shown = replace(bare, points=request.points, run=request.run)
    if replace(shown, others=request.others, repairs=request.repairs) == request:
        match request.points:
            case (_,):
                return Question("slope", shown)
            case ():
                # The question names no point, but its numbers need one.
                return Question("derivative-function", replace(bare, points=("1",)))
    if request == replace(shown, wants="value", others=request.others, repairs=request.repairs):
        return Question("value", shown) if len(request.points) == 1 else None
    if request.wants == "where" and not request.given and request.order == 1:
        return Question("where", request)
    return None
