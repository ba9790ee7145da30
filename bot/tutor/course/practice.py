"""Rounds of questions: what is asked next, and what follows an answer."""

from dataclasses import replace

from bot.tutor.course.judging import LOST, judge, sought
from bot.tutor.course.making import OPENED_AT, STEPS, STRONGEST, following
from bot.tutor.course.options import in_rows, options
from bot.tutor.course.verdicts import ask, solve, tell
from bot.tutor.languages import Language, words
from bot.tutor.reading.answered import wish
from bot.tutor.reading.request import Request
from bot.tutor.scene import (
    Ask,
    Choice,
    Drawing,
    Practice,
    Question,
    Reply,
    Round,
    Scene,
    Settings,
    Turn,
)
from bot.tutor.telling.length import LONGEST, fit, units

IN_A_ROUND = 5
LOOK_AFTER = 2  # wrong answers, after which the picture is shown
TOLD_AFTER = 3  # wrong answers, after which the answer is told
SEEDS = 10**6  # so that a seed fits into a button
HELP = ("hint", "skip", "stop")
MARK = "ask"  # what the changes of our buttons begin with: ask-hint-17, ask-2-17


def begin(scene: Scene, seed: int, language: Language) -> Turn:
    """The first question of a round, or the one that is still open.

    Args:
        scene: where the learner is.
        seed: of the very first question of a learner.
        language: of the reply.
    """
    if scene.practice.round is not None:
        return _asked(scene, "", language)
    practice = replace(scene.practice, seed=(scene.practice.seed or seed) % SEEDS + 1)
    first = Round(following(practice, practice.seed))
    return _asked(replace(scene, practice=replace(practice, round=first)), "", language)


def answer(scene: Scene, text: str, language: Language) -> Turn:
    """What an answer to the open question is told, and what is asked next."""
    match wish(text):
        case "skip":
            return _told(scene, "", language)
        case "stop":
            return stop(scene, language)
    asked = _round(scene)
    verdict = judge(asked.question, text)
    last = asked.tries + 1 >= TOLD_AFTER
    told = tell(asked.question, verdict, language, hint=not last)
    if verdict.right:
        return _next(scene, told, language, how="+" if asked.tries else "1")
    if verdict.misconception == "unreadable":
        return _asked(scene, told, language)
    return _told(scene, told, language) if last else _missed(scene, told, language)


def tapped(scene: Scene, change: str, language: Language) -> Turn | None:
    """A tap on one of our buttons; None for another's."""
    mark, _, rest = change.partition("-")
    what, _, seed = rest.partition("-")
    if mark != MARK:
        return None
    if what == "again":
        return begin(scene, 0, language)
    if what == "progress":
        return progress(scene, language)
    asked = scene.practice.round
    if asked is None or seed != str(scene.practice.seed):
        return Turn(Reply(words(language)["practice"]["old"], language), scene)
    match what:
        case "hint":
            return _asked(scene, tell(asked.question, LOST, language), language)
        case "skip":
            return _told(scene, "", language)
        case "stop":
            return stop(scene, language)
        case _:
            offered = options(asked.question, scene.practice.seed, language)
            picked = [option for number, option in enumerate(offered, 1) if what == str(number)]
            return answer(scene, picked[0].answer if picked else "?", language)


def stop(scene: Scene, language: Language) -> Turn:
    """The round ends; what was learnt stays."""
    after = replace(scene, practice=replace(scene.practice, round=None), spoken=language, asks=None)
    return Turn(Reply(words(language)["practice"]["stopped"], language, page="practice"), after)


