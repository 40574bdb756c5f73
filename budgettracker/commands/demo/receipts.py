"""Till receipts drawn in memory: photographs, screenshots and the PDF files that online shops send."""

import io
import time
from datetime import date

from PIL import Image, ImageDraw

from budgettracker.money import pounds
from budgettracker.periods import long_date

WIDTH, HEIGHT = 300, 200
INK, PAPER = 40, 250


KINDS = ("JPEG", "JPEG", "PNG", "PDF")
"""Most come from a phone's camera."""


def picture_of(supplier: str, bought_what: str, paid_pence: int, bought_on: date) -> bytes:
    """A receipt as a small grey picture or a PDF: the shop, the day, the thing and the sum."""
    picture = Image.new("L", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    lines = (
        supplier.upper(),
        long_date(bought_on),
        "",
        bought_what,
        f"TOTAL {pounds(paid_pence)}",
        "",
        "Invented, no real sale",
    )
    for number, line in enumerate(lines):
        pen.text((20, 16 + number * 24), line, fill=INK)
    out = io.BytesIO()
    kind = KINDS[paid_pence % len(KINDS)]
    dates = {"creationDate": time.gmtime(0), "modDate": time.gmtime(0)} if kind == "PDF" else {}
    picture.save(out, kind, **dates)
    return out.getvalue()
