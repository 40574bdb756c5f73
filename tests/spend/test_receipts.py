"""Receipts: PDF, JPEG and PNG by content, made safe before the transaction, handed out as attachments."""

import io
import re
import stat
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from PIL import Image, PngImagePlugin

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.budgets.rules import Position
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.spend import actions
from budgettracker.spend.actions import Purchase, add_receipt, log_other_help
from budgettracker.spend.actions.safe_receipt import LARGEST_BYTES, read_receipt
from budgettracker.spend.models import Receipt, Spend
from tests.client import PageClient, Seen
from tests.factories.receipts import pdf, receipt_in, written
from tests.factories.spend import TODAY, bought, file, limit, log, picture, png_bomb, position, spends
from tests.factories.world import NOON, World

PDF = pdf()


@pytest.fixture
def spend(alice: PageClient, world: World) -> Spend:
    """A purchase without a receipt."""
    limit(world, 1_000_00)
    return bought(world.alice, world.family, 100_00)


def sent(client: PageClient, spend: Spend, content: bytes, name: str = "receipt.jpg") -> Seen:
    url = f"/spend/{spend.id}/receipt"
    return client.post(url, {**client.get(url).form(), "receipt": file(content, name)})


def kept(app: Flask) -> list[Path]:
    folder = Path(app.config["RECEIPTS_FOLDER"])
    return sorted(folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize(
    "content, media_type", [(picture(), "image/jpeg"), (picture("PNG"), "image/png"), (PDF, "application/pdf")]
)
def test_a_receipt_is_kept_by_its_content_and_handed_out_as_an_attachment(
    app: Flask, alice: PageClient, spend: Spend, content: bytes, media_type: str
) -> None:
    assert sent(alice, spend, content, "../../etc/évil\x07.html").location == f"/spend/{spend.id}"
    receipt = db.session.query(Receipt).one()
    assert receipt.media_type == media_type
    path = kept(app)[0]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    page = alice.get(f"/spend/{spend.id}")
    assert f"/receipts/{receipt.id}" in page.html
    answer = alice.get(f"/receipts/{receipt.id}").response
    assert answer.mimetype == media_type
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none';")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=receipt-")
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.data == path.read_bytes()
    looked = db.session.query(AuditRecord).filter_by(subject_id=receipt.id, deed=Deed.RECEIPT_VIEWED).count()
    assert looked == 1


PAGE_TOO = PDF.replace(b"startxref", b"<html><script>Canaryhtml</script></html>\nstartxref")
NAMES = (
    "receipt.pdf.exe",
    "receipt.php.jpg",
    "../../../etc/passwd",
    "..\\..\\boot.ini",
    "x" * 300 + ".pdf",
    "a\0b.pdf",
    "",
    ".",
    "con",
    "receipt.pdf%0D%0AX-Header: 1",
    "<script>alert(1)</script>.pdf",
    "\u202efdp.exe",
)


@pytest.mark.parametrize("content", [pdf(scripted=True), PAGE_TOO])
def test_a_pdf_that_holds_more_is_kept_without_it_and_opens_in_nobodys_browser(
    alice: PageClient, spend: Spend, content: bytes
) -> None:
    assert sent(alice, spend, content, "receipt.html").status == 303
    answer = alice.get(f"/receipts/{db.session.query(Receipt).one().id}").response
    assert b"anary" in content
    with pikepdf.open(io.BytesIO(answer.data)) as kept_pdf:
        assert len(kept_pdf.pages) == 1
        everything = b" ".join(each.unparse() for each in kept_pdf.objects)
    for left in (b"anary", b"JavaScript", b"/JS", b"/AA", b"/OpenAction", b"/Launch", b"EmbeddedFile"):
        assert left not in everything, left
        assert left not in answer.data, left
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none';")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.pages
@pytest.mark.parametrize("name", NAMES)
def test_a_files_own_name_is_used_for_nothing(app: Flask, alice: PageClient, spend: Spend, name: str) -> None:
    answer = sent(alice, spend, PDF, name)
    assert answer.status == (303 if name else 422), "without a name a form sends no file"
    assert [re.fullmatch(r"[0-9a-f]{32}\.pdf", path.name) is not None for path in kept(app)] == [True] * bool(name)
    for receipt in db.session.query(Receipt):
        given = alice.get(f"/receipts/{receipt.id}").response.headers["Content-Disposition"]
        assert re.fullmatch(r"attachment; filename=receipt-[\w-]+\.pdf", given)


REFUSED = {
    "empty": (b"", "This file is empty"),
    "text": (b"hello", "A receipt is a picture (JPEG, PNG, HEIC or WebP) or a PDF"),
    "gif and script": (b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)", "A receipt is"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "A receipt is"),
    "html renamed": (b"<html><script>alert(1)</script>", "A receipt is"),
    "zip": (b"PK\x03\x04" + b"\0" * 100, "A receipt is"),
    "pdf and html": (PDF.replace(b"%%EOF", b"") + b"<script>" + b"x" * 4000, "cut short"),
    "pdf without pages": (b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n", "cannot be read"),
    "pdf with a password": (pdf(password="secret"), "asks for a password"),
    "blank picture": (written(Image.new("RGB", (60, 40), (250, 250, 250)), "PNG"), "came out blank"),
    "clear picture": (written(Image.new("RGBA", (60, 40), (0, 0, 0, 0)), "PNG"), "came out blank"),
    "cut heic": (written(receipt_in("RGB"), "HEIF")[:200], "cannot be read"),
    "cut webp": (written(receipt_in("RGB"), "WEBP")[:60], "cannot be read"),
    "cut jpeg": (picture()[:200], "cannot be read"),
    "broken jpeg": (b"\xff\xd8\xff\xe0" + b"\0" * 100, "cannot be read"),
    "broken png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "cannot be read"),
    "30,000 x 30,000 png": (png_bomb(), "too many pixels"),
    "5,000 x 5,000 png": (png_bomb(5_000), "too many pixels"),
    "too large": (PDF + b"\0" * LARGEST_BYTES, "larger than 10 MB"),
}


@pytest.mark.pages
@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_receipt_is_refused_in_words_on_its_field(
    app: Flask, alice: PageClient, spend: Spend, what: str
) -> None:
    content, words = REFUSED[what]
    answer = sent(alice, spend, content)
    assert answer.status == 422
    assert words in answer.text
    assert 'href="#receipt"' in answer.html
    assert kept(app) == []
    assert db.session.query(Receipt).count() == 0


def test_no_file_is_asked_for_in_words(alice: PageClient, spend: Spend) -> None:
    answer = alice.send(f"/spend/{spend.id}/receipt")
    assert answer.status == 422
    assert "Choose a file, or take a picture" in answer.text


def test_a_body_beyond_what_is_read_at_all_gets_a_kind_page(alice: PageClient, spend: Spend) -> None:
    answer = sent(alice, spend, PDF + b"\0" * (12 * 1024 * 1024))
    assert answer.status == 413
    assert "10 MB" in answer.text


def test_several_files_at_once_are_kept_and_what_is_wrong_is_refused_by_its_name(
    app: Flask, alice: PageClient, spend: Spend
) -> None:
    url = f"/spend/{spend.id}/receipt"
    bad = [file(picture()), file(b"hello", "notes.txt"), file(b"", "empty.jpg")]
    answer = alice.post(url, {**alice.get(url).form(), "receipt": bad})
    assert answer.status == 422
    none = "So none of the files was kept. receipt.jpg can be: choose it again without the others."
    for words in ("notes.txt: A receipt is a picture", "empty.jpg: This file is empty", none):
        assert answer.text.count(words) == 2, "in the list of problems and beside the field"
    assert (kept(app), db.session.query(Receipt).count()) == ([], 0)
    good = [file(picture()), file(PDF, "bill.pdf"), file(picture(), "the same again.jpg")]
    assert alice.post(url, {**alice.get(url).form(), "receipt": good}).status == 303
    assert sorted(receipt.media_type for receipt in db.session.query(Receipt)) == ["application/pdf", "image/jpeg"]
    files = kept(app)
    added = [file(picture("PNG"), "new.png"), file(picture(), "old.jpg"), file(pdf(suffix=b"\n"), "more.pdf")]
    answer = alice.post(url, {**alice.get(url).form(), "receipt": added})
    assert answer.status == 422
    assert "old.jpg: This receipt has been added already." in answer.text
    assert "new.png and more.pdf can be: choose them again without the others." in answer.text
    assert (kept(app), db.session.query(Receipt).count()) == (files, 2), "nothing by halves"
    many = [file(picture(), f"{number}.jpg") for number in range(11)]
    assert "at most 10 files" in alice.post(url, {**alice.get(url).form(), "receipt": many}).text


def test_nothing_but_the_picture_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010E] = "where the family lives"
    jpeg = picture(exif=exif, comment=b"<?php evil(); ?>")
    extra = PngImagePlugin.PngInfo()
    extra.add_text("Comment", "<?php evil(); ?>")
    png = picture("PNG", pnginfo=extra, icc_profile=b"<?php evil(); ?>" * 10)
    for content in (jpeg, png, jpeg + b"<?php evil(); ?>"):
        assert b"evil" in content
        safe = read_receipt(content)
        assert b"evil" not in safe.content
        assert b"family lives" not in safe.content
        assert Image.open(io.BytesIO(safe.content)).size == (60, 40)


def test_pictures_stand_upright_and_see_through_ones_are_white() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    upright = Image.open(io.BytesIO(read_receipt(picture(exif=exif)).content))
    assert upright.size == (40, 60)
    clear = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    clear.putpixel((0, 0), (0, 0, 0, 255))
    shown = Image.open(io.BytesIO(read_receipt(written(clear, "PNG")).content))
    assert (shown.getpixel((5, 5)), shown.getpixel((0, 0))) == ((255, 255, 255), (0, 0, 0))


MODES = [
    *(("PNG", mode, "image/png") for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")),
    *(("JPEG", mode, "image/jpeg") for mode in ("L", "RGB", "CMYK", "YCbCr")),
    *(("WEBP", mode, "image/jpeg") for mode in ("RGB", "RGBA")),
    ("HEIF", "RGB", "image/jpeg"),
]


@pytest.mark.parametrize("kind,mode,media_type", MODES)
def test_whatever_a_phone_or_scanner_writes_keeps_what_was_dark(kind: str, mode: str, media_type: str) -> None:
    safe = read_receipt(written(receipt_in(mode), kind))
    assert safe.media_type == media_type
    picture = Image.open(io.BytesIO(safe.content)).convert("L")
    assert picture.size == (60, 40)
    grey = picture.tobytes()
    assert grey[20 * 60 + 30] < 60, "print is dark"
    assert grey[3 * 60 + 3] > 200, "paper is bright"


@pytest.mark.parametrize("prefix", [b"\xef\xbb\xbf", b"\n", b"\r\n\r\n", b"From: shop\r\n\r\n"])
@pytest.mark.parametrize("suffix", [b"", b"\0" * 2_100, b" " * 80_000])
def test_a_pdf_with_something_before_or_after_it_is_kept(prefix: bytes, suffix: bytes) -> None:
    safe = read_receipt(pdf(prefix, suffix))
    assert safe.content.startswith(b"%PDF-")
    with pikepdf.open(io.BytesIO(safe.content)) as document:
        assert len(document.pages) == 1


@pytest.mark.parametrize(
    "sent_size,kept_size",
    [
        ((1080, 9000), (1080, 9000)),
        ((4000, 3000), (2400, 1800)),
        ((1600, 6400), (1100, 4400)),
        ((300, 200), (300, 200)),
    ],
)
def test_a_long_strip_stays_legible(sent_size: tuple[int, int], kept_size: tuple[int, int]) -> None:
    for size, kept_as in ((sent_size, kept_size), (sent_size[::-1], kept_size[::-1])):
        safe = read_receipt(written(receipt_in("L", size), "PNG"))
        assert Image.open(io.BytesIO(safe.content)).size == kept_as


def test_damage_anywhere_in_a_picture_is_a_refusal_and_nothing_worse() -> None:
    for whole in (picture(), picture("PNG"), picture(progressive=True), written(receipt_in("RGB"), "WEBP")):
        for place in range(3, len(whole), 7):
            damaged = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
            try:
                read_receipt(damaged)
            except Refusal as refusal:
                assert refusal.field == "receipt"


def test_the_same_file_again_is_refused_in_words(alice: PageClient, spend: Spend) -> None:
    assert sent(alice, spend, PDF).status == 303
    again = sent(alice, spend, PDF)
    assert (again.status, "added already" in again.text) == (422, True)


def test_the_same_file_with_another_purchase_is_a_hint_and_no_refusal(
    alice: PageClient, world: World, spend: Spend
) -> None:
    other = bought(world.alice, world.family, 1_00)
    with transaction():
        order = Purchase(amount_pence=1_00, bought_what="A bed", purpose="Sleep", bought_on=TODAY)
        east = log_other_help(world.dave, world.other_family, order, on=TODAY, at=NOON)
        add_receipt(world.dave, east, read_receipt(PDF), Path(alice.app.config["RECEIPTS_FOLDER"]), at=NOON)
    assert sent(alice, spend, PDF).status == 303
    page = f"/spend/{spend.id}"
    assert "The same file" not in alice.get(page).text, "another authority's is nobody's business here"
    assert sent(alice, other, PDF).status == 303
    assert "The same file is with another purchase too." in alice.get(page).text
    assert "The same file is with another purchase too." in alice.get(f"/spend/{other.id}").text


def test_the_same_form_sent_again_is_one_receipt(app: Flask, alice: PageClient, spend: Spend) -> None:
    url = f"/spend/{spend.id}/receipt"
    form = alice.get(url).form()
    answers = {alice.post(url, {**form, "receipt": file(PDF)}).location for _ in range(3)}
    assert len(answers) == len(kept(app)) == 1
    assert alice.post(url, {**form, "receipt": file(PDF + b" ")}).status == 409


def test_a_receipt_comes_with_a_logged_purchase(app: Flask, alice: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    answer = log(alice, world, receipt=file(picture()))
    assert "Add the receipt" not in alice.get(answer.location).text
    assert len(spends()[0].receipts) == len(kept(app)) == 1


def test_a_refused_receipt_refuses_the_purchase_with_everything_typed_kept(
    app: Flask, alice: PageClient, world: World
) -> None:
    limit(world, 1_000_00)
    answer = log(alice, world, receipt=file(b"hello"), supplier="Kept")
    assert answer.status == 422
    assert "A receipt is a picture" in answer.text
    assert answer.form()["supplier"] == "Kept"
    # Not recorded and taken back again: the page the worker reads knows of no purchase either.
    assert "£1,000.00 left" in answer.text
    assert (spends(), kept(app), position(world)) == ([], [], Position(1_000_00, 0, 0))
    assert log(alice, world, receipt=file(picture()), supplier="Kept").status == 303


def test_a_refused_purchase_keeps_no_receipt(app: Flask, alice: PageClient, world: World) -> None:
    limit(world, 10_00)
    answer = log(alice, world, "20", receipt=file(picture()))
    assert answer.status == 422
    assert "Choose the file again" in answer.text
    assert kept(app) == []


def test_a_quote_goes_with_a_request_and_is_no_receipt_once_it_is_bought(
    app: Flask, alice: PageClient, world: World
) -> None:
    limit(world, 5_000_00)
    assert log(alice, world, "800", receipt=file(picture())).status == 303
    (request,) = spends()
    quote = db.session.query(Receipt).one()
    assert (quote.quote, request.state) == (True, "requested")
    assert "Quote 1" in alice.get(f"/spend/{request.id}").text
    with transaction():
        actions.approve_spend(world.mary, request, on=TODAY, at=NOON)
        actions.record_purchase(world.alice, request, 800_00, TODAY, on=TODAY, at=NOON)
    page = f"/families/{world.family_id}"
    assert "Receipt missing" in alice.get(f"/spend/{request.id}").text
    closing = alice.get(f"{page}/close").text
    assert "Receipts are missing" in closing
    assert "A washing machine, £800.00" in closing
    assert sent(alice, request, PDF).status == 303
    assert "Receipts are missing" not in alice.get(f"{page}/close").text
    assert [receipt.quote for receipt in db.session.query(Receipt).order_by(Receipt.id)] == [True, False]


def test_receipts_of_others_are_not_found(app: Flask, alice: PageClient, world: World, spend: Spend) -> None:
    sent(alice, spend, PDF)
    receipt = db.session.query(Receipt).one().id
    for who, status in (
        (world.carol, 404),
        (world.dave, 404),
        (world.fiona, 403),
        (world.adam, 403),
        (world.eve, 403),
        (world.audrey, 200),
        (world.bob, 200),
    ):
        alice.as_(who.email)
        assert alice.get(f"/receipts/{receipt}").status == status
    alice.sign_out()
    assert alice.get(f"/receipts/{receipt}").status in (302, 303)


def test_pictures_are_drawn_only_for_those_who_may_add_them(
    app: Flask, client: PageClient, world: World, spend: Spend, monkeypatch: pytest.MonkeyPatch
) -> None:
    from budgettracker.spend.views import sent_receipt

    drawn: list[bytes] = []
    monkeypatch.setattr(sent_receipt, "read_receipt", lambda content, field: drawn.append(content))
    client.as_(world.audrey.email)
    token = client.get("/account").form()["csrf_token"]
    data = {"csrf_token": token, "form_key": "k", "receipt": file(picture())}
    assert client.post(f"/spend/{spend.id}/receipt", data).status == 403
    assert drawn == []
