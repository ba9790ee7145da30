"""Questions and verdicts in words."""

from bot.tutor.course.answers import Verdict
from bot.tutor.course.judging import sought, steeper
from bot.tutor.course.questions import facts, slope_before, wanted
from bot.tutor.languages import Language
from bot.tutor.numerals import MINUS, said
from bot.tutor.reading.formula import parse
from bot.tutor.reading.printing import unicode
from bot.tutor.scene import Question
from bot.tutor.telling.notation import formula, letter, number
from bot.tutor.telling.sentences import sayer

CHOSEN = ("exists", "steeper")  # questions whose answers are words
SLOTS = ("answer", "at", "before", "first", "second", "target", "there", "right")


def ask(question: Question, language: Language) -> str:
    """The question in words."""
    return sayer(language)(question.ask, "practice-asks", **_slots(question))


def tell(question: Question, verdict: Verdict, language: Language, *, hint: bool = True) -> str:
    """A sentence to the answer; to a wrong one, a hint as well."""
    say = sayer(language)
    slots = _slots(question)
    if verdict.answer is not None:
        slots["answer"] = unicode(verdict.answer)
    if verdict.there is not None:
        slots["there"] = said(verdict.there)
    key = verdict.told
    if key == "unreadable" and question.ask in CHOSEN:
        key = f"unreadable-{question.ask}"
    if key == "other" and not hint:
        key = "other-last"
    told = say(key, "practice-told", **slots)
    if verdict.right or not hint:
        return told
    hinted = say(question.ask, "practice-hints", **slots)
    return say("with-hint", "practice-told", told=told, hint=hinted)


def solve(question: Question, language: Language, told: str = "") -> str:
    """The answer, for a learner who has not found it, after what the last try was told."""
    say, slots = sayer(language), _slots(question)
    key: str = question.ask
    if not slots["right"]:
        key = "steeper-same" if key == "steeper" else "exists-not"
    solved = say(key, "practice-solved", **slots)
    return say("solved", "practice", told=told, solved=solved) if told else solved


def explained(question: Question, language: Language, longest: int) -> str:
    """The way and the answer in so many characters, without a picture; else the answer alone."""
    say, slots = sayer(language), _slots(question)
    solved = solve(question, language)
    if question.ask == "exists" and not slots["right"]:
        solved = say("exists-none", "practice-solved", **slots)
    hint = say(question.ask, "practice-hints", **slots)
    both = f"{hint}\n{solved}"
    return both if len(both) <= longest else solved


def _slots(question: Question) -> dict[str, str]:
    """All that a sentence may name; empty where the question has no such thing."""
    request = question.request
    a = letter(request.variable)
    slots = dict.fromkeys(SLOTS, "") | {
        "a": a,
        "f": f"{request.name}({a})",
        "formula": unicode(parse(request.formulas[0])),
    }
    if request.points:
        slots["at"] = f"{a} = {unicode(parse(request.points[0]))}"
    match question.ask:
        case "steeper":
            first, second = (unicode(parse(point)) for point in request.points)
            right = steeper(question)
            found = "" if right is None else f"{a} = {unicode(parse(right))}"
            return slots | {"first": first, "second": second, "right": found}
        case "where":
            there = f"{a} = {said(sought(question).found[0].place.at)}"
            return slots | {"target": unicode(parse(request.target or "0")), "right": there}
        case "elsewhere":
            before = slope_before(question)
            slots |= {"second": unicode(parse(request.points[1])), "before": said(before)}
    return slots | _numbers(question)


def _numbers(question: Question) -> dict[str, str]:
    known = facts(question)
    right = wanted(question, known)
    numbers = {
        "height": known.height,
        "moved": known.moved,
        "rise": known.rise,
        "run": known.run,
        "ratio": known.ratio,
        "slope": known.slope,
        "point": known.place.at,
    }
    slots = {name: "" if one is None else said(one) for name, one in numbers.items()}
    return slots | {
        "right": "" if right is None else number(right),
        "rule": formula(known.rule) or "",
        "height_term": _term(slots["height"]),
        "run_term": _term(slots["run"]),
    }


def _term(number: str) -> str:
    """A number behind a sign."""
    return f"({number})" if number.startswith(MINUS) else number
