"""What every answer of the program carries, whoever asked for it and whatever it says."""

from werkzeug.test import TestResponse

EVERYWHERE = {
    "default-src": {"'self'", "'none'"},
    "object-src": {"'none'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
    "form-action": {"'self'", "'none'"},
}


def check_headers(answer: TestResponse, where: object, *, static: bool = False) -> None:
    """The policy names no other site and allows nothing unsafe; the answer is not kept, framed or guessed at."""
    policy = dict(part.strip().partition(" ")[::2] for part in answer.headers["Content-Security-Policy"].split(";"))
    for name, allowed in EVERYWHERE.items():
        opened = policy.get(name, policy["default-src"] if name == "object-src" else "")
        assert opened in allowed, (where, name, opened)
    assert "unsafe" not in str(policy), where
    assert "http" not in str(policy).replace("https:", ""), (where, "no other site")
    assert answer.headers["X-Content-Type-Options"] == "nosniff", where
    assert answer.headers["X-Frame-Options"] == "DENY", where
    assert ("no-store" in answer.headers.get("Cache-Control", "")) is not static, where
    assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer"), where
    assert "Server" not in answer.headers, where
