"""What each answer in practice is told, whatever its form."""

import pytest

from bot.tutor.course.judging import judge
from bot.tutor.course.verdicts import tell
from bot.tutor.languages import LANGUAGES
from bot.tutor.reading.request import Request
from bot.tutor.scene import Question

THREE_A = ("3*a", "5")
SQUARE = ("a^2", "2")
CUBE = ("a^3", "2")
LOG = ("ln(a)", "2")
RULE = "derivative-function"

# ask, (formula, point), the forms of the right answer
RIGHT_IN_ENGLISH = [
    (
        "slope",
        THREE_A,
        ["3", "3.0", "three", "slope = 3", "it's 3", "9/3", "+3", "3!", "3?", "m = 3"],
    ),
    (
        "slope",
        THREE_A,
        ["the slope is 3 at a=5", "3, because it is a line", "I think 3", "３", "3:1"],
    ),
    ("slope", THREE_A, ["still 3", "3 everywhere", "3 times", "*3*", "3 :)", "9 over 3", "$3$"]),
    ("slope", THREE_A, ["0.003 / 0.001 = 3", "15.003-15=0.003, /0.001 = 3", "rise over run = 3"]),
    ("slope", SQUARE, ["4", "4.0", "8/2", "2²", "2^2", "4!", "four", "sqrt(16)", "f'(2)=2*2=4"]),
    (
        "slope",
        SQUARE,
        ["2x2", "2 x 2", "2a = 4", "2a at a=2 is 4", "4.001 -> 4", "4ish", "twice 2"],
    ),
    ("slope", LOG, ["0.5", "1/2", "0,5", ".5", "½", "half", "a half", r"\frac{1}{2}", "50%"]),
    ("slope", LOG, ["one over two", "2^-1", "0.5 (1/a)", "1÷2"]),
    ("slope", ("e^a", "2"), ["e^2", "7.389", "7.39", "about 7.38906", "7.38"]),
    ("slope", ("1/a", "2"), ["-1/4", "-0.25", "−0.25", "minus 0.25", "negative 1/4", "neg 1/4"]),
    ("slope", ("1/a", "2"), ["–1/4", "-¼", "negative one fourth", "minus a quarter", "-25%"]),
    ("slope", ("abs(a)", "0"), ["no slope", "none", "it does not exist", "DNE", "undefined", "no"]),
    ("slope", ("abs(a)", "0"), ["a corner", "there isn't one", "no derivative there", "n/a"]),
    (RULE, SQUARE, ["2a", "a*2", "a+a", "2·a", "2×a", "f'(a) = 2a", "2x", "2 a", "the rule is 2a"]),
    (RULE, SQUARE, ["twice a", "double a", "two a", "2a (power rule)", "2A", "y=2x"]),
    (RULE, ("sin(a)^2", "1"), ["2 sin(a) cos(a)", "sin 2a", "sin(2a)"]),
    (RULE, ("sin(a)", "0"), ["cos", "cos a", "cosine", "cosine of a", "sin(a + pi/2)"]),
    (RULE, ("(2*a + 1)^3", "1"), ["6(2a+1)^2", "24a^2+24a+6", "2*3*(2a+1)^2"]),
    ("value", THREE_A, ["15", "fifteen", "3*5", "f(5) = 15", "15.", "3x5"]),
    ("nudged-value", THREE_A, ["15.003", "15,003", "fifteen point zero zero three", "3*5.001"]),
    ("rise", THREE_A, ["0.003", "3/1000", "15.003-15", "15.003 - 15 = 0.003", "0,003", "3e-3"]),
    ("rise", THREE_A, ["3 thousandths", "three thousandths", "3×10⁻³", "up by 0.003"]),
    ("rise", ("-2*a", "3"), ["down by 0.002", "-0.002", "down 2 thousandths", "falls by 0.002"]),
    ("ratio", SQUARE, ["4.001", "0.004001/0.001", "4.001 (ratio)"]),
    ("ratio", LOG, ["0.499875", "0.4999", "≈ 0.49988"]),
]
RIGHT_IN_CHINESE = [
    (
        "slope",
        THREE_A,
        ["三", "斜率是3", "答案是3", "等于3", "3吧", "我觉得是 3", "应该是3，对吗？", "是3"],
    ),
    (
        "slope",
        THREE_A,
        [
            "Ⅲ",
            "3点0",
            "无限接近3",
            "当然是3啦",
            "一定是三",
            "斜率＝３",
            "在a=5处是3",
            "当a=5时，斜率为3",
            "3，因为是直线",
            "大概是三",
            "3倍",
        ],
    ),
    (
        "slope",
        THREE_A,
        ["还是3", "一直是3", "三倍", "变化3倍", "得到3", "我算出来是3", "因为是直线，所以是3"],
    ),
    (
        "slope",
        THREE_A,
        ["15.003减15是0.003，除以0.001得3", "0.003除以0.001", "九除以三", "高除以宽等于3"],
    ),
    ("slope", SQUARE, ["四", "4。", "2的平方", "二乘二", "根号16", "导数等于四", "8/2", "4！"]),
    (
        "slope",
        SQUARE,
        ["趋近于4", "接近4", "极限是4", "代入得4", "二二得四", "恰好是4", "4，不是4.001"],
    ),
    ("slope", LOG, ["二分之一", "零点五", "百分之五十", "1/2", "0.5吧", "一半", "0。5"]),
    ("slope", ("1/a", "2"), ["负四分之一", "负0.25", "-0.25", "约为 −0.25", "负的四分之一"]),
    (
        "slope",
        ("abs(a)", "0"),
        ["不存在", "没有斜率", "不可导", "没有导数", "没有", "尖角", "左右不一样"],
    ),
    (RULE, SQUARE, ["2a", "导数是2a", "a乘2", "二a", "2a吧", "a加a", "2倍a", "a的2倍", "a的两倍"]),
    (RULE, CUBE, ["3a²", "3a的平方", "三a方", "a方乘3", "3乘a的平方"]),
    ("value", THREE_A, ["十五", "15", "等于十五", "函数值是15", "3乘以5等于15"]),
    ("nudged-value", THREE_A, ["十五点零零三", "15.003", "15，003", "变成15.003", "15加0.003"]),
    ("rise", THREE_A, ["千分之三", "零点零零三", "高是0.003", "0.003", "增加了0.003", "多了0.003"]),
    ("rise", ("-2*a", "3"), ["减少了0.002", "负0.002", "下降了千分之二"]),
    ("ratio", SQUARE, ["四点零零一", "比值是4.001", "4.001"]),
]

