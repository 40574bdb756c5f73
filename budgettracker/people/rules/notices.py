"""The words in which people are told what was done to an account, on plain values."""

from dataclasses import dataclass
from datetime import datetime

from budgettracker.people.kinds import NoticeKind

WHAT = {
    NoticeKind.LINK: "a link to set a password",
    NoticeKind.ACCESS: "roles or teams",
    NoticeKind.ADDED: "an account",
    NoticeKind.COVER: "cover for somebody who is away",
    NoticeKind.LET_IN: "leave to sign in again",
}


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """One thing somebody is told: the sentence, and when it came about."""

    text: str
    at: datetime
    look_at_accounts: bool = False


def words_of(kind: str, *, own: bool, about: str, by: str | None, second: str | None, at: datetime) -> NoticeWords:
    """Who did what to whose account; `own`: the reader's. `by` None is the operator, `second` None nobody.

    >>> words_of("link", own=True, about="Bob", by="Adam", second="Mary", at=datetime(2026, 6, 15)).text
    'You were given a link to set a password: Adam asked for it, Mary confirmed it. If you know nothing of it, tell a manager.'
    """
    if kind == NoticeKind.BEFORE_LIVE:
        text = (
            "Accounts and links were made by one person alone before you first signed in. Look whether you know them."
        )
        return NoticeWords(text, at, look_at_accounts=True)
    if kind == NoticeKind.RELEASE:
        whom = "You were" if own else f"{about} was"
        text = (
            f"{whom} named as having agreed to an import that waited: whoever runs the tracker released it with a "
            "command. If that is not so, tell a manager and finance."
        )
        return NoticeWords(text, at)
    if kind == NoticeKind.SPOKEN_FOR:
        operator = "whoever runs the tracker"
        text = (
            f"An import of the council’s files says that you decided something: {by or operator} made it, "
            f"{second or operator} released it. It stands as imported, never as your own deed. If you did not decide "
            "it, tell finance and a senior manager."
        )
        return NoticeWords(text, at)
    if kind == NoticeKind.DETAILS:
        whose = "Your name or e-mail address here was" if own else f"The name or e-mail address of {about} was"
        return NoticeWords(f"{whose} changed: {by} did it. If you know nothing of it, tell a manager.", at)
    who = "whoever runs the tracker did it with a command"
    if by is not None:
        who = f"{by} asked for it, {second} confirmed it" if second else f"{by} did it"
    whom = "You were" if own else f"{about} was"
    return NoticeWords(f"{whom} given {WHAT[NoticeKind(kind)]}: {who}. If you know nothing of it, tell a manager.", at)
