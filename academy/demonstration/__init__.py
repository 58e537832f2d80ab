"""A demonstration academy: units, people with accounts, the rule document, four courses.

Everything is made by the same services that a real academy uses. Passwords and other
secrets are drawn at seeding and stand in ``DATA_DIR/demo.json`` only.
"""

from academy.demonstration.seeding import seed

__all__ = ["seed"]
