"""The learner's electronic archive, and its export."""

from __future__ import annotations

import csv
import io

from flask import Blueprint, Response, g, render_template, request

from academy.rules.cells import neutral
from academy.services import archives
from academy.web import terms, wording
from schemas.database import database
from schemas.policies import policy

blueprint = Blueprint("archive", __name__)


@blueprint.get("/archive")
@policy("learning.study")
def archive_page() -> str:
    """Show one's own archive; ``q`` narrows it as one types."""
    words = request.args.get("q", "")[:100]
    page = archives.archive(database.session(), g.principal.id, words)
    return render_template("archive.html", page=page, words=words)


@blueprint.get("/archive.csv")
@policy("learning.study")
def archive_file() -> Response:
    """Export what the page shows, for spreadsheets (UTF-8 with a byte order mark)."""
    page = archives.archive(database.session(), g.principal.id, request.args.get("q", "")[:100])
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["年度", "课程", "领域", "类别", "事由", "完成日期", "学时", "账目", "规则版本"])
    for year in page.years:
        for line in year.lines:
            rows.writerow(
                [
                    year.period or "",
                    neutral(line.title),
                    line.area,
                    terms.category_words(line.category),
                    terms.entry_words(line.type),
                    wording.day_figures(line.effective_at),
                    wording.hours(line.milli),
                    line.n,
                    line.rule,
                ]
            )
    return Response(
        "\ufeff" + text.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": "attachment; filename=archive.csv"},
    )
