"""Make a receipt safe to keep: its kind is read from its content, pictures are drawn and PDFs written anew."""

import hashlib
from dataclasses import dataclass

from budgettracker.errors import Refusal
from budgettracker.spend.actions.safe_pdf import is_pdf, safe_pdf
from budgettracker.spend.actions.safe_picture import drawn_anew

LARGEST_BYTES = 10 * 1024 * 1024
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
KINDS = "a picture (JPEG, PNG, HEIC or WebP) or a PDF"
HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
"""Brands that stand after `ftyp` in what phones write."""


@dataclass(frozen=True, slots=True)
class SafeReceipt:
    """A receipt that may be kept: its kind, the bytes to keep, and the SHA-256 of what was sent."""

    media_type: str
    content: bytes
    digest: str


def read_receipt(content: bytes, field: str = "receipt") -> SafeReceipt:
    """Make a receipt safe to keep, or refuse it in words. Done before the first SQL: drawing a picture takes a while.

    A picture is decoded within a pixel limit and written anew, which leaves place and camera (EXIF) and anything
    appended behind; a phone's HEIC and WebP become JPEG, which every computer opens. A PDF is written anew without
    scripts, actions and files within, and only ever handed out as an attachment.
    """
    if not content:
        raise Refusal(field, "This file is empty. Choose the receipt again.")
    if len(content) > LARGEST_BYTES:
        raise Refusal(field, "This file is larger than 10 MB. Take a smaller picture or save it smaller.")
    digest = hashlib.sha256(content).hexdigest()
    kind = _kind_of(content)
    if kind == "PDF":
        return SafeReceipt("application/pdf", safe_pdf(content, field), digest)
    if not kind:
        raise Refusal(field, f"A receipt is {KINDS}. This file is something else.")
    media_type = "image/png" if kind == "PNG" else "image/jpeg"
    return SafeReceipt(media_type, drawn_anew(content, kind, field), digest)


def _kind_of(content: bytes) -> str:
    """What a file is by its first bytes, in Pillow's names for pictures; empty for what is no receipt."""
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp" and content[8:12] in HEIC:
        return "HEIF"
    return "PDF" if is_pdf(content) else ""
