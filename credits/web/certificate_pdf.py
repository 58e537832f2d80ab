"""The certificate on paper: A4 across, Chinese with its font embedded, a QR code to check it by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import segno
from fontTools.ttLib import TTFont
from fpdf import FPDF

from credits.rules.certificate import Certificate
from schemas.refusals import PreconditionFailed
from schemas.tables import moment

FONT = Path(__file__).parents[2] / "build" / "fonts" / "noto-sans-sc.otf"
"""Made at set-up from the package that npm brings."""

INK, GOLD, CINNABAR, GREY = (38, 34, 30), (166, 128, 56), (158, 42, 34), (112, 106, 98)
MISSING = "〓"
"""Printers' mark for a character that the font does not have."""

WORDS: Mapping[str, str] = {"required": "必修", "elective": "选修"}
CHINA = ZoneInfo("Asia/Shanghai")
WIDTH, HEIGHT = 297, 210


def drawn(certificate: Certificate, address: str, *, font: Path = FONT) -> bytes:
    """Return the PDF of *certificate*; *address* is where anybody checks its number.

    Raises PreconditionFailed where set-up has not brought the font.
    """
    if not font.exists():
        raise PreconditionFailed("the certificate's font is missing: run `make setup`", code="font")
    known = _characters(font)
    page = FPDF(orientation="landscape", unit="mm", format="A4")
    page.set_margin(0)
    page.set_auto_page_break(False)
    page.add_font("sc", fname=font)
    page.set_title(f"{certificate.title} {certificate.number}")
    page.set_author(certificate.issuer)
    page.set_lang("zh-CN")
    page.set_creation_date(moment(certificate.issued_at))
    page.add_page()
    _frame(page)

    def centred(text: str, top: float, size: float, ink: tuple[int, int, int] = INK) -> None:
        page.set_font("sc", size=size)
        page.set_text_color(*ink)
        page.set_xy(0, top)
        page.cell(w=WIDTH, text=_printable(text, known), align="C")

    centred(certificate.title, 34, 36, CINNABAR)
    centred(f"{certificate.period} 年度", 56, 15, GREY)
    centred(certificate.holder, 76, 30)
    centred("按规定完成年度网络学习任务，必修课、选修课规定的学分均已修完，成绩合格。", 98, 15)
    centred("　　".join(_earned(certificate.earned)), 114, 15)
    centred(certificate.issuer, 146, 17)
    centred(_date(moment(certificate.issued_at)), 156, 13, GREY)
    page.set_font("sc", size=9)
    page.set_text_color(*GREY)
    page.set_xy(24, 178)
    rule = certificate.rule
    page.multi_cell(
        w=170,
        h=5,
        text=_printable(
            f"证书编号 {certificate.number}\n"
            f"依据 {rule['id']} 第 {rule['version']} 版　"
            f"学分账本 {certificate.size} 条　根 {certificate.root.hex()[:16]}\n"
            f"查验 {address}",
            known,
        ),
    )
    _code(page, address, left=WIDTH - 24 - 30, top=162, side=30)
    return bytes(page.output())


def _frame(page: FPDF) -> None:
    page.set_draw_color(*GOLD)
    page.set_line_width(1.2)
    page.rect(10, 10, WIDTH - 20, HEIGHT - 20)
    page.set_line_width(0.3)
    page.rect(13, 13, WIDTH - 26, HEIGHT - 26)
    page.line(WIDTH / 2 - 30, 52, WIDTH / 2 + 30, 52)


def _code(page: FPDF, text: str, *, left: float, top: float, side: float) -> None:
    """Draw *text* as a QR code of squares, sharp at any size."""
    rows = [list(row) for row in segno.make(text, error="m").matrix]
    each = side / len(rows)
    page.set_fill_color(*INK)
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            if dark:
                page.rect(left + across * each, top + down * each, each, each, style="F")


def _earned(earned: Mapping[str, int]) -> list[str]:
    return [
        f"{WORDS.get(kind, kind)} {milli // 1000}.{milli % 1000 // 100} 学时"
        for kind, milli in earned.items()
    ]


def _date(at: datetime) -> str:
    local = at.astimezone(CHINA)
    return f"{local.year}年{local.month}月{local.day}日"


def _characters(font: Path) -> frozenset[int]:
    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())


def _printable(text: str, known: frozenset[int]) -> str:
    return "".join(letter if letter == "\n" or ord(letter) in known else MISSING for letter in text)
