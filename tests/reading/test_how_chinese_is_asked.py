"""Chinese as it is dictated, copied from exercise books and typed on phones."""

from dataclasses import replace

import pytest

from bot.tutor.errors import Misunderstood
from bot.tutor.reading.chinese import chinese_to_plain
from bot.tutor.reading.pieces import pieces_to_plain
from bot.tutor.reading.read import read
from bot.tutor.reading.request import Request, Unasked

# What was said, how it is usually meant, and how else; None where nothing else makes sense.
DICTATED = [
    ("根号下x加一", "sqrt(x + 1)", "sqrt(x) + 1"),
    ("根号x加一", "sqrt(x) + 1", "sqrt(x + 1)"),
    ("根号下二x", "sqrt(2*x)", "sqrt(2)*x"),
    ("根号下x平方加9", "sqrt(x^2 + 9)", None),
    ("根号下(x+1)", "sqrt(x + 1)", None),
    ("三次根号x", "cbrt(x)", None),
    ("x开根号", "sqrt(x)", None),
    ("x减一的平方", "(x - 1)^2", None),
    ("x加二的平方", "(x + 2)^2", "x + 2^2"),
    ("x加一的三次方", "(x + 1)^3", None),
    ("x的平方加一的平方", "(x^2 + 1)^2", None),
    ("x减三的绝对值", "abs(x - 3)", None),
    ("x加三的平方根", "x + sqrt(3)", "sqrt(x + 3)"),
    ("x的平方的平方", "(x^2)^2", None),
    ("负x的平方", "-x^2", "(-x)^2"),
    ("sinx的平方", "sin(x)^2", "sin(x^2)"),
    ("x加1分之一", "1/(x + 1)", None),
    ("x加二分之一", "x + 1/2", "1/(x + 2)"),
    ("一加x的平方分之一", "1 + 1/x^2", "1/(1 + x^2)"),
    ("x减一分之x加一", "(x + 1)/(x - 1)", "x/(x - 1) + 1"),
    ("二分之x加一", "x/2 + 1", "(x + 1)/2"),
    ("三分之x的立方", "x^3/3", "(x/3)^3"),
    ("四分之三x的四次方", "3/4*x^4", None),
    ("x分之sinx", "sin(x)/x", None),
    ("e的负x次方", "e^(-x)", None),
    ("x的负二次方", "x^(-2)", None),
    ("x的三分之二次方", "x^(2/3)", None),
    ("x的三分之二", "2/3*x", None),
    ("2的x加1次方", "2^(x + 1)", None),
    ("零点五x的平方", "0.5*x^2", None),
    ("一千两百乘以x", "1200*x", None),
    ("一万零五百x", "10500*x", None),
    ("sin二x", "sin(2*x)", None),
    ("百分之二十x", "20/100*x", None),
    ("二又二分之一x", "(2 + 1/2)*x", None),
    ("x乘x减三的差", "x*(x - 3)", None),
    ("x除以x加一", "x/(x + 1)", None),
    ("2除以x加一", "2/x + 1", "2/(x + 1)"),
    ("根号x分之一", "1/sqrt(x)", None),
    ("x加1的平方分之1", "1/(x + 1)^2", None),
    ("e的x平方次方", "e^(x^2)", None),
    ("x方加2x", "x^2 + 2*x", None),
    ("根号下1减x方", "sqrt(1 - x^2)", "sqrt(1) - x^2"),
    ("以2为底x的对数", "log2(x)", None),
    ("正弦函数sinx", "sin(x)", None),
    ("二次函数x²", "x^2", None),
    ("x的三次方減二x", "x^3 - 2*x", None),
    ("三倍x", "3*x", None),
    ("x的平方的三倍", "3*x^2", None),
    ("[x]", "floor(x)", "x"),
]


@pytest.mark.parametrize(("said", "usual", "other"), DICTATED, ids=[row[0] for row in DICTATED])
def test_dictation_takes_its_usual_meaning_and_offers_the_other(said, usual, other):
    request = read(f"{said}在三处的斜率").request
    assert (request.formulas, request.points) == ((usual,), ("3",))
    assert request.others == (() if other is None else (other,))


