"""The closed lists of people and authorities."""

from enum import StrEnum


class Nation(StrEnum):
    """Where an authority is: the legal basis and its wording follow it."""

    ENGLAND = "england"
    WALES = "wales"


class NoticeKind(StrEnum):
    """What somebody is told when they next sign in."""

    LINK = "link"
    ACCESS = "access"
    ADDED = "added"
    COVER = "cover"
    RELEASE = "release"
    BEFORE_LIVE = "before_live"


class LinkPurpose(StrEnum):
    """What a one-time link is for."""

    INVITATION = "invitation"
    RESET = "reset"
