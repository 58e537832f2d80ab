"""HACP messages: what an AU is told by GetParam, and what its PutParam sets.

The data are those of SCORM 1.2, which took them from AICC; only the notation differs: groups
in brackets, ``name = value`` lines, free text in some groups.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from player.rules.scorm.durations import as_timespan, timespan_ms
from player.rules.scorm.elements import count

VERSION = "4.0"

STATUS = {
    "p": "passed",
    "c": "completed",
    "f": "failed",
    "i": "incomplete",
    "b": "browsed",
    "n": "not attempted",
}
EXIT = {"t": "time-out", "s": "suspend", "l": "logout"}
FREE_TEXT = {
    "core_lesson": "cmi.suspend_data",
    "comments": "cmi.comments",
}
"""Groups whose whole text is one value."""


@dataclass(frozen=True, slots=True)
class Message:
    """The data of a message: lines by group and name in small letters, and the free texts."""

    values: Mapping[str, Mapping[str, str]]
    texts: Mapping[str, str] = field(default_factory=dict)


def answer(error: int, text: str, data: str | None = None) -> str:
    """Return a HACP answer: error 0 successful, 1 invalid command, 3 invalid session."""
    lines = [f"error={error}", f"error_text={text}", f"version={VERSION}"]
    if data is not None:
        lines.append(f"aicc_data={data}")
    return "\r\n".join(lines) + "\r\n"


def parsed(data: str) -> Message:
    """Return what *data* says; lines that are neither group nor value are passed over."""
    values: dict[str, dict[str, str]] = {}
    texts: dict[str, list[str]] = {}
    group = ""
    for line in data.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        head = re.fullmatch(r"\s*\[([A-Za-z_.0-9]+)\]\s*", line)
        if head:
            group = head.group(1).lower()
            continue
        if group in FREE_TEXT:
            texts.setdefault(group, []).append(line)
        elif "=" in line and not line.lstrip().startswith(";"):
            name, _, value = line.partition("=")
            values.setdefault(group, {})[name.strip().lower()] = value.strip()
    return Message(values, {name: "\n".join(lines).rstrip("\n") for name, lines in texts.items()})


def changes(message: Message, state: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the elements that a PutParam sets, in an order in which they can be stored."""
    core = message.values.get("core", {})
    if "lesson_location" in core:
        yield "cmi.core.lesson_location", core["lesson_location"]
    if "lesson_status" in core:
        status, _, flag = core["lesson_status"].partition(",")
        word = STATUS.get(status.strip()[:1].lower())
        if word not in (None, "not attempted"):
            yield "cmi.core.lesson_status", str(word)
        yield "cmi.core.exit", EXIT.get(flag.strip()[:1].lower(), "")
    if "score" in core:
        names = ("raw", "max", "min")
        for name, number in zip(names, core["score"].split(","), strict=False):
            if number.strip():
                yield f"cmi.core.score.{name}", number.strip()
    if "time" in core:
        ms = _time_ms(core["time"])
        if ms is not None:
            yield "cmi.core.session_time", as_timespan(ms)
    for group, element in FREE_TEXT.items():
        if group in message.texts:
            yield element, message.texts[group]
    yield from _objectives(message.values.get("objectives_status", {}), state)


def _objectives(lines: Mapping[str, str], state: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    ids = [state.get(f"cmi.objectives.{n}.id") for n in range(count(state, "cmi.objectives"))]
    numbers = sorted(
        (int(found.group(1)) for name in lines if (found := re.fullmatch(r"j_id\.(\d+)", name))),
    )
    for number in numbers:
        identifier = lines[f"j_id.{number}"]
        if identifier in ids:
            index = ids.index(identifier)
        else:
            index = len(ids)
            ids.append(identifier)
            yield f"cmi.objectives.{index}.id", identifier
        status = STATUS.get(lines.get(f"j_status.{number}", "")[:1].lower())
        if status:
            yield f"cmi.objectives.{index}.status", status
        raw = lines.get(f"j_score.{number}", "").partition(",")[0].strip()
        if raw:
            yield f"cmi.objectives.{index}.score.raw", raw


def shown(state: Mapping[str, str]) -> str:
    """Return the data of a GetParam answer for *state*."""

    def of(element: str) -> str:
        return state.get(element, "")

    scores = [of(f"cmi.core.score.{name}") for name in ("raw", "max", "min")]
    flag = {"ab-initio": ",ab-initio", "resume": ",resume"}.get(of("cmi.core.entry"), "")
    lines = [
        "[Core]",
        f"Student_ID={of('cmi.core.student_id')}",
        f"Student_Name={of('cmi.core.student_name')}",
        f"Lesson_Location={of('cmi.core.lesson_location')}",
        f"Credit={of('cmi.core.credit')}",
        f"Lesson_Mode={of('cmi.core.lesson_mode')}",
        f"Lesson_Status={of('cmi.core.lesson_status')}{flag}",
        f"Score={','.join(scores).rstrip(',')}",
        f"Time={of('cmi.core.total_time')}",
        "[Core_Lesson]",
        of("cmi.suspend_data"),
        "[Core_Vendor]",
        of("cmi.launch_data"),
        "[Student_Data]",
        f"Mastery_Score={of('cmi.student_data.mastery_score')}",
        f"Max_Time_Allowed={of('cmi.student_data.max_time_allowed')}",
        f"Time_Limit_Action={of('cmi.student_data.time_limit_action')}",
    ]
    records = count(state, "cmi.objectives")
    if records:
        lines.append("[Objectives_Status]")
    for index in range(records):
        record = f"cmi.objectives.{index}"
        lines.append(f"J_ID.{index + 1}={of(f'{record}.id')}")
        lines.append(f"J_Score.{index + 1}={of(f'{record}.score.raw')}")
        lines.append(f"J_Status.{index + 1}={of(f'{record}.status')}")
    return "\r\n".join(lines)


def _time_ms(text: str) -> int | None:
    """Return the milliseconds of an AICC time, whose hours some AUs write with one digit."""
    return timespan_ms(text if re.match(r"\d{2}", text) else f"0{text}")
