"""Draw a picture of a receipt anew: upright, on white, legible, with nothing that came in the file besides."""

import io

import pillow_heif
from PIL import Image, ImageOps

from budgettracker.errors import Refusal

LARGEST_PIXELS = 64_000_000
LARGEST_PIXELS_AT_ONCE = 12_500_000
"""Of pictures that can only be read whole: they need several bytes of memory for each pixel."""
LARGEST_PIXELS_OF_A_PHONE = 25_000_000
"""Of HEIC, which phones write with up to 24 million."""
LONGEST_SIDE = 2400
SHORTEST_SIDE = 1100
"""A picture is made smaller until its longest side fits; but print on a long strip is read by its breadth."""
DARKEST_OF_A_BLANK = 245
"""Grey, of 255, of the darkest spot of a picture in which nothing can be read."""
SIXTEEN_BITS = 65_535
TOO_MANY_PIXELS = "This picture has too many pixels. Take it with a lower resolution."
BLANK = "This picture came out blank: nothing can be read in it. Take it again, or save it as a PDF."
UNREADABLE = "This picture cannot be read. Take it again, or save it as a PDF."

pillow_heif.register_heif_opener(thumbnails=False)


def drawn_anew(content: bytes, kind: str, field: str) -> bytes:
    """The picture alone, as JPEG (photographs) or PNG: no place, no camera (EXIF), no comment, nothing appended.

    `kind` is Pillow's name of its format. Raises Refusal on `field` for one that is damaged, too large or blank.
    """
    try:
        return _written(_upright(content, kind, field), kind)
    except Refusal:
        raise
    except Image.DecompressionBombError as bomb:
        raise Refusal(field, TOO_MANY_PIXELS) from bomb
    except Exception as broken:
        # A damaged picture may raise anything inside the library that reads it; whatever it is, the words are the same.
        raise Refusal(field, UNREADABLE) from broken


def _upright(content: bytes, kind: str, field: str) -> Image.Image:
    with Image.open(io.BytesIO(content), formats=[kind]) as file:
        picture: Image.Image = file
        if picture.width * picture.height > _most_pixels(picture, kind):
            raise Refusal(field, TOO_MANY_PIXELS)
        size = _legible(picture.size)
        file.draft("RGB", size)
        file.load()
        picture = _in_colours(picture)
        picture.thumbnail(size)
        upright = ImageOps.exif_transpose(picture)
        plain = Image.new("RGB", upright.size, "white")
        plain.paste(upright, mask=upright.getchannel("A") if "A" in upright.getbands() else None)
    darkest, _ = plain.convert("L").getextrema()
    if not isinstance(darkest, tuple) and darkest > DARKEST_OF_A_BLANK:
        raise Refusal(field, BLANK)
    return plain


def _most_pixels(picture: Image.Image, kind: str) -> int:
    if kind == "HEIF":
        return LARGEST_PIXELS_OF_A_PHONE
    whole_at_once = kind != "JPEG" or bool(picture.info.get("progressive"))
    return LARGEST_PIXELS_AT_ONCE if whole_at_once else LARGEST_PIXELS


def _legible(size: tuple[int, int]) -> tuple[int, int]:
    """The size to keep: never larger than it came, and a long strip is not made narrow."""
    width, height = size
    shortest, longest = min(size), max(size)
    if longest <= LONGEST_SIDE or shortest <= SHORTEST_SIDE:
        return size
    most = max(LONGEST_SIDE, longest * SHORTEST_SIDE // shortest)
    return max(1, width * most // longest), max(1, height * most // longest)


def _in_colours(picture: Image.Image) -> Image.Image:
    """The picture in a mode that can be laid on white, with what was dark still dark."""
    if picture.mode in ("L", "LA", "RGB", "RGBA"):
        return picture
    if picture.mode == "F" or picture.mode.startswith("I"):
        # Pillow would cut every value above 255 off to white.
        return _to_eight_bits(picture.convert("F"))
    return picture.convert("RGBA" if "transparency" in picture.info or "a" in picture.mode.lower() else "RGB")


def _to_eight_bits(picture: Image.Image) -> Image.Image:
    _, brightest = picture.getextrema()
    brightest = brightest if isinstance(brightest, float) else 0.0
    scale = 1.0 if brightest <= 255 else 255 / max(SIXTEEN_BITS, brightest)
    return picture.point(lambda value: value * scale + 0).convert("L")


def _written(picture: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    if kind == "PNG":
        picture.save(out, "PNG", optimize=False)
    else:
        picture.save(out, "JPEG", quality=85)
    return out.getvalue()
