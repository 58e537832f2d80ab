"""Public packages by other hands: what is expected of each, and why.

They stand beside the project (``../shared/corpus``, or ``$XUESHI_CORPUS``) and are never
copied into it; without them there is nothing here to run.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from content_packages.readers import read
from tests.content_packages.conftest import CORPUS


@dataclass(frozen=True)
class Course:
    """A package that becomes a course: edition, title, number of units of a kind."""

    edition: str
    title: str
    units: int
    kind: str
    findings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refused:
    """A package that is refused: the codes of what must be mended.

    *title* is that of the course as far as it was understood, "" where it was not.
    """

    errors: tuple[str, ...]
    title: str = ""


GOLF = "Golf Explained"
GEOLOGY = "Introduction to Geology"
BASIC = f"{GOLF} - Run-time Basic Calls"
THIRD, FOURTH = "2004 3rd Edition", "2004 4th Edition"
# A manifest without the files that it launches understood and refused: nobody could open it.
NO_CONTENT = ("ims_cp.launch_missing",)

EXPECTED: dict[str, Course | Refused] = {
    # AICC. The second runs on somebody else's server: a course, but its time cannot count.
    "aicc/parser_complex.zip": Course("1.0", "Complex AICC Course", 3, "au", ("aicc.value",)),
    "aicc/parser_multiline-description.zip": Course(
        "3.0", "Achieving Work-Life Balance", 1, "au", ("aicc.remote",)
    ),
    "aicc/parser_package.zip": Course("3.0", "UniversitySite AICC Testing Tool", 1, "au"),
    "aicc/parser_pre-ort.zip": Refused(("aicc.launch_missing",), "AICC With PRE/ORT"),
    "aicc/stktech_test1.zip": Course("3.0", "Course template", 1, "au"),
    # Broken on purpose. Most hold a manifest and nothing that it launches.
    "broken/adl_CM-01-broken-default-org.zip": Refused(
        NO_CONTENT, "LMS Test Content Package CM-01"
    ),
    "broken/parser_AdlAttributes_SCORM20043rdEdition.zip": Refused(
        NO_CONTENT, "ADL Attributes Example"
    ),
    "broken/parser_ComplexNestedOrganization_SCORM12.zip": Refused(
        NO_CONTENT, "Complex Nested Organization Test"
    ),
    "broken/parser_ContentPackagingNoSchemaVersion_SCORM20042ndEdition.zip": Refused(
        NO_CONTENT, "Minimal 2nd Edition No SchemaVersion"
    ),
    "broken/parser_InvalidFileReferences_SCORM12.zip": Refused(
        NO_CONTENT, "Invalid File References Test"
    ),
    "broken/parser_InvalidMissingOrgIdentifier_SCORM20043rdEdition.zip": Refused(
        NO_CONTENT, "Minimal Course"
    ),
    # An item that leads nowhere could never be completed, so the whole course could not.
    "broken/parser_ItemWithNonExistentResourceId_SCORM12.zip": Refused(
        ("ims_cp.dangling_item",), "Item With Non-Existent Resource ID Test"
    ),
    "broken/parser_LaunchUrlFromNestedItem_SCORM12.zip": Course(
        "1.2", "Launch URL From Nested Item Test", 2, "sco"
    ),
    # The unclosed item swallows the resources: recovered, understood to be empty, refused.
    "broken/parser_MalformedXml_SCORM12.zip": Refused(
        ("ims_cp.nothing_to_launch", "ims_cp.dangling_item"), "Malformed XML Test"
    ),
    "broken/parser_MinimalValid_SCORM20043rdEdition.zip": Refused(NO_CONTENT, "Minimal Course"),
    "broken/parser_MissingLaunchUrl_SCORM12.zip": Refused(
        ("ims_cp.nothing_to_launch", "ims_cp.no_href"), "Missing Launch URL Test"
    ),
    "broken/parser_MissingRequiredFields_SCORM12.zip": Refused(
        NO_CONTENT, "com.example.missing_title"
    ),
    "broken/parser_MultipleItemsWithIdentifierRef_SCORM12.zip": Course(
        "1.2", "Multiple Items With IdentifierRef Test", 3, "sco"
    ),
    "broken/parser_PrerequisitesTest_SCORM12.zip": Course(
        "1.2", "Prerequisites Test Course", 4, "sco"
    ),
    # cmi5. The specification's own examples are in the draft's namespace and run elsewhere.
    "cmi5/catapult_masteryscore_framed.zip": Course(
        "1.0", f"{GEOLOGY} - Framed Style - Mastery Score", 1, "au"
    ),
    "cmi5/catapult_multi_au_framed.zip": Course("1.0", f"{GEOLOGY} - Multi AU at Root", 8, "au"),
    "cmi5/catapult_pre_post_test_framed.zip": Course("1.0", f"{GEOLOGY} - Pre/Post Test", 6, "au"),
    "cmi5/escola_game_au.zip": Course("1.0", "xAPI.js cmi5 demo", 1, "au"),
    "cmi5/spec_example_complex.zip": Course(
        "1.0", "Geology", 14, "au", ("cmi5.namespace", "cmi5.not_structure", "cmi5.remote")
    ),
    "cmi5/spec_example_extension.zip": Course(
        "1.0", GEOLOGY, 1, "au", ("cmi5.namespace", "cmi5.remote")
    ),
    "cmi5/spec_example_simple.zip": Course(
        "1.0", GEOLOGY, 1, "au", ("cmi5.namespace", "cmi5.remote")
    ),
    # Variants of one good package: what can be read safely is read, with a word about it.
    "derived/nested_folder.zip": Course("1.2", BASIC, 1, "sco", ("archive.subfolder",)),
    "derived/macosx_junk.zip": Course("1.2", BASIC, 1, "sco", ("archive.junk",)),
    "derived/wrong_case.zip": Course("1.2", BASIC, 1, "sco", ("ims_cp.launch_case",)),
    "derived/backslash_names.zip": Course("1.2", BASIC, 1, "sco", ("archive.backslash",)),
    "derived/gbk_names.zip": Course("1.2", "高尔夫课程", 1, "sco", ("archive.legacy_names",)),
    "derived/utf16_manifest.zip": Course("1.2", BASIC, 1, "sco"),
    # Hostile or ambiguous: refused before anything is used.
    "derived/xxe_doctype.zip": Refused(("xml.doctype",)),
    "derived/billion_laughs.zip": Refused(("xml.doctype",)),
    "derived/zip_slip.zip": Refused(("archive.unsafe_name",)),
    "derived/symlink.zip": Refused(("archive.symlink",)),
    "derived/zip_bomb_300MB.zip": Refused(("archive.bomb",)),
    "derived/many_files_60k.zip": Refused(("archive.too_many",)),
    "derived/duplicate_entry.zip": Refused(("archive.duplicate",)),
    "derived/truncated.zip": Refused(("archive.not_zip",)),
    # Two items of one identifier would mix the records of two units.
    "derived/duplicate_ids.zip": Refused(("ims_cp.duplicate_item",), BASIC),
    # SCORM 1.2 golf courses. "One file per SCO" are assets: they never call the API.
    "scorm12/golf_ContentPackagingOneFilePerSCO.zip": Course(
        "1.2", f"{GOLF} - CP One File Per SCO", 18, "asset"
    ),
    "scorm12/golf_ContentPackagingSingleSCO.zip": Course(
        "1.2", f"{GOLF} - CP Single SCO", 1, "sco"
    ),
    "scorm12/golf_RuntimeBasicCalls.zip": Course("1.2", BASIC, 1, "sco"),
    "scorm12/golf_RuntimeMinimumCalls.zip": Course(
        "1.2", f"{GOLF} - Minimum Run-time Calls", 18, "sco"
    ),
    "scorm12/golf_metadata_manifest_only.zip": Course("1.2", "SCORM 1.2 With Metadata", 1, "sco"),
    # SCORM 2004 golf courses. Without flow the learner chooses from the outline.
    "scorm2004/golf_ContentPackagingMetadata_2004_3rd.zip": Course(
        THIRD, f"{GOLF} - Metadata Example", 1, "sco"
    ),
    "scorm2004/golf_ContentPackagingOneFilePerSCO_2004_3rd.zip": Course(
        THIRD, f"{GOLF} - CP One File Per SCO", 18, "asset", ("sequencing.no_flow",)
    ),
    "scorm2004/golf_ContentPackagingSingleSCO_2004_2nd.zip": Course(
        "2004 2nd Edition", f"{GOLF} - CP Single SCO", 1, "sco"
    ),
    "scorm2004/golf_ContentPackagingSingleSCO_2004_3rd.zip": Course(
        THIRD, f"{GOLF} - CP Single SCO", 1, "sco"
    ),
    "scorm2004/golf_RunTimeAdvancedCalls_2004_3rd.zip": Course(
        THIRD, f"{GOLF} - Run-time Advanced Calls", 1, "sco"
    ),
    "scorm2004/golf_RuntimeBasicCalls_2004_3rd.zip": Course(THIRD, BASIC, 1, "sco"),
    "scorm2004/golf_RuntimeMinimumCalls_2004_3rd.zip": Course(
        THIRD, f"{GOLF} - Minimum Run-time Calls", 18, "sco", ("sequencing.no_flow",)
    ),
    "scorm2004/golf_SequencingForcedSequential_2004_3rd.zip": Course(
        THIRD, f"{GOLF} - Sequencing Forced Order", 5, "sco"
    ),
    "scorm2004/golf_SequencingPostTestRollup4thEd_2004_4th.zip": Course(
        FOURTH, f"{GOLF} - 4th Edition Features", 5, "sco"
    ),
    "scorm2004/golf_SequencingPostTestRollup_2004_3rd.zip": Course(
        THIRD, f"{GOLF} - Sequencing Post Test Rollup", 5, "sco"
    ),
    "scorm2004/golf_SequencingPreOrPostTestRollup_2004_3rd.zip": Course(
        THIRD, f"{GOLF} - Sequencing Pre or Post Test Rollup", 6, "sco"
    ),
    "scorm2004/golf_SequencingRandomTest_2004_3rd.zip": Course(
        THIRD, f"{GOLF} - Sequencing Random Test", 8, "sco"
    ),
    "scorm2004/golf_SequencingSimpleRemediation_2004_3rd.zip": Course(
        THIRD, f"{GOLF} - Simple Remediation", 8, "sco"
    ),
    # xAPI packages: a byte order mark, names in no language.
    "xapi/golf_tcapi.zip": Course("1.0", "Tin Can Golf Example", 1, "au"),
    "xapi/locator_tcapi.zip": Course("1.0", "Tin Can Museum Tour Example", 1, "au"),
    "xapi/tetris_tcapi.zip": Course("1.0", "Tin Can Tetris Example", 1, "au"),
}

PRESENT = sorted(str(file.relative_to(CORPUS)) for file in CORPUS.glob("*/*.zip"))


@pytest.mark.corpus
@pytest.mark.parametrize("name", PRESENT)
def test_the_package_becomes_what_is_expected_of_it(name: str) -> None:
    assert name in EXPECTED, "a new package: write down what is expected of it"
    expected = EXPECTED[name]
    with (CORPUS / name).open("rb") as file:
        found = read(file, name.rpartition("/")[2])
    errors = {item.code for item in found.findings if item.severity == "error"}
    others = {item.code for item in found.findings if item.severity != "error"}

    if isinstance(expected, Refused):
        assert not found.accepted
        assert errors == set(expected.errors)
        assert (found.course.title if found.course else "") == expected.title
        return
    assert found.accepted, found.findings
    course = found.course
    assert course is not None
    assert (course.edition, course.title) == (expected.edition, expected.title)
    assert [unit.kind for unit in course.units()] == [expected.kind] * expected.units
    assert others == set(expected.findings)
