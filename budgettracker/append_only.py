"""Which tables are only ever added to."""

from collections.abc import Mapping

APPEND_ONLY: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "audit_record": (("subject_id", "sequence"),),
    "ledger_entry": (("period_id", "sequence"),),
    "posting": (("id",),),
    "finance_closing": (("authority_id", "until_on"),),
    "account_code": (("id",),),
    "pot": (("id",),),
    "voucher_batch": (("id",),),
    "voucher": (("batch_id", "serial"),),
    "voucher_move": (("voucher_id", "number"),),
    "voucher_count": (("id",),),
    "weekly_file": (("authority_id", "kind", "number"),),
    "weekly_line": (("file_id", "position"),),
    "draw": (("study_id",),),
    "draw_list": (("draw_id",),),
    "draw_place": (("draw_id", "number"),),
    "assessment": (("family_id", "number"),),
    "allocation": (("place_id",), ("family_id",), ("assessment_id",)),
    "draw_closing": (("draw_id",),),
    "paid_line": (("authority_id", "post_id", "starts_on", "ends_on", "number"),),
    "price_series": (("study_id", "name", "edition"),),
    "price_index": (("series_id", "price_year"),),
}
"""Tables whose rows are only ever added: triggers on both engines refuse everything else.

With each what INSERT OR REPLACE could collide with beside the id: a replaced row would be a changed one.
"""

WITHOUT_ID = frozenset({"price_index"})
"""Those of them whose key is their own columns alone."""
