"""The film's quiet music: a plucked string over the five-note scale, made from nothing.

A string is a loop of noise that a gentle low-pass wears down (Karplus and Strong, 1983).
"""

from __future__ import annotations

import random
import wave
from array import array
from pathlib import Path

RATE = 22_050
LOOP_S = 68
SCALE = (196.0, 220.0, 261.6, 293.7, 329.6, 392.0, 440.0, 523.3)
NOTE_S = 2.6
LEVEL = 5_500
SEED = 2017


def write(path: Path) -> None:
    """Write one loop of the music to *path* as a mono WAV file; every run writes the same."""
    chance = random.Random(SEED)
    strings = [_plucked(frequency, chance) for frequency in SCALE]
    loop = array("f", bytes(4 * RATE * LOOP_S))
    beat, note = 0.0, 3
    while beat < LOOP_S - NOTE_S:
        note = max(0, min(len(SCALE) - 1, note + chance.choice((-2, -1, -1, 1, 1, 2))))
        start = int(beat * RATE)
        for offset, value in enumerate(strings[note]):
            loop[start + offset] += value
        beat += chance.choice((0.75, 1.5, 1.5, 2.25))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        held = (max(-32_000, min(32_000, int(value * LEVEL))) for value in loop)
        file.writeframes(array("h", held).tobytes())


def _plucked(frequency: float, chance: random.Random) -> array[float]:
    period = int(RATE / frequency)
    loop = [chance.uniform(-1, 1) for _ in range(period)]
    sound = array("f")
    for sample in range(int(RATE * NOTE_S)):
        place = sample % period
        sound.append(loop[place] * (1 - sample / (RATE * NOTE_S)))
        loop[place] = 0.4985 * (loop[place] + loop[(place + 1) % period])
    return sound
