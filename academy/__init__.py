"""The school: people, units, roles, catalogue, plans and pages around the engines."""

from academy.application import create_app

__all__ = ["create_app"]
