"""The routes of the school. Each module brings one blueprint; here they are all named."""

from __future__ import annotations

from flask import Blueprint

from academy.web import (
    archive,
    assets,
    boards,
    catalogue,
    certificates,
    courses,
    home,
    learn,
    ledger,
    notices,
    packages,
    receipts,
    rule_documents,
    session,
)


def blueprints() -> tuple[Blueprint, ...]:
    """Return the academy's own blueprints."""
    return (
        archive.blueprint,
        assets.blueprint,
        boards.blueprint,
        catalogue.blueprint,
        certificates.blueprint,
        courses.blueprint,
        home.blueprint,
        learn.blueprint,
        ledger.blueprint,
        notices.blueprint,
        packages.blueprint,
        receipts.blueprint,
        rule_documents.blueprint,
        session.blueprint,
    )
