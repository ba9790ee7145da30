"""The names that a formula may use: letters, constants, functions, and runs of them like xlnx."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from bot.tutor.languages import LANGUAGES, words
from bot.tutor.reading.functions import CANONICAL

Kind = Literal["FUNCTION", "LETTER", "CONSTANT"]

GREEK: dict[str, str] = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu",
    "ξ": "xi", "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi",
    "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda",
    "Ξ": "Xi", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
GREEK_NAMES = frozenset(GREEK.values())

LONGEST_RUN = 40
PAIR = 2
LONGEST_PRODUCT = 3
# In a run, a shorter name would be found by accident, as "sh" in "xsh".
SHORTEST_IN_RUNS = 3
ALSO_IN_RUNS = frozenset({"ln", "lg", "tg", "pi"})


@dataclass(frozen=True)
class Name:
    """A name as it was found: its place in the word, what it is, and what it was taken for."""

    start: int
    end: int
    kind: Kind
    name: str
    repaired: bool = False


@cache
def names_in(word: str, *, among_signs: bool = False) -> tuple[Name, ...] | None:
    """What a run of ASCII letters stands for: xlnx is x, ln, x; None for what is no name.

    `among_signs`: an operator stands right beside it, so that even "at" is a times t.
    """
    known = _whole(word)
    if known is not None:
        return (known,)
    is_word = word.lower() in no_products() and not (among_signs and len(word) == PAIR)
    if is_word or len(word) > LONGEST_RUN:
        return None
    if word.lower() in _misspelt():
        return (Name(0, len(word), "FUNCTION", _misspelt()[word.lower()], repaired=True),)
    parts = _split(word)
    if _is_product(parts) and (among_signs or not _may_be_a_word(word, parts)):
        return parts
    return _mended(word)


@cache
def no_products() -> frozenset[str]:
    """Words that are no product of letters, although their letters could be."""
    return frozenset(
        word
        for language in LANGUAGES
        for word in words(language)["ask"].get("words", {}).get("no_products", "").split()
    )


@cache
def _misspelt() -> dict[str, str]:
    """What people write when they mean a function of the table; the repair is always said."""
    return {
        written: meant
        for language in LANGUAGES
        for written, meant in words(language)["ask"].get("misspelt", {}).items()
    }


def _whole(word: str) -> Name | None:
    if len(word) == 1:
        kind: Kind = "CONSTANT" if word == "e" else "LETTER"
        return Name(0, 1, kind, word)
    if word in GREEK_NAMES:
        return Name(0, len(word), "LETTER", word)
    lower = word.lower()
    if lower == "pi":
        return Name(0, 2, "CONSTANT", "pi")
    if lower in CANONICAL:
        return Name(0, len(word), "FUNCTION", CANONICAL[lower])
    if lower == "pow":
        return Name(0, len(word), "FUNCTION", "pow")
    return None


def _split(word: str) -> tuple[Name, ...]:
    """The split into the fewest names, the longest first where several have as few."""
    best: list[tuple[Name, ...]] = [()] * (len(word) + 1)
    for start in range(len(word) - 1, -1, -1):
        choices = []
        for end in range(len(word), start, -1):
            piece = word[start:end]
            if end - start > 1 and not _counts_in_runs(piece):
                continue
            found = _whole(piece)
            if found is not None:
                choices.append((Name(start, end, found.kind, found.name), *best[end]))
        best[start] = min(choices, key=len)
    return best[0]


def _counts_in_runs(piece: str) -> bool:
    return len(piece) >= SHORTEST_IN_RUNS or piece.lower() in ALSO_IN_RUNS


def _is_product(parts: tuple[Name, ...]) -> bool:
    """Whether the parts are few enough to be meant: xlnx and abx are, hello is not."""
    row = longest = 0
    for part in parts:
        row = row + 1 if part.end - part.start == 1 else 0
        longest = max(longest, row)
    allowed = LONGEST_PRODUCT if row == len(parts) else LONGEST_PRODUCT - 1
    return longest <= allowed


def _may_be_a_word(word: str, parts: tuple[Name, ...]) -> bool:
    """Three letters and one of them Euler's e: rather a name, such as mse, than a product."""
    return len(parts) == len(word) == LONGEST_PRODUCT and "e" in word


def _mended(word: str) -> tuple[Name, ...] | None:
    """A function's name with one slip of the finger."""
    for spelling in _one_slip_away(word.lower()):
        if len(spelling) > SHORTEST_IN_RUNS and spelling in CANONICAL:
            return (Name(0, len(word), "FUNCTION", CANONICAL[spelling], repaired=True),)
    return None


def _one_slip_away(word: str) -> list[str]:
    """The word without one of its letters, with two neighbours exchanged, or with one more."""
    if len(word) > max(map(len, CANONICAL)) + 1:
        return []
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    dropped = [left + right[1:] for left, right in cuts if right]
    exchanged = [left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1]
    added = [
        left + letter + right for left, right in cuts for letter in "abcdefghijklmnopqrstuvwxyz"
    ]
    return dropped + exchanged + added
