"""What a learner is told about an answer."""

from bot.tutor.calculus.lesson import Quantity
from bot.tutor.course.answers import Verdict
from bot.tutor.course.questions import Facts, facts, wanted
from bot.tutor.languages import Language
from bot.tutor.numerals import said
from bot.tutor.reading.printing import unicode
from bot.tutor.scene import Question
from bot.tutor.telling.notation import at, called, formula, letter
from bot.tutor.telling.sentences import sayer


def tell(question: Question, verdict: Verdict, language: Language) -> str:
    """A sentence to the answer; to a wrong one, a hint as well."""
    say = sayer(language)
    slots = _slots(question, facts(question))
    if verdict.answer is not None:
        slots["answer"] = unicode(verdict.answer)
    told = say(verdict.told, "practice-told", **slots)
    if verdict.right:
        return told
    hint = say(question.ask, "practice-hints", **slots)
    return say("with-hint", "practice-told", told=told, hint=hint)


def _slots(question: Question, known: Facts) -> dict[str, str]:
    """All that a sentence may name; a slot is empty where the question has no such number."""
    right, function = wanted(question, known), known.function
    numbers: dict[str, Quantity | None] = {
        "height": known.height,
        "moved": known.moved,
        "rise": known.rise,
        "run": known.run,
        "ratio": known.ratio,
        "slope": known.slope,
        "point": known.place.at,
    }
    return {
        **{name: "" if number is None else said(number) for name, number in numbers.items()},
        "right": "" if right is None else said(right),
        "rule": formula(known.rule) or "",
        "a": letter(function.variable),
        "f": called(function),
        "formula": unicode(function.tree),
        "at": at(known.place),
        "answer": "",
    }
