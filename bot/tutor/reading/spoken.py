"""Formulas in words -> signs: x squared, the square root of x, x的平方, 根号x, 二分之一."""

import re

NUMBERS = {
    "zero": 0, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "twenty": 20, "hundred": 100,
}  # fmt: skip
HAN_DIGITS = dict(zip("零〇一二两三四五六七八九", "001223456789", strict=True))
NTH = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "nth": "n"}
HAN_NUMBER = r"[零〇一二两三四五六七八九十]{1,3}"
# What a power or a fraction in Chinese words is of: a bracket, a number, one letter, pi.
UNIT = (
    r"(?:\([^()]{1,60}\)|(?<![\d.])\d++(?:\.\d++)?+|π|[A-Za-z](?![A-Za-z])"
    r"|[A-Za-z]{2,6}\([^()]{1,60}\))"
)

Meanings = tuple[tuple[re.Pattern[str], str], ...]


def _meanings(*pairs: tuple[str, str]) -> Meanings:
    return tuple((re.compile(pattern, re.IGNORECASE), meant) for pattern, meant in pairs)


ENGLISH = _meanings(
    (r"\b(?:one|1|a) half\b", "(1/2)"),
    (r"\b(leaky|hard)[ -](relu|sigmoid|tanh|swish)\b", r"\1_\2"),
    (r"\b(?:the )?(?:square ?root|root|sqrt) of\b ?", "√"),
    (r"\b(?:the )?(?:cube|cubic) ?root of\b ?", "∛"),
    (r"\b(?:the )?natural log(?:arithm)? of\b", "ln"),
    (r"\b(?:the )?absolute value of\b", "abs"),
    (r"\b(?:the )?(sine?|cosine|cos|tangent|tan|ln|log|exp) of\b(?! the\b)", r"\1"),
    (r"\blog(?:arithm)? base (\d+|e) of\b", r"log_\1"),
    (r" ?\bsquared\b", "^(2)"),
    (r" ?\bcubed\b", "^(3)"),
    (r" ?\b(?:raised )?to the power (?:of )?(-?\w+)\b", r"^(\1)"),
    (r"(?<=[\w)]) to the (-?\w)\b", r"^(\1)"),
    (r"(?<=[\w)]) (?:divided by|over) (?=[\w(√∛-])", "/"),
    (r"(?<=[\w)]) (?:multiplied by|times) (?=[\w(√∛-])", "*"),
    (r"(?<=[\w)]) plus (?=[\w(√∛-])", "+"),
    (r"(?<=[\w)]) minus (?=[\w(√∛-])", "-"),
    (r"\bminus (?=\d)", "-"),
    (r"\bnegative (?=\d|[a-z]\b)", "-"),
    (r"(?<=\d) ?degrees?\b|(?<=\d) ?度", "°"),
    (r"(?<=\d) ?percent\b", "%"),
)
CHINESE = _meanings(
    (r"开平方|开根号|根号下?|平方根下", "√"),
    (r"三次根号下?|立方根号", "∛"),
    (r"(?<=[\w)]) ?(?:加上?) ?(?=[\w(√-])", "+"),
    (r"(?<=[\w)]) ?(?:减去?) ?(?=[\w(√-])", "-"),
    (r"(?<=[\w)]) ?(?:乘以?) ?(?=[\w(√-])", "*"),
    (r"(?<=[\w)]) ?除以 ?(?=[\w(√-])", "/"),
    (r"负 ?(?=[\dA-Za-z(])", "-"),
    (rf"({UNIT}) ?的?平方(?![米根])", r"\1^(2)"),
    (rf"({UNIT}) ?的?立方(?![米根])", r"\1^(3)"),
    (rf"({UNIT}) ?的? ?({UNIT}) ?次[方幂]", r"\1^(\2)"),
    (rf"({UNIT}) ?的?平方根", r"sqrt(\1)"),
    (rf"({UNIT}) ?的?立方根", r"cbrt(\1)"),
    (rf"({UNIT}) ?的绝对值", r"abs(\1)"),
    (rf"绝对值 ?({UNIT})", r"abs(\1)"),
    (rf"({UNIT}) ?分之 ?({UNIT})", r"((\2)/(\1))"),
    (r"自然对数", "ln"),
    (r"正弦函数?(?=[ (A-Za-z])", "sin "),
    (r"余弦函数?(?=[ (A-Za-z])", "cos "),
    (r"正切函数?(?=[ (A-Za-z])", "tan "),
)
ENGLISH_NUMBER = re.compile(rf"\b({'|'.join(NUMBERS)})\b", re.IGNORECASE)
ONE = re.compile(
    r"(?:(?<=\bat )|(?<=\bis )|(?<=\bby )|(?<=[=*/+-]))one\b|\bone(?= over )", re.IGNORECASE
)
TO_THE_NTH = re.compile(
    rf"(?<=[\w)]) to the ({'|'.join(NTH)}|\d{{1,2}}(?=th|rd|nd))(?:th|rd|nd)?(?: power)?\b",
    re.IGNORECASE,
)
# Han digits are numbers where a number is expected, not in 一条 or 三角形.
HAN_IN_PLACE = re.compile(
    rf"(?:(?<=[在当=是为等于到取负的和与加减乘除以、, ])|(?<=之)|\A)({HAN_NUMBER})"
    rf"(?=[处时呢和与、,.?？的次分 加减乘除在A-Za-z(]|$)|({HAN_NUMBER})(?=分之|次方|次幂|次根号)"
)


def spoken_to_plain(text: str) -> str:
    """Words for numbers and operations as signs; all other words as they are."""
    if not text.isascii():
        text = HAN_IN_PLACE.sub(lambda found: str(han_number(found[1] or found[2])), text)
    text = TO_THE_NTH.sub(lambda found: f"^({NTH.get(found[1].lower(), found[1])})", text)
    text = ENGLISH_NUMBER.sub(lambda found: str(NUMBERS[found[1].lower()]), text)
    text = ONE.sub("1", text)
    for pattern, meant in ENGLISH if text.isascii() else ENGLISH + CHINESE:
        text = pattern.sub(meant, text)
    return text


def han_number(word: str) -> int:
    """From 零 to 九十九."""
    if "十" not in word:
        return int("".join(HAN_DIGITS[digit] for digit in word))
    tens, ones = word.split("十", 1)
    return 10 * int(HAN_DIGITS.get(tens, "1")) + int(HAN_DIGITS.get(ones, "0"))
