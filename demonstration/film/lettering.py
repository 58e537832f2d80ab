"""Cut the two typefaces of the film to its characters: ``python -m demonstration.film.lettering``.

Needs fontTools and Debian's fonts-noto-cjk; only whoever changes the film's words runs it.
"""

from __future__ import annotations

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from demonstration.film.scenes import SCENES

SOURCES = Path("/usr/share/fonts/opentype/noto")
FACES = (("NotoSerifCJK-Bold.ttc", "title.otf"), ("NotoSansCJK-Regular.ttc", "text.otf"))
SIMPLIFIED = "SC"


def cut() -> None:
    """Write both faces beside this module, holding the characters of the scenes and digits."""
    titles = "".join(scene.title for scene in SCENES)
    lines = "".join("".join(scene.lines) for scene in SCENES) + "0123456789 /"
    for (source, target), characters in zip(FACES, (titles, lines), strict=True):
        face = _simplified(SOURCES / source)
        options = subset.Options(layout_features=[], hinting=False, name_IDs=[0, 13, 14])
        cutter = subset.Subsetter(options)
        cutter.populate(text=characters)
        cutter.subset(face)
        face.save(Path(__file__).parent / target)


def _simplified(collection: Path) -> TTFont:
    for number in range(10):
        face = TTFont(collection, fontNumber=number)
        if str(face["name"].getDebugName(1)).endswith(f"CJK {SIMPLIFIED}"):
            return face
    raise FileNotFoundError(f"{collection} has no face for simplified characters")


if __name__ == "__main__":
    cut()
