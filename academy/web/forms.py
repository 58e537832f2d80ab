"""Our own forms: explicit fields, nothing else, and every fault by its field."""

from __future__ import annotations

from typing import Any

from flask import request
from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, pre_load, validate
from werkzeug.datastructures import MultiDict

from schemas.refusals import Malformed
from schemas.values import Violation

LONG = validate.Length(max=200)


class Form(Schema):
    """A form of ours; an empty field is a field that was not filled in."""

    class Meta:
        unknown = RAISE

    @pre_load
    def _without_blanks(self, data: MultiDict[str, str], **_: Any) -> dict[str, Any]:
        return {
            name: [value for value in data.getlist(name) if value.strip()]
            if isinstance(self.fields.get(name), fields.List)
            else data[name].strip()
            for name in data
            if name != "csrf_token"
            and (data[name].strip() or isinstance(self.fields.get(name), fields.List))
        }


class Query(Form):
    """What an address asks for; a stranger's parameter in a link is passed over."""

    class Meta:
        unknown = EXCLUDE


def filled(form: type[Form]) -> dict[str, Any]:
    """Return the values of the posted *form*; raises Malformed with every fault."""
    return _loaded(form, request.form)


def asked(query: type[Query]) -> dict[str, Any]:
    """Return the values of the address; raises Malformed with every fault."""
    return _loaded(query, request.args)


def _loaded(form: type[Form], given: MultiDict[str, str]) -> dict[str, Any]:
    try:
        found: dict[str, Any] = form().load(given)
    except ValidationError as error:
        violations = tuple(
            Violation("house form", field, " ".join(_sentences(faults)))
            for field, faults in error.normalized_messages().items()
        )
        raise Malformed(
            "表单填写不完整：" + "；".join(item.where for item in violations),
            code="form",
            violations=violations,
        ) from None
    return found


def _sentences(faults: Any) -> list[str]:
    if isinstance(faults, dict):
        return [sentence for nested in faults.values() for sentence in _sentences(nested)]
    return [str(fault) for fault in faults]
