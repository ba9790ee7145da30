r"""LaTeX as it is pasted -> plain signs: \frac{1}{x} is ((1)/(x)), with or without dollar signs."""

import re

from bot.tutor.reading.names import GREEK

GREEK_COMMANDS = {name: sign for sign, name in GREEK.items()} | {
    "pi": "π",
    "varphi": "φ",
    "varepsilon": "ε",
    "vartheta": "θ",
}
COMMANDS = {
    "cdot": "*", "times": "*", "div": "/", "ast": "*", "infty": "∞", "circ": "°", "degree": "°",
    "le": "<=", "leq": "<=", "leqslant": "<=", "ge": ">=", "geq": ">=", "geqslant": ">=",
    "lt": "<", "gt": ">", "ne": "!=", "neq": "!=", "prime": "'", "quad": " ", "qquad": " ",
    "displaystyle": " ", "limits": "", "lvert": "|", "rvert": "|", "vert": "|", "mid": "|",
    "lfloor": "floor(", "rfloor": ")", "lceil": "ceil(", "rceil": ")", "mathstrut": "",
    "partial": "d", "lbrace": "{", "rbrace": "}", "text": "", "dots": "...",
}  # fmt: skip
NAMES = frozenset(
    [
        "sin",
        "cos",
        "tan",
        "cot",
        "sec",
        "csc",
        "sinh",
        "cosh",
        "tanh",
        "coth",
        "sech",
        "csch",
        "arcsin",
        "arccos",
        "arctan",
        "arccot",
        "arcsec",
        "arccsc",
        "exp",
        "ln",
        "log",
        "lg",
        "max",
        "min",
        "sgn",
        "erf",
        "tg",
        "ctg",
        "sh",
        "ch",
        "th",
        "arsinh",
        "arcosh",
        "artanh",
        "mod",
        "bmod",
    ]
)
SIZES = r"\\(?:[bB]igg?[lrm]?|left|right|middle)(?![A-Za-z])"
EVALUATED = re.compile(
    rf"(?:{SIZES}\s*)?(?:\||\\[lr]?vert)\s*_\s*(?:\{{([^{{}}]*)\}}|([a-z]\s*=\s*-?\d+))"
)
TEXT = re.compile(r"\\(?:operatorname|mathrm|mathit|mathbf|text|textrm|rm)\*?\s*\{([^{}]*)\}")
CASES = re.compile(r"\\begin\{cases\}(.*?)\\end\{cases\}", re.DOTALL)
SHORT_FRACTION = re.compile(r"\\[dtc]?frac\s*([0-9a-z])\s*([0-9a-z])")
DERIVATIVE = re.compile(
    r"\\[dtc]?frac\s*\{\s*((?:d|\\partial)[^{}]{0,12})\}\s*\{\s*((?:d|\\partial)\s*[a-z][^{}]{0,4})\}"
)
ATOM = re.compile(r"\\([A-Za-z]+)|\\(.)|([{}])|(.)", re.DOTALL)
ROOT_INDEX = re.compile(r"\s*\[([^\[\]]{1,10})\]")


def latex_to_plain(text: str) -> str:
    """Commands to signs, braces to brackets; the unknown keeps its backslash, and is refused."""
    text = re.sub(r"\]\s*_\s*\{([a-z]\s*=[^{}]*)\}", r"] at \1 ", text)
    text = EVALUATED.sub(lambda found: f" at {found[1] or found[2]} ", text)
    text = re.sub(r"\\(?:mathrm|operatorname|rm)\s*(?:\{d\}|d)(?=\s*[a-z}{/])", "d", text)
    text = CASES.sub(_cases, text)
    text = TEXT.sub(lambda found: " " + found[1].replace(r"\_", "_") + " ", text)
    text = DERIVATIVE.sub(_derivative, text)
    text = re.sub(rf"{SIZES}\s*\.?", "", text).replace("$", " ")
    text = SHORT_FRACTION.sub(r"\\frac{\1}{\2}", text)
    text = re.sub(r"\\sqrt\s*([0-9a-z])", r"\\sqrt{\1}", text)
    text = re.sub(r"\^\s*\{?\s*\\(?:circ|degree)\s*\}?", "°", text)
    return _without_commands(text)


def _derivative(found: re.Match[str]) -> str:
    top, bottom = (re.sub(r"\\partial\s*", "d", part) for part in found.groups())
    return f" {_tight(top)}/{_tight(bottom)} "


def _tight(part: str) -> str:
    return re.sub(r"\s+|[{}]", "", part)


def _cases(found: re.Match[str]) -> str:
    pieces = []
    for line in re.split(r"\\\\", found[1]):
        value, _, when = line.partition("&")
        when = TEXT.sub(lambda inner: f" {inner[1]} ", when).strip(" ,.")
        when = re.sub(r"^(?:if|when|for|若|当)\b\s*", "", when)
        if value.strip():
            ends = "otherwise" if re.match(r"otherwise|else|其他|其它", when) else f"if {when}"
            pieces.append(f"{value.strip(' ,')} {ends}")
    return r"\{" + "; ".join(pieces) + r"\}"


def _without_commands(text: str) -> str:
    """One pass over the commands and braces, with a stack of what each brace closes."""
    out: list[str] = []
    waiting: list[tuple[str, str]] = []  # how the next braces open and close
    outer: list[tuple[str, list[tuple[str, str]]]] = []  # what closes these braces; what waits then
    at = 0
    while at < len(text):
        found = ATOM.match(text, at)
        if found is None:
            break
        at = found.end()
        command, escaped, brace, other = found.groups()
        if command in {"frac", "dfrac", "tfrac", "cfrac"}:
            waiting += [("(", "))"), ("((", ")/")]
        elif command == "sqrt":
            index = ROOT_INDEX.match(text, at)
            at = index.end() if index else at
            waiting.append(("root(", f", {index[1]})") if index else ("sqrt(", ")"))
        elif command is not None:
            out.append(_command(command, text[at : at + 1]))
        elif escaped is not None:
            out.append(_escaped(escaped))
        elif brace == "{":
            opening, closing = waiting.pop() if waiting else ("(", ")")
            out.append(opening)
            outer.append((closing, waiting))
            waiting = []
        elif brace == "}":
            closing, waiting = outer.pop() if outer else ("}", [])
            out.append(closing)
        else:
            out.append(other)
    return "".join(out)


def _command(command: str, follows: str) -> str:
    if command == "Gamma" and follows == "(":
        return " gamma"
    if command in GREEK_COMMANDS:
        return GREEK_COMMANDS[command]
    if command in COMMANDS:
        return COMMANDS[command]
    return (
        f" {command.removeprefix('b') if command == 'bmod' else command}"
        if command in NAMES
        else f"\\{command}"
    )


def _escaped(sign: str) -> str:
    return sign if sign in "{}%_|" else "" if sign in "()[]" else " "
