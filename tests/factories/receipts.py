"""Receipts as shops, scanners and phones write them: PDFs and pictures in every mode."""

import io
from typing import Any

import pikepdf
import pillow_heif
from PIL import Image

PAPER, INK = 0.95, 0.1
"""How bright paper and print are, of one."""


def pdf(prefix: bytes = b"", suffix: bytes = b"", password: str = "", scripted: bool = False) -> bytes:
    """A PDF of one page; `scripted` with everything in it that runs, opens or sends."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 300))
    document.docinfo["/Author"] = "Canaryauthor"
    if scripted:
        _add_scripts(document)
    out = io.BytesIO()
    encryption = pikepdf.Encryption(owner=password, user=password) if password else False
    document.save(out, encryption=encryption)
    return prefix + out.getvalue() + suffix


def _add_scripts(document: Any) -> None:
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('Canaryscript')"))
    document.Root.OpenAction = script
    document.Root.AA = pikepdf.Dictionary(WC=script)
    document.attachments["canaryfile.html"] = b"<script>Canaryfile</script>"
    page = document.pages[0]
    page.AA = pikepdf.Dictionary(O=script)
    links = [
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[0, 0, 9, 9],
            A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("canarylaunch.exe")),
        )
        for _ in range(2)
    ]
    page.Annots = pikepdf.Array([links[0], document.make_indirect(links[1])])
    names = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("x"), script]))
    document.Root.Names.JavaScript = names


def receipt_in(mode: str, size: tuple[int, int] = (60, 40)) -> Image.Image:
    """Bright paper with a dark mark in the middle, in one of Pillow's modes."""
    most = {"I;16": 65_535, "I": 65_535, "1": 1}.get(mode, 255)
    if mode == "I;16":
        picture = Image.new("I", size, int(PAPER * most))
        picture.paste(int(INK * most), (size[0] // 3, size[1] // 3, size[0] * 2 // 3, size[1] * 2 // 3))
        return picture.convert("I;16")
    picture = Image.new("L", size, int(PAPER * 255))
    picture.paste(int(INK * 255), (size[0] // 3, size[1] // 3, size[0] * 2 // 3, size[1] * 2 // 3))
    return picture.convert(mode)


def written(picture: Image.Image, kind: str, **more: Any) -> bytes:
    """The bytes of a picture as a file of that kind."""
    out = io.BytesIO()
    if kind == "HEIF":
        pillow_heif.from_pillow(picture.convert("RGB")).save(out, quality=80)
    else:
        picture.save(out, kind, **more)
    return out.getvalue()
