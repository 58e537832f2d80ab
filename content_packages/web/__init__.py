"""The routes of the library: uploads, imports, reports. All of them speak JSON."""

from __future__ import annotations

from flask import Blueprint

from content_packages.web import errors, reports, uploads


def blueprints() -> tuple[Blueprint, ...]:
    """Return the library's blueprints, to be mounted by an application."""
    return (uploads.blueprint, reports.blueprint)


errors.install(uploads.blueprint)
errors.install(reports.blueprint)
