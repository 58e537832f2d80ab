"""Certificates of signatures: does the signer's key fit, and does its chain end at a known root?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from lrs.rules.signatures import Signature

HASHES = {"RS256": hashes.SHA256(), "RS384": hashes.SHA384(), "RS512": hashes.SHA512()}

LEAST_KEY = 2048
"""Bits of an RSA key that RFC 7518 3.3 demands."""


def fits(signature: Signature) -> bool:
    """Say whether the first certificate of *signature* made it."""
    if not signature.chain:
        return False
    try:
        key = x509.load_der_x509_certificate(signature.chain[0]).public_key()
    except (ValueError, TypeError):
        return False
    if not isinstance(key, rsa.RSAPublicKey):
        return False
    try:
        key.verify(
            signature.octets,
            signature.signed,
            padding.PKCS1v15(),
            HASHES[signature.algorithm],
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def chain_is_trusted(
    chain: Sequence[bytes], roots: Sequence[x509.Certificate], at: datetime
) -> bool:
    """Say whether *chain* leads, each certificate valid *at* that time, to one of *roots*.

    Every issuer must be an authority and have signed the one before it; keys shorter than
    2048 bits end the trust.
    """
    try:
        links = [x509.load_der_x509_certificate(der) for der in chain]
    except ValueError:
        return False
    for index, link in enumerate(links):
        if not _usable(link, at, authority=index > 0):
            return False
        root = next((root for root in roots if _issued(link, root)), None)
        if root is not None:
            return _usable(root, at, authority=True)
        if index + 1 < len(links) and not _issued(link, links[index + 1]):
            return False
    return False


def _issued(link: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        link.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _usable(certificate: x509.Certificate, at: datetime, *, authority: bool) -> bool:
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < LEAST_KEY:
        return False
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        return False
    if not authority:
        return True
    try:
        found = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    except x509.ExtensionNotFound:
        return False
    return bool(found.value.ca)
