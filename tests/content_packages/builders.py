"""Packages that tests write: zips in memory, saying only what differs."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Mapping

HTML = b"<!doctype html><meta charset=utf-8><title>x</title><p>x"

SCORM_12_HEAD = (
    'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" '
    'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"'
)
SCORM_2004_HEAD = (
    'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" '
    'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" '
    'xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3" '
    'xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3" '
    'xmlns:imsss="http://www.imsglobal.org/xsd/imsss"'
)
ONE_ITEM = '<item identifier="i1" identifierref="r1"><title>第一节</title></item>'
ONE_RESOURCE = (
    '<resource identifier="r1" type="webcontent" adlcp:scormtype="sco" adlcp:scormType="sco" '
    'href="index.html"><file href="index.html"/></resource>'
)


def zipped(files: Mapping[str, bytes | str], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of *files*, in their order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def scorm_1_2(
    items: str = ONE_ITEM,
    resources: str = ONE_RESOURCE,
    *,
    title: str = "党建工作实务",
    head: str = "",
    attributes: str = "",
    version: str = "<schemaversion>1.2</schemaversion>",
) -> str:
    """A SCORM 1.2 manifest."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<manifest identifier="m1" {SCORM_12_HEAD} '
        f"{attributes}>\n<metadata><schema>ADL SCORM</schema>{version}{head}</metadata>\n"
        f'<organizations default="o1"><organization identifier="o1"><title>{title}</title>\n'
        f"{items}\n</organization></organizations>\n<resources>{resources}</resources>\n</manifest>"
    )


def scorm_2004(
    items: str = ONE_ITEM,
    resources: str = ONE_RESOURCE,
    *,
    title: str = "依法行政",
    edition: str = "2004 4th Edition",
    sequencing: str = "",
    collection: str = "",
    organization: str = "",
) -> str:
    """A SCORM 2004 manifest; *sequencing* is the organization's own."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<manifest identifier="m1" {SCORM_2004_HEAD}>\n'
        f"<metadata><schema>ADL SCORM</schema><schemaversion>{edition}</schemaversion></metadata>\n"
        f'<organizations default="o1"><organization identifier="o1" {organization}>'
        f"<title>{title}</title>\n{items}\n{sequencing}</organization></organizations>\n"
        f"<resources>{resources}</resources>\n{collection}</manifest>"
    )


def cmi5(parts: str = "", *, course_id: str = "https://example.com/course", extra: str = "") -> str:
    """A cmi5 course structure; by default with one AU."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<courseStructure '
        'xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">\n'
        f'<course id="{course_id}">{words("生态文明")}</course>{extra}\n'
        f"{parts or au()}\n</courseStructure>"
    )


def words(title: str, description: str = "说明") -> str:
    """Title and description elements of cmi5."""
    return (
        f'<title><langstring lang="en">en {title}</langstring>'
        f'<langstring lang="zh-CN">{title}</langstring></title>'
        f'<description><langstring lang="zh-CN">{description}</langstring></description>'
    )


def au(
    identifier: str = "https://example.com/au/1",
    url: str = "index.html",
    *,
    attributes: str = "",
    title: str = "单元",
    inner: str = "",
) -> str:
    """An assignable unit."""
    return f'<au id="{identifier}" {attributes}>{words(title)}<url>{url}</url>{inner}</au>'


def mp4(milliseconds: int) -> bytes:
    """The least that is an MP4 of a length: file type, an empty film, its header."""

    def box(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I4s", 8 + len(body), name) + body

    header = struct.pack(">IIIII", 0, 0, 0, 1000, milliseconds) + bytes(80)
    return (
        box(b"ftyp", b"isom\0\0\2\0isom")
        + box(b"mdat", bytes(64))
        + box(b"moov", box(b"mvhd", header))
    )


def quiz() -> str:
    """A quiz of one question."""
    return json.dumps(
        {
            "title": "小测",
            "pass_percent": 60,
            "questions": [
                {
                    "text": "1 + 1 = ?",
                    "kind": "single",
                    "options": [{"text": "2", "right": True}, {"text": "3"}],
                }
            ],
        }
    )


def scorm_1_2_zip(**changes: str) -> bytes:
    """A small SCORM 1.2 package that is in order."""
    return zipped({"imsmanifest.xml": scorm_1_2(**changes), "index.html": HTML})
