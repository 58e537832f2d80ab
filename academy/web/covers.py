"""Drawn covers: a course without a picture gets a motif of its subject area, its own variant.

Pure geometry in a field of 320 × 180; the colours are classes of ``css/covers.css``.
The same course has the same cover on every page and after every restart.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from math import cos, pi, sin

WIDTH, HEIGHT = 320, 180


@dataclass(frozen=True, slots=True)
class Shape:
    """One path and the class that colours it: ``fill-1`` … ``fill-3``, ``line-1``, ``line-2``."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class Cover:
    """The tone (a class) and the shapes, from back to front."""

    tone: str
    shapes: tuple[Shape, ...]


def cover(area: str | None, seed: object) -> Cover:
    """Return the cover of the course *seed* (anything with a stable text) in *area*."""
    tone, motif = _MOTIFS.get(area or "", ("plain", _steps))
    return Cover(tone, tuple(motif(sha256(str(seed).encode()).digest())))


Motif = Callable[[bytes], list[Shape]]


def _beams(seed: bytes) -> list[Shape]:
    """Light from below the horizon."""
    x = 90 + seed[0] % 140
    rays = []
    for step in range(12):
        left, right = (pi + pi * (step + part) / 12 for part in (0.12, 0.5))
        rays.append(
            f"M{x} 176L{x + 420 * cos(left):.0f} {176 + 420 * sin(left):.0f}"
            f"L{x + 420 * cos(right):.0f} {176 + 420 * sin(right):.0f}z"
        )
    return [
        Shape("".join(rays), "fill-2"),
        Shape(_disc(x, 176, 46), "fill-3"),
        Shape(f"M0 180V{158 + seed[1] % 8}Q160 {142 + seed[2] % 14} 320 162V180z", "fill-1"),
    ]


def _bars(seed: bytes) -> list[Shape]:
    """Rising columns under a curve."""
    tops = [128 - 9 * step - seed[step] % 22 for step in range(9)]
    columns = "".join(f"M{24 + 31 * step} 180V{top}h18V180z" for step, top in enumerate(tops))
    points = "L".join(f"{33 + 31 * step} {top - 20}" for step, top in enumerate(tops))
    return [
        Shape("M0 60H320M0 100H320M0 140H320", "line-1"),
        Shape(columns, "fill-2"),
        Shape(f"M{points}", "line-2"),
        Shape(_disc(33 + 31 * 8, tops[8] - 20, 6), "fill-3"),
    ]


def _lattice(seed: bytes) -> list[Shape]:
    """A window lattice."""
    size = (40, 48, 60)[seed[0] % 3]
    panes, lines = [], []
    for row in range(HEIGHT // size + 2):
        for column in range(WIDTH // size + 2):
            x, y = column * size - size // 2, row * size - size // 2
            inset = size // 5
            lines.append(f"M{x} {y}h{size}v{size}h-{size}z")
            lines.append(
                f"M{x + inset} {y + inset}h{size - 2 * inset}v{size - 2 * inset}"
                f"h-{size - 2 * inset}z"
            )
            if seed[(row * 7 + column) % 32] % 4 == 0:
                panes.append(
                    f"M{x + inset} {y + inset}h{size - 2 * inset}v{size - 2 * inset}"
                    f"h-{size - 2 * inset}z"
                )
    return [Shape("".join(panes), "fill-2"), Shape("".join(lines), "line-1")]


def _rings(seed: bytes) -> list[Shape]:
    """Circles that share ground."""
    shapes = []
    for step, kind in enumerate(("fill-2", "fill-3", "fill-2", "fill-1")):
        x, y = 70 + 60 * step + seed[step] % 24, 62 + seed[step + 8] % 60
        shapes.append(Shape(_disc(x, y, 44 + seed[step + 16] % 18), kind))
    shapes.append(Shape("".join(_disc(80 + 80 * step, 96, 62) for step in range(3)), "line-1"))
    return shapes


def _mountains(seed: bytes) -> list[Shape]:
    """Ranges behind ranges, and a moon."""
    shapes = [Shape(_disc(230 + seed[9] % 50, 44 + seed[10] % 14, 20), "fill-3")]
    for layer, kind in enumerate(("fill-1", "fill-2", "fill-3")):
        base = 78 + 30 * layer
        path = f"M0 180V{base + seed[layer] % 24}"
        for step in range(4):
            peak = base - 22 + seed[layer * 4 + step] % 40
            path += f"Q{40 + 80 * step} {peak} {80 + 80 * step} {base + 4 + seed[step] % 22}"
        shapes.append(Shape(f"{path}V180z", kind))
    return shapes


def _columns(seed: bytes) -> list[Shape]:
    """A hall of columns under one level beam."""
    count = 4 + seed[0] % 3
    gap = 232 // (count - 1)
    pillars = "".join(f"M{36 + gap * step} 66h16v86h-16z" for step in range(count))
    return [
        Shape("M160 14L302 52H18z", "fill-2"),
        Shape("M22 54H298v10H22zM22 154H298v8H22zM8 164H312v16H8z", "fill-3"),
        Shape(pillars, "fill-2"),
        Shape("M60 46H260M90 38H230", "line-1"),
    ]


def _steps(seed: bytes) -> list[Shape]:
    """Stairs that climb."""
    rise = 13 + seed[0] % 6
    stair = "M20 180" + "".join(f"V{164 - rise * step}h36" for step in range(8)) + "V180z"
    back = "M0 180" + "".join(f"V{120 - rise * step}h52" for step in range(7)) + "V180z"
    return [
        Shape(back, "fill-1"),
        Shape(stair, "fill-2"),
        Shape(_disc(60 + seed[1] % 40, 52, 18), "fill-3"),
    ]


def _sea(seed: bytes) -> list[Shape]:
    """Waves of the strait before a round earth house."""
    x = 70 + seed[0] % 180
    house = [
        Shape(_disc(x, 84, 54), "fill-2"),
        Shape("".join(_disc(x, 84, radius) for radius in (54, 42, 28)), "line-1"),
        Shape(_disc(x, 84, 12), "fill-3"),
    ]
    waves = []
    for row in range(3):
        shift = -20 * (row % 2)
        for column in range(9):
            cx, cy = shift + 40 * column, 144 + 18 * row
            waves.append(f"M{cx - 20} {cy}a20 20 0 0 1 40 0M{cx - 11} {cy}a11 11 0 0 1 22 0")
    return [*house, Shape("M0 130H320V180H0z", "fill-1"), Shape("".join(waves), "line-2")]


def _disc(x: float, y: float, radius: float) -> str:
    """Return the path of a circle."""
    return (
        f"M{x - radius:g} {y:g}a{radius} {radius} 0 1 0 {2 * radius} 0"
        f"a{radius} {radius} 0 1 0 -{2 * radius} 0z"
    )


_MOTIFS: dict[str, tuple[str, Motif]] = {
    "政治建设": ("zhu", _beams),
    "经济建设": ("zhe", _bars),
    "文化建设": ("dai", _lattice),
    "社会建设": ("dian", _rings),
    "生态文明建设": ("qing", _mountains),
    "法治建设": ("mo", _columns),
    "素质能力": ("tuo", _steps),
    "福建省情": ("hai", _sea),
}
"""The eight areas of measures 7; an area of another rule document gets the plain tone."""
