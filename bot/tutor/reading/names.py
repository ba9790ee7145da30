"""The names that a formula may use: letters, constants, functions, and runs of them like xlnx."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

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

# What people write when they mean a function of the table; the repair is always said.
MISSPELT: dict[str, str] = {
    "sine": "sin", "cosine": "cos", "cosin": "cos", "tangent": "tan", "secant": "sec",
    "cotangent": "cot", "cosecant": "csc", "sqroot": "sqrt", "squareroot": "sqrt", "sqr": "sqrt",
    "sqrroot": "sqrt", "squrt": "sqrt", "srqt": "sqrt", "sqt": "sqrt", "cuberoot": "cbrt",
    "logarithm": "ln", "arcsine": "asin", "arccosine": "acos", "arctangent": "atan",
    "exponential": "exp",
}  # fmt: skip

# Words that are no product of letters, although their letters could be.
NO_PRODUCTS = frozenset(
    [
        "is",
        "it",
        "in",
        "at",
        "of",
        "on",
        "or",
        "an",
        "as",
        "be",
        "by",
        "do",
        "go",
        "he",
        "if",
        "me",
        "my",
        "no",
        "so",
        "to",
        "up",
        "us",
        "we",
        "hi",
        "ok",
        "am",
        "pm",
        "oh",
        "ah",
        "eh",
        "ha",
        "ho",
        "hm",
        "um",
        "uh",
        "yo",
        "ya",
        "the",
        "and",
        "for",
        "you",
        "are",
        "was",
        "not",
        "but",
        "can",
        "how",
        "who",
        "why",
        "what",
        "all",
        "one",
        "two",
        "any",
        "out",
        "day",
        "get",
        "has",
        "him",
        "his",
        "her",
        "she",
        "man",
        "men",
        "new",
        "now",
        "old",
        "see",
        "way",
        "may",
        "its",
        "let",
        "put",
        "say",
        "too",
        "use",
        "our",
        "inf",
        "nan",
        "zoo",
        "oo",
        "lol",
        "omg",
        "wow",
        "bot",
        "cat",
        "dog",
        "bit",
        "lot",
        "big",
        "low",
        "top",
        "end",
        "far",
        "few",
        "got",
        "had",
        "did",
        "yes",
        "yet",
        "nor",
        "per",
        "via",
        "try",
        "ask",
        "set",
        "sum",
        "run",
        "ran",
        "own",
        "off",
        "ago",
        "age",
        "air",
        "art",
        "bad",
        "bag",
        "bar",
        "bed",
        "bet",
        "box",
        "boy",
        "bus",
        "buy",
        "car",
        "cup",
        "cut",
        "due",
        "eat",
        "egg",
        "eye",
        "fan",
        "fat",
        "fit",
        "fix",
        "fly",
        "fun",
        "gas",
        "god",
        "gym",
        "hit",
        "hot",
        "ice",
        "ill",
        "job",
        "joy",
        "key",
        "kid",
        "law",
        "lay",
        "led",
        "leg",
        "lie",
        "lip",
        "map",
        "met",
        "mix",
        "mom",
        "dad",
        "mum",
        "net",
        "nut",
        "odd",
        "oil",
        "pay",
        "pen",
        "pet",
        "pie",
        "pin",
        "pop",
        "pot",
        "raw",
        "red",
        "rid",
        "row",
        "sad",
        "sat",
        "sea",
        "sir",
        "sit",
        "six",
        "ten",
        "sky",
        "son",
        "sun",
        "tax",
        "tea",
        "tie",
        "tip",
        "toe",
        "toy",
        "van",
        "war",
        "wet",
        "win",
        "won",
        "bye",
        "hey",
        "btw",
        "brb",
        "idk",
        "imo",
        "lmk",
        "pls",
        "plz",
        "thx",
        "ty",
        "np",
        "gg",
        "fyi",
        "asap",
        "api",
        "app",
        "web",
        "url",
        "cost",
        "since",
        "sing",
        "tank",
        "text",
        "from",
        "this",
        "that",
        "with",
        "cosy",
        "says",
        "test",
        "exam",
        "them",
        "they",
        "then",
        "than",
        "when",
        "here",
        "been",
        "were",
        "some",
        "more",
        "log1p",
        "expm1",
        "maxis",
    ]
)
LONGEST_RUN = 40
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
def names_in(word: str) -> tuple[Name, ...] | None:
    """What a run of ASCII letters stands for: xlnx is x, ln, x; None for what is no name."""
    known = _whole(word)
    if known is not None:
        return (known,)
    if word.lower() in NO_PRODUCTS or len(word) > LONGEST_RUN:
        return None
    if word.lower() in MISSPELT:
        return (Name(0, len(word), "FUNCTION", MISSPELT[word.lower()], repaired=True),)
    parts = _split(word)
    if _is_product(parts):
        return parts
    return _mended(word)


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
