"""How mathematics is written in a picture: f(a) = 3a, Δf = 0.003, (5.001, 15.003)."""

from dataclasses import dataclass
from functools import lru_cache

from bot.tutor.calculus import node_of
from bot.tutor.calculus.lesson import Function, Nudged, Place, Quantity, Valued
from bot.tutor.drawing.known import lower_tree
from bot.tutor.drawing.times import rounded
from bot.tutor.numerals import MINUS, is_exact, is_near, said, said_together
from bot.tutor.reading.formula import parse
from bot.tutor.reading.printing import latex, unicode
from bot.tutor.reading.tree import Letter, Negative, Node, Sum

LONG = 11  # characters: a longer number is rounded in a picture, or said as a + Δa
LONGER = 12  # the same for a value beside the point where it is: one more digit tells it apart
SHORT = 6  # characters of a point that is said as the learner wrote it
FORMULA = 160  # characters of TeX that a title bears
PRIMES = 3  # a higher derivative is written with its number


@dataclass(frozen=True)
class Written:
    """A text as TeX between dollar signs, and plain for when that cannot be set."""

    drawn: str
    plain: str


@dataclass(frozen=True)
class Term:
    """A number after its sign, or a fraction of two texts: what an equation is strung of."""

    sign: str
    text: str
    below: str = ""


def symbol(name: str) -> str:
    """A letter as TeX has it, without dollar signs."""
    return latex(Letter(name))


def lower(function: Function, order: int) -> str:
    """What is nudged: f, or for a higher order the derivative below it; without dollar signs."""
    name = symbol(function.name)
    return name + "'" * (order - 1) if order - 1 <= PRIMES else f"{name}^{{({order - 1})}}"


def called(function: Function, order: int = 1) -> str:
    """f(a), or y where the learner called it y; with primes for a higher order."""
    name = lower(function, order)
    return name if function.name == "y" else f"{name}({symbol(function.variable)})"


def titles(function: Function, order: int = 1) -> list[Written]:
    """f(a) = 3a, what is nudged, and shorter: f(a)."""
    return _equated(function, order, lower_tree(function, order))


def derivative(function: Function, order: int) -> list[Written]:
    """f′(a) = 2a, and shorter: f′(a)."""
    node = None if function.derivative is None else node_of(function.derivative)
    return _equated(function, order + 1, node)


def _equated(function: Function, order: int, node: Node | None) -> list[Written]:
    name = called(function, order)
    plain = f"{function.name}{'′' * (order - 1)}({function.variable})"
    short = Written(f"${name}$", plain)
    if node is None:
        return [short]
    whole = formula(node)
    equated = Written(f"${name} = {whole.drawn.strip('$')}$", f"{plain} = {whole.plain}")
    ways = [equated] if len(equated.drawn) <= FORMULA else []
    if isinstance(node, Sum) and len(equated.drawn) <= 2 * FORMULA:
        ways.append(_wrapped(name, node, equated.plain))
    return [*ways, short]


def _wrapped(name: str, total: Sum, plain: str) -> Written:
    """A long sum in two lines, broken before the term that is nearest the middle."""
    lengths = [len(latex(term)) for term in total.terms]
    breaks = range(1, len(lengths))
    middle = min(breaks, key=lambda k: abs(sum(lengths[:k]) - sum(lengths[k:])))
    first, rest = total.terms[:middle], total.terms[middle:]
    upper, lower = (latex(Sum(terms) if len(terms) > 1 else terms[0]) for terms in (first, rest))
    sign = "" if isinstance(rest[0], Negative) else "+ "
    return Written(f"${name} = {upper}$\n${sign}{lower}$", plain)


def value_at(place: Place, order: int, node: Node | None) -> Written | None:
    """The value of the derivative of an order at the point: f′(3) = 6k; of order 0, f(3) = 9k."""
    if node is None:
        return None
    name, to, written = lower(place.function, order + 1), at(place), formula(node)
    plain = f"{place.function.name}{'′' * order}({to}) = {written.plain}"
    return Written(f"${name}({to}) = {written.drawn.strip('$')}$", plain)


def place_of(lesson: Valued) -> Place:
    """The function and the point of which only the value was asked."""
    return Place(lesson.function, lesson.at, lesson.request.points[0], 1)


def formula(node: Node) -> Written:
    """3a; pieces without the printers' words between them: {1, a > 1; 0, a < 1}."""
    drawn, plain = latex(node), unicode(node)
    for word, sign in ((r"\ \mathrm{if}\ ", r",\ "), (r"\ \mathrm{otherwise}", "")):
        drawn = drawn.replace(word, sign)
    for word, sign in ((" if ", ", "), (" otherwise", "")):
        plain = plain.replace(word, sign)
    return Written(f"${drawn}$", plain)


def at(place: Place) -> str:
    """The point as the learner wrote it where that is short: 5, π/3."""
    written = unicode(parse(place.at_text))
    return written if len(written) <= SHORT else brief(place.at).text


def point_named(place: Place) -> Written:
    """Its letter and where it is: a = 2."""
    letter = place.function.variable
    return Written(f"${symbol(letter)}$ = {at(place)}", f"{letter} = {at(place)}")


