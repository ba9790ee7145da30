"""Every colour can be read, and told from the others by every eye."""

from dataclasses import fields
from itertools import combinations

import numpy as np
import pytest
from gallery import EVERY, drawn
from matplotlib.colors import to_rgb

from bot.tutor.drawing.look import PALETTES, STROKES, Palette
from bot.tutor.drawing.marks import Inscription

SAID_ON = {
    "ink": ("paper", "lens", "beam", "nowhere"),
    "quiet": ("paper", "lens", "beam", "nowhere"),
    "measure": ("paper", "lens"),
}
# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
EYES = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def linear(colour):
    channels = np.array(to_rgb(colour))
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """Of WCAG 2.2."""
    light, dark = sorted(
        (float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other)), reverse=True
    )
    return (light + 0.05) / (dark + 0.05)


def lab(rgb):
    """CIE L*a*b* of a linear RGB colour under D65."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = np.array(to_xyz) @ np.clip(rgb, 0, 1) / [0.9505, 1.0, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("look", PALETTES)
def test_every_text_has_a_contrast_of_four_and_a_half(look):
    palette = PALETTES[look]
    for text, backgrounds in SAID_ON.items():
        for background in backgrounds:
            assert contrast(getattr(palette, text), getattr(palette, background)) >= 4.5
    for tag in palette.tags:
        for background in (palette.paper, palette.lens):
            assert contrast(tag, background) >= 4.5


@pytest.mark.parametrize("request_", EVERY.values(), ids=EVERY.keys())
def test_all_that_is_said_has_one_of_those_colours(request_):
    palette = PALETTES["dark"]
    colours = {getattr(palette, name) for name in SAID_ON} | set(palette.tags)
    assert {text.colour for text in drawn(request_, "dark").findobj(Inscription)} <= colours


@pytest.mark.parametrize("look", PALETTES)
def test_the_triangle_and_the_curves_stand_out_from_their_ground(look):
    palette = PALETTES[look]
    for colour in (palette.curve, palette.straight, palette.triangle, palette.edge):
        assert contrast(colour, palette.lens) >= 3


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("look", PALETTES)
def test_colour_blind_eyes_tell_the_colours_apart(look, eye):
    palette = PALETTES[look]
    sets = [palette.tags, (palette.curve, palette.straight, palette.triangle)]
    for colours in sets:
        seen = [lab(np.array(EYES[eye]) @ linear(colour)) for colour in colours]
        for one, other in combinations(seen, 2):
            assert np.linalg.norm(one - other) > 15


def test_every_stroke_has_a_colour_of_the_palette():
    names = {field.name for field in fields(Palette)}
    assert {stroke.colour for stroke in STROKES.values()} <= names
