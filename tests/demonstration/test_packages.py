"""The demonstration's own courses: whole, the same every time, and worth a tenth of a credit."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import ImageFont

from demonstration import COURSES, built
from demonstration.film import pictures, scenes

MILLISECONDS_OF_A_CREDIT = 45 * 60_000


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("courses")
    return {name: file for name, file, _ in built(folder)}


def test_there_is_one_package_of_every_common_kind(packages):
    names = {name: set(zipfile.ZipFile(file).namelist()) for name, file in packages.items()}
    assert "imsmanifest.xml" in names["ecology"] & names["law"]
    assert "cmi5.xml" in names["writing"]
    assert names["fujian"] == {"山海之间.webm", "山海之间.zh.vtt"}


def test_every_file_that_a_manifest_names_is_in_its_package(packages):
    for name in ("ecology", "law"):
        package = zipfile.ZipFile(packages[name])
        manifest = ElementTree.fromstring(package.read("imsmanifest.xml"))
        named = {element.get("href") for element in manifest.iter() if element.get("href")}
        assert named <= set(package.namelist())
        assert set(package.namelist()) - named == {"imsmanifest.xml"}


def test_every_script_that_a_page_imports_is_in_its_package(packages):
    for name in ("ecology", "law", "writing"):
        package = zipfile.ZipFile(packages[name])
        for page in package.namelist():
            if not page.endswith(".html"):
                continue
            for record in ("record_scorm12", "record_scorm2004", "record_cmi5"):
                if record.encode() in package.read(page):
                    assert f"deck/{record}.js" in package.namelist(), page


def test_the_same_sources_make_the_same_octets(packages, tmp_path):
    again = {name: file for name, file, course in built(tmp_path) if course.deck}
    for name, file in again.items():
        assert file.read_bytes() == packages[name].read_bytes()


def test_every_course_earns_the_first_tenth_of_a_credit():
    for course in COURSES:
        approved = sum(study.approved_ms for study in course.studies)
        assert approved * 10 // MILLISECONDS_OF_A_CREDIT == 1, course.name


def test_the_film_is_not_shorter_than_its_approved_length():
    (study,) = next(course.studies for course in COURSES if course.name == "fujian")
    assert scenes.length_ms() >= study.approved_ms


def test_the_film_s_typefaces_hold_every_character_that_it_shows():
    faces = {"title.otf": "", "text.otf": "0123456789 /"}
    for scene in scenes.SCENES:
        faces["title.otf"] += scene.title
        faces["text.otf"] += "".join(scene.lines)
    for file, text in faces.items():
        face = ImageFont.truetype(str(pictures.FONTS / file), 40)
        missing = face.getmask("\uffff").getbbox(), bytes(face.getmask("\uffff"))
        shown = {character for character in text if not character.isspace()}
        lost = {character for character in shown if bytes(face.getmask(character)) == missing[1]}
        assert not lost, f"{file}: run python -m demonstration.film.lettering"


def test_a_subtitle_stands_under_every_picture():
    cues = scenes.subtitles().split("\n\n")[1:]
    assert len(cues) == sum(1 + len(scene.lines) for scene in scenes.SCENES)
    assert cues[-1].startswith("00:04:28.000 --> 00:04:31.900")
