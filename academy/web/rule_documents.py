"""Rule documents, readable: articles, values with their source, points still open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template

from academy.web import terms, wording
from academy.web.language import gettext as _
from credits.rules.rule_document import RuleDocument
from credits.services import rule_documents
from schemas.database import database
from schemas.policies import PUBLIC, policy
from schemas.refusals import NotFound
from schemas.write_door import now

blueprint = Blueprint("rule_documents", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """One value of the document in words, and where it comes from."""

    anchor: str
    words: str
    value: str
    origin: str
    ref: str


@dataclass(frozen=True, slots=True)
class Article:
    """A heading with its values."""

    id: str
    words: str
    lines: tuple[Line, ...]


@blueprint.get("/rules")
@policy(PUBLIC)
def rules_in_force() -> str:
    """Show the rule document in force to anyone: who is bound by rules may read them."""
    try:
        found = rule_documents.in_force(database.session(), now())
    except NotFound:
        return render_template("rules.html", rules=None, articles=[], adopted=[])
    return _shown(found)


@blueprint.get("/rules/<rule_id>/<version>")
@policy(PUBLIC)
def rules_of_version(rule_id: str, version: str) -> str:
    """Show one adopted version, in force or not."""
    adopted = rule_documents.named(database.session(), rule_id, version)
    return _shown(rule_documents.of_digest(database.session(), adopted.digest))


def _shown(rules: RuleDocument) -> str:
    versions = list(rule_documents.adopted(database.session()))
    active = {act.digest for act in rule_documents.activations(database.session())}
    return render_template(
        "rules.html",
        rules=rules,
        document=rules.document,
        articles=list(articles(rules.document)),
        adopted=[(found, found.digest in active) for found in versions],
    )


def articles(document: Mapping[str, Any]) -> Iterator[Article]:
    """Yield the document as articles; a value that it does not set is left out."""
    for name, heading, rows in _articles():
        lines = tuple(
            Line(anchor, words, said, *_source(document, pointer))
            for anchor, words, pointer, say in rows
            if (value := _at(document, pointer)) not in (None, [], "") and (said := say(value))
        )
        if lines:
            yield Article(name, heading, lines)


Row = tuple[str, str, str, Callable[[Any], str]]


def _articles() -> list[tuple[str, str, list[Row]]]:
    seconds = _counted_seconds
    return [
        (
            "eligibility",
            _("谁可以学"),
            [
                ("eligibility.phases", _("分步实施"), "/eligibility/phases", _phases),
                (
                    "eligibility.categories",
                    _("人员类别"),
                    "/eligibility/person_categories",
                    "、".join,
                ),
            ],
        ),
        (
            "periods",
            _("什么时候学"),
            [
                ("periods.annual", _("年度有效学习时间"), "/periods/0", _window),
                ("periods.outside", _("在此之外完成的"), "/periods/0/out_of_window", _outside),
            ],
        ),
        (
            "targets",
            _("要学多少"),
            [
                ("targets", _("年度要求"), "/targets", _targets),
                ("credit", _("学时换算"), "/credit", _credit),
                ("repeat", _("重复学习"), "/repeat", _repeat),
            ],
        ),
        (
            "evidence",
            _("时间怎样算数"),
            [
                (
                    "evidence.visible",
                    _("页面须可见"),
                    "/evidence/require_visible",
                    lambda value: _("是：页面不在前台的时间不计入"),
                ),
                (
                    "evidence.lease",
                    _("同一时间一处学习"),
                    "/evidence/concurrency",
                    _concurrency,
                ),
                (
                    "evidence.presence",
                    _("在场确认"),
                    "/evidence/presence",
                    _presence,
                ),
                ("evidence.idle_timeout", _("无操作时限"), "/evidence/idle_timeout_s", seconds),
                ("evidence.max_rate", _("最高播放速度"), "/evidence/max_rate_milli", _rate),
                ("evidence.min_rate", _("最低播放速度"), "/evidence/min_rate_milli", _rate),
                ("evidence.media_tol", _("画面须连续"), "/evidence/media_tol_s", _tolerance),
                (
                    "evidence.offline_grace",
                    _("允许的离线时间"),
                    "/evidence/offline_grace_s",
                    seconds,
                ),
                ("evidence.skew_tol", _("时刻误差"), "/evidence/skew_tol_s", seconds),
                ("evidence.max_span", _("最长片段"), "/evidence/max_span_s", seconds),
                ("evidence.min_span", _("最短片段"), "/evidence/min_span_s", seconds),
                ("caps.daily", _("每日上限"), "/caps", _caps),
            ],
        ),
        (
            "completion",
            _("怎样算学完"),
            [
                (
                    "completion.coverage",
                    _("看过的部分"),
                    "/completion/min_coverage_milli",
                    _share,
                ),
                (
                    "completion.verified",
                    _("已认证时长"),
                    "/completion/min_verified_ratio_milli",
                    _share,
                ),
                ("completion.quiz", _("测验"), "/completion/quiz/pass_percent", _passing),
            ],
        ),
        (
            "integrity",
            _("诚信与证书"),
            [
                ("integrity.proxy", _("代学代考"), "/integrity/proxy_study", _proxy),
                ("certificate", _("证书"), "/certificate/name", str),
            ],
        ),
    ]


def _at(document: Any, pointer: str) -> Any:
    """Return the value at a JSON Pointer, None where there is none."""
    for step in pointer.split("/")[1:]:
        if isinstance(document, list):
            document = document[int(step)] if int(step) < len(document) else None
        elif isinstance(document, dict):
            document = document.get(step)
        else:
            return None
    return document


def _source(document: Mapping[str, Any], pointer: str) -> tuple[str, str]:
    """Return origin and reference of the value: the longest source mark that covers it."""
    marks = [
        mark
        for mark in document.get("provenance", ())
        if pointer == mark["pointer"]
        or pointer.startswith(f"{mark['pointer']}/")
        or mark["pointer"].startswith(f"{pointer}/")
    ]
    if not marks:
        return "", ""
    best = max(marks, key=lambda mark: len(mark["pointer"]))
    return str(best["origin"]), str(best.get("ref", ""))


def _counted_seconds(value: int) -> str:
    if value >= 60 and value % 60 == 0:
        return _("%(minutes)s 分钟", minutes=value // 60)
    return _("%(seconds)s 秒", seconds=value)


def _rate(value: int) -> str:
    return _("%(rate)s 倍速", rate=f"{value / 1000:g}")


def _tolerance(value: int) -> str:
    return _("画面前进与经过的时间相差不超过 %(seconds)s 秒", seconds=value)


def _share(value: int) -> str:
    return _("不少于核定时长的 %(percent)s%%", percent=f"{value / 10:g}")


def _concurrency(value: str) -> str:
    return {"latest_wins": _("后打开的页面接管计时")}.get(value) or value


def _passing(value: int) -> str:
    return _("有测验的课程须达到 %(percent)s 分", percent=value)


def _phases(value: list[dict[str, Any]]) -> str:
    return _between().join(
        _("%(grades)s：自 %(day)s 起", grades=_grades(phase["grades"]), day=phase["opens"])
        if phase["opens"]
        else _("%(grades)s：尚未开放", grades=_grades(phase["grades"]))
        for phase in value
    )


def _between() -> str:
    """Return what stands between the parts of a list in the reader's language."""
    return "；" if wording.in_chinese() else "; "