# ask, (formula, point), answer, the slip that it shows, the key of its sentence
WRONG_IN_ENGLISH = [
    ("slope", THREE_A, "15", "height-for-slope", "height-for-slope"),
    ("slope", THREE_A, "15.003", "height-for-slope", "height-for-slope"),
    ("slope", THREE_A, "3a", "height-for-slope", "function-for-slope"),
    ("slope", THREE_A, "0.003", "rise-for-slope", "rise-for-slope"),
    ("slope", THREE_A, "0.001", "run-for-slope", "run-for-slope"),
    ("slope", THREE_A, "five", "point-for-slope", "point-for-slope"),
    ("slope", THREE_A, "-3", "sign-slip", "sign-slip"),
    ("slope", THREE_A, "1/3", "reciprocal", "reciprocal"),
    ("slope", THREE_A, "0.333", "reciprocal", "reciprocal"),
    ("slope", THREE_A, "6", "other", "other"),
    ("slope", THREE_A, "no slope", "other", "there-is-one"),
    ("slope", SQUARE, "4.001", "ratio-not-limit", "ratio-not-limit"),
    ("slope", SQUARE, "2a", "rule-not-value", "rule-not-value"),
    ("slope", SQUARE, "2", "point-for-slope", "point-for-slope"),
    ("slope", SQUARE, "8", "forgot-power-rule", "forgot-power-rule"),
    ("slope", SQUARE, "0.25", "reciprocal", "reciprocal"),
    ("slope", CUBE, "4", "forgot-power-rule", "forgot-power-rule"),
    ("slope", CUBE, "24", "forgot-power-rule", "forgot-power-rule"),
    ("slope", CUBE, "12.006", "ratio-not-limit", "ratio-not-limit"),
    ("slope", LOG, "0.693", "height-for-slope", "height-for-slope"),
    ("slope", LOG, "0.499875", "ratio-not-limit", "ratio-not-limit"),
    ("slope", ("sin(3*a)", "0"), "1", "forgot-chain", "forgot-chain"),
    ("slope", ("(2*a + 1)^3", "1"), "54.036", "ratio-not-limit", "ratio-not-limit"),
    ("slope", ("(2*a + 1)^3", "1"), "27", "height-for-slope", "height-for-slope"),
    ("slope", ("abs(a)", "0"), "0", "other", "there-is-none"),
    ("slope", ("abs(a)", "0"), "1", "other", "there-is-none"),
    (RULE, SQUARE, "4", "other", "value-not-rule"),
    (RULE, SQUARE, "a", "forgot-power-rule", "forgot-power-rule-rule"),
    (RULE, SQUARE, "2a^2", "forgot-power-rule", "forgot-power-rule-rule"),
    (RULE, SQUARE, "-2a", "sign-slip", "sign-slip-rule"),
    (RULE, SQUARE, "a^2", "height-for-slope", "function-for-slope"),
    (RULE, ("(2*a + 1)^3", "1"), "3(2a+1)^2", "forgot-chain", "forgot-chain-rule"),
    (RULE, ("sin(a)^2", "1"), "2 sin(a)", "forgot-chain", "forgot-chain-rule"),
    ("value", THREE_A, "15.003", "other", "nudged-not-value"),
    ("value", THREE_A, "3", "other", "slope-not-value"),
    ("value", THREE_A, "3a", "rule-not-value", "formula-not-value"),
    ("value", THREE_A, "-15", "sign-slip", "sign-slip"),
    ("nudged-value", THREE_A, "15", "not-nudged", "not-nudged"),
    ("nudged-value", THREE_A, "15.001", "other", "nudge-added"),
    ("nudged-value", THREE_A, "14.997", "sign-slip", "wrong-way"),
    ("nudged-value", THREE_A, "0.003", "other", "rise-not-value"),
    ("rise", THREE_A, "0", "not-nudged", "no-rise"),
    ("rise", THREE_A, "0.001", "other", "run-not-rise"),
    ("rise", THREE_A, "3", "other", "ratio-not-rise"),
    ("rise", THREE_A, "15.003", "other", "value-not-rise"),
    ("rise", THREE_A, "-0.003", "sign-slip", "sign-slip"),
    ("ratio", SQUARE, "4", "other", "slope-not-ratio"),
    ("ratio", SQUARE, "4.00", "other", "slope-not-ratio"),
    ("ratio", SQUARE, "0.004001", "rise-for-slope", "rise-for-slope"),
    ("ratio", SQUARE, "0.001", "run-for-slope", "run-for-slope"),
    ("slope", THREE_A, "5.001", "point-for-slope", "point-for-slope"),
    ("slope", THREE_A, "three thousandths", "rise-for-slope", "rise-for-slope"),
    ("slope", THREE_A, "one third", "reciprocal", "reciprocal"),
    ("slope", THREE_A, "neg 3", "sign-slip", "sign-slip"),
    ("slope", THREE_A, "f(5) = 15", "height-for-slope", "height-for-slope"),
    ("slope", THREE_A, "the nudge, 0.001", "run-for-slope", "run-for-slope"),
    ("slope", SQUARE, "a squared", "height-for-slope", "function-for-slope"),
    ("slope", SQUARE, "it's 2x", "rule-not-value", "rule-not-value"),
    ("slope", SQUARE, "2 (the point)", "point-for-slope", "point-for-slope"),
    ("slope", ("-2*a", "3"), "down 6", "height-for-slope", "height-for-slope"),
    ("slope", ("-2*a", "3"), "2", "sign-slip", "sign-slip"),
    ("slope", CUBE, "3a^2", "rule-not-value", "rule-not-value"),
]
WRONG_IN_CHINESE = [
    ("slope", THREE_A, "十五", "height-for-slope", "height-for-slope"),
    ("slope", THREE_A, "斜率是负三", "sign-slip", "sign-slip"),
    ("slope", THREE_A, "三分之一", "reciprocal", "reciprocal"),
    ("slope", SQUARE, "四点零零一", "ratio-not-limit", "ratio-not-limit"),
    ("slope", SQUARE, "不存在", "other", "there-is-one"),
    ("slope", THREE_A, "是15", "height-for-slope", "height-for-slope"),
    ("slope", THREE_A, "高是十五", "height-for-slope", "height-for-slope"),
    ("slope", THREE_A, "15.003吧", "height-for-slope", "height-for-slope"),
    ("slope", THREE_A, "应该是3a", "height-for-slope", "function-for-slope"),
    ("slope", THREE_A, "千分之三", "rise-for-slope", "rise-for-slope"),
    ("slope", THREE_A, "变化了0.003", "rise-for-slope", "rise-for-slope"),
    ("slope", THREE_A, "千分之一", "run-for-slope", "run-for-slope"),
    ("slope", THREE_A, "宽是0.001", "run-for-slope", "run-for-slope"),
    ("slope", THREE_A, "五", "point-for-slope", "point-for-slope"),
    ("slope", THREE_A, "a等于5", "point-for-slope", "point-for-slope"),
    ("slope", THREE_A, "5.001", "point-for-slope", "point-for-slope"),
    ("slope", THREE_A, "负3", "sign-slip", "sign-slip"),
    ("slope", THREE_A, "0.001除以0.003", "reciprocal", "reciprocal"),
    ("slope", THREE_A, "约0.333", "reciprocal", "reciprocal"),
    ("slope", THREE_A, "六", "other", "other"),
    ("slope", THREE_A, "没有斜率", "other", "there-is-one"),
    ("slope", SQUARE, "4.001", "ratio-not-limit", "ratio-not-limit"),
    ("slope", SQUARE, "比值是4.001", "ratio-not-limit", "ratio-not-limit"),
    ("slope", SQUARE, "二a", "rule-not-value", "rule-not-value"),
    ("slope", SQUARE, "导数是2a", "rule-not-value", "rule-not-value"),
    ("slope", SQUARE, "二", "point-for-slope", "point-for-slope"),
    ("slope", SQUARE, "八", "forgot-power-rule", "forgot-power-rule"),
    ("slope", SQUARE, "四分之一", "reciprocal", "reciprocal"),
    ("slope", SQUARE, "a的平方", "height-for-slope", "function-for-slope"),
    ("slope", SQUARE, "负四", "sign-slip", "sign-slip"),
    ("slope", CUBE, "四", "forgot-power-rule", "forgot-power-rule"),
    ("slope", CUBE, "八", "height-for-slope", "height-for-slope"),
    ("slope", CUBE, "3a的平方", "rule-not-value", "rule-not-value"),
    ("slope", CUBE, "十二点零零六", "ratio-not-limit", "ratio-not-limit"),
    ("slope", ("sin(3*a)", "0"), "一", "forgot-chain", "forgot-chain"),
    ("slope", ("abs(a)", "0"), "零", "other", "there-is-none"),
    ("slope", ("abs(a)", "0"), "是1", "other", "there-is-none"),
    ("slope", ("-2*a", "3"), "二", "sign-slip", "sign-slip"),
    (RULE, SQUARE, "四", "other", "value-not-rule"),
    (RULE, SQUARE, "就是a", "forgot-power-rule", "forgot-power-rule-rule"),
    (RULE, SQUARE, "负2a", "sign-slip", "sign-slip-rule"),
    (RULE, SQUARE, "a的平方", "height-for-slope", "function-for-slope"),
    (RULE, SQUARE, "2乘a的平方", "forgot-power-rule", "forgot-power-rule-rule"),
    ("value", THREE_A, "十五点零零三", "other", "nudged-not-value"),
    ("value", THREE_A, "三", "other", "slope-not-value"),
    ("value", THREE_A, "3a吧", "rule-not-value", "formula-not-value"),
    ("value", THREE_A, "负十五", "sign-slip", "sign-slip"),
    ("nudged-value", THREE_A, "还是15", "not-nudged", "not-nudged"),
    ("nudged-value", THREE_A, "变成15.001", "other", "nudge-added"),
    ("nudged-value", THREE_A, "14.997", "sign-slip", "wrong-way"),
    ("nudged-value", THREE_A, "千分之三", "other", "rise-not-value"),
    ("rise", THREE_A, "零", "not-nudged", "no-rise"),
    ("rise", THREE_A, "千分之一", "other", "run-not-rise"),
    ("rise", THREE_A, "三倍", "other", "ratio-not-rise"),
    ("rise", THREE_A, "变成15.003", "other", "value-not-rise"),
    ("rise", THREE_A, "减少了0.003", "sign-slip", "sign-slip"),
    ("ratio", SQUARE, "四", "other", "slope-not-ratio"),
    ("ratio", SQUARE, "趋近于4", "other", "slope-not-ratio"),
    ("ratio", SQUARE, "0.004001", "rise-for-slope", "rise-for-slope"),
    ("ratio", SQUARE, "千分之一", "run-for-slope", "run-for-slope"),
]
RIGHT = RIGHT_IN_ENGLISH + RIGHT_IN_CHINESE
WRONG = WRONG_IN_ENGLISH + WRONG_IN_CHINESE

