"""Encode the film: drawn pictures and the music become one WebM file (VP8 and Opus)."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import imageio_ffmpeg

from demonstration.film import music
from demonstration.film.pictures import states
from demonstration.film.scenes import LINE_MS, SCENES, TITLE_MS, length_ms

FRAMES_PER_SECOND = 5
"""Enough for pictures that stand still; the file stays small and seeks exactly."""


class FilmRefused(Exception):
    """The encoder did not make a film; the message is what it said last."""


def recorded() -> bytes:
    """Return the film; raises FilmRefused when the encoder fails."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        playlist = _drawn(work)
        music.write(work / "music.wav")
        draft = work / "film.webm"
        command = [
            imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-loglevel", "error", "-y",
            "-f", "concat", "-safe", "0", "-i", str(playlist),
            "-stream_loop", "-1", "-i", str(work / "music.wav"),
            "-map", "0:v", "-map", "1:a", "-t", f"{length_ms() / 1000:.3f}",
            "-r", str(FRAMES_PER_SECOND), "-pix_fmt", "yuv420p",
            "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "6", "-threads", "2",
            "-b:v", "90k", "-crf", "20", "-g", str(FRAMES_PER_SECOND * 4),
            "-c:a", "libopus", "-b:a", "40k", "-fflags", "+bitexact",
            "-flags:v", "+bitexact", "-flags:a", "+bitexact", str(draft),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise FilmRefused(done.stderr.strip()[-400:])
        return draft.read_bytes()


def _drawn(folder: Path) -> Path:
    """Draw every picture into *folder*; return the playlist that gives each its time."""
    entries: list[str] = []
    for number, scene in enumerate(SCENES, start=1):
        for shown, picture in enumerate(states(scene, number)):
            file = folder / f"{number:02}-{shown}.png"
            picture.save(file, compress_level=1)
            seconds = (TITLE_MS if shown == 0 else LINE_MS) / 1000
            entries.append(f"file '{file}'\nduration {seconds}")
    entries.append(entries[-1].partition("\n")[0])
    playlist = folder / "pictures.txt"
    playlist.write_text("\n".join(entries) + "\n")
    return playlist
