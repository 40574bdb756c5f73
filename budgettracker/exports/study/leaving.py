"""The other half of the allow-list: table columns that do not leave in a study workbook, each with the reason why.

What leaves says so itself: each column of a sheet names its `source`. A column that does neither fails the build.
"""

from collections.abc import Iterator

TABLES = frozenset(
    {
        "activity",
        "authority",
        "budget",
        "budget_period",
        "category",
        "child",
        "family",
        "family_details",
        "family_outcome",
        "family_wishes",
        "family_unused",
        "child_view",
    }
    | {"intervention", "limit_change", "limit_change_details", "person", "receipt", "refund", "run_entry", "run_line"}
    | {
        "run_as_logged",
        "paid_line",
        "run_decision",
        "run_discounted",
        "run_member",
        "run_month",
        "run_other_cost",
        "run_period",
        "run_pool",
        "run_pool_line",
        "run_price",
        "run_purchase",
        "run_rate",
        "scheme",
        "spend",
        "spend_details",
        "team",
    }
    | {"work_entry", "work_entry_details", "work_share"}
)
"""Tables that hold what a study's rows are made of, or words about it."""

NO_SOURCE = frozenset(
    {
        "absence",
        "audit_chain",
        "audit_record",
        "band",
        "clock_notice",
        "costing_run",
        "failed_sign_in",
        "form_key",
        "funder_settings",
        "kept_form",
        "ledger_entry",
        "posting",
        "account_code",
        "pot",
        "weekly_file",
        "weekly_line",
        "publication_mark",
        "finance_closing",
    }
    | {
        "clock_notice",
        "contracted_week",
        "outgoing_message",
        "plan_part",
        "plan_schedule",
        "receipt_link",
        "deciding_source",
        "evaluator_agreement",
        "study_evaluator",
        "local_mileage_rate",
        "run_mileage_rate",
        "local_pension_rate",
        "other_cost",
        "month_closing",
        "month_request",
        "work_correction",
        "work_offer",
        "one_time_link",
        "post",
        "post_cost",
        "post_holding",
    }
    | {"confirmation", "confirmation_details", "cover", "import_layout", "family_lead", "family_period", "notice"}
    | {"work_correction", "other_help_band", "price_margin", "question", "question_details", "role_grant", "run_grades"}
    | {
        "sign_in_session",
        "hiding",
        "hiding_details",
        "draw",
        "draw_list",
        "draw_place",
        "draw_closing",
        "assessment",
        "allocation",
        "family_reader",
        "family_language",
        "scheme_voice",
        "child_view_details",
        "we_did",
        "written_example",
        "written_example_details",
        "we_did_details",
        "item_audience",
        "item_audience_details",
        "statement",
        "statement_details",
        "statement_item",
        "statement_item_details",
        "family_reader_details",
        "matched_line",
        "matched_purchase",
        "payment_file",
        "payment_line",
        "payment_line_details",
        "payment_match",
        "supplier_alias",
        "incident",
        "incident_details",
        "proposed_correction",
        "spend_before",
        "spend_reasons",
        "spend_proposal",
        "spend_proposal_details",
        "run_cut",
        "run_family_cost",
        "run_result",
        "price_index",
        "price_series",
        "study",
        "study_authority",
        "study_prices",
        "team_membership",
        "waiting_import",
        "waiting_import_details",
        "workbook",
    }
)
"""Tables no row is made of; of the run and the study the Cover tells what they say of themselves.

What is kept of a run's results is sums of rows that leave: its sheets reckon it again from them.
"""

_FROZEN = "as the run found it; it leaves under the column of the family from which it was taken"
_INTERNAL = "an id or a place within the database; rows that leave have pseudonyms or none"
_NAMES = "names somebody, or is how the authority calls them"
_WORDS = "free text, which leaves in no profile"
_SAID_BY = "the same is told by another column of the workbook"
_RULES = "a rule of the scheme, and nothing about a family"
_RECORDING = "when or by whom something was typed, not when it happened"
_NOT_ASKED = "not part of what a study asks"


