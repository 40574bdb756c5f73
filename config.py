"""Settings, read from the environment once. `APP_ENV` is development (default), testing or production."""

import os
import secrets
from pathlib import Path
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

SAMPLE_SECRETS = {"changeme", "change-me", "secret", "secret-key", "dev", "please-change-me"}


class NotReady(RuntimeError):
    """A setting is missing or unsafe; the message names it and says what to do."""


def settings(environ: dict[str, str] | None = None, changes: dict[str, Any] | None = None) -> dict[str, Any]:
    """All settings of the program as Flask wants them; raises NotReady, naming the setting, for one that makes no sense.

    In production it also refuses what is missing or unsafe. `changes` replace settings afterwards (tests, demo).
    """
    changes = changes or {}
    given = dict(os.environ if environ is None else environ)
    app_env = given.get("APP_ENV", "development")
    if app_env not in ("development", "testing", "production"):
        raise NotReady("APP_ENV must be development, testing or production.")
    production = app_env == "production"
    instance = Path(given.get("INSTANCE_FOLDER", "instance")).resolve()
    values: dict[str, Any] = {
        "APP_ENV": app_env,
        "TESTING": app_env == "testing",
        "DEBUG": False,
        "INSTANCE_FOLDER": str(instance),
        "SQLALCHEMY_DATABASE_URI": _database_url(given.get("DATABASE_URL"), instance),
        "DATABASE_OWNER_URL": _owner_url(given.get("DATABASE_OWNER_URL"), instance),
        "SECRET_KEY": changes.get("SECRET_KEY") or _secret_key(given.get("SECRET_KEY"), instance, production),
        "RECEIPTS_FOLDER": given.get("RECEIPTS_FOLDER", str(instance / "receipts")),
        "EXPORTS_FOLDER": given.get("EXPORTS_FOLDER", str(instance / "workbooks")),
        "IMPORTS_FOLDER": given.get("IMPORTS_FOLDER", str(instance / "imports")),
        "ANCHOR_KEY": given.get("ANCHOR_KEY", "" if production else str(instance / "anchor-key")),
        "ANCHOR_FILE": given.get("ANCHOR_FILE", str(instance / "anchors")),
        "STUDY_KEYS": given.get("STUDY_KEYS", "" if production else str(instance / "study-keys")),
        "SMTP_URL": _smtp_url(given.get("SMTP_URL", "")),
        "MAIL_FROM": given.get("MAIL_FROM", "budget-tracker@localhost"),
        "PUBLIC_URL": given.get("PUBLIC_URL", ""),
        "SESSION_COOKIE_NAME": "__Host-session" if production else "session",
        "SESSION_COOKIE_SECURE": given.get("SESSION_COOKIE_SECURE", "1" if production else "0") not in ("", "0"),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": production,
        "MAX_CONTENT_LENGTH": 11 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "MAX_FORM_PARTS": 2_000,
        "BUSY_SECONDS": 8,
        "WRITERS": _number(given, "WRITERS", "3", least=1),
        "TRUSTED_PROXIES": _number(given, "TRUSTED_PROXIES", "0", least=0),
        "TEMPLATE_CACHE_FOLDER": given.get("TEMPLATE_CACHE_FOLDER", ""),
        "DEMO": False,
    }
    if production:
        _refuse_unready(given, values)
    return values | changes


def _smtp_url(given: str) -> str:
    if given and not given.startswith(("smtp://", "smtps://")):
        raise NotReady("SMTP_URL must name a mail server, as smtp://user:password@mail.example.org:587.")
    return given


def _number(given: dict[str, str], name: str, usual: str, least: int) -> int:
    text = given.get(name) or usual
    if not (text.isascii() and text.isdigit() and len(text) < 4 and int(text) >= least):
        raise NotReady(f"{name} must be a whole number from {least} to 999.")
    return int(text)


def _database_url(given: str | None, instance: Path) -> str:
    if not given:
        return f"sqlite:///{instance / 'budgettracker.sqlite'}"
    for plain in ("postgres://", "postgresql://"):
        if given.startswith(plain):
            given = "postgresql+psycopg://" + given.removeprefix(plain)
    try:
        url = make_url(given)
        # A database in memory would be another one for every process and thread.
        usable = url.drivername in ("sqlite", "postgresql+psycopg") and url.database not in (None, "", ":memory:")
    except (ArgumentError, ValueError):
        usable = False
    if not usable:
        raise NotReady("DATABASE_URL must be like sqlite:////path/file.sqlite or postgresql://user@host/name.")
    return given


def _owner_url(given: str | None, instance: Path) -> str:
    """Who owns the tables of a PostgreSQL database, where that is another role than the program's; empty where not."""
    url = _database_url(given, instance) if given else ""
    if url.startswith("sqlite"):
        raise NotReady("DATABASE_OWNER_URL is for PostgreSQL alone: postgresql://owner@host/name.")
    return url


def _secret_key(given: str | None, instance: Path, production: bool) -> str:
    """The given key; outside production one is made on first use and kept beside the database."""
    if given or production:
        return given or ""
    kept = instance / "secret-key"
    if not kept.exists():
        instance.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_hex(32), encoding="ascii")
    return kept.read_text(encoding="ascii").strip()


def _refuse_unready(given: dict[str, str], values: dict[str, Any]) -> None:
    _refuse_weak_key(values["SECRET_KEY"])
    if given.get("FLASK_DEBUG", "0") not in ("", "0"):
        raise NotReady("FLASK_DEBUG is set. Debug mode cannot be used in production.")
    if not values["SESSION_COOKIE_SECURE"]:
        raise NotReady("SESSION_COOKIE_SECURE is off. In production the cookie goes over HTTPS alone: leave it out.")
    if not given.get("DATABASE_URL"):
        raise NotReady("DATABASE_URL is missing. Name the database.")
    if not values["STUDY_KEYS"] or not Path(values["STUDY_KEYS"]).is_dir():
        raise NotReady("STUDY_KEYS is missing. Name the folder that holds the keys of the studies (mode 0700).")
    for name in ("STUDY_KEYS", "RECEIPTS_FOLDER", "EXPORTS_FOLDER", "IMPORTS_FOLDER"):
        if _others_read(Path(values[name])):
            raise NotReady(f"{name} can be read by others. Set its mode to 0700.")
    url = values["SQLALCHEMY_DATABASE_URI"]
    if url.startswith("sqlite:///"):
        file = url.removeprefix("sqlite:///")
        for part in (file, f"{file}-wal", f"{file}-shm"):
            if _others_read(Path(part)):
                raise NotReady(f"The file of DATABASE_URL can be read by others ({part}). Set its mode to 0600.")


def _refuse_weak_key(key: str) -> None:
    if not key:
        raise NotReady("SECRET_KEY is missing. Set it to 32 or more random characters.")
    rest = key.lower()
    for sample in sorted(SAMPLE_SECRETS, key=len, reverse=True):
        rest = rest.replace(sample, "")
    if len(key) < 32 or len(rest) < 16 or len(set(key)) < 8:
        raise NotReady("SECRET_KEY is too short or a sample. Set it to 32 or more random characters.")


def _others_read(path: Path) -> bool:
    """Does it exist, and may anybody but its owner read it?"""
    return path.exists() and bool(path.stat().st_mode & 0o077)
