"""Pictures of till receipts, drawn in memory."""

import io
from datetime import date

from PIL import Image, ImageDraw

from budgettracker.money import pounds
from budgettracker.periods import long_date

WIDTH, HEIGHT = 300, 200
INK, PAPER = 40, 250


def picture_of(supplier: str, what: str, paid_pence: int, bought_on: date) -> bytes:
    """A receipt as a small grey PNG: the shop, the day, the thing and the sum."""
    picture = Image.new("L", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    lines = (
        supplier.upper(),
        long_date(bought_on),
        "",
        what,
        f"TOTAL {pounds(paid_pence)}",
        "",
        "Invented, no real sale",
    )
    for number, line in enumerate(lines):
        pen.text((20, 16 + number * 24), line, fill=INK)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