def point(place: Place, value: Quantity, nudged: Nudged) -> list[str]:
    """(5, 15), to the place at which the nudge shows; where that is a crowd, in fewer digits."""
    here, _, _ = said_together(value, nudged.value, nudged.rise)
    texts = [here] if len(here) <= LONGER else []
    return [f"({at(place)}, {text})" for text in dict.fromkeys([*texts, brief(value).text])]


def moved(place: Place, value: Quantity, nudged: Nudged) -> list[str]:
    """(5.001, 15.003), or (5 + Δa, 15 + Δf) where the digits would be a crowd.

    Where the nudge leads to no number that ends, it is π/3 + Δx and not a rounded one.
    """
    run, rise = deltas(place)
    _, there, _ = said_together(value, nudged.value, nudged.rise)
    to = said(nudged.to) if is_exact(nudged.to) else f"{at(place)} + {run}"
    crowd = len(there) > LONGER or (is_exact(nudged.to) and len(to) > LONG)
    texts = [] if crowd else [f"({to}, {there})"]
    return [*texts, f"({at(place)} + {run}, {brief(value).text} + {rise})"]


def limit(place: Place, side: str, target: Quantity) -> Written:
    """Where the values head to: a → 0⁻, f(a) → ∞, with `side` ⁻ or ⁺ or none."""
    letter, name = symbol(place.function.variable), called(place.function, place.order)
    to, target_said = f"{at(place)}{side}", brief(target).text
    plain = f"{place.function.variable} → {to},  {place.function.name} → {target_said}"
    return Written(f"${letter}$ → {to},  ${name}$ → {target_said}", plain)


def no_value(place: Place) -> Written:
    """f(−1) ∉ ℝ."""
    name = lower(place.function, place.order)
    return Written(f"${name}$({at(place)}) ∉ ℝ", f"{place.function.name}({at(place)}) ∉ ℝ")


def deltas(place: Place) -> tuple[str, str]:
    """Δa and Δf."""
    name = lower(place.function, place.order)
    return rf"$\Delta {symbol(place.function.variable)}$", rf"$\Delta {name}$"


def measures(name: str, quantity: Quantity) -> list[str]:
    """Δf = 0.003; a long number is rounded, too; at last the number alone."""
    terms = [full(quantity), brief(quantity)]
    texts = [f"{name} {term.sign} {term.text}" for term in terms if _length(term.text) <= LONG]
    return [*texts, terms[1].text]


def ratio(place: Place, nudged: Nudged, slope: Quantity) -> list[list[Term]]:
    """Δf/Δa = 0.003/0.001 = 3, in ways that get shorter."""
    run, rise = deltas(place)
    return [[Term("", rise, run), *rest] for rest in quotient(nudged, slope)]


def hidden(ways: list[list[Term]]) -> list[list[Term]]:
    """The same with a question mark for what is to be found: Δf/Δa = ?, or 0.003/0.001 = ?."""
    return [[*(term for term in way[:1] if term.below), Term("=", "?")] for way in ways]


def quotient(nudged: Nudged, slope: Quantity) -> list[list[Term]]:
    """0.003/0.001 = 3, or = 4.001 ≈ 4, or with a rough nudge = 5 → 4, in ways that get shorter."""
    whole = _quotient(nudged, slope, rough=False)
    rough = _quotient(nudged, slope, rough=True)
    return [whole, rough, [rough[0], rough[-1]], [rough[-1]]]


def _quotient(nudged: Nudged, slope: Quantity, *, rough: bool) -> list[Term]:
    say = brief if rough else full
    rise, run, whole = _decimal(nudged.rise), say(nudged.run), say(nudged.ratio)
    if rough and _length(rise.text) > LONG:
        # Whoever divides finds the ratio: it has no more digits than the rise.
        rise, whole = brief(nudged.rise), brief(nudged.ratio, shorter_than=0)
    terms = [Term(rise.sign, rise.text, run.text), whole]
    if slope.decimal is None:
        return [*terms, Term("→", said(slope))]
    if nudged.exact or say(slope).text == whole.text:
        return terms
    return [*terms, Term("≈" if is_near(nudged.ratio, slope) else "→", say(slope).text)]


def _decimal(rise: Quantity) -> Term:
    """A rise is never a fraction, for it stands over the run."""
    whole = full(rise)
    return brief(rise, shorter_than=0) if "/" in whole.text else whole


@lru_cache(maxsize=256)
def full(quantity: Quantity) -> Term:
    """The number as it is told, and whether that is all of it."""
    return Term("=" if is_exact(quantity) else "≈", said(quantity))


def brief(quantity: Quantity, shorter_than: int = LONG) -> Term:
    """The number in few characters: as it is told, or rounded to four digits."""
    whole = full(quantity)
    if _length(whole.text) <= shorter_than or quantity.decimal is None:
        return whole
    return Term("≈", rounded(float(quantity.decimal)))


def _length(text: str) -> int:
    """In characters but for the sign: what falls is said in as many digits as what rises."""
    return len(text.removeprefix(MINUS))
