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
PATIENCE = 15_000  # milliseconds

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
        [sys.executable, "-m", "bot", "--port", "0", "--no-browser"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=tmp_path_factory.mktemp("empty"),
        env=environment,
    ) as process:
        printed = ""
        for line in process.stdout:
            printed += line
            if "http://" in line:
                break
        yield printed
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


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


def test_an_example_of_the_greeting_can_be_tapped(page):
    expect(answers(page)).not_to_have_count(0)
    ask(page, "slope of a^2 at 2", "slope 4")  # from here on in English, whatever was spoken before
    greeting = ask(page, "/start", "Hello! I am Nudge.")
    shot(page, "start")
    count = answers(page).count()
    greeting.get_by_role("button", name="slope of 3a at 5").click()
    expect(answers(page).nth(count)).to_contain_text("f(a) = 3a at a = 5: slope 3")


def test_the_group_stays_silent_to_chatter_and_answers_a_command(page):
    page.get_by_test_id("chats").get_by_text("Study group").click()
    say(page, "3a is my seat number, at 5 pm")
    answer = ask(page, "/slope 3a at 5", "f(a) = 3a at a = 5: slope 3")
    expect(answers(page)).to_have_count(1)
    expect(answer.get_by_test_id("quotation")).to_contain_text("/slope 3a at 5")
    shot(page, "group")


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
    context.close()
