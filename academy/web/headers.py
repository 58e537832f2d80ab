"""What every answer tells the browser to forbid."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response

from schemas.settings import settings


def install(app: Flask) -> None:
    """Let every answer of *app* carry the headers; a view's own value stands."""
    app.after_request(_forbid)


def content_security_policy(scheme: str, content_domain: str) -> str:
    """Return the policy of the academy's pages.

    Nothing inline, nothing from elsewhere, except frames of the content origins, whose
    documents see neither our cookies nor our pages. ``data:`` images are the kit's icons.
    """
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "media-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            f"frame-src {scheme}://*.{content_domain}",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "object-src 'none'",
        )
    )


def _forbid(answer: Response) -> Response:
    given = settings()
    scheme = urlsplit(given.public_url).scheme
    headers = {
        "Content-Security-Policy": content_security_policy(scheme, given.content_domain),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    }
    if scheme == "https":
        headers["Strict-Transport-Security"] = "max-age=31536000"
    for name, value in headers.items():
        answer.headers.setdefault(name, value)
    return answer
