"""The film's pictures, drawn with Pillow: a motif on paper, a title, lines that appear in turn."""

from __future__ import annotations

import math
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from demonstration.film.scenes import SCENES, Scene

SIZE = (1280, 720)
FINE = 2
"""Pictures are drawn at twice their size and scaled down, which smooths every edge."""

PAPER, INK, SOFT, CINNABAR = "#f7f2e7", "#2a2d31", "#6a6459", "#a5382c"
GREENS = ("#dfe6d6", "#b9ccb0", "#86a98a", "#4f8065", "#2f6b4f")
BLUES = ("#dbe7ea", "#b3cfd6", "#7fadb9", "#4c8797", "#2d6676")
FONTS = Path(__file__).parent
Draw = ImageDraw.ImageDraw
Point = tuple[float, float]


def states(scene: Scene, number: int) -> list[Image.Image]:
    """Return the scene's pictures: with the title alone, then with one line more each."""
    ground = Image.new("RGB", (SIZE[0] * FINE, SIZE[1] * FINE), PAPER)
    MOTIFS[scene.motif](ImageDraw.Draw(ground))
    ground = ground.resize(SIZE, Image.Resampling.LANCZOS)
    return [_lettered(ground, scene, number, shown) for shown in range(len(scene.lines) + 1)]


def _lettered(ground: Image.Image, scene: Scene, number: int, shown: int) -> Image.Image:
    picture = ground.copy()
    draw = ImageDraw.Draw(picture)
    draw.rectangle((88, 118, 96, 196), fill=CINNABAR)
    draw.text((120, 110), scene.title, font=_font("title.otf", 62), fill=INK)
    text = _font("text.otf", 36)
    for row, line in enumerate(scene.lines[:shown]):
        top = 250 + row * 72
        draw.ellipse((124, top + 20, 136, top + 32), fill=CINNABAR)
        draw.text((160, top), line, font=text, fill=INK)
    draw.text((1120, 54), f"{number} / {len(SCENES)}", font=_font("text.otf", 24), fill=SOFT)
    return picture


def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / name), size)


def _ridge(draw: Draw, base: float, height: float, waves: float, phase: float, fill: str) -> None:
    """A line of hills across the picture: *base* and *height* in picture points."""
    width, floor = SIZE
    line: list[Point] = []
    for x in range(0, width + 1, 4):
        t = x / width * waves * math.tau + phase
        y = base - height * (0.62 * math.sin(t) + 0.26 * math.sin(2.3 * t + 1) + 0.3)
        line.append((x, y))
    _polygon(draw, [*line, (width, floor), (0, floor)], fill)


def _polygon(draw: Draw, points: list[Point], fill: str) -> None:
    draw.polygon([(x * FINE, y * FINE) for x, y in points], fill=fill)


def _box(draw: Draw, box: tuple[float, float, float, float], fill: str) -> None:
    draw.rectangle([value * FINE for value in box], fill=fill)


def _disc(draw: Draw, x: float, y: float, radius: float, fill: str) -> None:
    draw.ellipse([v * FINE for v in (x - radius, y - radius, x + radius, y + radius)], fill=fill)


def mountains(draw: Draw) -> None:
    """Five ridges in the mist, and the sun."""
    _disc(draw, 1080, 190, 56, "#dd9c5b")
    for step, green in enumerate(GREENS):
        _ridge(draw, 505 + 42 * step, 78 - 9 * step, 1.3 + 0.35 * step, 0.9 * step, green)


def sea(draw: Draw) -> None:
    """Waves, an island and a sail."""
    _disc(draw, 1040, 200, 60, "#e2a763")
    _ridge(draw, 520, 34, 0.8, 3.6, GREENS[1])
    for step, blue in enumerate(BLUES):
        _ridge(draw, 548 + 38 * step, 12, 5 + step, 1.1 * step, blue)
    _polygon(draw, [(880, 545), (1000, 545), (975, 575), (905, 575)], "#5b4636")
    _polygon(draw, [(938, 400), (938, 535), (1010, 520)], "#fbf8f1")
    _polygon(draw, [(930, 425), (930, 535), (880, 525)], CINNABAR)


