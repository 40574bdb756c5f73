"""What travels to a browser, made small for a poor line: files kept for a year, and pages compressed.

Compression lets whoever can measure an answer's length guess at a secret in it, if they can also put words of their own
beside it (the attack is known as BREACH). So the token in a form is masked anew for every page, and a page that another
site asked for is not compressed.
"""

import base64
import secrets
from collections.abc import Callable
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask, Response, request, url_for
from flask_compress import Compress
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from whitenoise import WhiteNoise

BUILT = Path(__file__).resolve().parent / "static" / "built"
STAMP = "stamp.txt"
FINGERPRINT_LENGTH = 16
LONGEST_TOKEN = 1_000
ASKED_BY_ANOTHER_SITE = "cross-site"
SAFETY = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""The headers of a built file: nothing in it runs by itself."""
ONLY_HTTPS = "max-age=31536000; includeSubDomains"


def fingerprint() -> str:
    """The folder of the built files, which changes with whatever they are made of; empty where nothing is built."""
    stamp = BUILT / STAMP
    return stamp.read_text(encoding="utf-8")[:FINGERPRINT_LENGTH] if stamp.is_file() else ""


def masked(token: str) -> str:
    """A token under a random mask: other characters on every page, and the same token for whoever unmasks it."""
    plain = token.encode()
    mask = secrets.token_bytes(len(plain))
    return base64.urlsafe_b64encode(mask + _crossed(mask, plain)).decode()


def unmasked(typed: str) -> str:
    """The token that `masked` was given; what is no masked token comes back empty, which is nobody's token."""
    if len(typed) > LONGEST_TOKEN:
        return ""
    try:
        both = base64.urlsafe_b64decode(typed.encode())
        half, odd = divmod(len(both), 2)
        return "" if odd else _crossed(both[:half], both[half:]).decode()
    except ValueError:
        return ""


def _crossed(mask: bytes, text: bytes) -> bytes:
    return bytes(left ^ right for left, right in zip(mask, text, strict=True))


def _token() -> str:
    return masked(generate_csrf())


class Protect(CSRFProtect):  # type: ignore[misc]
    """Flask-WTF's protection, with tokens that are masked on the page."""

    def init_app(self, app: Flask) -> None:
        """Check every form that is sent, and give templates the masked token."""
        super().init_app(app)
        # In place of Flask-WTF's own, which gives macros and pages the plain token.
        app.jinja_env.globals["csrf_token"] = _token
        app.context_processor(lambda: {"csrf_token": _token})

    def _get_csrf_token(self) -> str | None:
        typed = super()._get_csrf_token()
        return unmasked(typed) if typed else typed


class Compressed(Compress):
    """Answers made small, except what another site asked for."""

    def after_request(self, response: Response | None) -> Response:
        """Compress one answer."""
        if response is not None and request.headers.get("Sec-Fetch-Site") == ASKED_BY_ANOTHER_SITE:
            return response
        return super().after_request(response)


def _safe(only_https: bool) -> Callable[..., None]:
    """What gives a file its safety headers."""

    def make_safe(headers: Headers, *_: str) -> None:
        for name, value in SAFETY.items():
            headers[name] = value
        if only_https:
            headers["Strict-Transport-Security"] = ONLY_HTTPS

    return make_safe


def register(app: Flask) -> None:
    """Serve the built files for a year under their fingerprint, and compress pages."""
    app.config.update(
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
        COMPRESS_MIMETYPES=["text/html", "application/json"],
        COMPRESS_STREAMS=False,
    )
    Compressed(app)
    folder = fingerprint()
    app.jinja_env.globals["built"] = lambda name: url_for("static", filename=f"built/{folder}/{name}")
    if BUILT.is_dir():
        app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
            app.wsgi_app,
            root=BUILT,
            prefix="static/built/",
            immutable_file_test=lambda _, url: f"/{folder}/" in url,
            allow_all_origins=False,
            add_headers_function=_safe(app.config["APP_ENV"] == "production"),
        )
