"""Formulas dictated in Chinese -> signs: x的平方, 根号下x加一, 二分之一, and what else is meant."""

import re
from functools import cache

from bot.tutor.languages import words

DIGITS = dict(zip("零〇一二两三四五六七八九", "001223456789", strict=True))
TENS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
# A message holds few formulas in words; beyond these the rest stays words, and is refused.
MOST_WORDS = 12

HAN = "[零〇一二两三四五六七八九十百千万]{1,8}(?:点[零〇一二三四五六七八九]{1,8})?"
# Han digits are numbers where a number is expected, not in 一条 or 三角形.
NUMBER_IN_PLACE = re.compile(
    rf"(?:(?<=[在当=是为等于到取负的和与加上减去乘除以那成又小大、,( ])|(?<=[之号下])|\A)({HAN})"
    rf"(?=[处时呢和与秒这倍、,.?？)的次分又加减乘除在A-Za-z( ]|$)"
    rf"|({HAN})(?=又|分之|次[方幂]|次根号)|(?<=[A-Za-z])({HAN})(?=[A-Za-z])"
)
POINT = re.compile(r"(?<=\d)点(?=\d)")  # 6点003
# Two digits before a ten are no number: 三五十五 is three times five.
NO_NUMBER = re.compile(r"[一二两三四五六七八九]{2}[十百千万]")
PERCENT = re.compile(rf"百分之 ?({HAN}|\d++(?:\.\d++)?+)")
MIXED = re.compile(r"(\d+)又(\d+)分之(\d+)")

NAMED = (
    r"(?:arc(?:sin|cos|tan)|sin|cos|tan|cot|ln|lg|log|exp) ?"
    r"(?:\d{0,3}[A-Za-zθ](?![A-Za-z])|\([^()]{1,60}\))"
)
BRACKET = r"\((?:[^()]|\([^()]{0,60}\)){1,60}\)"
UNIT = (
    rf"(?:(?<![A-Za-z]){NAMED}|[A-Za-z]{{2,6}}{BRACKET}|{BRACKET}|(?<![\d.])\d++(?:\.\d++)?+"
    r"|π|[A-Za-zθ](?![A-Za-z]))"
)
RAISED = rf"{UNIT}(?:\^(?:{BRACKET}|-?\d++|[A-Za-z]))?+"
TERM = rf"(?:√ ?)?{RAISED}(?:{RAISED}){{0,4}}+"
RUN = rf"-?{TERM}(?: ?[-+*/] ?{TERM}){{0,9}}+"
BEGIN = r"(?<![A-Za-z\d.^)(+*/√π-])"
BEFORE = rf"(?P<before>{BEGIN}-?{TERM}(?: ?[-+*/] ?{TERM}){{0,9}} ?[-+] ?|{BEGIN}-)?"
DONE_TO_IT = re.compile(
    rf"{BEFORE}(?P<of>{RAISED}) ?(?P<said>的)? ?"
    rf"(?:(?P<power>平方|立方)(?![米根])|(?P<root>算术平方根|平方根|立方根)|(?P<size>绝对值)"
    rf"|(?P<exponent>{RUN}) ?次[方幂])"
)
LOGARITHM = re.compile(rf"(?:log ?)?以 ?({UNIT}) ?为底 ?的? ?({UNIT}) ?的?(?:对数)?")
DIVIDED = re.compile(rf"(?P<top>{RAISED}) ?除以 ?(?P<first>{RAISED})(?P<more>(?: ?[-+] ?{TERM})*)")
FRACTION = re.compile(
    rf"{BEFORE}(?P<bottom>(?:√ ?)?{RAISED}) ?分之 ?(?P<top>{RAISED})(?P<more>(?: ?[-+] ?{TERM})*)"
)
UNDER_ROOT = re.compile(rf"(?P<root>√|∛)(?P<below>下)? ?(?P<run>{RUN})")
ROOT_OF = re.compile(rf"({UNIT}) ?(?:开平方|开根号)")

