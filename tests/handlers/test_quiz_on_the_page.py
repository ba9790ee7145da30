"""Three members play a round on a phone-sized page, in headless Chromium."""

import os
import shutil
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import async_playwright, expect
from serving import serving

from bot.tutor.languages import words

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
# Where to leave pictures of what was seen, for human eyes; nothing is kept where it is not set.
SHOTS = os.environ.get("NUDGE_TEST_SHOTS")
MEMBERS = ("Ada", "Lin", "Kim")
PATIENCE = 60_000  # milliseconds, on a busy machine
# 100% takes the most room, and the first who answers sees it.
SHARES_ON_ONE_LINE = """
() => [...document.querySelectorAll(".share")].every((share) => share.offsetHeight < 24)
"""

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


@asynccontextmanager
async def phone(telegram, colours):
    """The page in the study group, 360 pixels wide; whatever goes wrong in it is an error."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = await chromium.new_context(
            viewport={"width": 360, "height": 740}, color_scheme=colours, device_scale_factor=2
        )
        context.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        page, errors = await context.new_page(), []
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(telegram.server.page_url)
        await page.get_by_test_id("back").click()
        await page.get_by_test_id("chats").get_by_text("Study group").click()
        yield page
        assert errors == []
        await chromium.close()


async def shot(page, name):
    if SHOTS:
        await page.wait_for_function("[...document.images].every((image) => image.complete)")
        await page.screenshot(path=Path(SHOTS) / f"{name}.png")


async def say(page, text):
    await page.get_by_test_id("composer").fill(text)
    await page.get_by_test_id("composer").press("Enter")


async def speak_as(page, name):
    await page.get_by_test_id("speaker").get_by_text(name).click()


@pytest.mark.parametrize(
    ("language", "beginner", "colours"), [("en", "Ada", "light"), ("zh", "Lin", "dark")]
)
async def test_three_members_play_a_round(alone, desk, language, beginner, colours):
    telegram, words_ = alone, words(language)["quiz"]
    async with serving(telegram, desk), phone(telegram, colours) as page:
        await speak_as(page, beginner)
        await say(page, "/quiz")
        score = page.get_by_test_id("message").filter(
            has=page.get_by_test_id("text").get_by_text("/cancel")
        )
        await telegram.reply(telegram.group)
        points = dict.fromkeys(MEMBERS, 0)
        for number in range(1, 6):
            question = await telegram.reply(telegram.group)
            here = page.locator(f'[data-id="{question.id}"]')
            options = here.get_by_test_id("option")
            await expect(options).to_have_count(len(question.poll.options))
            await expect(here.get_by_test_id("explanation")).to_have_count(0)
            await shot(page, f"quiz-{language}-{number}-asked")
            for place, name in enumerate(MEMBERS):
                await speak_as(page, name)
                await expect(options).not_to_have_count(0)  # the others' answers are not seen
                right = question.poll.right[0]
                chosen = right if number % (place + 1) == 0 else right - 1
                points[name] += chosen == right
                await options.nth(chosen % len(question.poll.options)).click()
                await expect(here.get_by_test_id("result-option")).not_to_have_count(0)
                assert await page.evaluate(SHARES_ON_ONE_LINE)
            await expect(here.get_by_test_id("votes")).to_have_text("3 votes")
            await shot(page, f"quiz-{language}-{number}-answered")
            explanation = here.get_by_test_id("explanation")
            await explanation.get_by_text("Why?").click()
            await expect(explanation).to_contain_text(question.poll.explanation.text)
            await expect(explanation.get_by_test_id("poll-picture")).to_be_visible()
            await shot(page, f"quiz-{language}-{number}-explained")
            assert await page.evaluate("document.documentElement.scrollWidth") <= 360
            telegram.time_is_up(question)
            await expect(here).to_contain_text("Final results")
        ended = page.get_by_test_id("message").filter(has_text=words_["over"]).last
        for name in MEMBERS:
            await expect(ended).to_contain_text(
                words_["line"].format(name=name, right=points[name])
            )
        assert points == {"Ada": 5, "Lin": 2, "Kim": 1}
        await expect(score).to_have_count(0)
        await ended.scroll_into_view_if_needed()
        await shot(page, f"quiz-{language}-over")


@pytest.mark.parametrize(("asked", "answer"), [("3a at 5", "slope 3"), ("3a在5处", "斜率 3")])
async def test_a_guess_is_covered_until_it_is_tapped(alone, desk, asked, answer):
    async with serving(alone, desk), phone(alone, "light") as page:
        await say(page, f"/guess {asked}")
        said = await alone.reply(alone.group)
        here = page.locator(f'[data-id="{said.id}"]')
        picture, cover = here.get_by_test_id("picture"), here.locator(".spoiler")
        await expect(cover).to_be_visible()
        await expect(picture).to_have_attribute("aria-label", "Hidden picture: show it")
        await shot(page, f"guess-{answer[:2].strip()}-covered")
        await picture.click()
        await expect(page.get_by_test_id("picture-large")).to_be_hidden()
        await cover.click()
        await expect(here.locator(".shown")).to_contain_text(answer)
        await expect(cover).to_have_count(0)
        await shot(page, f"guess-{answer[:2].strip()}-shown")
        await picture.click()
        await expect(page.get_by_test_id("picture-large")).to_be_visible()
