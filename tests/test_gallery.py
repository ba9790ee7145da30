"""`nudge gallery`: the page and the pictures in docs are those that the command makes."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from bot import gallery
from bot.__main__ import app
from bot.gallery import FILMS, SECTIONS

DOCS = Path(__file__).parents[1] / "docs"
KINDS = {name: text for kinds in SECTIONS.values() for name, text in kinds.items()}


def test_the_command_draws_every_kind_in_both_looks_and_a_page_with_what_is_asked(
    tmp_path, monkeypatch
):
    few = {"Few": {"a": "slope of |a| at 0"}, "Films": {"b": "slope of a^2 at 2"}}
    monkeypatch.setattr(gallery, "SECTIONS", few)
    monkeypatch.setattr(gallery, "FILMS", few["Films"])
    done = CliRunner().invoke(app, ["gallery", str(tmp_path / "new")])
    assert done.exit_code == 0, done.output
    page = (tmp_path / "new" / "gallery.md").read_text(encoding="utf-8")
    told = r"f(a) = \|a\| at a = 0: a corner, no single slope"
    assert rf"| `slope of \|a\| at 0` | ![{told}](gallery/a-light.png) |" in page
    files = (tmp_path / "new" / "gallery").iterdir()
    assert {path.name: Image.open(BytesIO(path.read_bytes())).size for path in files} == {
        "a-light.png": (540, 648),
        "a-dark.png": (540, 648),
        "b-light.gif": (1080, 1296),
        "b-dark.gif": (1080, 1296),
    }


def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path):
    (tmp_path / "file").touch()
    done = CliRunner().invoke(app, ["gallery", str(tmp_path / "file")])
    assert done.exit_code == 2
    assert len(done.output.splitlines()) == 1


def test_a_request_that_no_picture_answers_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(gallery, "SECTIONS", {"None": {"a": "hello"}})
    done = CliRunner().invoke(app, ["gallery", str(tmp_path)])
    with pytest.raises(ValueError, match="no picture answers hello"):
        raise done.exception


def test_the_page_in_docs_shows_every_kind_and_its_folder_holds_nothing_else():
    page = (DOCS / "gallery.md").read_text(encoding="utf-8")
    shown = {part.partition(")")[0] for part in page.split("](gallery/")[1:]}
    assert {path.name for path in (DOCS / "gallery").iterdir()} == shown
    assert len(shown) == 2 * len(KINDS)
    for text in KINDS.values():
        assert f"`{text}`".replace("|", r"\|") in page


def test_the_gallery_keeps_the_repository_small():
    assert sum(path.stat().st_size for path in (DOCS / "gallery").iterdir()) < 3_000_000
    assert FILMS.keys() <= KINDS.keys()
