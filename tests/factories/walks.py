"""Pages that links lead to, without what no two answers have in common: for tests that subtract one world from another."""

import contextvars
import io
import re
import uuid
import zipfile
from collections import Counter
from collections.abc import Collection, Mapping

from budgettracker.database import db
from tests.client import PageClient

STARTS = ("/", "/families", "/my-families", "/team", "/decisions", "/incidents", "/hidden", "/confirmations", "/time")
NEVER = ("/static", "/account", "/sign", "/set-password")
NUMBER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+|=[^&]*")
LINK = re.compile(r'href="(/[^"#]*)')
UNIQUE = re.compile(r'(?:csrf_token|form_key)"[^>]*value="[^"]*"|nonce="[^"]*"|data-keep="[^"]*"|nonce-[\w-]+')
"""What no two answers have in common."""
OWN = re.compile(
    r'[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}|(?<=name="version" value=")[0-9a-f]{16}|WM-070\d|\bS-[A-Z]{6}\b'
)
"""What stands for one record: ids, versions, references that were drawn, and those of families that are compared."""


def plain(html: str) -> str:
    """A page without what no two answers have in common."""
    return UNIQUE.sub("", html)


def alike(html: str) -> str:
    """A page without what stands for one family, and without which one is chosen in a list."""
    return OWN.sub("-", plain(html)).replace(" selected", "")


def difference(one: bytes | str, other: bytes | str) -> str:
    """Where two answers begin to differ; empty where they are the same."""
    if one == other:
        return ""
    place = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"{one[place - 60 : place + 80]!r} {other[place - 60 : place + 80]!r}"


def differences(one: Mapping[str, bytes | str], other: Mapping[str, bytes | str]) -> dict[str, str]:
    """By address where the answers of two walks begin to differ; pages that only one of them has among them."""
    differ = {address: difference(one.get(address, ""), other.get(address, "")) for address in (*one, *other)}
    return {address: words for address, words in differ.items() if words}


def of_family(client: PageClient, family_id: uuid.UUID, besides: Collection[uuid.UUID] = ()) -> dict[str, str]:
    """The pages about one family and `besides`, its purchases, that links lead to from its own, without ids and references.

    Who only looked is left out: the walk itself looks.
    """
    mine = {str(each) for each in (family_id, *besides)}
    seen: set[str] = set()
    waiting, answers = [f"/families/{family_id}"], dict[str, str]()
    while waiting:
        address = waiting.pop(0).replace("&amp;", "&")
        if address in seen or "looked=1" in address or not any(each in address for each in mine):
            continue
        seen.add(address)
        db.session.rollback()
        html = contextvars.Context().run(client.flask.get, address).get_data(as_text=True)
        waiting += LINK.findall(html)
        short = OWN.sub("-", address)
        again = sum(name.partition(" ")[0] == short for name in answers)
        answers[f"{short} {again}" if again else short] = alike(html)
    return answers


def reachable(client: PageClient) -> dict[str, bytes | str]:
    """Pages and files that links lead to from where somebody starts: two of each kind of address."""
    answers: dict[str, bytes | str] = {}
    kinds: Counter[str] = Counter()
    waiting = list(STARTS)
    while waiting:
        address = waiting.pop(0).replace("&amp;", "&")
        kind = NUMBER.sub("-", address)
        if address in answers or address.startswith(NEVER) or kinds[kind] == 2:
            continue
        kinds[kind] += 1
        db.session.rollback()
        response = contextvars.Context().run(client.flask.get, address)
        mimetype = response.mimetype or ""
        if mimetype == "text/html":
            html = response.get_data(as_text=True)
            answers[address] = f"{response.status_code} {plain(html)}"
            waiting += LINK.findall(html)
        else:
            answers[address] = response.get_data() if "sheet" not in mimetype else parts_of(response.get_data())
    return answers


def parts_of(book: bytes) -> bytes:
    """What a workbook says, without the moment at which it was written."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return b"".join(parts.read(name) for name in sorted(parts.namelist()) if name != "docProps/core.xml")
