"""The routes of the school. Each module brings one blueprint; here they are all named."""

from __future__ import annotations

from flask import Blueprint

from academy.web import (
    account,
    archive,
    assets,
    assignments,
    audit,
    boards,
    catalogue,
    certificates,
    courses,
    home,
    learn,
    ledger,
    notices,
    packages,
    people,
    plans,
    receipts,
    registrations,
    roles,
    rule_documents,
    session,
    units,
)


def blueprints() -> tuple[Blueprint, ...]:
    """Return the academy's own blueprints."""
    return (
        account.blueprint,
        archive.blueprint,
        assets.blueprint,
        assignments.blueprint,
        audit.blueprint,
        boards.blueprint,
        catalogue.blueprint,
        certificates.blueprint,
        courses.blueprint,
        home.blueprint,
        learn.blueprint,
        ledger.blueprint,
        notices.blueprint,
        packages.blueprint,
        people.blueprint,
        plans.blueprint,
        receipts.blueprint,
        registrations.blueprint,
        roles.blueprint,
        rule_documents.blueprint,
        session.blueprint,
        units.blueprint,
    )