# What is no answer costs nothing.
UNREADABLE = [
    *("?", "", "   ", "hmm", "4 or 5", "not 4", "🤔", "9^9^9^9", "1/0", "k*a", "x" * 300),
    *("__import__('os')", "yes", "???", "嗯", "什么意思", "三五十五", "10**(10**9)", "ln(-1)"),
]
LOST = [
    "idk",
    "I don't know",
    "no idea",
    "help",
    "hint please",
    "不会",
    "不知道",
    "不太会",
    "没思路",
]


@pytest.mark.parametrize("right", [RIGHT_IN_ENGLISH, RIGHT_IN_CHINESE], ids=LANGUAGES)
def test_the_tables_have_sixty_right_answers_in_each_language(right):
    assert sum(len(answers) for *_, answers in right) >= 60


@pytest.mark.parametrize("wrong", [WRONG_IN_ENGLISH, WRONG_IN_CHINESE], ids=LANGUAGES)
def test_the_tables_have_sixty_wrong_answers_in_each_language(wrong):
    assert len(wrong) >= 60


def question(ask, about):
    formula, at = about
    return Question(ask, Request((formula,), "a", (at,)))


@pytest.mark.parametrize(
    ("ask", "about", "answer"),
    [(ask, about, answer) for ask, about, answers in RIGHT for answer in answers],
)
def test_a_right_answer_is_right_in_any_form(ask, about, answer):
    verdict = judge(question(ask, about), answer)
    assert (verdict.right, verdict.misconception) == (True, None)


