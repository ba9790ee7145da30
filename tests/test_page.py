"""The local chat as a person meets it: `nudge` started for real, the page in headless Chromium."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
# Where to leave pictures of what was seen, for human eyes; nothing is kept where it is not set.
SHOTS = os.environ.get("NUDGE_TEST_SHOTS")
PATIENCE = 60_000  # milliseconds, on a busy machine

# The program, but for how long a picture may take and what is typed is worth an answer.
NUDGE = "from handlers import inline; inline.LATE = 60; from bot.__main__ import main; main()"
UNHURRIED = {"NUDGE_WORKERS__SECONDS": "20"}

LESSON = [
    "At a = 5, f is 15. Nudge a to 5.001 and f is 15.003.",
    "3 times as much",
    "0.003/0.001 = 3 exactly",
    "df(a)/da = 3",
    "d/da f(a) = 3",
    "everywhere",
]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def nudge(tmp_path_factory):
    """The running program's first words, up to the page's address."""
    environment = {name: text for name, text in os.environ.items() if not name.startswith("NUDGE_")}
    with subprocess.Popen(
        [sys.executable, "-c", NUDGE, "--port", "0", "--no-browser"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=tmp_path_factory.mktemp("empty"),
        env=environment | UNHURRIED,
    ) as process:
        printed = ""
        for line in process.stdout:
            printed += line
            if "http://" in line:
                break
        yield printed
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0


@pytest.fixture(scope="module")
def address(nudge):
    return re.search(r"http://\S+", nudge)[0]


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser, address):
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.goto(address)
    yield page
    assert errors == []
    context.close()


def ask(page, text, answer):
    """Say it, and return the bot's next message, which must have `answer` in it."""
    next_one = answers(page).nth(answers(page).count())
    say(page, text)
    expect(next_one.get_by_test_id("text")).to_contain_text(answer)
    return next_one


def say(page, text):
    page.get_by_test_id("composer").fill(text)
    page.get_by_test_id("composer").press("Enter")


def answers(page):
    return page.locator("[data-testid=message][data-from=bot]")


def shot(page, name):
    if SHOTS:
        page.wait_for_function("[...document.images].every((image) => image.complete)")
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def test_the_terminal_shows_the_lesson_s_two_answers(nudge):
    assert "f(a) = 3a at a = 2: slope 3" in nudge
    assert "At a = 2, f is 6. Nudge a to 2.001 and f is 6.003." in nudge
    assert "f(a) = 3a at a = 5: slope 3" in nudge
    assert all(sentence in nudge for sentence in LESSON)


def test_the_page_opens_with_the_lesson_s_two_answers(page):
    first, second = answers(page).nth(0), answers(page).nth(1)
    expect(first).to_contain_text("f(a) = 3a at a = 2: slope 3")
    for sentence in LESSON:
        expect(second).to_contain_text(sentence)
    expect(second.get_by_test_id("picture").locator("img")).to_be_visible()
    shot(page, "first-sight")


def test_asked_by_hand_in_english_the_buttons_change_the_message(page):
    expect(answers(page)).not_to_have_count(0)
    answer = ask(page, "slope of 3a at 5", "f(a) = 3a at a = 5: slope 3")
    for sentence in LESSON:
        expect(answer).to_contain_text(sentence)
    count = answers(page).count()
    answer.get_by_role("button", name="nudge ÷ 10").click()
    expect(answer).to_contain_text("Nudge a to 5.0001 and f is 15.0003")
    answer.get_by_role("button", name="a = 6 →").click()
    expect(answer).to_contain_text("f(a) = 3a at a = 6: slope 3")
    assert answers(page).count() == count
    shot(page, "english")


def test_asked_by_hand_in_chinese(page):
    expect(answers(page)).not_to_have_count(0)
    answer = ask(page, "3a在5处的斜率", "斜率 3")
    for sentence in ("15.003", "3 倍", "0.003/0.001 = 3", "df(a)/da = 3", "d/da f(a) = 3", "处处"):
        expect(answer).to_contain_text(sentence)
    expect(answer.get_by_test_id("picture").locator("img")).to_be_visible()
    shot(page, "chinese")


