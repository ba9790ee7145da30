"""What belongs to the course or to practice, among all that a learner does."""

from bot.tutor.course import lessons, practice
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.answered import states
from bot.tutor.reading.formula import letters_of, parse
from bot.tutor.reading.read import language_of, read
from bot.tutor.reading.tree import Letter
from bot.tutor.scene import Event, Opened, Said, Scene, Tapped, Turn, reply_language


def study(event: Event, scene: Scene) -> Turn | None:
    """The course's or practice's turn; None: it is not about them."""
    language = reply_language(scene, None, event.locale)
    match event:
        case Opened(page="lesson"):
            return lessons.open_course(scene, language)
        case Opened(page="practice"):
            return practice.begin(scene, event.seed, language)
        case Opened(page="progress"):
            return practice.progress(scene, language)
        case Opened(page="quiz"):
            return practice.alone(scene, language)
        case Opened(page="cancel") if scene.practice.round:
            return practice.stop(scene, language)
        case Tapped(request=None):
            by_practice = practice.tapped(scene, event.change, language)
            return by_practice or lessons.tapped(scene, event.change, language)
        case Said() if scene.asks and _answers(event):
            language = reply_language(scene, language_of(event.text), event.locale)
            if scene.asks == "practice":
                return practice.answer(scene, event.text, language)
            return lessons.guess(scene, event.text, language)
        case _:
            return None


def _answers(event: Said) -> bool:
    """Whether what was typed answers our open question, rather than asking one.

    Slope of x^2 at 3 is a question; 4, 2a and the slope is 4 at a = 2 are answers, and what nobody
    can read is a try at one, which costs nothing.
    """
    if event.explicit or event.overheard:
        return False
    try:
        request = read(event.text).request
    except Misunderstood as error:
        return not error.reason.startswith("concept-")
    formula = parse(request.formulas[0])
    if not letters_of(formula) or isinstance(formula, Letter):
        return True
    return not request.points and states(event.text)
