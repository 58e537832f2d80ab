"""The demonstration's own courses: what each is called, how it is approved, what it is built of.

The lengths are the shortest that mean something under the rule of 2017: forty-five minutes
are one credit hour, rounded down to tenths, so that four and a half minutes earn the first
tenth (Measures, Art. 4 and 7).
"""

from __future__ import annotations

from dataclasses import dataclass

FIRST_TENTH_MS = 270_000


@dataclass(frozen=True, slots=True)
class StudyLength:
    """How one unit is to be approved, in the order of the package's units.

    *kind* is ``"article"`` (pages) or ``"video"``; *approved_ms* the time it stands for;
    *quiz* whether completion waits for a passed test.
    """

    kind: str
    approved_ms: int
    quiz: bool = False


@dataclass(frozen=True, slots=True)
class DemonstrationCourse:
    """One course: the name of its package and what staff would enter at publication.

    *kind* is the course's default, ``"required"`` or ``"elective"``; *deck* lists the shared
    lesson files that the package carries beside its own source folder.
    """

    name: str
    title: str
    teacher: str
    summary: str
    subject_area: str
    kind: str
    studies: tuple[StudyLength, ...]
    deck: tuple[str, ...] = ()


DECK = ("deck.css", "deck.js", "quiz.js", "record_scorm12.js")
"""The lesson's frame; the SCORM 1.2 record also holds what the other two records share."""

COURSES = (
    DemonstrationCourse(
        name="ecology",
        title="从“火焰山”到“花果山”：长汀水土流失治理的启示",
        teacher="学时示范课程组",
        summary="南方红壤区水土流失怎样治好、怎样守住：技术、生计与治理三条线索，附小测验。",
        subject_area="生态文明建设",
        kind="required",
        studies=(StudyLength("article", FIRST_TENTH_MS),),
        deck=DECK,
    ),
    DemonstrationCourse(
        name="law",
        title="依法行政三讲：程序、公开与责任",
        teacher="学时示范课程组",
        summary="三讲连学：重大决策与执法的程序、政务公开的边界、有权必有责。",
        subject_area="法治建设",
        kind="required",
        studies=(StudyLength("article", FIRST_TENTH_MS // 3),) * 3,
        deck=(*DECK, "record_scorm2004.js"),
    ),
    DemonstrationCourse(
        name="writing",
        title="调查研究与公文写作",
        teacher="学时示范课程组",
        summary="两个单元：把调查研究做实，把公文写清楚，第二单元设小测验。",
        subject_area="素质能力",
        kind="elective",
        studies=(StudyLength("article", FIRST_TENTH_MS // 2),) * 2,
        deck=(*DECK, "record_cmi5.js"),
    ),
    DemonstrationCourse(
        name="fujian",
        title="福建省情：山海之间",
        teacher="学时示范课程组",
        summary="十六幅画面认识福建的山川、人文与发展，配中文字幕。",
        subject_area="福建省情",
        kind="elective",
        studies=(StudyLength("video", FIRST_TENTH_MS),),
    ),
)