PLACES = {
    "在二点五处": "2.5",
    "在2点5处": "2.5",
    "在Ⅲ处": "3",
    "在3出": "3",
    "在3除": "3",
    "在x=3初": "3",
    "在一百处": "100",
    "在负三处": "-3",
    "在二分之一处": "1/2",
    "在负二分之一处": "-1/2",
    "在根号2处": "sqrt(2)",
    "在x等于负三的时候": "-3",
    "在x是2的时候": "2",
    "，x等于二": "2",
    "当x=2时": "2",
    "在x=1这个点": "1",
    "过点(2,8)": "2",
    "在点(0,1)处": "0",
    "在点 P(−1,−2) 处": "-1",
    "在A(3,9)处": "3",
    "在x=-1,0,2三点处": "-1 0 2",
    "在 1、2、3 处": "1 2 3",
}


@pytest.mark.parametrize(("said", "points"), PLACES.items(), ids=PLACES.keys())
def test_a_place_is_read_however_it_is_said(said, points):
    request = read(f"x^4{said}的斜率").request
    assert (request.formulas, request.points) == (("x^4",), tuple(points.split()))


@pytest.mark.parametrize(
    "text", ["再小一点", "这一点", "三角形", "一条线", "每一点", "一起", "三五十五", "二四得八"]
)
def test_han_digits_stay_words_where_no_number_is_meant(text):
    assert chinese_to_plain(text) == text


