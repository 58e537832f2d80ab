"""Attachments and signatures: what comes in one multipart body, and what goes out in one."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID
from werkzeug.test import TestResponse

from lrs.rules.certificates import chain_is_trusted, fits
from lrs.rules.signatures import CONTENT_TYPE, USAGE_TYPE, Trust, trust
from lrs.web import multipart
from schemas.settings import Settings
from tests.lrs.conftest import Client, identified

TEXT = "a certificate, 证书\r\n--boundary-like".encode()


@pytest.fixture(params=["sqlite", "postgres", "s3"])
def settings(request: pytest.FixtureRequest) -> Settings:
    """Both databases, and attachments in files and in S3."""
    if request.param == "s3":
        address = request.getfixturevalue("s3_address")
        return replace(request.getfixturevalue("sqlite_settings"), attachments=address)
    found: Settings = request.getfixturevalue(f"{request.param}_settings")
    return found


def described(content: bytes, **given: Any) -> dict[str, Any]:
    return {
        "usageType": "https://x.example/usage",
        "display": {"en": "a file"},
        "contentType": "text/plain",
        "length": len(content),
        "sha2": sha256(content).hexdigest(),
        **given,
    }


def body(
    statements: Any, *contents: bytes, boundary: str = "b1", first: str = "application/json"
) -> bytes:
    pieces = [
        f"--{boundary}\r\nContent-Type: {first}\r\n\r\n".encode() + json.dumps(statements).encode()
    ]
    pieces += [
        f"--{boundary}\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\n"
        f"X-Experience-API-Hash: {sha256(content).hexdigest()}\r\n\r\n".encode()
        + content
        for content in contents
    ]
    return b"\r\n".join(pieces) + f"\r\n--{boundary}--\r\n".encode()


def post(
    client: Client, data: bytes, content_type: str = "multipart/mixed; boundary=b1"
) -> TestResponse:
    return client.ask("POST", "/statements", data=data, content_type=content_type)


@pytest.mark.clause("XAPI-00167", "XAPI-00134")
def test_attachments_come_back_byte_for_byte_when_asked_for(client: Client) -> None:
    one = identified(attachments=[described(TEXT)])
    assert post(client, body(one, TEXT)).status_code == 200
    for query in ({"attachments": "true"}, {"attachments": "true", "statementId": one["id"]}):
        answer = client.get(**query)
        first, parts = multipart.parts(answer.data, answer.content_type)
        assert [part.content for part in parts] == [TEXT]
        found = json.loads(first)
        assert found.get("statements", [found])[0]["id"] == one["id"]
    assert client.get().content_type == "application/json"


@pytest.mark.clause("XAPI-00128", "XAPI-00129", "XAPI-00131", "XAPI-00132", "XAPI-00133")
@pytest.mark.parametrize(
    ("data", "clause"),
    [
        (body(identified(attachments=[described(TEXT)])), "XAPI-00129"),
        (body(identified(), TEXT), "XAPI-00128"),
        (body(identified(attachments=[described(TEXT)]), TEXT, first="text/plain"), "XAPI-00132"),
        (
            body(identified(attachments=[described(TEXT)]), TEXT).replace(TEXT, b"other"),
            "XAPI-00131",
        ),
        (
            body(identified(attachments=[described(TEXT)]), TEXT).replace(b"binary", b"base64"),
            "XAPI-00130",
        ),
        (b"--b1\r\n\r\n{}", "XAPI-00134"),
        (b"", "XAPI-00134"),
        (b"--b1\r\nno colon\r\n\r\n{}\r\n--b1--", "XAPI-00134"),
    ],
)
def test_broken_parts_are_refused_and_nothing_is_kept(
    client: Client, data: bytes, clause: str
) -> None:
    answer = post(client, data)
    assert answer.status_code == 400
    assert clause in {found["clause"] for found in answer.get_json()["violations"]}
    assert client.found() == []


def test_an_attachment_with_a_file_url_needs_no_part(client: Client) -> None:
    one = identified(attachments=[described(TEXT, fileUrl="https://x.example/f")])
    assert client.post(one).status_code == 200


@pytest.mark.clause("XAPI-00127")
@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data; boundary=b1", ""])
def test_other_content_types_are_refused(client: Client, content_type: str) -> None:
    assert post(client, json.dumps(identified()).encode(), content_type).status_code == 400


class Signer:
    """A person with a key, certified by an authority of the test's own."""

    def __init__(self) -> None:
        self.root_key, self.key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
        self.root = self._certificate("root", self.root_key, "root", self.root_key, ca=True)
        self.own = self._certificate("signer", self.key, "root", self.root_key, ca=False)

    def _certificate(
        self, name: str, key: Any, issuer: str, issuer_key: Any, *, ca: bool
    ) -> x509.Certificate:
        def named(text: str) -> x509.Name:
            return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(named(name))
            .issuer_name(named(issuer))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .sign(issuer_key, hashes.SHA256())
        )

    def signature(self, payload: Any, *, chain: bool = True, **header: Any) -> bytes:
        if chain:
            der = self.own.public_bytes(serialization.Encoding.DER)
            header.setdefault("x5c", [base64.b64encode(der).decode()])
        header.setdefault("alg", "RS256")
        signed = b".".join(octets(json.dumps(part).encode()) for part in (header, payload))
        made = self.key.sign(signed, padding.PKCS1v15(), hashes.SHA256())
        return signed + b"." + octets(made)