def river(draw: Draw) -> None:
    """A river that winds out of the hills."""
    for step, green in enumerate(GREENS[:4]):
        _ridge(draw, 500 + 36 * step, 72 - 12 * step, 1.1 + 0.3 * step, 1.7 * step, green)
    left: list[Point] = []
    right: list[Point] = []
    for step in range(121):
        t = step / 120
        middle = 900 + 210 * math.sin(4.2 * t + 0.4) * (1 - 0.4 * t)
        half = 10 + 150 * t * t
        left.append((middle - half, 560 + 160 * t))
        right.append((middle + half, 560 + 160 * t))
    _polygon(draw, left + right[::-1], BLUES[1])


def port(draw: Draw) -> None:
    """Cranes on a quay, water before them."""
    _ridge(draw, 540, 46, 1.2, 0.4, GREENS[1])
    for x in (760, 930, 1100):
        _box(draw, (x, 390, x + 12, 590), INK)
        _box(draw, (x - 60, 384, x + 110, 396), CINNABAR)
        _polygon(draw, [(x + 2, 330), (x + 10, 330), (x + 104, 386), (x - 54, 386)], SOFT)
        _box(draw, (x + 80, 396, x + 83, 480), INK)
        _box(draw, (x + 60, 480, x + 104, 506), BLUES[3])
    _box(draw, (660, 580, 1280, 606), "#8d8577")
    for step, blue in enumerate(BLUES[1:]):
        _ridge(draw, 612 + 32 * step, 8, 6 + step, step, blue)


def forest(draw: Draw) -> None:
    """Three rows of firs on the hills."""
    for step, green in enumerate(GREENS[1:]):
        base = 520 + 52 * step
        _ridge(draw, base, 40, 1.2 + 0.3 * step, 1.3 * step, GREENS[step])
        for tree in range(0, 1300, 62 - 4 * step):
            x = tree + (step * 29) % 60
            high = 58 + 14 * step + (tree * 7) % 23
            y = base + 26 + 9 * math.sin(tree / 70)
            _polygon(draw, [(x - 19, y), (x + 19, y), (x, y - high)], green)


def tulou(draw: Draw) -> None:
    """A round house of earth under a dark roof."""
    _ridge(draw, 520, 66, 1.1, 2.2, GREENS[1])
    _ridge(draw, 580, 40, 1.6, 0.6, GREENS[2])
    _box(draw, (760, 470, 1160, 620), "#cfa468")
    draw.ellipse([v * FINE for v in (760, 575, 1160, 665)], fill="#cfa468")
    draw.ellipse([v * FINE for v in (730, 420, 1190, 520)], fill="#4b4139")
    draw.ellipse([v * FINE for v in (800, 440, 1120, 500)], fill="#7a6a5a")
    _box(draw, (935, 590, 985, 664), "#4b3424")
    for window in range(800, 1130, 56):
        _box(draw, (window, 540, window + 14, 560), "#5e4630")
    _ridge(draw, 690, 14, 2.0, 0.2, GREENS[3])


def tea(draw: Draw) -> None:
    """Terraces of tea, row over row."""
    _ridge(draw, 480, 70, 1.0, 3.0, GREENS[0])
    for step in range(9):
        _ridge(draw, 520 + 26 * step, 30, 0.9, 3.3 + 0.12 * step, GREENS[2 if step % 2 else 3])
    _disc(draw, 1090, 180, 48, "#dd9c5b")


def city(draw: Draw) -> None:
    """Houses of a growing town, a bridge, water."""
    _ridge(draw, 520, 54, 1.3, 1.0, GREENS[1])
    for block in range(14):
        x = 560 + block * 52
        high = 70 + (block * 67) % 170
        _box(draw, (x, 610 - high, x + 40, 612), BLUES[2 + block % 3])
        for level in range(20, high - 14, 24):
            for column in (8, 24):
                top = 610 - high + level
                _box(draw, (x + column, top, x + column + 8, top + 10), "#f4e7c4")
    for step, blue in enumerate(BLUES[1:4]):
        _ridge(draw, 626 + 30 * step, 8, 5 + step, step, blue)


MOTIFS = {
    "mountains": mountains,
    "sea": sea,
    "river": river,
    "port": port,
    "forest": forest,
    "tulou": tulou,
    "tea": tea,
    "city": city,
}
