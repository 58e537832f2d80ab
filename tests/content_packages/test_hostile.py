"""SECURITY C1, C2, C3: hostile archives and XML are refused, and touch nothing.

Every harness shows its control: with the protection off, the same attack succeeds.
"""

from __future__ import annotations

import io
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from lxml import etree

from content_packages.readers import Reading
from content_packages.readers.archive import Damaged, Limits, opened
from content_packages.readers.xml import parsed
from content_packages.services import courses
from schemas.database import database
from schemas.settings import Settings
from tests.content_packages.builders import HTML, scorm_1_2, zipped
from tests.content_packages.conftest import VENDOR, imported, reading
from tests.content_packages.hostile import (
    MANIFEST,
    PAGE,
    Attack,
    Written,
    archive,
    bombs,
    contradictions,
    slips,
)

BOMBS = [*bombs()]


def harmless(found: Reading) -> bool:
    """True when the attack is refused, at the latest while its files are read."""
    if not found.accepted or found.package is None:
        return True
    try:
        for path in found.package.paths:
            for _ in found.package.chunks(path):
                pass
    except Damaged:
        return True
    return False


def snapshot(folder: Path) -> dict[str, int]:
    """Every file below *folder* outside the shelf and the database, with its size."""
    return {
        str(path.relative_to(folder)): path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file() and "files" not in path.parts and ".sqlite" not in path.name
    }


def test_the_attacks_are_as_many_as_promised() -> None:
    assert len([*slips(), *contradictions()]) >= 200
    assert len(BOMBS) >= 12
    assert len(xml_payloads("/etc/passwd", 9)) >= 40


@pytest.mark.clause("package names-inside")
def test_names_that_lead_outside_are_refused() -> None:
    passed = [attack.name for attack in slips() if not harmless(reading(attack.data))]
    assert passed == []


def test_control_an_extraction_by_name_does_write_outside(tmp_path: Path) -> None:
    jail = tmp_path / "jail" / "deeper"
    jail.mkdir(parents=True)
    attack = next(slips())
    with zipfile.ZipFile(io.BytesIO(attack.data)) as zipped_file:
        for info in zipped_file.infolist():
            (jail / info.filename).write_bytes(zipped_file.read(info))
    assert (tmp_path / "jail" / "evil.txt").exists()


@pytest.mark.clause("package archive-unambiguous")
@pytest.mark.parametrize("attack", [*contradictions()], ids=lambda attack: attack.name)
def test_an_archive_that_contradicts_itself_is_refused(attack: Attack) -> None:
    assert harmless(reading(attack.data))


def test_control_the_same_archive_without_the_contradiction_is_a_course() -> None:
    assert not harmless(reading(archive([MANIFEST, PAGE])))
    assert not harmless(reading(archive([MANIFEST, PAGE, Written(b"a/b")])))


def test_an_import_of_hostile_archives_changes_nothing_outside_the_shelf(
    bare_app: Flask, settings: Settings, tmp_path: Path
) -> None:
    attacks = [
        attack for number, attack in enumerate([*slips(), *contradictions()]) if number % 8 == 0
    ]
    before = snapshot(tmp_path)
    states = [imported(attack.data).state for attack in attacks if attack.data]
    assert set(states) == {"refused"}
    assert snapshot(tmp_path) == before
    assert courses.of_vendor(database.session, VENDOR) == ()


@pytest.mark.clause("package size-limits")
@pytest.mark.parametrize("attack", BOMBS, ids=lambda attack: attack.name)
def test_a_bomb_is_refused_quickly(attack: Attack) -> None:
    begun = time.monotonic()
    assert harmless(reading(attack.data))
    assert time.monotonic() - begun < 5


def test_control_without_limits_the_bomb_unpacks() -> None:
    bomb = BOMBS[0]
    limits = Limits(ratio=10**9)
    found, _ = opened(io.BytesIO(bomb.data), limits)
    assert found is not None
    assert sum(map(len, found.chunks("zeros.bin"))) == 300 << 20


_MEASURED = """
import io, sys
from content_packages.readers import read
from content_packages.readers.archive import Damaged
found = read(io.BytesIO(sys.stdin.buffer.read()), "course.zip")
try:
    for path in found.package.paths if found.accepted else ():
        for _ in found.package.chunks(path):
            pass
except Damaged:
    pass
status = open("/proc/self/status").read()
print(status.partition("VmHWM:")[2].split()[0])
"""
"""Prints the most memory that this process ever held, in KiB."""


def test_bombs_take_less_than_200_megabytes() -> None:
    for attack in BOMBS:
        done = subprocess.run(
            [sys.executable, "-c", _MEASURED],
            input=attack.data,
            capture_output=True,
            check=True,
            timeout=20,
        )
        assert int(done.stdout) < 200 * 1024, attack.name


# -- XML (C3)


