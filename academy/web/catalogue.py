"""The catalogue: search, the eight areas, filters, cards."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, g, render_template, request
from marshmallow import EXCLUDE, Schema, fields, validate

from academy.services import catalogue
from academy.web import terms
from academy.web.language import gettext as _
from content_packages.services.values import CatalogueQuery
from schemas.database import database
from schemas.policies import SIGNED_IN, policy
from schemas.write_door import now

blueprint = Blueprint("catalogue", __name__)

MINUTE = 60_000
LENGTHS = {"": (0, None), "short": (0, 30), "middle": (30, 60), "long": (60, None)}
"""Choices of length, in minutes from and to."""

FRESH = timedelta(days=90)
"""How long a course counts as new."""


class Filters(Schema):
    """What a search may carry in its address; anything else in it is somebody's tracking."""

    class Meta:
        unknown = EXCLUDE

    q = fields.String(load_default="", validate=validate.Length(max=100))
    area = fields.String(load_default="")
    category = fields.String(load_default="", validate=validate.OneOf(("", "required", "elective")))
    length = fields.String(load_default="", validate=validate.OneOf(tuple(LENGTHS)))
    order = fields.String(load_default="best", validate=validate.OneOf(("best", "new", "length")))
    fresh = fields.String(load_default="", validate=validate.OneOf(("", "yes")))
    page = fields.Integer(load_default=1, validate=validate.Range(1, 1000))


@blueprint.get("/catalogue")
@policy(SIGNED_IN)
def catalogue_page() -> str:
    """Show the courses that fit; a filter that we do not know does not narrow."""
    schema = Filters()
    sent = request.args.to_dict()
    chosen = schema.load({name: sent[name] for name in sent if name not in schema.validate(sent)})
    found = catalogue.searched(database.session(), _learner(), _query(chosen, now()), now())
    return render_template(
        "catalogue.html",
        page=found,
        filters=chosen,
        tabs=_tabs(chosen, found.areas),
        choices=_choices(),
        previous=_address(chosen, page=found.number - 1) if found.number > 1 else "",
        following=_address(chosen, page=found.number + 1) if found.number < found.pages else "",
    )


def _learner() -> UUID | None:
    return g.principal.id if "learning.study" in g.principal.permissions else None


def _query(chosen: dict[str, str], at: datetime) -> CatalogueQuery:
    shortest, longest = LENGTHS[chosen["length"]]
    return CatalogueQuery(
        words=chosen["q"],
        subject_area=chosen["area"],
        kind=chosen["category"],
        shortest_ms=shortest * MINUTE,
        longest_ms=None if longest is None else longest * MINUTE,
        since=at - FRESH if chosen["fresh"] else None,
        order=chosen["order"],
        page=int(chosen["page"]),
    )


def _tabs(chosen: dict[str, str], counts: dict[str, int]) -> list[dict[str, object]]:
    """Return the tabs: all, the eight areas, and those that only another rule document knows."""
    names = [*terms.AREAS, *(name for name in counts if name not in terms.AREAS)]
    tabs = [("", sum(counts.values())), *((name, counts.get(name, 0)) for name in names)]
    return [
        {
            "name": name,
            "count": count,
            "href": _address(chosen, area=name, page=1),
            "here": chosen["area"] == name,
        }
        for name, count in tabs
    ]


def _choices() -> list[tuple[str, str, list[tuple[str, str]]]]:
    return [
        (
            "category",
            _("类别"),
            [("", _("全部")), ("required", _("必修")), ("elective", _("选修"))],
        ),
        (
            "length",
            _("时长"),
            [
                ("", _("不限")),
                ("short", _("30 分钟以内")),
                ("middle", _("30–60 分钟")),
                ("long", _("60 分钟以上")),
            ],
        ),
        ("fresh", _("上线时间"), [("", _("不限")), ("yes", _("近三个月"))]),
        (
            "order",
            _("排序"),
            [("best", _("最相关")), ("new", _("最新")), ("length", _("由短到长"))],
        ),
    ]


def _address(chosen: dict[str, str], **changed: object) -> str:
    wanted = {**chosen, **changed}
    kept = {
        name: value
        for name, value in wanted.items()
        if value not in ("", None, "best") and (name, value) != ("page", 1)
    }
    return f"/catalogue?{urlencode(kept)}" if kept else "/catalogue"
