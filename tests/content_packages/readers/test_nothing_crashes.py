"""Whatever bytes arrive, the readers answer with findings; a course they give survives storage."""

from __future__ import annotations

import io
import json
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from content_packages.readers import read
from content_packages.readers.archive import Damaged
from content_packages.readers.course_document import as_document, from_document
from tests.content_packages.builders import HTML, cmi5, scorm_1_2_zip, scorm_2004, zipped
from tests.content_packages.readers.test_other_formats import AICC, TINCAN

DESCRIPTIONS = {
    "imsmanifest.xml": scorm_2004().encode(),
    "cmi5.xml": cmi5().encode(),
    "tincan.xml": (TINCAN % "index.html").encode(),
}


def read_through(data: bytes, name: str = "course.zip") -> None:
    """Read everything that can be read; any exception but Damaged is a fault of ours."""
    found = read(io.BytesIO(data), name)
    if found.course is not None:
        stored = json.loads(json.dumps(as_document(found.course)))
        assert from_document(stored) == found.course
    if found.accepted and found.package is not None:
        try:
            for path in found.package.paths:
                for _ in found.package.chunks(path):
                    pass
        except Damaged:
            pass
    else:
        assert any(item.severity == "error" for item in found.findings)


@given(data=st.binary(max_size=400), name=st.sampled_from(["a.zip", "a.xml", "a.mp4", "a.mp3", ""]))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_answered(data: bytes, name: str) -> None:
    read_through(data, name)
    read_through(b"PK\x03\x04" + data, name)


@given(
    changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8)
)
@settings(max_examples=300, deadline=None)
def test_a_zip_with_changed_bytes_is_answered(changes: list[tuple[int, int]]) -> None:
    data = bytearray(scorm_1_2_zip())
    for place, octet in changes:
        data[place % len(data)] = octet
    read_through(bytes(data))


@given(
    name=st.sampled_from(sorted(DESCRIPTIONS)),
    cuts=st.lists(
        st.tuples(st.integers(0, 10**6), st.integers(0, 60), st.binary(max_size=12)),
        min_size=1,
        max_size=6,
    ),
)
@settings(max_examples=400, deadline=None)
def test_a_description_with_changed_text_is_answered(
    name: str, cuts: list[tuple[int, int, bytes]]
) -> None:
    text = bytearray(DESCRIPTIONS[name])
    for place, length, inserted in cuts:
        start = place % max(len(text), 1)
        text[start : start + length] = inserted
    read_through(zipped({name: bytes(text), "index.html": HTML}, compression=zipfile.ZIP_STORED))


@given(
    name=st.sampled_from(sorted(AICC)),
    text=st.text(alphabet='",\n[]=A1B2ROOTblockmember ', max_size=300),
)
@settings(max_examples=300, deadline=None)
def test_an_aicc_file_of_any_text_is_answered(name: str, text: str) -> None:
    files = {**AICC, name: AICC[name][:40] + text}
    read_through(zipped({**files, "a.html": HTML, "b.html": HTML}))
