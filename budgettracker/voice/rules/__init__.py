"""What a dated line about a family must be, and how it reads, on plain values."""

from budgettracker.voice.rules.wishes import LAW, require_asked_on, require_wishes, wishes_in_words

__all__ = ["LAW", "require_asked_on", "require_wishes", "wishes_in_words"]
