"""The closed lists of people and authorities."""

from enum import StrEnum


class Nation(StrEnum):
    """Where an authority is: the legal basis and its wording follow it."""

    ENGLAND = "england"
    WALES = "wales"


class LinkPurpose(StrEnum):
    """What a one-time link is for."""

    INVITATION = "invitation"
    RESET = "reset"