def progress(scene: Scene, language: Language) -> Turn:
    """The streak, and the strength of every kind, in words."""
    say, practice = words(language)["practice"], scene.practice
    strengths = dict(practice.strengths)
    if not strengths:
        return _over(scene, say["progress-none"], language)
    lines = [
        say["progress-line"].format(
            ask=say["kinds"][kind], strength=say["strengths"][strengths[kind] // STEPS]
        )
        for kind in OPENED_AT
        if kind in strengths
    ]
    text = "\n".join([say["progress"], *lines, *_streak(practice, language)])
    turn = _over(scene, text, language)
    return replace(turn, reply=replace(turn.reply, choices=_again(language, progress=False)))


def alone(scene: Scene, language: Language) -> Turn:
    """A quiz is for groups; what there is for one."""
    start = Choice(words(language)["course"]["practice"], f"{MARK}-again")
    text = words(language)["quiz"]["for-groups"]
    return Turn(Reply(text, language, choices=((start,),), page="practice"), scene)


def picture_of(question: Question, settings: Settings) -> Drawing | None:
    """The picture of a question's answer; None where no pictures are wanted."""
    return Drawing(_answered(question), settings.look) if settings.pictures else None


def reminded(turn: Turn) -> Turn:
    """An answer to a question of the learner's own, which ends with the one that is open."""
    reply, asked = turn.reply, turn.scene.practice.round
    if asked is None or turn.scene.asks != "practice":
        return turn
    aside = words(reply.language)["practice"]["aside"]
    open_one = aside.format(words="", question=ask(asked.question, reply.language))
    told = fit(reply.words.split("\n"), LONGEST - units(open_one)) + open_one
    return replace(turn, reply=replace(reply, words=told))


def _missed(scene: Scene, told: str, language: Language) -> Turn:
    """A hint comes with the first wrong answer, the picture with the second."""
    asked = _round(scene)
    missed = replace(asked, tries=asked.tries + 1)
    after = replace(scene, practice=replace(scene.practice, round=missed, streak=0))
    if missed.tries < LOOK_AFTER or not scene.settings.pictures:
        return _asked(after, told, language)
    looked = words(language)["practice"]["looked"].format(told=told)
    return _asked(after, looked, language, _glimpse(asked.question, scene.settings))


def _told(scene: Scene, told: str, language: Language) -> Turn:
    """The answer with its picture, and the next question."""
    question = _round(scene).question
    solved = solve(question, language, told)
    return _next(scene, solved, language, how="0", shows=picture_of(question, scene.settings))


def _next(
    scene: Scene, told: str, language: Language, *, how: str, shows: Drawing | None = None
) -> Turn:
    """What was said to the last answer, and the next question, or the end of the round."""
    practice, asked = scene.practice, _round(scene)
    done = asked.done + how
    practice = replace(
        practice,
        seed=practice.seed % SEEDS + 1,
        strengths=_strengthened(practice, asked.question.ask, how),
        streak=practice.streak + 1 if how == "1" else 0,
    )
    if len(done) < IN_A_ROUND:
        following_one = Round(following(practice, practice.seed), done=done)
        after = replace(scene, practice=replace(practice, round=following_one))
        return _asked(after, told, language, shows=shows)
    after = replace(scene, practice=replace(practice, round=None), spoken=language, asks=None)
    text = "\n\n".join([told, "\n".join([_summary(done, language), *_streak(practice, language)])])
    return _over(after, text, language, shows)


def _strengthened(practice: Practice, kind: Ask, how: str) -> tuple[tuple[Ask, int], ...]:
    """Right at once makes stronger by one, an answer that had to be told weaker by one."""
    strengths = dict(practice.strengths)
    change = {"1": 1, "+": 0, "0": -1}[how]
    strengths[kind] = min(max(strengths.get(kind, 0) + change, 0), STRONGEST)
    return tuple(strengths.items())


def _asked(scene: Scene, told: str, language: Language, shows: Drawing | None = None) -> Turn:
    """The open question, after what was said to the last answer."""
    asked, seed, say = _round(scene), scene.practice.seed, words(language)["practice"]
    question = say["posed"].format(
        number=len(asked.done) + 1, all=IN_A_ROUND, question=ask(asked.question, language)
    )
    text = say["next"].format(told=told, question=question) if told else question
    offered = tuple(
        Choice(option.label, f"{MARK}-{number}-{seed}")
        for number, option in enumerate(options(asked.question, seed, language), 1)
    )
    help_row = tuple(Choice(say["choices"][what], f"{MARK}-{what}-{seed}") for what in HELP)
    rows = tuple(row for row in (*in_rows(offered), help_row) if row)
    if shows is None and asked.question.ask == "triangle":
        shows = _glimpse(asked.question, scene.settings)
    reply = Reply(fit(text.split("\n")), language, shows, rows, page="practice")
    return Turn(reply, replace(scene, spoken=language, asks="practice"))


def _over(scene: Scene, text: str, language: Language, shows: Drawing | None = None) -> Turn:
    """Words with no question open, and the way to five more."""
    return Turn(Reply(text, language, shows, _again(language), page="practice"), scene)


def _glimpse(question: Question, settings: Settings) -> Drawing | None:
    """A picture that helps to find the answer without telling it."""
    if not settings.pictures:
        return None
    request = question.request
    match question.ask:
        case "value" | "nudged-value" | "rise":
            return Drawing(replace(request, wants="value", run=None), settings.look)
        case "where":
            request = replace(request, wants="slope", target=None)
        case "elsewhere":
            request = replace(request, points=request.points[:1])
    return Drawing(request, settings.look, hides=True)


def _answered(question: Question) -> Request:
    """The request whose answer is that of the question."""
    request = question.request
    match question.ask:
        case "where":
            points = (sought(question).found[0].place.at_text,)
            return replace(request, wants="slope", target=None, points=points)
        case "derivative-function":
            return replace(request, points=(), run=None)
        case _:
            return request


def _again(language: Language, *, progress: bool = True) -> tuple[tuple[Choice, ...], ...]:
    say = words(language)["practice"]["choices"]
    offered = ("again", "progress") if progress else ("again",)
    return (tuple(Choice(say[what], f"{MARK}-{what}") for what in offered),)


def _summary(done: str, language: Language) -> str:
    say, right = words(language)["practice"], done.count("1")
    if right == len(done):
        key = "summary-all"
    elif right == 0:
        key = "summary-none"
    else:
        key = "summary-most" if 2 * right > len(done) else "summary-some"
    return str(say[key].format(all=len(done), right=right))


def _streak(practice: Practice, language: Language) -> list[str]:
    if practice.streak < 2:  # noqa: PLR2004 - one is no row
        return []
    return [words(language)["practice"]["streak"].format(streak=practice.streak)]


def _round(scene: Scene) -> Round:
    if scene.practice.round is None:
        message = "no question is open"
        raise ValueError(message)
    return scene.practice.round
