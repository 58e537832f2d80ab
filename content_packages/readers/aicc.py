"""AICC courses: .crs, .au, .des and .cst of one name, with .pre (prerequisites) and .ort.

Read after CMI001 (Guidelines for Interoperability): the course file names the course, the
assignable unit file its units, the descriptor file titles, the structure file the tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from content_packages.readers.aicc_files import Row, columns, decoded, keywords, rows, sections
from content_packages.readers.durations import clock_ms
from content_packages.readers.findings import Finding, finding
from content_packages.readers.package import Package, web_address
from content_packages.readers.structure import Block, Course, LearningObjective, Unit

_MAX_FILE = 4_000_000
_MAX_DEPTH = 50
_TIME_LIMIT_ACTIONS = {
    ("e", "m"): "exit,message",
    ("e", "n"): "exit,no message",
    ("c", "m"): "continue,message",
    ("c", "n"): "continue,no message",
    ("exit", "message"): "exit,message",
    ("exit", "no message"): "exit,no message",
    ("continue", "message"): "continue,message",
    ("continue", "no message"): "continue,no message",
}


def read(package: Package, file: str) -> tuple[Course | None, list[Finding]]:
    """Return the course that the course file *file* (.crs) begins, and the findings."""
    reader = _Reader(package, file)
    return reader.course(), reader.findings


class _Reader:
    def __init__(self, package: Package, file: str) -> None:
        self.findings: list[Finding] = []
        self._package = package
        self._file = file
        self._stem = file.rpartition(".")[0]
        self._titles: dict[str, tuple[str, str]] = {}
        self._units: dict[str, Unit] = {}

    def course(self) -> Course | None:
        """Return the course, or None where a file that it cannot do without is missing."""
        parts = sections(self._text(self._file))
        about = keywords(parts.get("course", ""))
        units_file = self._beside("au")
        if units_file is None:
            self._note("aicc.file_missing", found=f"{self._stem}.au")
            return None
        self._titles = self._descriptors()
        for row in self._rows(units_file, "system_id"):
            self._read_unit(units_file, row)
        if not self._units:
            self._note("ims_cp.nothing_to_launch", file=units_file)
            return None
        self._read_prerequisites()
        title = about.get("course_title", "")
        if not title:
            title = about.get("course_id") or self._stem
            self._note("ims_cp.no_title", found="Course_Title", expected=title)
        return Course(
            format="aicc",
            edition=about.get("version", ""),
            identifier=about.get("course_id") or self._stem,
            title=title,
            root=Block("root", title, self._tree()),
            description=" ".join(parts.get("course_description", "").split()),
            objectives=tuple(self._objectives()),
        )

    # -- files

    def _beside(self, ending: str) -> str | None:
        """Return the file of the course with *ending*, by its own name or as the only one."""
        exact = self._package.actual(f"{self._stem}.{ending}")
        if exact:
            return exact
        alike = [path for path in self._package.paths if path.lower().endswith(f".{ending}")]
        return alike[0] if len(alike) == 1 else None

    def _text(self, path: str) -> str:
        return decoded(self._package.read(path, _MAX_FILE))

    def _rows(self, path: str | None, *needed: str) -> Iterator[Row]:
        """Yield the rows of *path*, none where a *needed* column is missing."""
        if path is None:
            return
        text = self._text(path)
        present = columns(text)
        missing = [name for name in needed if name not in present]
        for name in missing:
            self._note("aicc.no_column", file=path, line=1, found=name)
        if not missing:
            yield from rows(text)

    def _note(
        self,
        code: str,
        *,
        file: str = "",
        line: int | None = None,
        found: object = "",
        expected: object = "",
    ) -> None:
        self.findings.append(
            finding(code, file=file or self._file, line=line, found=found, expected=expected)
        )

    # -- descriptors and units

    def _descriptors(self) -> dict[str, tuple[str, str]]:
        path = self._beside("des")
        if path is None:
            self._note("aicc.file_absent", found=f"{self._stem}.des")
        return {
            row.get("system_id").lower(): (row.get("title"), row.get("description"))
            for row in self._rows(path, "system_id")
        }

    def _title(self, identifier: str) -> tuple[str, str]:
        title, description = self._titles.get(identifier.lower(), ("", ""))
        return title or identifier, description

    def _read_unit(self, file: str, row: Row) -> None:
        identifier = row.get("system_id")
        if not identifier:
            return
        if identifier.lower() in self._units:
            self._note("aicc.duplicate_au", file=file, line=row.line, found=identifier)
            return
        launch, parameters = self._launch(file, row)
        title, description = self._title(identifier)
        self._units[identifier.lower()] = Unit(
            identifier=identifier,
            title=title,
            kind="au",
            launch=launch,
            parameters=parameters,
            description=description,
            mastery_score=self._score(file, row, "mastery_score"),
            max_score=self._score(file, row, "max_score"),
            max_time_allowed_ms=self._time(file, row),
            time_limit_action=self._time_limit_action(file, row),
            data_from_lms=row.get("core_vendor"),
            activity_type=row.get("type"),
        )

    def _launch(self, file: str, row: Row) -> tuple[str, str]:
        """Return launch and parameters: the file name, with what web_launch says to append."""
        name = row.get("file_name") or row.get("command_line").partition(" ")[0]
        found = self._package.resolved(name)
        extra = row.get("web_launch").lstrip("?&")
        parameters = found.parameters
        if extra:
            parameters += ("&" if "?" in parameters else "?") + extra
        if found.remote:
            known = web_address(found.remote)
            self._note(
                "aicc.remote" if known else "ims_cp.launch_scheme",
                file=file,
                line=row.line,
                found=found.remote,
            )
        elif found.outside:
            self._note("ims_cp.launch_outside", file=file, line=row.line, found=name)
        elif found.path is None:
            self._note("aicc.launch_missing", file=file, line=row.line, found=name)
        elif found.recased:
            self._note(
                "ims_cp.launch_case",
                file=file,
                line=row.line,
                found=found.written,
                expected=found.path,
            )
        return found.launch, parameters

    def _score(self, file: str, row: Row, name: str) -> Decimal | None:
        written = row.get(name)
        if not written:
            return None
        try:
            score = Decimal(written)
        except InvalidOperation:
            score = Decimal("NaN")
        if score.is_finite() and score >= 0:
            return score
        self._note(
            "aicc.value", file=file, line=row.line, found=f"{name} {written}", expected="0…100"
        )
        return None

    def _time(self, file: str, row: Row) -> int | None:
        """Return the time allowed; 00:00:00 means no limit, as every tool writes it."""
        written = row.get("max_time_allowed")
        found = clock_ms(written) if written else None
        if written and found is None:
            self._note(
                "aicc.value",
                file=file,
                line=row.line,
                found=f"max_time_allowed {written}",
                expected="HH:MM:SS",
            )
        return found or None

    def _time_limit_action(self, file: str, row: Row) -> str:
        written = row.get("time_limit_action")
        parts = tuple(part.strip().lower() for part in written.split(","))
        if len(parts) == 2 and parts in _TIME_LIMIT_ACTIONS:
            return _TIME_LIMIT_ACTIONS[(parts[0], parts[1])]
        if written:
            self._note(
                "aicc.value",
                file=file,
                line=row.line,
                found=f"time_limit_action {written}",
                expected="C,N | C,M | E,N | E,M",
            )
        return ""

    # -- prerequisites and objectives

    def _read_prerequisites(self) -> None:
        """Join what .pre says of a unit; the two column orders seen both begin with the unit."""
        path = self._beside("pre")
        if path is None:
            return
        wanted: dict[str, list[str]] = {}
        for row in self._rows(path):
            fields = [value for _, value in row.fields]
            if len(fields) > 1 and fields[0].lower() in self._units and fields[1]:
                wanted.setdefault(fields[0].lower(), []).append(fields[1])
        for identifier, needed in wanted.items():
            self._require(identifier, "&".join(needed))

    def _require(self, identifier: str, prerequisites: str) -> None:
        unit = self._units[identifier]
        if not unit.prerequisites and prerequisites:
            self._units[identifier] = replace(unit, prerequisites=prerequisites)

    def _objectives(self) -> Iterator[LearningObjective]:
        path = self._beside("ort")
        seen: set[str] = set()
        for row in self._rows(path):
            identifier = row.get("objective_id") or row.fields[0][1]
            if identifier and identifier not in seen and identifier.lower() not in self._units:
                seen.add(identifier)
                title = row.get("objective_description") or self._title(identifier)[0]
                yield LearningObjective(identifier, title)

    # -- the tree

    def _tree(self) -> tuple[Block | Unit, ...]:
        path = self._beside("cst")
        members: dict[str, list[str]] = {}
        first = ""
        if path is None:
            self._note("aicc.file_absent", found=f"{self._stem}.cst")
        for row in self._rows(path, "block", "member"):
            block = row.get("block")
            first = first or block
            members.setdefault(block.lower(), []).extend(row.all("member"))
            only = row.get("member").lower()
            if row.get("prerequisites") and only in self._units:
                self._require(only, row.get("prerequisites"))
        placed: set[str] = set()
        root = "root" if "root" in members else first.lower()
        parts = self._parts(path or "", root, members, placed)
        for identifier, unit in self._units.items():
            if identifier not in placed:
                if path is not None:
                    self._note("aicc.not_placed", file=path, found=unit.identifier)
                parts.append(unit)
        return tuple(parts)

    def _parts(
        self,
        file: str,
        block: str,
        members: dict[str, list[str]],
        placed: set[str],
        depth: int = 0,
    ) -> list[Block | Unit]:
        """Return what *block* holds. A unit that has members too begins a block of its own.

        Below ``_MAX_DEPTH`` nothing is nested further; its units are listed at the end.
        """
        parts: list[Block | Unit] = []
        if depth > _MAX_DEPTH:
            return parts
        for name in members.get(block, ()):
            identifier = name.lower()
            if identifier in placed:
                continue
            if identifier not in self._units and identifier not in members:
                self._note("aicc.unknown_member", file=file, found=name)
                continue
            placed.add(identifier)
            unit = self._units.get(identifier)
            if identifier not in members:
                parts += [unit] if unit else []
                continue
            title, description = self._title(name)
            inner = self._parts(file, identifier, members, placed, depth + 1)
            children = [*([unit] if unit else []), *inner]
            block_id = f"{name}.block" if unit else name
            parts.append(Block(block_id, title, tuple(children), description=description))
        return parts
