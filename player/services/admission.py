"""The school's word on who may study what, asked before a launch for credit.

The player knows no school: an application installs what is asked, and without it everybody is
admitted.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Flask, current_app

from content_packages.services.courses import CourseVersion
from schemas.write_door import UnitOfWork

Admission = Callable[[UnitOfWork, UUID, CourseVersion], None]
"""Admits the learner to the version, or raises NotPermitted (code ``not-admitted``)."""

_ADMISSION = "player_admission"


def install(app: Flask, admitted: Admission) -> None:
    """Have *admitted* asked before every launch in mode ``normal`` of *app*."""
    app.extensions[_ADMISSION] = admitted


def asked(unit: UnitOfWork, learner: UUID, version: CourseVersion) -> None:
    """Ask the school; returns when *learner* is admitted."""
    admitted: Admission | None = current_app.extensions.get(_ADMISSION)
    if admitted is not None:
        admitted(unit, learner, version)
