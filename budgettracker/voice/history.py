"""What a family's history tells of what its children and adults said: days and codes, never their words."""

from budgettracker.audit.kinds import Deed
from budgettracker.histories import FeatureHistory, Field, Words, day, one_of, yes
from budgettracker.voice.kinds import (
    Asked,
    ExampleKind,
    Interpreter,
    Language,
    PurchaseQuestion,
    UnusedReason,
    Whose,
    Wishes,
)

HISTORY = FeatureHistory(
    words=(
        Words(
            {
                Deed.WISHES_RECORDED: "wrote down the children's wishes",
                Deed.LANGUAGE_RECORDED: "wrote down the family's language",
            },
            {
                "wishes": Field("Children's wishes", one_of({each: each.words for each in Wishes}), whole=True),
                "happened_on": Field("When", day, whole=True),
                "next_on": Field("Next by", day, whole=True),
                "language": Field("Language", one_of({each: each.words for each in Language}), whole=True),
                "interpreter": Field("Interpreter", one_of({each: each.words for each in Interpreter}), whole=True),
                "asked_on": Field("Asked on", day, whole=True),
            },
        ),
        Words(
            {
                Deed.CHILD_VIEW_RECORDED: "wrote down what a child said",
                Deed.CHILD_VIEW_READ: "read what a child had said",
                Deed.WE_DID_RECORDED: "wrote down what was done because of it",
            },
            {
                "asked_on": Field("Talked on", day, whole=True),
                "whose": Field("Whose words", one_of({each: each.words for each in Whose}), whole=True),
            },
        ),
        Words(
            {Deed.EXAMPLE_WRITTEN: "wrote an example", Deed.EXAMPLE_RETIRED: "took an example off the page"},
            {"kind": Field("Kind", one_of({each: each.words for each in ExampleKind}), whole=True)},
        ),
        Words(
            {Deed.UNUSED_RECORDED: "said why money stayed unused"},
            {"unused": Field("Why", one_of({each: each.words for each in UnusedReason}), whole=True)},
        ),
        Words(
            {Deed.SCHEME_VOICE_CHANGED: "settled what families are given and asked"},
            {
                "statements": Field("Statements for families", yes),
                **{
                    str(question): Field(question.words, one_of({each: each.words for each in Asked}))
                    for question in PurchaseQuestion
                },
            },
        ),
    ),
)