Meanings = tuple[tuple[re.Pattern[str], str], ...]
OPERATIONS: Meanings = tuple(
    (re.compile(pattern), meant)
    for pattern, meant in (
        (r"[三3]次根号|立方根号", "∛"),
        (r"开平方(?=[\dA-Za-z(])|开根号(?=[\dA-Za-z(])|(?<!开)根号|平方根(?=下)", "√"),
        (r"(正弦|余弦|正切|对数|指数|三角)函数[ ,]?(?=[a-z]{2}|e\^)", ""),
        (r"(?<=[A-Za-z)])方(?=[在处加减乘除的分 ,.+*/=-]|$)", "平方"),
        (r"负的? ?(?=[\dA-Za-z(√π])", "-"),
        (r"(?<=[\w)]) ?加上? ?(?=[A-Za-z\d(√π∛绝正余自-])", "+"),
        (r"(?<=[\w)]) ?减去? ?(?=[A-Za-z\d(√π∛绝正余自-])", "-"),
        (r"(?<=[\w)]) ?乘以? ?(?=[A-Za-z\d(√π∛绝正余自-])", "*"),
        (r"(?<![A-Za-z\d^)])([A-Za-z]) ?等于 ?(?=[-\dA-Za-z(√π])", r"\1="),
        (r"(?<![A-Za-z\d^)])([A-Za-z]) ?是 ?(?=-?[\d.]+ ?(?:的?时|处))", r"\1="),
        (r"(?<![\d.])(\d{1,6}) ?倍的? ?(?=[A-Za-z(√π])", r"\1*"),
        (r"绝对值 ?(?=[A-Za-z\d(])", "abs "),
        (r"自然对数", "ln"),
        (r"正弦函数?(?=[ (A-Za-z])", "sin "),
        (r"余弦函数?(?=[ (A-Za-z])", "cos "),
        (r"正切函数?(?=[ (A-Za-z])", "tan "),
    )
)
AFTERWARDS: Meanings = tuple(
    (re.compile(pattern), meant)
    for pattern, meant in (
        (rf"({RAISED}) ?([-+]) ?({RAISED}) ?的[和差]", r"(\1\2\3)"),
        (rf"({UNIT}) ?的 ?(\(\d+/\d+\))", r"\2*\1"),
        (rf"({RAISED}) ?的 ?(\d{{1,6}}) ?倍", r"\2*\1"),
        (r"(?<=[成换]|为)(?:算术)?平方根(?=[呢?. ]|$)", "sqrt(x)"),
        (r"(?<=[成换]|为)立方根(?=[呢?. ]|$)", "cbrt(x)"),
    )
)
IN_WORDS = re.compile(
    r"根[号號]|除以|[为為]底|方(?=[在处處加减減乘除的分 ,.+*/=-]|$)"
    r"|平方|立方|次[方幂冪]|分之|[绝絕][对對]值"
)


def chinese_to_plain(text: str, *, otherwise: bool = False) -> str:
    """Words for numbers and operations as signs; all other words as they are.

    Dictation does not say where a root, a fraction or a base begins and ends.
    `otherwise` gives the other reading, where there are two: 根号下x加一 is √(x+1), or √x+1.
    """
    dictated = is_dictated(text)
    text = text.translate(_simplified())
    text = POINT.sub(".", text)
    text = PERCENT.sub(lambda found: f"({_number(found[1])}/100)", text)
    text = NUMBER_IN_PLACE.sub(lambda found: _number(found[1] or found[2] or found[3]), text)
    text = MIXED.sub(r"(\1+\3/\2)", text)
    for pattern, meant in OPERATIONS:
        text = pattern.sub(meant, text)
    if dictated:
        text = _in_signs(text, otherwise=otherwise)
    for pattern, meant in AFTERWARDS:
        text = pattern.sub(meant, text)
    return text


def is_dictated(text: str) -> bool:
    """Whether there is a word whose reach is not said, so that there may be two readings."""
    return IN_WORDS.search(text) is not None


@cache
def _simplified() -> dict[int, str]:
    """Traditional characters of the words in which learners ask, each with its simplified one."""
    pairs = words("zh")["ask"]["words"]["traditional"].split()
    return str.maketrans({pair[0]: pair[1] for pair in pairs})


def _in_signs(text: str, *, otherwise: bool) -> str:
    """Fractions in exponents first, then what is done to a base, then other fractions, roots."""
    text = re.sub(r"(?<![\d.])(\d{1,6})分之(\d{1,6})(?= ?次[方幂])", r"(\2/\1)", text)
    text = LOGARITHM.sub(r"log(\2, \1)", ROOT_OF.sub(r"sqrt(\1)", text))
    for _ in range(MOST_WORDS):
        found = DONE_TO_IT.search(text)
        if found is None:
            break
        text = text[: found.start()] + _done(found, otherwise=otherwise) + text[found.end() :]
    text = DIVIDED.sub(lambda found: _divided(found, otherwise=otherwise), text)
    text = text.replace("除以", "/")
    text = FRACTION.sub(lambda found: _fraction(found, otherwise=otherwise), text)
    return UNDER_ROOT.sub(lambda found: _root(found, otherwise=otherwise), text)


