"""Whatever a keyboard, a web page or a notebook produced -> the plain signs that we read."""

import re
import unicodedata

from bot.tutor.reading.bars import bars_to_calls
from bot.tutor.reading.latex import latex_to_plain
from bot.tutor.reading.names import GREEK
from bot.tutor.reading.pieces import pieces_to_plain
from bot.tutor.reading.spoken import spoken_to_plain

# One sign for the many that look alike or mean the same.
SIGNS = str.maketrans(
    {
        **dict.fromkeys("−–—‐‑‒﹣－➖", "-"),
        **dict.fromkeys("×·⋅∙•∗✕✖・", "*"),
        **dict.fromkeys("÷∕⁄➗", "/"),
        **dict.fromkeys("′ʹ’‘´`＇", "'"),
        **dict.fromkeys("“”„＂", '"'),
        "″": "''",
        "‴": "'''",
        "≤": "<=",
        "⩽": "<=",
        "≦": "<=",
        "≥": ">=",
        "⩾": ">=",
        "≧": ">=",
        "≠": "!=",
        "∣": "|",
        "ǀ": "|",
        "⌊": "floor(",
        "⌋": ")",
        "⌈": "ceil(",
        "⌉": ")",
        "∂": "d",
        "º": "°",
        "˚": "°",
        "∘": "°",
        "ϕ": "φ",
        "ϵ": "ε",
        "ϑ": "θ",
        "。": ". ",
        "，": ", ",
        "、": ", ",
        "；": "; ",
        "【": "(",
        "】": ")",
        "〔": "(",
        "〕": ")",
        "➕": "+",
        **{chr(0x215F + number): str(number) for number in range(1, 13)},  # Ⅰ to Ⅻ
    }
)
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿˣⁱʸᵃᵇᵗ", "0123456789+-()nxiyabt", strict=True))
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
RAISED_RUN = re.compile(f"[{''.join(RAISED)}]+")
LOWERED_RUN = re.compile(f"[{''.join(LOWERED)}]+")
# Faces, hands and hearts say how somebody feels; other pictures (🍌 + x) stay, to be refused.
FEELINGS = re.compile(
    r"[\u2639-\u263b\u2764\u2728\U0001f389\U0001f3fb-\U0001f3ff\U0001f440-\U0001f450"
    r"\U0001f493-\U0001f49f\U0001f4aa\U0001f525\U0001f600-\U0001f64f\U0001f90c-\U0001f91f"
    r"\U0001f920-\U0001f93a\U0001f970-\U0001f97a\U0001f9d0-\U0001f9e1]+"
    r"|(?<=\s)[:;]-?[()DP](?=\s*$)"
)
VULGAR = re.compile(r"(?:(?<!\d)(\d++ ?+))?+([¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])")
RAISED_ROOT = {"²√": "√", "³√": "∛", "∜": "⁴√"}
MODULES = re.compile(
    r"\b(?:np|numpy|math|cmath|torch|jnp|jax\.numpy|jax\.nn|tf|keras|scipy|sp|sympy|sym|Math)\."
    r"(?:(?:nn|functional|math|special|numpy|activations)\.)*(?=[A-Za-z])|\bF\.(?=[a-z]{3})"
)
THOUSANDS = re.compile(r"(?<![\d.,(])([1-9]\d{0,2})((?:,\d{3})+)(?![\d,]|\.\d*,)")
DECIMAL_COMMA = re.compile(
    r"(?<![\d.,])(?:(0),(\d+)(?! ?(?:[\d,&、和与]|and\b))|(\d+),(\d+)(?=[A-Za-z]))"
)


def tidy(text: str, *, otherwise: bool = False) -> str:
    """A message in our signs: one space between words, no invisible characters, no LaTeX.

    `otherwise` takes what was dictated in its other reading, where there are two.
    """
    signs = _familiar_signs(text)
    is_latex = any(mark in signs for mark in ("\\", "$", "_{"))
    plain = latex_to_plain(signs) if is_latex else signs
    plain = MODULES.sub("", plain)
    plain = THOUSANDS.sub(lambda found: _outside_brackets(found, ""), plain)
    plain = DECIMAL_COMMA.sub(lambda found: _outside_brackets(found, "."), plain)
    return " ".join(pieces_to_plain(spoken_to_plain(plain, otherwise=otherwise)).split())


def formula_text(text: str) -> str:
    """A formula's text in our signs, as the grammar's tokens expect it."""
    clean = tidy(text).rstrip(" .?,;:。")
    return bars_to_calls(_one_piece_each(clean.strip()))


def _familiar_signs(text: str) -> str:
    visible = "".join(
        character
        for character in text
        if character in "\n\t" or unicodedata.category(character) not in {"Cf", "Zl", "Zp"}
    )
    visible = FEELINGS.sub(" ", visible.replace("\ufe0f", ""))
    for written, meant in RAISED_ROOT.items():
        visible = visible.replace(written, meant)
    visible = RAISED_RUN.sub(_raised, visible)
    visible = LOWERED_RUN.sub(lambda run: "_" + "".join(LOWERED[one] for one in run[0]), visible)
    visible = VULGAR.sub(_fraction, visible)
    return "".join(map(_familiar, visible.translate(SIGNS)))


def _outside_brackets(found: re.Match[str], comma: str) -> str:
    """In brackets a comma separates: (0,1) is a point, and max(0,5x) has two arguments."""
    before = found.string[: found.start()]
    depth = sum(before.count(sign) for sign in "([") - sum(before.count(sign) for sign in ")]")
    return found[0] if depth > 0 else found[0].replace(",", comma)


def _raised(run: re.Match[str]) -> str:
    inner = "".join(RAISED[character] for character in run[0])
    return f"^({inner})"


def _fraction(found: re.Match[str]) -> str:
    whole, vulgar = found.groups()
    top, bottom = unicodedata.normalize("NFKC", vulgar).split("⁄")
    return f"({whole.strip()}+{top}/{bottom})" if whole else f"({top}/{bottom})"


def _familiar(character: str) -> str:
    """NFKC, sign by sign, but for digits in circles and the like, which no formula has."""
    if character.isascii() or character in GREEK or unicodedata.category(character) == "No":
        return character
    return unicodedata.normalize("NFKC", character).translate(SIGNS)


def _one_piece_each(text: str) -> str:
    """Pieces apart by semicolons: "x^2 if x<0 else x" and "x^2 if x<0, x if x>=0"."""
    if not re.search(r"\bif\b", text):
        return text
    text = re.sub(r"\s*,?\s*\belse\b(?!\s*if\b)", ";", text)
    text = re.sub(r"\s*,?\s*\belse\s+if\b|\belif\b", ";", text)
    return _commas_outside_brackets(text).replace(";;", ";").rstrip("; ")


def _commas_outside_brackets(text: str) -> str:
    depth = 0
    signs = []
    for sign in text:
        depth += (sign in "([") - (sign in ")]")
        signs.append(";" if sign == "," and depth <= 0 else sign)
    return "".join(signs)
