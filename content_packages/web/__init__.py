"""The routes of the library: uploads, imports, reports. All of them speak JSON."""

from __future__ import annotations

from flask import Blueprint

from content_packages.services import import_job, sweep
from content_packages.web import errors, reports, uploads


def blueprints() -> tuple[Blueprint, ...]:
    """Return the library's blueprints, to be mounted by an application."""
    return (uploads.blueprint, reports.blueprint)


JOBS = (import_job.IMPORT, sweep.SWEEP)
"""The kinds of jobs that a worker knows once this package is imported."""

errors.install(uploads.blueprint)
errors.install(reports.blueprint)
