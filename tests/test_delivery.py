"""What travels to a browser: tokens under a mask, pages compressed for nobody else's eyes, files kept for a year."""

import gzip

import brotli
import pytest
from flask import Flask

from budgettracker.delivery import fingerprint, masked, unmasked
from tests.client import PageClient
from tests.factories.world import World
from tests.page import fields_of, tree_of

pytestmark = pytest.mark.pages
SAME_SITE, CROSS_SITE = {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "cross-site"}


@pytest.mark.parametrize("token", ["", "a", "IjE0NTc4.aSr.Zk-_", "é" * 40])
def test_a_masked_token_is_another_each_time_and_comes_back_the_same(token: str) -> None:
    twice = masked(token), masked(token)
    assert [unmasked(each) for each in twice] == [token, token]
    assert token == "" or twice[0] != twice[1]


@pytest.mark.parametrize("typed", ["x", "AAAA", "not base64 \u00e9", "A" * 1_004, "AAD_gA=="])
def test_what_is_no_masked_token_is_nobodys(typed: str) -> None:
    assert unmasked(typed) == ""


def test_a_page_never_shows_the_same_token_twice_and_each_is_taken(client: PageClient, world: World) -> None:
    client.as_(world.alice)
    pages = [client.get("/families") for _ in range(2)]
    tokens = [page.form("/search")["csrf_token"] for page in pages]
    assert tokens[0] != tokens[1]
    answers = [client.post("/families/search", {**page.form("/search"), "text": "Archer"}) for page in pages]
    assert [answer.status for answer in answers] == [303, 303], answers[0].text
    plain = unmasked(tokens[0])
    assert plain.count(".") == 2
    assert client.post("/families/search", {**pages[0].form("/search"), "csrf_token": plain}).status == 400


@pytest.mark.parametrize("named,read", [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_pages_are_compressed_for_who_asks_from_here(
    client: PageClient, world: World, named: str, read: object
) -> None:
    client.as_(world.alice)
    ask = client.flask.get
    plain = ask("/account")
    small = ask("/account", headers={"Accept-Encoding": named, **SAME_SITE})
    assert (small.headers["Content-Encoding"], "Accept-Encoding" in small.headers["Vary"]) == (named, True)
    assert len(small.data) * 2 < len(plain.data)
    assert callable(read)
    page = tree_of(read(small.data).decode())
    assert [fields_of(form)["csrf_token"] != "" for form in page.iter("form")]
    other = ask("/account", headers={"Accept-Encoding": named, **CROSS_SITE})
    assert "Content-Encoding" not in other.headers


def test_a_built_file_is_kept_for_a_year_and_comes_compressed(app: Flask) -> None:
    at = f"/static/built/{fingerprint()}/app.css"
    small = app.test_client().get(at, headers={"Accept-Encoding": "br"})
    plain = app.test_client().get(at)
    assert small.headers["Content-Encoding"] == "br"
    assert brotli.decompress(small.data) == plain.data
    assert "immutable" in plain.headers["Cache-Control"]
    assert "max-age=315360000" in plain.headers["Cache-Control"]
    assert app.test_client().get("/static/built/0123456789abcdef/app.css").status_code == 404
