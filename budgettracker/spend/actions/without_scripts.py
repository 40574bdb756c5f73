"""A program of its own: reads a PDF, writes it again without anything that runs, opens or sends. See safe_pdf.py.

It is started for each PDF with little memory and little time, because a small file may unfold into a very large one.
It ends with 0, or with one of the numbers below and nothing written.
"""

import contextlib
import io
import sys
from typing import Any

import pikepdf

LOCKED, UNREADABLE = 3, 4
MEMORY, SECONDS = 1_024 * 1_024 * 1_024, 20
RUNS = ("/OpenAction", "/AA", "/JS", "/JavaScript", "/A", "/PA", "/RichMediaContent", "/XFA", "/AF")
"""Keys under which a PDF keeps actions, scripts, forms with scripts, and files within."""
NAMES = ("/JavaScript", "/EmbeddedFiles")


def without_scripts(content: bytes) -> bytes:
    """The pages of a PDF alone. Raises PasswordError for a locked one, PdfError for one without a page."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if len(pdf.pages) == 0:
            raise pikepdf.PdfError("no page")
        for each in pdf.objects:
            _clean(each)
        names = pdf.Root.get("/Names")
        for name in NAMES:
            if names is not None and name in names:
                del names[name]
        for name in ("/Metadata", "/Collection"):
            if name in pdf.Root:
                del pdf.Root[name]
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        out = io.BytesIO()
        pdf.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    return out.getvalue()


def _clean(each: Any) -> None:
    """Take out of one object what it would run. A dictionary within another that is no object of its own, too."""
    if isinstance(each, pikepdf.Array):
        for item in each:
            _clean_inner(item)
        return
    if not isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
        return
    for key in list(each.keys()):
        if key in RUNS and not (key == "/AA" and each.get("/Type") == "/Font"):
            del each[key]
        else:
            _clean_inner(each[key])


def _clean_inner(each: Any) -> None:
    """What is an object of its own comes up by itself; following it here would go round in circles."""
    if isinstance(each, pikepdf.Object) and not each.is_indirect:
        _clean(each)


def _with_little_memory() -> None:
    """On a machine that knows such limits: what unfolds too far ends this program, and no other."""
    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


if __name__ == "__main__":
    _with_little_memory()
    try:
        sys.stdout.buffer.write(without_scripts(sys.stdin.buffer.read()))
    except pikepdf.PasswordError:
        sys.exit(LOCKED)
    except Exception:
        # Whatever a damaged file raises inside the library, it cannot be kept.
        sys.exit(UNREADABLE)
