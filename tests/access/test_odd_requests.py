"""Requests no page of ours makes: each is answered in words or not at all, never with a fault, and changes nothing."""

import resource

import pytest

from tests.access.whole_world import WholeWorld

FORM = "application/x-www-form-urlencoded"


ODD_ADDRESSES = (
    "/families/%00",
    "/%ff%fe",
    "/families?page=999999",
    "/families?page=-1",
    "/families?page=%00",
    "/people?search=%00a",
    "/people?page=%00",
    "/time/new?family=%00",
    "/limits/cohort?scheme=%00",
    "/sign-in?next=%00",
    "/password/%00",
    "/decisions/approved?at=9999999999999999&left=r.%00.lAAAA&more=%00",
    "/decisions/margins?month=%00",
    "/decisions/margins?month=0001-01",
    "/imports/%00",
    "/families?kept=%00",
    "/families/{family}/spend/room?amount=%00&bought_on=%00",
    "/families/{family}/spend/room?amount=45&bought_on=0001-01-01",
    "/families/{family}/spend/room?amount=9e999",
    "/families/{family}/limit/new?amount=%00",
    "/receipts/..%2f..%2fetc",
    "/static/..%2f..%2fconfig.py",
    "/static/%00",
    "/workbooks/{workbook}/file?name=../../x",
    "//evil.example/families",
)


@pytest.mark.parametrize("address", ODD_ADDRESSES)
def test_odd_addresses_are_no_fault(either: WholeWorld, address: str) -> None:
    opened = address.format(**either.made.ids)
    with either.changes() as changed:
        for actor in ("anonymous", "alice", "mary", "adam", "eve", "fiona"):
            answer = either.ask(actor, opened)
            assert answer.status_code < 500, actor
            assert "evil.example" not in answer.headers.get("Location", "").partition("?")[0]
        assert changed() == set()


ODD_KEYS = ("", "a\0b", "k" * 65, "\N{PILE OF POO}" * 64, " ", "key\n", "ключ")


@pytest.mark.parametrize("key", ODD_KEYS)
def test_a_form_key_is_a_key_or_the_form_is_refused(either: WholeWorld, key: str) -> None:
    with either.changes() as changed:
        answer = either.ask("alice", "/families/search", {"text": "x", "form_key": key})
        assert answer.status_code == 400
        assert changed() == set()


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("actor", ["anonymous", "alice"])
def test_no_other_method_does_anything(either: WholeWorld, actor: str, method: str) -> None:
    with either.changes() as changed:
        for address in ("/families/{family}/spend/new", "/families/{family}", "/families/search", "/nothing"):
            client = either.clients[actor]
            client.set_cookie("session", either.cookies[actor])
            sent = {"csrf_token": either.tokens[actor], "form_key": "other-method"}
            answer = client.open(address.format(**either.made.ids), method=method, data=sent)
            assert answer.status_code in (400, 404, 405)
        assert changed() == set()


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_asking_without_looking_shows_nothing_and_opens_nothing(here: WholeWorld, method: str) -> None:
    client = here.clients["carol"]
    client.set_cookie("session", here.cookies["carol"])
    seen = client.open("/families/{family}".format(**here.made.ids), method=method)
    assert seen.data == b""
    if method == "HEAD":
        assert seen.status_code == 404


BODIES = (
    (b'{"text": "x", "form_key": "json"}', "application/json"),
    (b"x", "multipart/form-data"),
    (b"--a\r\n\r\nx", "multipart/form-data; boundary=a"),
    (b'--b\r\nContent-Disposition: form-data; name="te\0xt"\r\n\r\n1\r\n--b--\r\n', "multipart/form-data; boundary=b"),
    (
        b'--b\r\nContent-Disposition: form-data; name="' + b"n" * 200_000 + b'"\r\n\r\n1\r\n--b--\r\n',
        "multipart/form-data; boundary=b",
    ),
    (
        b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * 3_000 + b"--b--\r\n",
        "multipart/form-data; boundary=b",
    ),
    (b"\xff\xfe=\xff&form_key=\xff", FORM),
    (b"form_key=text-plain&text=x", "text/plain"),
)