def test_a_picture_opens_large_and_closes_with_the_keyboard(page):
    answers(page).last.get_by_test_id("picture").click()
    expect(page.get_by_test_id("picture-large")).to_be_visible()
    shot(page, "picture-large")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("picture-large")).to_be_hidden()


def test_a_picture_is_set_in_motion_and_comes_to_rest(page):
    expect(answers(page)).not_to_have_count(0)
    answer = ask(page, "slope of a^2 at 2", "slope 4")
    image = answer.get_by_test_id("picture").locator("img")
    still = image.get_attribute("src")
    answer.get_by_role("button", name="▶ shrink").click()
    expect(answer.get_by_role("button", name="← back")).to_be_visible()
    address = image.evaluate("(image) => image.src")
    assert page.request.get(address).headers["content-type"] == "image/gif"
    shot(page, "in-motion")
    answer.get_by_role("button", name="← back").click()
    expect(image).to_have_attribute("src", still)


def test_who_wants_less_motion_sees_the_first_frame_until_it_is_opened(page):
    page.emulate_media(reduced_motion="reduce")
    expect(answers(page)).not_to_have_count(0)
    answer = ask(page, "slope of a^2 at 3", "slope 6")
    answer.get_by_role("button", name="▶ shrink").click()
    first = answer.get_by_test_id("picture").locator("canvas")
    expect(first).to_be_visible()
    page.wait_for_function(
        """(canvas) => canvas.getContext("2d").getImageData(4, 4, 1, 1).data[3] === 255""",
        arg=first.element_handle(),
    )
    shot(page, "less-motion")
    first.click()
    expect(page.get_by_test_id("picture-large").locator("img")).to_be_visible()


def test_an_example_of_the_greeting_can_be_tapped(page):
    expect(answers(page)).not_to_have_count(0)
    ask(page, "slope of a^2 at 2", "slope 4")  # from here on in English, whatever was spoken before
    greeting = ask(page, "/start", "Hello! I am Nudge.")
    shot(page, "start")
    count = answers(page).count()
    greeting.get_by_role("button", name="slope of 3a at 5").click()
    expect(answers(page).nth(count)).to_contain_text("f(a) = 3a at a = 5: slope 3")


def test_settings_are_one_message_that_changes_in_place_and_hold(page):
    expect(answers(page)).not_to_have_count(0)
    ask(page, "slope of a^2 at 2", "slope 4")  # in English, whatever was spoken before
    settings = ask(page, "/settings", "Usual nudge: 0.001")
    count = answers(page).count()
    for label, line in (
        ("brief", "Answers: brief"),
        ("0.01", "Usual nudge: 0.01"),
        ("中文", "• 语言：中文"),
    ):
        settings.get_by_role("button", name=label, exact=True).click()
        expect(settings.get_by_test_id("text")).to_contain_text(line)
    assert answers(page).count() == count
    shot(page, "settings")
    ask(page, "slope of a^2 at 2", "斜率 4 · f(a) = a²")
    forget = ask(page, "/forget", "要我把你忘掉吗")
    forget.get_by_role("button", name="全部忘掉").click()
    expect(forget.get_by_test_id("text")).to_contain_text("全都忘掉了")
    ask(page, "slope of a^2 at 2", "f(a) = a² at a = 2: slope 4")


def test_the_group_stays_silent_to_chatter_and_answers_a_command(page):
    page.get_by_test_id("chats").get_by_text("Study group").click()
    say(page, "3a is my seat number, at 5 pm")
    answer = ask(page, "/slope 3a at 5", "f(a) = 3a at a = 5: slope 3")
    expect(answers(page)).to_have_count(1)
    expect(answer.get_by_test_id("quotation")).to_contain_text("/slope 3a at 5")
    shot(page, "group")