def _number(word: str) -> str:
    """From 零 to 九千九百九十九万, with digits behind 点."""
    if word[0].isdigit():
        return word
    whole, _, decimals = word.partition("点")
    behind = "." + "".join(DIGITS[digit] for digit in decimals) if decimals else ""
    if NO_NUMBER.search(whole):
        return word
    if not set(whole) & set(TENS):
        return "".join(DIGITS[digit] for digit in whole) + behind
    total = part = digit = 0
    for sign in whole:
        if sign == "万":
            total, part, digit = (total + part + digit) * TENS[sign], 0, 0
        elif sign in TENS:
            part, digit = part + (digit or 1) * TENS[sign], 0
        else:
            digit = int(DIGITS[sign])
    return str(total + part + digit) + behind


def _done(found: re.Match[str], *, otherwise: bool) -> str:
    """A base may be all that was said before it: nobody means the 1² of x加一的平方."""
    before, of = found["before"] or "", found["of"]
    if before == "-" and otherwise:
        return _applied(found, f"-{of}")
    if before in {"", "-"} or not found["said"]:
        return before + _applied_to_unit(found, of, otherwise=otherwise)
    useless = of == "1" or (of[0].isdigit() and not found["root"] and _is_number(found["exponent"]))
    if useless and not (otherwise and of != "1" and not found["size"]):
        return _applied(found, before + of)
    if not useless and otherwise and of[0].isdigit():
        return _applied(found, before + of)
    return before + _applied_to_unit(found, of, otherwise=otherwise)


def _is_number(exponent: str | None) -> bool:
    return exponent is None or re.fullmatch(r"-?[\d./()]+", exponent) is not None


def _applied_to_unit(found: re.Match[str], of: str, *, otherwise: bool) -> str:
    """The square of sin x is sin²x where 的 was said."""
    named = re.fullmatch(NAMED, of)
    if named is None or of.endswith(")"):
        return _applied(found, of)
    if bool(found["said"]) is not otherwise:
        return _applied(found, f"({of})")
    return of[:-1] + _applied(found, of[-1])


def _applied(found: re.Match[str], base: str) -> str:
    if found["size"]:
        return f"abs({base})"
    if found["root"]:
        return f"{'cbrt' if found['root'] == '立方根' else 'sqrt'}({base})"
    exponent = {"平方": "2", "立方": "3"}.get(found["power"] or "") or found["exponent"]
    whole = re.fullmatch(UNIT, base) and not re.fullmatch(NAMED, base)
    return f"{base}^({exponent})" if whole else f"({base})^({exponent})"


def _fraction(found: re.Match[str], *, otherwise: bool) -> str:
    """The number below may be the end of a sum: nobody means the 1/1 of x加一分之一."""
    before, bottom, top, more = (found[part] or "" for part in ("before", "bottom", "top", "more"))
    wide = before not in {"", "-"} and (bottom == "1" or otherwise)
    if wide:
        above = top + more if bottom == "1" and not otherwise else top
        rest = "" if bottom == "1" and not otherwise else more
        return f"(({above})/({before}{bottom})){rest}"
    if otherwise and more:
        return f"{before}(({top}{more})/({bottom}))"
    if otherwise and "^" in top and not before:
        unit, _, exponent = top.partition("^")
        return f"(({unit})/({bottom}))^{exponent}{more}"
    if bottom.isdigit() and top.isdigit():
        return f"{before}({top}/{bottom}){more}"
    return f"{before}(({top})/({bottom})){more}"


def _divided(found: re.Match[str], *, otherwise: bool) -> str:
    """Nobody means the x/x of x除以x加一."""
    top, first, more = found["top"], found["first"], found["more"]
    if more and (top == first or otherwise):
        return f"{top}/({first}{more})"
    return f"{top}/{first}{more}"


def _root(found: re.Match[str], *, otherwise: bool) -> str:
    """根号下 says that more than one thing is under the root."""
    sign, run = found["root"], found["run"]
    name = "sqrt" if sign == "√" else "cbrt"
    sums = re.search(r"[-+]", re.sub(BRACKET, "", run[1:])) is not None
    useless = re.match(rf"{UNIT}\^\(?[24]\)?(?!\d)", run) is not None
    if found["below"]:
        return f"{sign}{run}" if otherwise and not useless else f"{name}({run})"
    return f"{name}({run})" if otherwise and sums else f"{sign}{run}"