def _grades(names: list[str]) -> str:
    return ("、" if wording.in_chinese() else ", ").join(map(terms.grade_words, names))


def _window(value: dict[str, Any]) -> str:
    first, last = value.get("learn_from"), value.get("learn_to_inclusive")
    return _("每年 %(first)s 至 %(last)s", first=first, last=last) if first and last else ""


def _outside(value: str) -> str:
    return {"archive_only": _("只记入学习档案，不计入年度")}.get(value) or str(value)


def _targets(value: list[dict[str, Any]]) -> str:
    said = []
    for row in value:
        who = _grades(row["applies"].get("grades", []))
        parts = " + ".join(
            f"{terms.category_words(part['category'])} {wording.hours(part['min_milli'])}"
            for part in row["all"]
            if "min_milli" in part
        )
        said.append(f"{who}{_('：')}{parts} {_('学时')}" if who else f"{parts} {_('学时')}")
    return _between().join(said)


def _credit(value: dict[str, Any]) -> str:
    minutes = value.get("minutes_per_credit")
    if not minutes:
        return ""
    return _(
        "核定时长每 %(minutes)s 分钟为 1 学时，按 %(step)s 向下取整",
        minutes=minutes,
        step=wording.hours(value["round"]["step_milli"]),
    )


def _repeat(value: dict[str, Any]) -> str:
    return (
        _("同一门课程只计一次学时")
        if value.get("scope") == "lifetime"
        else _("同一门课程在一个周期内只计一次学时")
    )


def _presence(value: dict[str, Any]) -> str:
    if not value.get("methods"):
        return ""
    return _(
        "每学习 %(low)s–%(high)s 分钟确认一次，%(window)s 秒内作答；未答对则该段时间不计入",
        low=value["min_gap_min"],
        high=value["max_gap_min"],
        window=value["answer_window_s"],
    )


def _caps(value: list[dict[str, Any]]) -> str:
    for cap in value:
        if cap.get("scope") == "day" and cap.get("unit") == "minute":
            return _("每天最多计入 %(minutes)s 分钟", minutes=cap["value"])
    return ""


def _proxy(value: dict[str, Any]) -> str:
    return _(
        "经两方决定后取消所得学时；当事人有 %(statement)s 个工作日陈述、%(appeal)s 日申诉",
        statement=value.get("statement_days", "—"),
        appeal=value.get("appeal_days", "—"),
    )