def xml_payloads(canary: str, port: int) -> list[bytes]:
    """Documents that would read *canary*, call 127.0.0.1:*port*, or swell."""
    http = f"http://127.0.0.1:{port}/x"
    laughs = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + step)} "{("&" + chr(97 + step) + ";") * 10}">' for step in range(8)
    )
    doctypes = [
        f'<!DOCTYPE m [<!ENTITY x SYSTEM "file://{canary}">]>',
        f'<!DOCTYPE m [<!ENTITY x SYSTEM "{http}">]>',
        f'<!DOCTYPE m SYSTEM "{http}.dtd">',
        f'<!DOCTYPE m PUBLIC "-//x//y" "{http}.dtd">',
        f'<!DOCTYPE m [<!ENTITY % p SYSTEM "{http}"> %p;]>',
        f'<!DOCTYPE m [<!ENTITY % p SYSTEM "file://{canary}"> %p;]>',
        f"<!DOCTYPE m [{laughs}]>",
        '<!DOCTYPE m [<!ATTLIST m title CDATA "defaulted">]>',
        f'<!DOCTYPE m [<!ENTITY x SYSTEM "{canary}" NDATA y>]>',
        "<!DOCTYPE m>",
        f'<!doctype m [<!entity x system "file://{canary}">]>',
        f'<!-- innocent --><!DOCTYPE m [<!ENTITY x SYSTEM "file://{canary}">]>',
    ]
    texts = [
        scorm_1_2(title="&x;").replace("<manifest", f"{doctype}<manifest", 1)
        for doctype in doctypes
    ]
    payloads = []
    for text in texts:
        bare = text.partition("?>")[2]
        payloads.append(text.encode())
        payloads.append(b"\xef\xbb\xbf" + text.encode())
        payloads.append(b"\xff\xfe" + bare.encode("utf-16-le"))
        payloads.append(b"\xfe\xff" + bare.encode("utf-16-be"))
    payloads.append(
        ('<?xml version="1.0" encoding="utf-7"?>' + "+ADw-!DOCTYPE m+AD4-<m/>").encode()
    )
    payloads.append(b'<?xml version="1.0" encoding="ebcdic-cp-us"?><m/>')
    return payloads


@pytest.fixture
def listener() -> Iterator[tuple[int, list[object]]]:
    """A port that counts who connects."""
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        ended = threading.Event()

        def wait() -> None:
            while not ended.is_set():
                try:
                    calls.append(server.accept())
                except TimeoutError:
                    continue

        thread = threading.Thread(target=wait)
        thread.start()
        yield server.getsockname()[1], calls
        ended.set()
        thread.join()


@pytest.mark.clause("package xml-without-doctype")
def test_no_payload_reads_a_file_or_calls_out(
    tmp_path: Path, listener: tuple[int, list[object]]
) -> None:
    port, calls = listener
    canary = tmp_path / "canary.txt"
    canary.write_text("CANARY-7351")
    for payload in xml_payloads(str(canary), port):
        found = reading(zipped({"imsmanifest.xml": payload, "index.html": HTML}))
        assert not found.accepted, payload[:200]
        assert found.course is None
        assert "CANARY" not in repr(found.findings)
    assert calls == []


def test_includes_and_stylesheets_are_not_followed(
    tmp_path: Path, listener: tuple[int, list[object]]
) -> None:
    port, calls = listener
    canary = tmp_path / "canary.txt"
    canary.write_text("CANARY-7351")
    manifest = scorm_1_2(
        head='<x:include xmlns:x="http://www.w3.org/2001/XInclude" '
        f'href="file://{canary}" parse="text"/>',
        attributes='xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="urn:x http://127.0.0.1:{port}/x.xsd"',
    ).replace("?>", f'?><?xml-stylesheet href="http://127.0.0.1:{port}/x.xsl" type="text/xsl"?>', 1)
    found = reading(zipped({"imsmanifest.xml": manifest, "index.html": HTML}))
    assert found.accepted
    assert "CANARY" not in repr(found)
    assert calls == []


def test_control_a_trusting_parser_does_read_the_file(tmp_path: Path) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("CANARY-7351")
    payload = f'<!DOCTYPE m [<!ENTITY x SYSTEM "file://{canary}">]><m>&x;</m>'.encode()
    trusting = etree.XMLParser(resolve_entities=True, load_dtd=True)
    assert "CANARY-7351" in "".join(etree.fromstring(payload, trusting).itertext())
    assert parsed(payload, "x.xml")[0] is None


def test_a_doctype_in_a_comment_or_in_character_data_harms_nobody() -> None:
    manifest = scorm_1_2(head="<!-- <!DOCTYPE m> --><x><![CDATA[<!DOCTYPE m>]]></x>")
    assert reading(zipped({"imsmanifest.xml": manifest, "index.html": HTML})).accepted


def test_deep_and_wide_manifests_are_read_or_refused_in_time() -> None:
    deep = "<item identifier='d%d'><title>t</title>" * 1
    nested = "".join(deep % number for number in range(2000)) + "</item>" * 2000
    wide = "".join(
        f"<item identifier='w{number}' identifierref='r1'><title>t</title></item>"
        for number in range(5000)
    )
    for items, accepted in ((nested, False), (wide, True)):
        begun = time.monotonic()
        found = reading(zipped({"imsmanifest.xml": scorm_1_2(items), "index.html": HTML}))
        assert found.accepted is accepted
        assert time.monotonic() - begun < 5
