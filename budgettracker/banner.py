"""The banner above a page that a deed led to."""

from collections.abc import Mapping

from flask import request


def banner_of(words: Mapping[str, str]) -> str:
    """The words for what was just done, which the address names by its `banner`; none for anything else there."""
    return words.get(request.args.get("banner", ""), "")