# Message, formula, variable, points, and whatever else is not usual.
ASKED = [
    ("一个物体的位移 s=t^2 在 t=3 秒时的瞬时速度", "t^2", "t", "3", {"name": "s"}),
    ("已知f(x)=x·lnx，则f′(e)=____", "x*ln(x)", "x", "e", {}),
    ("f(x)=lnx，求f'(e)", "ln(x)", "x", "e", {}),
    ("设f(x)=x²，则f′(t)=", "x^2", "x", "t", {}),
    ("已知g(t)=t²+1，则g′(s)=", "t^2 + 1", "t", "s", {"name": "g"}),
    ("已知f(a)=a·e^a，则f′(a)=", "a*e^a", "a", "", {}),
    ("设f(x)=x²，f(e)=?", "x^2", "x", "e", {"wants": "value"}),
    ("y=kx²，k=3，x=2处的导数", "k*x^2", "x", "2", {"name": "y", "given": (("k", "3"),)}),
    (
        "y=wx+b，w=2，b=1，x=3处的斜率",
        "w*x + b",
        "x",
        "3",
        {"name": "y", "given": (("b", "1"), ("w", "2"))},
    ),
    (
        "J=3(a+bc)，b=3，c=2，a=5处的斜率",
        "3*(a + b*c)",
        "a",
        "5",
        {"name": "J", "given": (("c", "2"), ("b", "3"))},
    ),
    (
        "J=3(a+bc)，b=3，c=2，J对a的导数在a=5",
        "3*(a + b*c)",
        "a",
        "5",
        {"name": "J", "given": (("b", "3"), ("c", "2"))},
    ),
    (
        "V=4/3πr³，r=2时V对r的变化率",
        "4/3*pi*r^3",
        "r",
        "2",
        {"name": "V", "others": ("4/(3*pi*r^3)",)},
    ),
    ("圆的面积S=πr²，求r=3时面积对半径的变化率", "pi*r^2", "r", "3", {"name": "S"}),
    ("1. y=x²-x，x=4，求导数", "x^2 - x", "x", "4", {"name": "y"}),
    ("(1) y=x²，x=3，求斜率", "x^2", "x", "3", {"name": "y"}),
    ("①y=x²在x=3处的导数", "x^2", "x", "3", {"name": "y"}),
    ("例1 求y=x²在x=3处的导数", "x^2", "x", "3", {"name": "y"}),
    ("第2题 y=x²在x=3处的斜率", "x^2", "x", "3", {"name": "y"}),
    ("3、y=x²在x=5处的斜率", "x^2", "x", "5", {"name": "y"}),
    ("8.若f(x)=x³+1，则f'(-2)=", "x^3 + 1", "x", "-2", {}),
    ("1. 求下列函数在指定点的导数：y=x²-x，x=4", "x^2 - x", "x", "4", {"name": "y"}),
    ("高二数学选修：已知函数f(x)=2x³-5x，则f′(2)=（　　）", "2*x^3 - 5*x", "x", "2", {}),
    ("函数 y=x²-4x 在 x=3 处的导数为（ ）", "x^2 - 4*x", "x", "3", {"name": "y"}),
    ("函数 y=x²-4x 在 x=3 处的导数为 A.2 B.3 C.4 D.6", "x^2 - 4*x", "x", "3", {"name": "y"}),
    ("曲线y=e^x+x在点(0,1)处的切线斜率k=", "e^x + x", "x", "0", {"name": "y"}),
    (
        "若曲线 y=x²+3x 在点 P(−1,−2) 处的切线斜率为k，则k等于？",
        "x^2 + 3*x",
        "x",
        "-1",
        {"name": "y"},
    ),
    ("f'(2)=? 其中f(x)=1/(x²)", "1/x^2", "x", "2", {}),
    ("一质点的运动方程为 s(t)=t³+3，求 t=2 时的瞬时速度", "t^3 + 3", "t", "2", {"name": "s"}),
    ("物体位移s=3t^2+2t，t=1秒时的速度", "3*t^2 + 2*t", "t", "1", {"name": "s"}),
    ("s(t)=t³，t=2时的加速度", "t^3", "t", "2", {"name": "s", "order": 2}),
    ("請問函數 f(x)=x³-3x 在 x=1 的導數", "x^3 - 3*x", "x", "1", {}),
    ("請問 x² 在 2 的斜率是幾", "x^2", "x", "2", {}),
    ("求過點 (2,8) 的切線斜率，y=x³", "x^3", "x", "2", {"name": "y"}),
    ("對x²微分", "x^2", "x", "", {}),
    ("函數x²在3的微分係數", "x^2", "x", "3", {}),
    ("根號x的二階導數", "sqrt(x)", "x", "", {"order": 2}),
    ("老师好，请问y=5x²-2x在x=1这个点的斜率怎么算呀", "5*x^2 - 2*x", "x", "1", {"name": "y"}),
    ("y=ln(3x)在x=2的斜率😭急", "ln(3*x)", "x", "2", {"name": "y"}),
    ("求y=xsinx在x=π处的导数，谢谢老师🙏", "x*sin(x)", "x", "pi", {"name": "y"}),
    ("x²在3的斜率 急急急", "x^2", "x", "3", {}),
    ("y等于x的平方 在x等于负三的时候 它的斜率是啥", "x^2", "x", "-3", {"name": "y"}),
    ("帮我求下3x^4的二阶导", "3*x^4", "x", "", {"order": 2}),
    ("这条直线y=-2x+5有多陡", "-2*x + 5", "x", "", {"name": "y"}),
    ("写错了算了 就2x^3 在-1的斜率吧", "2*x^3", "x", "-1", {}),
    ("那个 x² 嗯 在 3 的那个斜率", "x^2", "x", "3", {}),
    ("x²微分后在3处的值", "x^2", "x", "3", {}),
    ("写出曲线y=1/x在点(1,1)处的切线", "1/x", "x", "1", {"name": "y", "wants": "tangent"}),
    ("y=x²在x=3时y等于多少", "x^2", "x", "3", {"name": "y", "wants": "value"}),
    ("用h=0.01估计x²在3处的导数", "x^2", "x", "3", {"run": "0.01"}),
    ("x^3 在 x=2 处右移0.1的斜率", "x^3", "x", "2", {"run": "0.1"}),
    ("x²在x从3变到3.001时的斜率", "x^2", "x", "3", {"run": "0.001"}),
    ("y=x²-2x，x取几的时候斜率等于4", "x^2 - 2*x", "x", "", {"name": "y", "wants": "where"}),
    ("x²的导数2x是怎么来的", "x^2", "x", "", {"wants": "why"}),
    ("3a 处处斜率都一样吗", "3*a", "a", "", {}),
    ("f(x)=x²，求f′(3)和f′(-1)", "x^2", "x", "3 -1", {}),
    ("5、x³-1的导数是", "x^3 - 1", "x", "", {}),
    ("x²在3处往左挪0.1", "x^2", "x", "3", {"run": "-0.1"}),
    ("x²在3处的斜率，从左边逼近", "x^2", "x", "3", {"side": "left"}),
    ("我想知道x²在3处的斜率到底是多少啊", "x^2", "x", "3", {}),
    ("x^2^3在1处的斜率", "x^(2^3)", "x", "1", {"others": ("(x^2)^3",)}),
    ("x^2在3的道数是多少", "x^2", "x", "3", {}),
    (r"\left.\frac{\mathrm d}{\mathrm dx}\arctan x\right|_{x=1} 等于几", "atan(x)", "x", "1", {}),
    (
        "函数f(x)={x², x<1; 2x-1, x≥1}在x=1处的导数",
        "{x^2 if x < 1; 2*x - 1 if x >= 1}",
        "x",
        "1",
        {},
    ),
    (
        "f(x)=x² (x≥0), f(x)=-x² (x<0)，求f'(0)",
        "{x^2 if x >= 0; -x^2 if x < 0}",
        "x",
        "0",
        {},
    ),
    (
        "当x<1时f(x)=x²，当x≥1时f(x)=2x-1，求f'(1)",
        "{x^2 if x < 1; 2*x - 1 if x >= 1}",
        "x",
        "1",
        {},
    ),
]
USUAL = {"order": 1, "wants": "slope", "name": "f", "given": (), "run": None, "side": "both"}