def octets(raw: bytes) -> bytes:
    return base64.urlsafe_b64encode(raw).rstrip(b"=")


def signed_by(signature: bytes, one: dict[str, Any]) -> dict[str, Any]:
    attachment = described(signature, usageType=USAGE_TYPE, contentType=CONTENT_TYPE)
    return {**one, "attachments": [attachment]}


@pytest.fixture(scope="module")
def signer() -> Signer:
    return Signer()


@pytest.mark.clause("XAPI-00116", "XAPI-00117")
def test_a_signed_statement_is_accepted_and_trusted_by_its_root_alone(
    client: Client, signer: Signer
) -> None:
    one = identified()
    signature = signer.signature(one)
    signed = signed_by(signature, one)
    assert post(client, body(signed, signature)).status_code == 200
    contents = {sha256(signature).hexdigest(): signature}
    now = datetime.now(UTC)

    def state(*roots: x509.Certificate) -> Trust:
        return trust(signed, contents, lambda chain: chain_is_trusted(chain, roots, now), fits)

    assert state(signer.root) is Trust.TRUSTED
    assert state() is Trust.WELL_FORMED
    assert state(Signer().root) is Trust.WELL_FORMED
    assert trust(one, contents, lambda chain: True, fits) is Trust.UNSIGNED
    later = now + timedelta(days=3)
    expired = trust(
        signed, contents, lambda chain: chain_is_trusted(chain, [signer.root], later), fits
    )
    assert expired is Trust.WELL_FORMED


FORGERIES = {
    "no algorithm": lambda s, one: s.signature(one, alg="none"),
    "a shared secret": lambda s, one: s.signature(one, alg="HS256"),
    "an elliptic curve": lambda s, one: s.signature(one, alg="ES256"),
    "an algorithm that is no string": lambda s, one: s.signature(one, alg=["RS256"]),
    "another statement": lambda s, one: s.signature({**one, "verb": {"id": "a:other"}}),
    "another id": lambda s, one: s.signature({**one, "id": identified()["id"]}),
    "a payload that is no statement": lambda s, one: s.signature([one]),
    "the certificate of another": lambda s, one: s.signature(
        one,
        x5c=[base64.b64encode(Signer().own.public_bytes(serialization.Encoding.DER)).decode()],
    ),
    "a broken certificate": lambda s, one: s.signature(one, x5c=["AAAA"]),
    "a certificate that is no base64": lambda s, one: s.signature(one, x5c=["*"]),
    "a demand that nobody knows": lambda s, one: s.signature(one, crit=["exp"]),
    "changed octets": lambda s, one: s.signature(one)[:-4] + b"AAAA",
    "no signature at all": lambda s, one: b"nothing",
    "names twice": lambda s, one: octets(b'{"alg":"RS256","alg":"RS256"}') + b".e30.AAAA",
}


@pytest.mark.clause("XAPI-00115", "XAPI-00116", "XAPI-00117")
@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_signature_is_refused(client: Client, signer: Signer, forgery: str) -> None:
    one = identified()
    signature = FORGERIES[forgery](signer, one)
    answer = post(client, body(signed_by(signature, one), signature))
    assert answer.status_code == 400, forgery
    assert client.found() == []


@pytest.mark.parametrize("member", ["jku", "jwk", "x5u"])
def test_keys_that_the_signature_names_itself_give_no_trust(signer: Signer, member: str) -> None:
    one = identified()
    signature = signer.signature(one, chain=False, **{member: "https://evil.example/key"})
    signed = signed_by(signature, one)
    contents = {sha256(signature).hexdigest(): signature}
    assert trust(signed, contents, lambda chain: True, fits) is Trust.WELL_FORMED


@pytest.mark.clause("XAPI-00115")
def test_a_signature_of_another_media_type_is_refused(client: Client, signer: Signer) -> None:
    one = identified()
    signature = signer.signature(one)
    signed = signed_by(signature, one)
    signed["attachments"][0]["contentType"] = "application/json"
    assert post(client, body(signed, signature)).status_code == 400