@pytest.mark.parametrize(("ask", "about", "answer", "slip", "told"), WRONG)
def test_a_wrong_answer_is_told_which_slip_it_shows(ask, about, answer, slip, told):
    verdict = judge(question(ask, about), answer)
    assert (verdict.right, verdict.misconception, verdict.told) == (False, slip, told)


@pytest.mark.parametrize("answer", UNREADABLE)
def test_what_cannot_be_read_is_not_wrong(answer):
    verdict = judge(question("slope", THREE_A), answer)
    assert (verdict.right, verdict.misconception, verdict.told) == (
        False,
        "unreadable",
        "unreadable",
    )


@pytest.mark.parametrize("answer", LOST)
def test_a_learner_who_is_lost_gets_a_hint(answer):
    verdict = judge(question("slope", SQUARE), answer)
    assert (verdict.misconception, verdict.told) == ("unreadable", "lost")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("row", WRONG)
def test_a_wrong_answer_gets_a_whole_sentence_that_does_not_give_the_slope_away(language, row):
    ask, about, answer, *_ = row
    asked = question(ask, about)
    words = tell(asked, judge(asked, answer), language)
    assert "{" not in words
    assert "  " not in words
    if ask == "slope" and about == CUBE:
        assert "12 " not in words.replace(answer, "")
