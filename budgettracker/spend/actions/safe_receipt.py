"""Make a receipt safe to keep: its kind is read from its content, and pictures are drawn anew."""

import hashlib
import io
from dataclasses import dataclass

from PIL import Image, ImageOps

from budgettracker.errors import Refusal

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
