"""Notices: reading them, publishing them, and wording those that the school itself writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request
from werkzeug.wrappers import Response

from academy.rules.calendar import shanghai_date
from academy.rules.notices import Notice
from academy.services import notices, units
from academy.web import wording
from academy.web.language import gettext as _
from schemas.database import database
from schemas.policies import SIGNED_IN, policy
from schemas.refusals import Malformed
from schemas.write_door import now, write

blueprint = Blueprint("notices", __name__)


@dataclass(frozen=True, slots=True)
class Worded:
    """A notice in the reader's language; *href* leads to what it is about, '' for nothing."""

    id: UUID
    title: str
    body: str
    sender: str
    published_at: datetime
    read: bool
    href: str


@blueprint.get("/notices")
@policy(SIGNED_IN)
def notice_list() -> str:
    """Show what the reader may read, the newest first, and a form to who may publish."""
    return _listed()


@blueprint.post("/notices")
@policy("notice.publish")
def notice_publish() -> Response | tuple[str, int]:
    """Publish a notice to a unit and those below it, or to everyone."""
    form = request.form
    try:
        write(
            notices.publish,
            g.principal,
            UUID(form["unit"]),
            form.get("title", ""),
            form.get("body", ""),
            form.get("audience", "unit"),
        )
    except (Malformed, ValueError) as refusal:
        return _listed(getattr(refusal, "reason", _("请选择一个单位。")), form.to_dict()), 400
    return redirect("/notices", 303)


@blueprint.post("/notices/<uuid:notice_id>/read")
@policy(SIGNED_IN)
def notice_read(notice_id: UUID) -> Response:
    """Write down that the reader has read it."""
    write(notices.read, g.principal, notice_id)
    return redirect("/notices", 303)


def latest(count: int) -> list[Worded]:
    """Return the newest notices of the reader, worded."""
    return worded(notices.visible(database.session(), g.principal, _today(), count))


def worded(found: Iterable[Notice]) -> list[Worded]:
    """Return *found* in the reader's language."""
    return [_worded(notice) for notice in found]


def _listed(problem: str = "", sent: dict[str, str] | None = None) -> str:
    session, on = database.session(), _today()
    publishes = "notice.publish" in g.principal.permissions
    trees = units.tree(session, g.principal, on, "notice.publish") if publishes else ()
    return render_template(
        "notices.html",
        notices=worded(notices.visible(session, g.principal, on)),
        units=[branch for tree in trees for branch in tree.walked()],
        problem=problem,
        sent=sent or {},
    )


def _worded(notice: Notice) -> Worded:
    title, body, href = notice.title, notice.body, ""
    by = str(notice.facts.get("by", ""))
    if notice.kind == "password.reissued":
        title = _("您的密码已由%(by)s重新发放", by=by)
        body = _("如果不是您要求的，请立即联系本单位网络管理员。原来的登录都已退出。")
    elif notice.kind == "factor.withdrawn":
        title = _("您的动态验证码已由%(by)s撤销", by=by)
        body = _("下次登录时请重新设置。如果不是您要求的，请立即联系网络学院。")
    elif notice.kind == "reminder":
        title = _("%(by)s提醒您：今年的学时还没有完成", by=by)
        body, href = _("首页写着还差多少、截止日期和建议的进度。"), "/"
    elif notice.kind == "assignment":
        course = str(notice.facts.get("course", ""))
        title = _("%(by)s请您学习《%(course)s》", by=by, course=course)
        body, href = _due(notice.facts.get("due")), f"/courses/{notice.facts.get('family')}"
    elif notice.kind == "registration":
        title = title or _("您的登记信息有了结果")
    sender = notice.unit or str(notice.facts.get("unit", ""))
    return Worded(notice.id, title, body, sender, notice.published_at, notice.read, href)


def _due(day: object) -> str:
    if not day:
        return _("没有限定日期。")
    return _("请在 %(day)s 前学完。", day=wording.day(date.fromisoformat(str(day))))


def _today() -> date:
    return shanghai_date(now())
