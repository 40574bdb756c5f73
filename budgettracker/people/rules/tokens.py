"""Random tokens, of which the database keeps digests only, and keyed digests of accounts and addresses."""

import base64
import hashlib
import hmac
import ipaddress
import secrets
import unicodedata
import uuid


def new_token() -> str:
    """A token nobody can guess (256 bits), fit for an address or a cookie."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def plain_email(typed: str) -> str:
    """An e-mail address as it is stored and compared: no spaces around it, small letters, a straight apostrophe.

    Phones type O’Hara with a curly apostrophe, which no address has.
    """
    return unicodedata.normalize("NFKC", typed).strip().casefold().replace("\u2019", "'")


def device_owner(secret: str, person_id: uuid.UUID) -> str:
    """Whose forms a device keeps, told by a digest: the next person's pages take them away."""
    return _keyed(secret, "device", str(person_id))[:16]


def device_key(secret: str, person_id: uuid.UUID) -> str:
    """The key (32 bytes in base64) under which a device keeps what somebody typed: only their own pages carry it."""
    return base64.urlsafe_b64encode(bytes.fromhex(_keyed(secret, "device key", str(person_id)))).decode()


def account_digest(secret: str, email: str) -> str:
    """The account a sign-in was tried for, known or not."""
    return _keyed(secret, "account", plain_email(email))


def source_digest(secret: str, address: str | None) -> str:
    """Where a sign-in came from: an IPv4 address, or the /64 network of an IPv6 one (a household or office has a whole
    network of those)."""
    try:
        source = ipaddress.ip_address(address or "")
    except ValueError:
        return _keyed(secret, "source", address or "nowhere")
    if source.version == 6:
        source = ipaddress.ip_network((source, 64), strict=False).network_address
    return _keyed(secret, "source", str(source))


def _keyed(secret: str, kind: str, value: str) -> str:
    content = f"{kind}\n{value}".encode("utf-8", "surrogatepass")
    return hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()
