"""Small pieces of wording that pages, messages and files share: minutes in words, and texts too long to be shown whole."""


def minutes_in_words(minutes: int) -> str:
    """Minutes as people say them.

    >>> minutes_in_words(90), minutes_in_words(67_020), minutes_in_words(0)
    ('1 hour 30 minutes', '1,117 hours', '0 minutes')
    """
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(f"{hours:,} hour{'s' if hours != 1 else ''}")
    if rest or not hours:
        parts.append(f"{rest} minute{'s' if rest != 1 else ''}")
    return " ".join(parts)


def shortened(text: str, longest: int) -> str:
    """A text that people wrote, for a list: cut after its last whole word within `longest` characters, and marked so.

    >>> shortened("A bed for the baby", 11), shortened("A bed", 11)
    ('A bed for …', 'A bed')
    """
    return text if len(text) <= longest else f"{text[:longest].rsplit(' ', 1)[0]} …"


def quoted(text: str, longest: int) -> str:
    """What was typed, for a message that quotes it: its first `longest` characters, and a mark where more followed.

    >>> quoted("1,608 hours", 5), quoted("1,608", 5)
    ('1,608…', '1,608')
    """
    return text if len(text) <= longest else f"{text[:longest]}…"
