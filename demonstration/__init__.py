"""Courses of our own, kept as source trees and zipped at set-up: one of every common kind.

``built(folder)`` gives the academy's seeding what it publishes.
"""

from demonstration.courses import COURSES, DemonstrationCourse, StudyLength
from demonstration.packages import built

__all__ = ["COURSES", "DemonstrationCourse", "StudyLength", "built"]