@pytest.mark.parametrize(
    ("text", "formula", "variable", "points", "unusual"), ASKED, ids=[row[0] for row in ASKED]
)
def test_a_message_is_read_as_it_was_meant(text, formula, variable, points, unusual):
    request = read(text).request
    asked = (request.formulas, request.variable, request.points)
    assert asked == ((formula,), variable, tuple(points.split()))
    said = {name: getattr(request, name) for name in {**USUAL, **unusual}}
    assert said == {**USUAL, **unusual}


PIECES = {
    "{x^2, x<1; 2x-1, x>=1}": "{x^2 if x<1; 2x-1 if x>=1}",
    "{x+1, 0<x<2, 3, x>=2}": "{x+1 if 0<x<2; 3 if x>=2}",
    "x^2 (x<1), 2x (x>=1)": "x^2 if x<1 , 2x if x>=1 ",
    "{x^2 if x<1; x otherwise}": "{x^2 if x<1; x otherwise}",
    "x^2 if x<1 else x": "x^2 if x<1 else x",
    "{1, 2}": "{1, 2}",
}


@pytest.mark.parametrize(("written", "plain"), PIECES.items())
def test_pieces_are_written_with_if(written, plain):
    assert pieces_to_plain(written) == plain


REFUSED = [
    ("求y=x²在x=3处的倒数", "reciprocal"),
    ("因式分解 x²-4", "solve"),
    ("求微分方程 y'=y 的通解", "solve"),
    ("求矩阵的逆", "solve"),
    ("f(x)=x³，求f'(1)和f''(1)", "one-at-a-time"),
    ("切线和斜率有什么关系？", "concept-tangent"),
    ("导数和斜率有什么区别", "concept-derivative"),
    ("曲线 y=x² 与 y=x 围成的面积", "integral"),
    ("求(1+2i)x的斜率", "imaginary"),
    ("x²+-*/3在2处的导数", "unreadable"),
    ("20%x在7的斜率", "percent"),
    ("x²+y² 在 2 处的斜率", "which-variable"),
    ("用中文说", "concept-language"),
    ("请用中文回答", "concept-language"),
    ("今天3点在5楼自习室见", "not-a-request"),
    ("导数也太难了吧救命😭", "not-a-request"),
    ("切线切线切线，背了三遍还是错", "not-a-request"),
    ("求导师推荐，考研在3月", "not-a-request"),
    ("他的导师在3楼", "not-a-request"),
    ("有人做完p5的3a了吗", "not-a-request"),
    ("汇率7.2在5月的变化率好大", "not-a-request"),
    ("高铁的速度好快", "not-a-request"),
    ("车的加速度不行", "not-a-request"),
    ("第3题选B吧", "not-a-request"),
    ("例2的答案是A.2还是B.3", "not-a-request"),
    ("我把作业改成x了", "not-a-request"),
    ("从3楼搬到5楼", "not-a-request"),
    ("再讲一遍", "no-formula"),
    ("平方差公式背了吗", "not-a-request"),
    ("这间房30平方米", "not-a-request"),
    ("三分之一的人没来", "not-a-request"),
    ("百分之九十的同学都不会", "not-a-request"),
    ("你呢", "not-a-request"),
    ("👍👍", "not-a-request"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_no_request_is_refused_with_its_reason(text, reason):
    with pytest.raises(Misunderstood) as trouble:
        read(text)
    assert trouble.value.reason == reason


BEFORE = read("a²在2处的斜率，步长0.01").request
CHANGES = {
    "cosa呢": {"formulas": ("cos(a)",)},
    "-a呢": {"formulas": ("-a",)},
    "100呢": {"points": ("100",)},
    "5呢？": {"points": ("5",)},
    "换到5": {"points": ("5",)},
    "a换成5": {"points": ("5",)},
    "在a=5处又如何": {"points": ("5",)},
    "那如果在5处呢": {"points": ("5",)},
    "把a²改成a³": {"formulas": ("a^3",)},
    "改成立方根": {"formulas": ("cbrt(x)",), "variable": "x"},
    "同样的点，换成a³": {"formulas": ("a^3",)},
    "不对，我要a³": {"formulas": ("a^3",)},
    "我说错了，是a³": {"formulas": ("a^3",)},
    "打错了 是a³": {"formulas": ("a^3",)},
    "为啥不是正好4呢": {"wants": "why"},
    "為什麼不是剛好 4？": {"wants": "why"},
    "怎么不是4": {"wants": "why"},
    "看不懂": {"wants": "why"},
    "能再讲一遍吗": {"wants": "why"},
    "再精确一点": {"run": "0.001"},
    "再小十倍": {"run": "0.001"},
    "缩小100倍": {"run": "0.0001"},
    "再大十倍": {"run": "0.1"},
    "nudge改回0.001": {"run": "0.001"},
    "那导函数是什么": {"points": ()},
    "导函数呢": {"points": ()},
    "f'(a)呢": {"points": ()},
    "f'(5)呢": {"points": ("5",)},
    "函数值呢": {"wants": "value"},
    "在3处的值": {"points": ("3",), "wants": "value"},
    "f(3)是多少": {"points": ("3",), "wants": "value"},
    "切线方程呢": {"wants": "tangent"},
    "二階導呢": {"order": 2},
    "步长再小一点": {"run": "0.001"},
    "再放大看看": {"run": "0.001"},
    "左移0.1": {"run": "-0.1"},
    "错了，应该是2a²": {"formulas": ("2*a^2",)},
    "把2换成4": {"points": ("4",)},
    "不对不对，是在4处": {"points": ("4",)},
    "a等于负二呢": {"points": ("-2",)},
    "a是二分之一的时候呢": {"points": ("1/2",)},
    "那斜率是0的地方在哪": {"points": (), "wants": "where", "target": "0"},
}


@pytest.mark.parametrize(("text", "changed"), CHANGES.items(), ids=CHANGES.keys())
def test_a_follow_up_changes_only_what_it_names(text, changed):
    assert read(text, BEFORE).request == replace(BEFORE, **changed)


CHATTER = [
    "你呢", "他们呢", "明天呢", "然后呢", "我点外卖去了", "哦哦懂了", "收到，谢谢", "我不懂她",
    "改成明天吧", "换个老师",
    "把闹钟改成七点", "打错了", "算了", "同样的点心", "再精确一点也没用啊朋友", "不是吧",
]  # fmt: skip


@pytest.mark.parametrize("text", CHATTER)
def test_chatter_after_an_answer_is_no_request(text):
    with pytest.raises(Misunderstood):
        read(text, BEFORE)


def test_a_letter_that_was_given_can_be_given_anew():
    before = read("ax²在x=1处的斜率，a=2").request
    assert read("a换成3", before).request == replace(before, given=(("a", "3"),))


def test_a_function_that_was_asked_back_about_is_known_to_the_answer():
    with pytest.raises(Unasked) as trouble:
        read("f(x)=x²-3x")
    assert trouble.value.draft == Request(("x^2 - 3*x",))
    assert read("x=2的时候斜率呢", trouble.value.draft).request.points == ("2",)
