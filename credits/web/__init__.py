"""The accounts for programs. Pages are the school's."""

from __future__ import annotations

from flask import Blueprint

from credits.web import certificates, ledger, study


def blueprints() -> list[Blueprint]:
    """Return the blueprints of the accounts."""
    return [certificates.blueprint, ledger.blueprint, study.blueprint]
