"""``python -m demonstration [FOLDER]`` builds the courses into FOLDER (default build/courses)."""

from __future__ import annotations

import sys
from pathlib import Path

from demonstration.packages import built


def main() -> None:
    """Build, and say what was built."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("build/courses")
    for _, file, course in built(folder):
        sys.stdout.write(f"{file}  {file.stat().st_size // 1024:>6} KiB  {course.title}\n")


if __name__ == "__main__":
    main()
