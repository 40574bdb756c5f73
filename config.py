"""Settings, read from the environment once. `APP_ENV` is development (default), testing or production."""

import os
import secrets
from pathlib import Path
from typing import Any

SAMPLE_SECRETS = {"changeme", "change-me", "secret", "secret-key", "dev", "please-change-me"}


class NotReady(RuntimeError):
    """A setting is missing or unsafe; the message names it and says what to do."""


def settings(environ: dict[str, str] | None = None) -> dict[str, Any]:
    """All settings of the program as Flask wants them; raises NotReady in production with the setting's name."""
    given = dict(os.environ if environ is None else environ)
    app_env = given.get("APP_ENV", "development")
    if app_env not in ("development", "testing", "production"):
        raise NotReady("APP_ENV must be development, testing or production.")
    production = app_env == "production"
    instance = Path(given.get("INSTANCE_FOLDER", "instance")).resolve()
    found: dict[str, Any] = {
        "APP_ENV": app_env,
        "TESTING": app_env == "testing",
        "DEBUG": False,
        "INSTANCE_FOLDER": str(instance),
        "SQLALCHEMY_DATABASE_URI": _database_url(given.get("DATABASE_URL"), instance),
        "SECRET_KEY": _secret_key(given.get("SECRET_KEY"), instance, production),
        "RECEIPTS_FOLDER": given.get("RECEIPTS_FOLDER", str(instance / "receipts")),
        "EXPORTS_FOLDER": given.get("EXPORTS_FOLDER", str(instance / "workbooks")),
        "STUDY_KEYS": given.get("STUDY_KEYS", "" if production else str(instance / "study-keys")),
        "SESSION_COOKIE_NAME": "__Host-session" if production else "session",
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": production,
        "MAX_CONTENT_LENGTH": 11 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "MAX_FORM_PARTS": 2_000,
        "BUSY_SECONDS": 8,
        "WRITERS": int(given.get("WRITERS", "3")),
        "TRUSTED_PROXIES": int(given.get("TRUSTED_PROXIES", "0")),
        "TEMPLATE_CACHE_FOLDER": given.get("TEMPLATE_CACHE_FOLDER", ""),
        "DEMO": False,
    }
    if production:
        _refuse_unready(given, found)
    return found


def _database_url(given: str | None, instance: Path) -> str:
    if not given:
        return f"sqlite:///{instance / 'budgettracker.sqlite'}"
    for plain in ("postgres://", "postgresql://"):
        if given.startswith(plain):
            return "postgresql+psycopg://" + given.removeprefix(plain)
    return given


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


def _refuse_unready(given: dict[str, str], found: dict[str, Any]) -> None:
    key = found["SECRET_KEY"]
    if not key:
        raise NotReady("SECRET_KEY is missing. Set it to 32 or more random characters.")
    if len(key) < 32 or key.lower() in SAMPLE_SECRETS or len(set(key)) < 8:
        raise NotReady("SECRET_KEY is too short or a sample. Set it to 32 or more random characters.")
    if given.get("FLASK_DEBUG", "0") not in ("", "0"):
        raise NotReady("FLASK_DEBUG is set. Debug mode cannot be used in production.")
    if not given.get("DATABASE_URL"):
        raise NotReady("DATABASE_URL is missing. Name the database.")
    if not found["STUDY_KEYS"] or not Path(found["STUDY_KEYS"]).is_dir():
        raise NotReady("STUDY_KEYS is missing. Name the folder that holds the keys of the studies (mode 0700).")
    if Path(found["STUDY_KEYS"]).stat().st_mode & 0o077:
        raise NotReady("STUDY_KEYS can be read by others. Set its mode to 0700.")
    for name in ("RECEIPTS_FOLDER",):
        folder = Path(found[name])
        if folder.exists() and folder.stat().st_mode & 0o077:
            raise NotReady(f"{name} can be read by others. Set its mode to 0700.")
    url = found["SQLALCHEMY_DATABASE_URI"]
    if url.startswith("sqlite:///"):
        file = Path(url.removeprefix("sqlite:///"))
        if file.exists() and file.stat().st_mode & 0o077:
            raise NotReady("The file of DATABASE_URL can be read by others. Set its mode to 0600.")
