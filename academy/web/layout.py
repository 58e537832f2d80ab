"""What every page has around it: the way through the house, the reader's choices, the words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, request
from flask_babel import lazy_gettext as _l

from academy.web import appearance, browser_names, covers, terms, wording
from academy.web.language import gettext as _
from schemas.values import Principal


@dataclass(frozen=True, slots=True)
class Way:
    """One entry of the navigation: where to, in which words, and whether one is there."""

    href: str
    words: str
    icon: str
    here: bool


WAYS: tuple[tuple[str, Any, str, str], ...] = (
    ("/", _l("首页"), "home", ""),
    ("/catalogue", _l("课程"), "book", "learning.study"),
    ("/receipt", _l("学时明细"), "clock", "learning.study"),
    ("/archive", _l("学习档案"), "archive", "learning.study"),
    ("/unit", _l("单位看板"), "chart", "board.unit"),
    ("/people", _l("人员"), "people", "people.read"),
    ("/assignments", _l("指派课程"), "tick", "assignment.give"),
    ("/province", _l("辖区总览"), "map", "board.province"),
    ("/packages", _l("课件"), "package", "package.upload"),
    ("/review", _l("课件审核"), "tick", "package.review"),
    ("/plans", _l("教学计划"), "book", "class.manage"),
    ("/units", _l("单位"), "map", "units.manage"),
    ("/audit", _l("操作日志"), "file", "audit.read"),
    ("/rules", _l("规则"), "scale", "rules.read"),
    ("/ledger", _l("账本核对"), "ledger", "ledger.verify"),
    ("/notices", _l("通知"), "bell", ""),
)
"""Address, words, icon, and the permission that opens it ('' for every signed-in person)."""

DOCK = ("/", "/catalogue", "/receipt", "/archive")
"""What a learner reaches with the thumb."""


def install(app: Flask) -> None:
    """Give *app* its language, the words and shapes of its pages, and the switches."""
    appearance.babel.init_app(app, default_locale="zh_Hans_CN", locale_selector=appearance.language)
    app.register_blueprint(appearance.blueprint)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        hours=wording.hours,
        hours_owed=wording.hours_owed,
        clock=wording.clock,
        length_words=wording.length_words,
        day=wording.day,
        day_short=wording.day_short,
        day_figures=wording.day_figures,
        weekday=wording.weekday,
        time=wording.time,
        minute=wording.minute,
        from_epoch=wording.from_epoch,
    )
    app.jinja_env.globals.update(
        static=static,
        reason=wording.reason,
        reason_words=wording.reason_words,
        error_words=error_words,
        percent=wording.percent,
        cover=covers.cover,
        area_words=terms.area_words,
        category_words=terms.category_words,
        grade_words=terms.grade_words,
        format_words=terms.format_words,
        course_format=terms.course_format,
        unit_kind_words=terms.unit_kind_words,
        entry_words=terms.entry_words,
        point_words=terms.point_words,
        act_words=terms.act_words,
        origin_words=terms.origin_words,
        browser_name=browser_names.browser_name,
    )
    app.context_processor(frame)


def frame() -> dict[str, Any]:
    """Return what ``base.html`` needs on every page."""
    principal: Principal | None = g.get("principal")
    ways = navigation(principal)
    here = request.full_path if request.query_string else request.path
    return {
        "principal": principal,
        "principal_note": g.get("principal_note", ""),
        "csrf_token": g.get("csrf_token", ""),
        "navigation": ways,
        "dock": [way for way in ways if way.href in DOCK] if _studies(principal) else [],
        "appearance": appearance.appearance(),
        "page_language": "en" if appearance.language() == "en" else "zh-Hans",
        "here": here if request.method == "GET" else "/",
    }


def navigation(principal: Principal | None) -> list[Way]:
    """Return the ways that are open to *principal*; a visitor has none."""
    if principal is None:
        return []
    return [
        Way(href, str(words), icon, _leads_to(href, request.path))
        for href, words, icon, permission in WAYS
        if (not permission or permission in principal.permissions) and href in _addresses()
    ]


def _addresses() -> frozenset[str]:
    """Return the addresses that the application answers; none other is offered."""
    known: frozenset[str] | None = current_app.extensions.get("xueshi_addresses")
    if known is None:
        known = frozenset(rule.rule for rule in current_app.url_map.iter_rules())
        current_app.extensions["xueshi_addresses"] = known
    return known


def _studies(principal: Principal | None) -> bool:
    return principal is not None and "learning.study" in principal.permissions


def _leads_to(href: str, path: str) -> bool:
    return path == href or (href != "/" and path.startswith(f"{href}/"))


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """A refused page: what, why, and what to do."""

    title: str
    reason: str
    then: str
    icon: str


def error_words(status: int, code: str = "") -> ErrorWords:
    """Return the words of the error page for *status*."""
    if status == 401:
        return ErrorWords(
            _("请先登录"), _("这个页面只对已登录的人员开放。"), _("登录后会回到这里。"), "lock"
        )
    if status == 403:
        return ErrorWords(
            _("您没有查看这个页面的权限"),
            _("它不属于您所在单位或您的职责范围。"),
            _("如果您认为应当可以查看，请联系本单位网络管理员。"),
            "lock",
        )
    if status == 404:
        return ErrorWords(
            _("没有找到这个页面"),
            _("地址可能有误，或者内容已经下架。"),
            _("可以回到首页，或从课程目录中搜索。"),
            "search",
        )
    if status in (409, 412):
        return ErrorWords(
            _("情况已经变化"),
            _("您操作期间，这里的内容被更新了。"),
            _("请返回上一页，刷新后再试。"),
            "exchange",
        )
    if status == 413:
        return ErrorWords(
            _("文件太大"), _("上传的文件超过了允许的大小。"), _("请压缩后重新上传。"), "upload"
        )
    if status < 500:
        return ErrorWords(
            _("这次请求无法处理"),
            _("提交的内容不完整或格式不对。"),
            _("请返回上一页检查后重试。"),
            "warning",
        )
    return ErrorWords(
        _("系统出了问题"),
        _("不是您的操作有误。学习记录已经保存的不会丢失。"),
        _("请稍后再试；如果仍然不行，请联系网络学院。"),
        "warning",
    )


def static(path: str) -> str:
    """Return the address of our static file *path*, with its content's mark for caches."""
    folder = current_app.static_folder
    if current_app.debug or folder is None:
        return f"/static/{path}"
    return f"/static/{path}?v={_mark(Path(folder) / path)}"


@cache
def _mark(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()[:10]
