"""Add a receipt: its kind is read from its content, pictures are drawn anew, and the file lies outside the web's reach."""

import hashlib
import io
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PIL import Image, ImageOps
from sqlalchemy import select

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db, uuid7
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Receipt, Spend

LARGEST_BYTES = 10 * 1024 * 1024
LARGEST_PIXELS = 64_000_000
LARGEST_PIXELS_AT_ONCE = 12_500_000
"""Of pictures that can only be read whole: they need several bytes of memory for each pixel."""
LONGEST_SIDE = 2400
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
TOO_MANY_PIXELS = "This picture has too many pixels. Take it with a lower resolution."
KINDS = "a PDF, JPEG or PNG file"


@dataclass(frozen=True, slots=True)
class SafeReceipt:
    """A receipt that may be kept: its kind, the bytes to keep, and the SHA-256 of what was sent."""

    media_type: str
    content: bytes
    digest: str


def read_receipt(content: bytes, field: str = "receipt") -> SafeReceipt:
    """Make a receipt safe to keep, or refuse it in words. Done before the first SQL: drawing a picture takes a while.

    A picture is decoded within a pixel limit and written anew, which leaves place and camera (EXIF) and anything
    appended behind. A PDF is kept as it is and only ever handed out as an attachment.
    """
    if not content:
        raise Refusal(field, "This file is empty. Choose the receipt again.")
    if len(content) > LARGEST_BYTES:
        raise Refusal(field, "This file is larger than 10 MB. Take a smaller picture or save it smaller.")
    digest = hashlib.sha256(content).hexdigest()
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise Refusal(field, "This PDF is cut short or has something added. Save it again, or take a picture.")
        return SafeReceipt("application/pdf", content, digest)
    if content.startswith(b"\xff\xd8\xff"):
        return SafeReceipt("image/jpeg", _drawn_anew(content, "JPEG", field), digest)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return SafeReceipt("image/png", _drawn_anew(content, "PNG", field), digest)
    raise Refusal(field, f"A receipt is {KINDS}. This file is something else.")


def _drawn_anew(content: bytes, kind: str, field: str) -> bytes:
    try:
        return _picture(content, kind, field)
    except Refusal:
        raise
    except Image.DecompressionBombError as bomb:
        raise Refusal(field, TOO_MANY_PIXELS) from bomb
    except Exception as broken:
        # A damaged picture may raise anything inside the library that reads it; whatever it is, the words are the same.
        raise Refusal(field, "This picture cannot be read. Take it again, or save it as a PDF.") from broken


def _picture(content: bytes, kind: str, field: str) -> bytes:
    """The picture alone, upright and on white: nothing that came in the file besides (EXIF, comments, profiles)."""
    with Image.open(io.BytesIO(content), formats=[kind]) as file:
        picture: Image.Image = file
        whole_at_once = kind == "PNG" or bool(picture.info.get("progressive"))
        if picture.width * picture.height > (LARGEST_PIXELS_AT_ONCE if whole_at_once else LARGEST_PIXELS):
            raise Refusal(field, TOO_MANY_PIXELS)
        file.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        file.load()
        if picture.mode not in ("L", "LA", "RGB", "RGBA"):
            picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(picture)
        plain = Image.new("RGB", upright.size, "white")
        plain.paste(upright, mask=upright.getchannel("A") if "A" in upright.getbands() else None)
    out = io.BytesIO()
    plain.save(out, kind, **({"quality": 85} if kind == "JPEG" else {"optimize": False}))
    return out.getvalue()


def add_receipt(by: Person, spend: Spend, safe: SafeReceipt, folder: Path, *, at: datetime) -> Receipt:
    """Keep a receipt with its purchase. The same file again for the same purchase is refused in words."""
    if spend.state not in (SpendState.BOUGHT, SpendState.REVERSED):
        raise Refusal("receipt", "A receipt belongs to a purchase that has been made. Record the purchase first.")
    again = select(Receipt.id).filter_by(spend_id=spend.id, digest=safe.digest).limit(1)
    if db.session.scalars(again).first() is not None:
        raise Refusal("receipt", "This receipt has been added already.")
    name = f"{secrets.token_hex(16)}.{ENDINGS[safe.media_type]}"
    receipt = Receipt(
        id=uuid7(),
        spend_id=spend.id,
        file_name=name,
        media_type=safe.media_type,
        bytes=len(safe.content),
        digest=safe.digest,
        added_by_id=by.id,
        added_at=at,
    )
    spend.receipts.append(receipt)
    db.session.flush()
    record(by, Deed.RECEIPT_ADDED, spend, {"receipt": receipt.id, "sha256": safe.digest}, at=at)
    _keep(folder, name, safe.content)
    return receipt


def _keep(folder: Path, name: str, content: bytes) -> None:
    """Write the whole file or none: under another name first, on the disk before the row that names it is committed."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = folder / f"{name}.part"
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.rename(folder / name)
    except OSError:
        part.unlink(missing_ok=True)
        raise