def _stays(table: str, reason: str, *columns: str) -> Iterator[tuple[str, str]]:
    for column in columns:
        yield f"{table}.{column}", reason


STAYS: dict[str, str] = dict(
    [
        *_stays("activity", _INTERNAL, "id", "authority_id"),
        *_stays("activity", _RULES, "retired_on"),
        *_stays("authority", _INTERNAL, "id"),
        *_stays("authority", _NOT_ASKED, "nation", "created_at", "live_since", "keeps_forms"),
        *_stays("authority", _NOT_ASKED, "sends_messages", "money_closed_until"),
        *_stays("budget", _INTERNAL, "id"),
        *_stays("budget", _RECORDING, "opened_at"),
        *_stays("budget_period", _INTERNAL, "id", "budget_id", "ledger_sequence", "opening_waits"),
        *_stays("budget_period", _SAID_BY, "limit_pence", "committed_pence", "spent_pence", "over_pence"),
        *_stays("category", _INTERNAL, "id", "scheme_id", "position"),
        *_stays("child", _NAMES, "reference"),
        *_stays("family", _NAMES, "reference", "reference_folded"),
        *_stays("family", _RECORDING, "created_at"),
        *_stays("family", _NOT_ASKED, "restricted", "sealed_on"),
        *_stays("family_details", _INTERNAL, "family_id"),
        *_stays("family_details", _NAMES, "name", "name_folded", "own_reference"),
        *_stays("family_details", _WORDS, "notes", "restricted_because"),
        *_stays("child_view", _INTERNAL, "id"),
        *_stays("child_view", _RECORDING, "recorded_by_id", "recorded_at", "read_by_id", "read_at"),
        *_stays("family_wishes", _INTERNAL, "id"),
        *_stays("family_unused", _INTERNAL, "id", "authority_id"),
        *_stays("family_unused", _RECORDING, "recorded_by_id", "recorded_at"),
        *_stays("family_unused", _SAID_BY, "closed_on"),
        *_stays("family_wishes", _RECORDING, "recorded_by_id", "recorded_at"),
        *_stays("family_wishes", _NOT_ASKED, "next_on"),
        *_stays("family_outcome", _INTERNAL, "id"),
        *_stays("family_outcome", _RECORDING, "recorded_by_id", "recorded_at", "withdrawn_at"),
        *_stays("intervention", _INTERNAL, "id", "authority_id"),
        *_stays("limit_change", _INTERNAL, "period_id"),
        *_stays("limit_change", _RECORDING, "one_hand", "opening", "confirmed_by_id", "confirmed_at"),
        *_stays("limit_change_details", _INTERNAL, "limit_change_id"),
        *_stays("limit_change_details", _WORDS, "reason", "decision_reason"),
        *_stays("paid_line", _INTERNAL, "id", "authority_id", "post_id", "paid_for", "number"),
        *_stays("paid_line", _NOT_ASKED, "people"),
        *_stays("paid_line", _WORDS, "source"),
        *_stays("paid_line", _RECORDING, "stated_by_id", "stated_at"),
        *_stays("person", _INTERNAL, "id", "authority_id"),
        *_stays("person", _NAMES, "name", "name_folded", "email"),
        *_stays("person", "secret", "password_hash"),
        *_stays("person", _NOT_ASKED, "password_changed_at", "active_from", "active_to", "suspended_at"),
        *_stays("person", _NOT_ASKED, "weekly_minutes", "created_at", "protects_from", "protects_until"),
        *_stays("receipt", _INTERNAL, "id", "spend_id", "file_name", "digest", "bytes", "media_type"),
        *_stays("receipt", _RECORDING, "added_by_id", "added_at", "refund_id", "quote", "hidden", "link_id"),
        *_stays("refund", _NAMES, "reference"),
        *_stays("refund", _RECORDING, "ticked_by_id", "ticked_at"),
        *_stays("run_decision", _INTERNAL, "id", "run_id", "authority_id"),
        *_stays("run_discounted", _INTERNAL, "run_id", "authority_id"),
        *_stays("run_entry", _INTERNAL, "run_id", "version"),
        *_stays("run_line", _FROZEN, "lead_worker_id"),
        *_stays("run_period", _FROZEN, "opened_on", "closed_on", "end_reason"),
        *_stays("run_period", _INTERNAL, "run_id", "family_id", "authority_id"),
        *_stays("run_line", _INTERNAL, "id", "run_id", "entry_id", "position"),
        *_stays("run_member", _FROZEN, "team_id", "lead_worker_id"),
        *_stays("run_member", _INTERNAL, "run_id"),
        *_stays("run_month", _INTERNAL, "run_id"),
        *_stays("run_other_cost", _INTERNAL, "id", "run_id"),
        *_stays("run_pool", _INTERNAL, "id", "run_id"),
        *_stays("run_pool_line", _INTERNAL, "id", "run_id", "pool_id", "position"),
        *_stays("run_price", _INTERNAL, "run_id"),
        *_stays("run_price", _SAID_BY, "price_use", "published_on"),
        *_stays("run_as_logged", _INTERNAL, "run_id", "authority_id"),
        *_stays("run_purchase", _INTERNAL, "id", "run_id"),
        *_stays("run_rate", _INTERNAL, "id", "run_id"),
        *_stays("scheme", _INTERNAL, "id", "authority_id"),
        *_stays("scheme", _RULES, "cap_pence", "cap_period", "starts_on", "ends_on", "regular_needs", "hold_days"),
        *_stays("scheme", _RULES, "receipts_required"),
        *_stays("spend", _NAMES, "reference"),
        *_stays("spend", _NOT_ASKED, "reimbursement", "needed_by", "hold_expires_on", "regular_until"),
        *_stays("spend", _NOT_ASKED, "review_on"),
        *_stays("spend", _RECORDING, "bought_by_id", "reviewed_by_id", "receipt_seen_by_id", "receipt_seen_at"),
        *_stays("spend", _INTERNAL, "corrects_id", "counted_with_id", "shared_id"),
        *_stays("spend", _NOT_ASKED, "counts_pence", "shared_pence", "drawn_pence"),
        *_stays("spend", _RECORDING, "phoned_by_id", "phoned_at", "told_on", "told_by_id"),
        *_stays("spend", _RECORDING, "delivered_by_id", "helped_by_id", "helped_at"),
        *_stays("spend", _RECORDING, "family_helped_by_id", "family_helped_at"),
        *_stays("spend", _RECORDING, "receipt_excused_by_id", "receipt_excused_at"),
        *_stays("spend", _RECORDING, "reimbursement_by_id", "reimbursement_at"),
        *_stays("spend_details", _INTERNAL, "spend_id"),
        *_stays("spend_details", _WORDS, "bought_what", "purpose", "note"),
        *_stays("spend_details", _WORDS, "decision_reason", "review_reason", "reversal_reason", "reimbursement_reason"),
        *_stays(
            "spend_details",
            _WORDS,
            "afterwards",
            "looked_at",
            "end_reason",
            "condition",
            "told_how",
            "no_receipt_reason",
        ),
        *_stays("team", _INTERNAL, "id", "authority_id"),
        *_stays("team", _NAMES, "name"),
        *_stays("work_entry", _NAMES, "reference"),
        *_stays("work_entry", _SAID_BY, "for_whom"),
        *_stays("work_entry", _INTERNAL, "version"),
        *_stays("work_entry", _RECORDING, "recorded_by_id", "recorded_at", "withdrawn_at"),
        *_stays("work_entry_details", _INTERNAL, "entry_id"),
        *_stays("work_entry_details", _WORDS, "note"),
        *_stays("work_share", _INTERNAL, "id", "entry_id", "position"),
    ]
)
"""Table column -> why it stays."""