def test_what_stands_behind_the_bot_s_name_is_answered_as_one_types(page):
    page.get_by_test_id("chats").get_by_text("Study group").click()
    composer, results = page.get_by_test_id("composer"), page.get_by_test_id("result")
    composer.press_sequentially("@nudge")
    results.get_by_text("@nudge_local_bot").click()
    expect(results).to_have_count(3)  # examples
    composer.press_sequentially("slope of x2 at ")
    expect(results).to_have_count(2)
    composer.press_sequentially("3")
    expect(results.first).to_contain_text("f(x) = x² at x = 3: slope 6")
    expect(results.nth(1)).to_contain_text("f(x) = 2x at x = 3: slope 2")
    shot(page, "inline")
    results.first.click()
    sent = page.get_by_test_id("message").last
    expect(sent).to_contain_text("via Nudge")
    expect(sent).to_contain_text("At x = 3, f is 9.")
    expect(composer).to_have_value("")
    expect(results).to_have_count(0)
    sent.get_by_role("button", name="nudge ÷ 10").click()
    expect(sent).to_contain_text("Nudge x to 3.0001")
    shot(page, "inline-sent")


def test_what_cannot_be_read_leads_to_the_bot_s_own_chat(page):
    page.get_by_test_id("chats").get_by_text("Study group").click()
    page.get_by_test_id("composer").press_sequentially("@nudge_local_bot 求")
    page.get_by_test_id("inline-way").get_by_text("我会求函数在一点的斜率。").click()
    expect(page.get_by_test_id("subtitle")).to_contain_text("Private chat")
    expect(page.get_by_test_id("composer")).to_have_value("")


def test_try_your_own_fills_the_composer_with_the_request(page):
    expect(answers(page)).not_to_have_count(0)
    answer = ask(page, "3a在5处的斜率", "斜率 3")
    answer.get_by_role("button", name="更多 …").click()
    shot(page, "more")
    answer.get_by_role("button", name="自己写一个").click()
    composer = page.get_by_test_id("composer")
    expect(composer).to_have_value("@nudge_local_bot 3a 在 a = 5 处的斜率")
    expect(page.get_by_test_id("result").first).to_contain_text("斜率 3")
    shot(page, "own")
    composer.fill("@nudge_local_bot 3a 在 a = 7 处的斜率")
    next_one = answers(page).nth(answers(page).count())
    composer.press("Enter")
    expect(next_one).to_contain_text("a = 7 处：斜率 3")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_on_a_phone_nothing_is_wider_than_the_screen(browser, address, colours):
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, color_scheme=colours, device_scale_factor=2
    )
    page = context.new_page()
    page.goto(address)
    expect(answers(page).first.get_by_test_id("picture").locator("img")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    shot(page, f"phone-{colours}")
    page.get_by_test_id("composer").fill("@nudge_local_bot 3a at 5")
    expect(page.get_by_test_id("result").first).to_contain_text("slope 3")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    shot(page, f"phone-inline-{colours}")
    context.close()


def test_three_members_of_a_group_each_have_their_own_buttons_and_a_topic(browser, address):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(address)
    page.get_by_test_id("back").click()
    page.get_by_test_id("chats").get_by_text("Study group").click()
    page.get_by_test_id("topic-add").click()
    page.get_by_test_id("topic-name").fill("Homework")
    page.get_by_test_id("topic-name").press("Enter")
    expect(page.get_by_test_id("began")).to_contain_text("Homework")
    speak_as(page, "Lin")
    ask(page, "/slope a^2在2处", "斜率 4")
    speak_as(page, "Ada")
    say(page, "/slope x^3 at 2")
    expect(answers(page).last).to_contain_text("slope 12")
    page.get_by_test_id("composer").press("ArrowUp")
    say(page, "/slope x^3 at 1")
    expect(answers(page).last).to_contain_text("slope 3")
    expect(answers(page)).to_have_count(2)
    speak_as(page, "Kim")
    button = answers(page).first.get_by_test_id("inline-button").first
    button.click()
    expect(page.get_by_test_id("toast")).to_contain_text("belong to whoever asked")
    shot(page, "group-three")
    button.click()
    expect(page.get_by_test_id("subtitle")).to_contain_text("you are Kim")
    expect(answers(page).last).to_contain_text("slope 4")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


def speak_as(page, name):
    page.get_by_test_id("speaker").get_by_text(name).click()
