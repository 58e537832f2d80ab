"""Run ADL's SCORM 2004 4th Ed. LMS test cases against the sequencer, without a browser.

    python -m tests.player.adl_suite FOLDER

FOLDER is the suite's ``LMSRTE/Courses`` (``TestCases/*.properties`` and ``LMSTestPackage_*``),
which is not part of this project. Each case lists the activities in the order in which they
must be delivered, what each SCO sets, and which controls must be usable. Prints a line for
each case that fails and a table by family.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections import Counter
from pathlib import Path

from content_packages.readers import read
from player.rules.scorm.elements import count
from player.rules.scorm.elements_2004 import SCORM_2004
from player.rules.scorm.runs import Facts, ended_2004, judged_2004, opened_2004
from player.rules.scorm.sequencing import overall, run_time
from player.rules.scorm.sequencing.navigation import SequencingException
from player.rules.scorm.sequencing.tree import Activity, ActivityTree, Tracked, named
from player.rules.scorm.writing import written

NAMES = {
    "c": "cmi", "a": "adl", "n": "nav", "r": "request", "rv": "request_valid",
    "OB": "objectives", "SS": "success_status", "CS": "completion_status", "S": "score",
    "SCA": "scaled", "RW": "raw", "MN": "min", "MX": "max", "PM": "progress_measure",
    "X": "exit", "CNT": "_count", "ID": "id", "SPS": "scaled_passing_score",
    "MAXTA": "max_time_allowed", "CT": "completion_threshold", "E": "entry",
    "SUS": "suspend_data", "LOC": "location", "TLA": "time_limit_action", "ST": "session_time",
    "SD": "suspend_data", "TT": "total_time", "DES": "description",
}  # fmt: skip
VALUES = {
    "M.n": "normal", "X.s": "suspend", "pass": "passed", "fail": "failed", "unk": "unknown",
    "comp": "completed", "incomp": "incomplete", "notatt": "not attempted", "N.c": "continue",
    "N.p": "previous", "N.e": "exit", "N.ea": "exitAll", "N.sa": "suspendAll", "N.a": "abandon",
    "N.aa": "abandonAll", "0.c": "continue", "0.p": "previous", "0.ea": "exitAll",
    "0.sa": "suspendAll", "0.a": "abandon", "0.aa": "abandonAll", "0.e": "exit", "0.n": "_none_",
}  # fmt: skip


class Failed(Exception):
    """The case went another way than it says."""


class Case:
    """One case: its course, its tree, and the script."""

    def __init__(self, folder: Path, name: str, script: str, learner: dict[str, Tracked]) -> None:
        self.name = name
        package = _package(folder, name)
        self.course = read(io.BytesIO(package), f"{name}.zip").course
        if self.course is None:
            raise Failed("the package is refused")
        self.tree = ActivityTree(self.course)
        if self.course.objectives_global_to_system:
            self.tree.shared = learner
        self.steps = _steps(script)
        self.start = _line(script, "start")
        self.kept: dict[str, dict[str, str]] = {}
        self.unknown: set[str] = set()

    def run(self) -> None:
        delivered = self._begin()
        for place, (number, visit, step) in enumerate(self.steps):
            name = f"Act{number}V{visit}"
            if delivered is None:
                raise Failed(f"{name}: nothing is delivered")
            if not _is(delivered, number):
                raise Failed(f"{name}: {delivered.title} is delivered")
            last = place == len(self.steps) - 1
            delivered = self._play(delivered, name, step, last)

    def _begin(self) -> Activity | None:
        if self.start not in ("", "."):
            return self._ask("choice", self._titled(self.start))
        found = self._ask("start")
        if found is None:  # no flow: an LMS opens such a course by choice
            leaf = next(one for one in self.tree if one.is_leaf)
            found = self._ask("choice", leaf)
        return found

    def _play(self, at: Activity, name: str, step: dict[str, str], last: bool) -> Activity | None:
        state = self._opened(at)
        request = ""
        self._check_controls(name, step)
        for key in sorted((k for k in step if k.startswith("commands.")), key=_number):
            command, what, expected, *_ = (*step[key].split("->"), "", "")
            if command == "SET":
                state, asked = self._set(name, state, what)
                request = asked or request
            elif command == "GET":
                self._get(name, at, state, what, expected)
        state = ended_2004(state)
        self.kept[at.identifier] = state
        if not request.startswith("abandon"):
            run_time.transferred(self.tree, at, state)
        at.suspended = state.get("cmi.exit") == "suspend"
        user = step.get("CUI", "")
        if request and not user.startswith(("Choice~", "Continue", "Previous")):
            found = self._request(request)
            if found is None and user.startswith("Relaunch"):
                return self._user(at, user, last)
            return found
        return self._user(at, user, last)

    def _user(self, at: Activity, user: str, last: bool) -> Activity | None:
        if user.startswith("Choice~"):
            return self._ask("choice", self._titled(user.partition("~")[2]))
        if user in ("Continue", "Previous"):
            return self._ask(user.lower())
        if user.startswith(("Relaunch", "Suspend")):
            if self.tree.current is not None and self.tree.current.active:
                self._ask("suspendAll")
            return self._ask("resumeAll" if self.tree.suspended is not None else "start")
        if last:
            return None
        raise Failed(f"{at.title}: no way to do {user!r}")

    def _request(self, request: str) -> Activity | None:
        target = re.fullmatch(r"\{target=(.*)\}(choice|jump)", request)
        if target:
            return self._ask(target.group(2), self.tree.get(target.group(1)))
        return self._ask(request)

    def _ask(self, request: str, target: Activity | None = None) -> Activity | None:
        try:
            outcome = overall.carried_out(self.tree, request, target, draw=lambda n: 0)
        except SequencingException as error:
            if error.code.startswith("NB."):
                raise Failed(f"{request}: {error.code}") from None
            return None
        if outcome.delivered is not None:
            name = outcome.delivered.identifier
            if not outcome.resumed:
                self.kept.pop(name, None)
        return outcome.delivered

    def _opened(self, at: Activity) -> dict[str, str]:
        kept = self.kept.get(at.identifier)
        unit = at.unit
        assert unit is not None
        primary = at.primary
        threshold = at.threshold
        facts = Facts(
            "learner",
            "Learner",
            launch_data=unit.data_from_lms or None,
            completion_threshold=str(threshold.min_progress_measure)
            if threshold.completed_by_measure
            else None,
            scaled_passing_score=str(primary.min_normalized_measure)
            if primary.satisfied_by_measure
            else None,
        )
        if kept is not None:
            return opened_2004(kept, facts) | run_time.refreshed(self.tree, at, kept)
        return opened_2004(None, facts) | run_time.initial(self.tree, at)

    def _set(self, name: str, state: dict[str, str], what: str) -> tuple[dict[str, str], str]:
        path, _, text = what.partition("!")
        if path.startswith("a~n~r"):
            return state, _navigation(what.partition("!")[2])
        element = self._element(state, path)
        value = VALUES.get(text, text)
        result = written(state, [(element, value)], SCORM_2004)
        if result.faults:
            raise Failed(f"{name}: {element}={value}: {result.faults[0].reason}")
        return result.state, ""

    def _get(
        self, name: str, at: Activity, state: dict[str, str], what: str, expected: str
    ) -> None:
        wanted = VALUES.get(expected, expected)
        if what.startswith("a~n~rv"):
            request = _navigation(what.removeprefix("a~n~rv~"))
            self._valid(name, at, state, request, expected == "t")
            return
        element = self._element(state, what)
        if element.endswith("._count"):
            found = str(count(state, element.removesuffix("._count")))
        else:
            completion, success = judged_2004(state)
            judged = {"cmi.completion_status": completion, "cmi.success_status": success}
            found = judged.get(element, state.get(element, ""))
            if element.endswith("_status") and not found:
                found = "unknown"
        if element.endswith(".id") and not expected:
            return
        if found != wanted and not _same_number(found, wanted):
            raise Failed(f"{name}: {element} is {found!r}, not {wanted!r}")

    def _valid(
        self, name: str, at: Activity, state: dict[str, str], request: str, expected: bool
    ) -> None:
        before = self.tree.as_document()
        run_time.transferred(self.tree, at, state)
        target = re.fullmatch(r"\{target=(.*)\}(choice|jump)", request)
        if target:
            found = overall.possible(self.tree, target.group(2), self.tree.get(target.group(1)))
        else:
            found = overall.possible(self.tree, request)
        self.tree.restore(before)
        if found is not expected:
            raise Failed(f"{name}: request_valid {request} is {found}")

    def _element(self, state: dict[str, str], path: str) -> str:
        parts = []
        for token in path.split("~"):
            if token.startswith("&"):
                wanted = named(token.strip("&"))
                indices = range(count(state, "cmi.objectives"))
                found = [i for i in indices if state[f"cmi.objectives.{i}.id"] == wanted]
                if not found:
                    raise Failed(f"no objective {wanted}")
                parts.append(str(found[0]))
            else:
                parts.append(NAMES.get(token, token))
        return ".".join(parts)

    def _check_controls(self, name: str, step: dict[str, str]) -> None:
        queries, answers = step.get("UIQ", ""), step.get("UIA", "")
        if not queries:
            return
        for query, answer in zip(queries.split("~"), answers.split("~"), strict=False):
            found = self._control(query)
            if found is not None and found is not (answer == "Y"):
                raise Failed(f"{name}: {query} is {found}")

    def _control(self, query: str) -> bool | None:
        control, _, title = query.partition("@")
        if control == "toc.enabled.selectable":
            return overall.possible(self.tree, "choice", self._titled(title))
        if control in ("continue.enabled", "continue.disabled"):
            possible = overall.possible(self.tree, "continue") and not self._hidden("continue")
            return possible if control.endswith("enabled") else not possible
        if control in ("previous.enabled", "previous.disabled"):
            possible = overall.possible(self.tree, "previous") and not self._hidden("previous")
            return possible if control.endswith("enabled") else not possible
        return None

    def _hidden(self, control: str) -> bool:
        unit = self.tree.current.unit if self.tree.current else None
        return unit is not None and control in unit.hide_lms_ui

    def _titled(self, title: str) -> Activity | None:
        if title.startswith("the activity that corresponds to the root"):
            return self.tree.root
        number = title.replace("Activity", "").strip()
        return next((one for one in self.tree if _is(one, number)), None)


def _is(activity: Activity, number: str) -> bool:
    return activity.title.replace("Activity", "").strip().lower() == number.lower()


def _navigation(text: str) -> str:
    target = re.fullmatch(r"(?:TY\.(.)~)?tar~(.*?)(?:~(?:TY|N|0)\.(.))?", text)
    if target:
        kind = target.group(1) or target.group(3)
        return f"{{target={target.group(2)}}}{'jump' if kind == 'j' else 'choice'}"
    return VALUES.get(text, VALUES.get(text.replace("0.", "N."), text))


def _same_number(one: str, other: str) -> bool:
    try:
        return abs(float(one) - float(other)) < 0.0001
    except ValueError:
        return False


def _number(key: str) -> int:
    return int(key.rpartition(".")[2])


def _line(script: str, name: str) -> str:
    found = re.search(rf"^{name}=(.*)$", script, re.MULTILINE)
    return found.group(1).strip() if found else ""


def _steps(script: str) -> list[tuple[str, str, dict[str, str]]]:
    steps: list[tuple[str, str, dict[str, str]]] = []
    for line in script.splitlines():
        found = re.match(r"Act(\d+[a-z]?)V(\d+)\.([A-Za-z0-9.]+)=(.*)", line)
        if not found:
            continue
        number, visit, key, value = found.groups()
        if not steps or steps[-1][:2] != (number, visit):
            steps.append((number, visit, {}))
        steps[-1][2][key] = value.strip()
    return steps


def _package(folder: Path, name: str) -> bytes:
    buffer = io.BytesIO()
    source = folder / f"LMSTestPackage_{name}"
    manifest = (source / "imsmanifest.xml").read_bytes()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("imsmanifest.xml", manifest)
        for href in set(re.findall(rb'href="([^"?#]+)', manifest)):
            archive.writestr(href.decode(), "<!doctype html><title>x</title>")
    return buffer.getvalue()


def main(folder: Path) -> int:
    """Run every case under *folder*; return how many failed."""
    passed: Counter[str] = Counter()
    total: Counter[str] = Counter()
    learner: dict[str, Tracked] = {}
    for file in sorted((folder / "TestCases").glob("*.properties")):
        name = file.stem
        family = re.match(r"[A-Z]+", name)
        assert family is not None
        total[family.group()] += 1
        try:
            Case(folder, name, file.read_text(encoding="latin-1"), learner).run()
            passed[family.group()] += 1
        except (Failed, SequencingException, FileNotFoundError) as error:
            print(f"{name}: {error}")  # noqa: T201
    for family_name in sorted(total):
        print(f"{family_name:4} {passed[family_name]:3} of {total[family_name]:3}")  # noqa: T201
    print(f"all  {sum(passed.values()):3} of {sum(total.values()):3}")  # noqa: T201
    return sum(total.values()) - sum(passed.values())


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])) > 0)
