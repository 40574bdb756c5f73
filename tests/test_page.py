"""The reader of pages: strict about every order of tags, also where it has read the same page before."""

import pytest
from html5lib.html5parser import ParseError

from tests.page import check_page, fields_of, tree_of, words

PAGE = """<!doctype html><html lang="en"><head><title>Seven</title></head><body><h1>Seven</h1>
<svg viewBox="0 0 1 1"><path d="M0"/></svg><ul><li><a href="/1">1 &amp; 2</a></li>
<li><a href="/2">2</a></li></ul><form><label for="a">A</label><textarea id="a" name="a">
one
two</textarea></form><table><tbody><tr><td>1</td></tr><tr><td>2</td></tr></tbody></table></body></html>"""
OTHER = PAGE.replace("Seven", "Eight").replace("one\n", "\nthree\n").replace("/2", "/3")
MORE = OTHER.replace("<tr><td>2</td></tr>", "<tr><td>2</td></tr>" * 5)


@pytest.mark.parametrize("text", [PAGE, OTHER, MORE])
def test_what_was_read_before_is_read_with_its_own_words(text: str) -> None:
    tree_of(PAGE)
    page, strict = check_page(text), check_page(f"{text}<!-- a note is read strictly each time -->")
    assert words(page) == words(strict)
    assert fields_of(page) == fields_of(strict)
    (drawing,) = page.iter("{http://www.w3.org/2000/svg}svg")
    assert drawing.get("viewBox") == "0 0 1 1"
    assert fields_of(next(page.iter("form")))["a"].strip() in ("one\ntwo", "three\ntwo")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("</ul>", ""),
        ("</ul>", "</ul></div>"),
        ("<h1>", "<div><h1>"),
        ("<h1>", '<h1 id="a" id="a">'),
        ("1 &amp; 2", "1 &nothing; 2"),
        ("1 &amp; 2", "1 \x01 2"),
        ("1 &amp; 2", "1 < 2"),
        ("<tr><td>2", "<tr><div>2</div><td>2"),
        ("<tr><td>2</td></tr>", "<tr><td>2</td></tr><tr></td></tr>"),
        ('<li><a href="/2">2</a></li>', '<li><a href="/2">2</a></li><li><a href="/2">2</li>'),
        ('href="/2"', 'href="/2'),
        ("<!doctype html>", ""),
    ],
)
def test_what_is_wrong_is_refused_though_the_rest_was_read_before(before: str, after: str) -> None:
    tree_of(PAGE)
    assert PAGE.count(before) == 1
    with pytest.raises(ParseError):
        tree_of(PAGE.replace(before, after))


def test_words_alone_stand_beside_their_label_and_ids_once() -> None:
    check_page(PAGE)
    with pytest.raises(AssertionError, match="has a label"):
        check_page(PAGE.replace('for="a"', 'for="b"'))
    with pytest.raises(AssertionError, match="ids stand once"):
        check_page(PAGE.replace("<h1>", '<h1 id="a">'))
