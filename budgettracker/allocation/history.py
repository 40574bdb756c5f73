"""What the histories of studies and families tell of a draw."""

from sqlalchemy import select

from budgettracker.allocation.kinds import AgeBand, ListSource, NotEligible
from budgettracker.allocation.models import Draw
from budgettracker.audit.kinds import Deed
from budgettracker.histories import FeatureHistory, Field, Words, day, one_of, text, yes

HISTORY = FeatureHistory(
    subjects=(("study", lambda study_id: select(Draw.id).where(Draw.study_id == study_id)),),
    words=(
        Words(
            {Deed.DRAW_STARTED: "started the draw", Deed.DRAW_CLOSED: "closed the draw"},
            {
                "source": Field("The list", one_of({source: source.words for source in ListSource})),
                "digest": Field("Digest", text),
                "places": Field("Places", text),
            },
        ),
        Words(
            {
                Deed.FAMILY_ASSESSED: "assessed the family for the draw",
                Deed.FAMILY_ALLOCATED: "drew the family's arm",
            },
            {
                "eligible": Field("Eligible", yes),
                "reason": Field("Why not", one_of({reason: reason.words for reason in NotEligible})),
                "band": Field("Age of the child it is for", one_of({band: band.words for band in AgeBand})),
                "allocated_on": Field("Allocated on", day),
            },
            # The arm stands on the draw's own page.
            hidden=frozenset({"draw", "arm"}),
        ),
    ),
)