@pytest.mark.parametrize("content,kind", BODIES)
def test_bodies_that_are_no_form_of_ours_are_refused(either: WholeWorld, content: bytes, kind: str) -> None:
    with either.changes() as changed:
        for actor in ("anonymous", "alice"):
            client = either.clients[actor]
            client.set_cookie("session", either.cookies[actor])
            headers = {"X-CSRFToken": either.tokens[actor]}
            answer = client.post("/families/search", data=content, content_type=kind, headers=headers)
            # Who is not signed in is sent to sign in, whatever they send.
            assert answer.status_code in ((303, 413) if actor == "anonymous" else (400, 413))
        assert changed() == set()


def test_a_form_of_text_is_refused_before_it_fills_the_memory(here: WholeWorld) -> None:
    """Eleven megabytes of field names took nine seconds and half a gigabyte to read, of anybody who sent them."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = here.clients["anonymous"].post("/sign-in", data=b"a&" * 5_500_000, content_type=FORM)
    assert answer.status_code == 413
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 150 * 1024, "kilobytes"
    large = {"text": "x" * 900_000}
    assert here.ask("alice", "/families/search", large).status_code == 422, "below a megabyte it is read and answered"


@pytest.mark.parametrize("host", ["a" * 3_000, "[::1", 'evil"><script>', "x:99999", "a b", ""])
def test_a_host_nobody_has_is_no_fault(here: WholeWorld, host: str) -> None:
    for address in ("/sign-in", "/families", "/nothing"):
        answer = here.clients["anonymous"].get(address, headers={"Host": host})
        assert answer.status_code < 500
        assert "<script>" not in answer.text.replace('<script type="module"', "").replace("<script nonce", "")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("host", "came_from", "status"),
    [
        ("localhost", "https://localhost/sign-in", 422),
        ("localhost", "http://[", 400),
        ("localhost", "https://localhost:x/", 400),
        ("localhost", "https://[localhost", 400),
        ("localhost:99999", "https://localhost/sign-in", 400),
    ],
)
def test_a_form_that_comes_from_no_address_is_refused_in_words(
    here: WholeWorld, monkeypatch: pytest.MonkeyPatch, host: str, came_from: str, status: int
) -> None:
    monkeypatch.setitem(here.app.config, "WTF_CSRF_SSL_STRICT", True)
    answer = here.ask(
        "anonymous",
        "/sign-in",
        {"email": "nobody@example.org", "password": "a wrong guess or two"},
        base_url="https://localhost",
        headers={"Referer": came_from},
        environ_overrides={"HTTP_HOST": host},
    )
    assert (answer.status_code, answer.headers["X-Content-Type-Options"]) == (status, "nosniff")
    here.put_back()


NEXT = (
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "///evil.example",
    "https:evil.example",
    "/%5c%5cevil.example/..",
    " //evil.example",
    "http:///evil.example",
)


@pytest.mark.parametrize("place", NEXT)
def test_signing_in_leads_to_our_own_pages_only(here: WholeWorld, place: str) -> None:
    client = here.clients["alice"]
    client.set_cookie("session", here.cookies["alice"])
    for answer in (
        client.get("/sign-in", query_string={"next": place}),
        here.ask(
            "anonymous",
            "/sign-in",
            {"email": "bob.brown@example.org", "password": "correct horse battery"},
            query_string={"next": place},
        ),
    ):
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/")
        assert not answer.headers["Location"].startswith(("//", "/\\"))
    assert client.get("/sign-in", query_string={"next": "/time"}).headers["Location"] == "/time"
    here.put_back()


def test_a_name_in_a_search_never_makes_a_cookie_no_browser_keeps(here: WholeWorld) -> None:
    text = "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(200))
    answer = here.ask("alice", "/families/search", {"text": text})
    assert answer.status_code == 303
    assert len(answer.headers["Set-Cookie"]) < 4_000
    assert here.ask("alice", "/families/search", {"text": text + "x"}).status_code == 422
    here.put_back()
