"""The ledger for programs: entries, proofs, checkpoints.

Keys, checkpoints and consistency proofs are everybody's; they show hashes only.
"""

from __future__ import annotations

from flask import Blueprint, Response, g, jsonify

from credits.services import ledger
from credits.web import presenters
from credits.web.errors import install
from credits.web.parameters import PageOfEntries, TwoSizes, asked
from schemas.database import database
from schemas.policies import PUBLIC, SIGNED_IN, policy
from schemas.refusals import NotFound

blueprint = install(Blueprint("credits_ledger", __name__, url_prefix="/api/ledger"))


@blueprint.get("/entries")
@policy("ledger.read")
def entries() -> Response:
    """Everybody's entries by pseudonym, in the order of posting."""
    parameters = asked(PageOfEntries)
    page = ledger.page(database.session(), after=parameters["after"], limit=parameters["limit"])
    return jsonify([presenters.entry(found) for found in page])


@blueprint.get("/entries/mine")
@policy(SIGNED_IN)
def own_entries() -> Response:
    """The entries of the signed-in person."""
    found = ledger.entries(database.session(), g.principal.id)
    return jsonify([presenters.entry(entry) for entry in found])


@blueprint.get("/entries/mine/<int:n>/proof")
@policy(SIGNED_IN)
def own_proof(n: int) -> Response:
    """The proof that an entry of the signed-in person is under the last checkpoint."""
    proof = ledger.inclusion_for(database.session(), g.principal.id, n)
    return jsonify(presenters.inclusion(proof))


@blueprint.get("/entries/<int:n>/proof")
@policy("ledger.read")
def proof(n: int) -> Response:
    """The proof that an entry is under the last checkpoint."""
    return jsonify(presenters.inclusion(ledger.inclusion(database.session(), n)))


@blueprint.get("/checkpoint")
@policy(PUBLIC)
def checkpoint() -> Response:
    """The last checkpoint, a signed note."""
    note = ledger.last_checkpoint(database.session())
    if note is None:
        raise NotFound("nothing was signed yet", code="not-signed-yet")
    return Response(note, mimetype="text/plain")


@blueprint.get("/key")
@policy(PUBLIC)
def key() -> Response:
    """The key that checks our checkpoints, as signed notes write it."""
    return Response(ledger.public_key(database.session()) + "\n", mimetype="text/plain")


@blueprint.get("/consistency")
@policy(PUBLIC)
def consistency() -> Response:
    """The proof that the ledger of one size begins that of another."""
    sizes = asked(TwoSizes)
    path = ledger.consistency(database.session(), sizes["first"], sizes["second"])
    return jsonify({**sizes, "path": [step.hex() for step in path]})


@blueprint.get("/verdict")
@policy("ledger.verify")
def verdict() -> Response:
    """What a walk through the whole ledger finds, now."""
    return jsonify(presenters.verdict(ledger.verify(database.session())))
