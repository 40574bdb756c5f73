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
    SPOKEN_FOR = "spoken_for"
    BEFORE_LIVE = "before_live"
    LET_IN = "let_in"
    DETAILS = "details"


class LinkPurpose(StrEnum):
    """What a one-time link is for."""

    INVITATION = "invitation"
    RESET = "reset"


class MessageKind(StrEnum):
    """What a message by e-mail says: that something of this kind waits, never what."""

    APPROVED = "approved"
    DECLINED = "declined"
    QUESTION = "question"
    ANSWER = "answer"
    HANDED_OVER = "handed_over"
    WAITING = "waiting"

    @property
    def words(self) -> str:
        """The one sentence of the message: no name, no family, nothing bought, no amount, no reason."""
        return {
            MessageKind.APPROVED: "Something you asked for has been approved.",
            MessageKind.DECLINED: "Something you asked for has been declined.",
            MessageKind.QUESTION: "Somebody asks you a question before they decide.",
            MessageKind.ANSWER: "A question of yours has been answered.",
            MessageKind.HANDED_OVER: "Work has been handed over to you.",
            MessageKind.WAITING: "Something has waited for you longer than two working days.",
        }[self]
