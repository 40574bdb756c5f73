"""The table of the matrix: for every route, who may look, who may do, and what is sent. A route that is not here fails."""

from dataclasses import dataclass, field
from string import Formatter
from typing import Any

from tests.access.one_of_everything import OF_A_FAMILY, payments_file, people_file, picture

NAMED = frozenset({"alice", "mary", "sam"})
"""Who is named for Vesper, which is restricted; Audrey gave a reason and reads it today."""
GONE = frozenset({"anonymous", "sue", "lee"})
"""Nobody, suspended, left: asked to sign in, whatever they hold a cookie for."""
TOM = frozenset({"tom"})
"""Signed in, and no longer in any role."""
HERE = frozenset({"alice", "bob", "mary", "sam"})
"""The family's own team: lead worker, colleague, manager, senior manager."""
LOOKERS = HERE | {"audrey", "paul"}
"""Who may look at the family: the team, and the authority's auditors (paul works in another team besides)."""
WORKERS = HERE | {"carol", "mona", "paul", "mike", "dave", "esme"}
"""Everybody who does case work somewhere; mike's team membership has ended, dave and esme are of another authority."""
DECIDERS = frozenset({"mary", "sam", "mona", "esme"})
MANAGERS = frozenset({"mary", "sam"})
"""Who decides for the family."""
AUDITORS = frozenset({"audrey", "paul", "oona"})
ADAM, ADMINISTRATORS, EVE = frozenset({"adam"}), frozenset({"adam", "otto"}), frozenset({"eve"})
EVALUATORS = EVE | {"erin"}
"""Erin is named in no study."""
FIONA, FINANCE = frozenset({"fiona"}), frozenset({"fiona", "gwen"})
MONEY_WORDS = ("WM-00", "Canarywasher", "Canaryshop")
"""What finance reads of a purchase: the family's reference, what was bought, and where."""
SIGNATORIES = FINANCE | {"sam"}
SIGNED_IN = WORKERS | AUDITORS | ADMINISTRATORS | EVALUATORS | FINANCE | {"beth"}
ACTORS = tuple(sorted(SIGNED_IN | TOM | GONE))
ANYBODY = frozenset(ACTORS)
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Row:
    """One route. `at` is its address with the names of everything.py; `fill` is typed over what the page's form holds.

    `look` may GET it and `do` may POST it (answered with a redirect). `refused` may open the page, but a rule stands
    against the deed: 422 and no change. For `nothing` the deed is answered and does nothing. Everybody else is sent to
    sign in, or answered 403 or 404.
    """

    at: str
    look: frozenset[str] = NOBODY
    do: frozenset[str] = NOBODY
    fill: dict[str, Any] = field(default_factory=dict)
    refused: frozenset[str] = NOBODY
    nothing: frozenset[str] = NOBODY
    answers: tuple[int, ...] = (200,)
    shows: tuple[str, ...] = ()
    """Words about Westmoor's families that the page tells those of Westmoor who may look, whatever their role."""
    page_of: str = ""
    """Whose page gives the form's other fields, where no page of the same address does: nobody's."""

    @property
    def of_a_family(self) -> bool:
        """Is the route about one family and what belongs to it?"""
        named = {name for _, name, _, _ in Formatter().parse(self.at) if name}
        return bool(named) and named <= OF_A_FAMILY


def page(at: str, look: frozenset[str], answers: tuple[int, ...] = (200,)) -> Row:
    """A page to look at."""
    return Row(at, look, answers=answers)


def form(at: str, do: frozenset[str], by: str, look: frozenset[str] | None = None, **more: Any) -> Row:
    """A page with a form: `by` is whose page is filled in."""
    fill = {name: value for name, value in more.items() if name not in ("refused", "nothing", "answers")}
    known = {name: value for name, value in more.items() if name in ("refused", "nothing", "answers")}
    fill = {name.replace("__", "-"): value for name, value in fill.items()}
    return Row(at, do if look is None else look, do, fill, page_of=by, **known)


def button(at: str, do: frozenset[str], **more: Any) -> Row:
    """A button without a page of its own."""
    return Row(at, do=do, **more)


def day(name: str, number: int) -> dict[str, Any]:
    """A day of June 2026 in the three boxes of a date."""
    return {f"{name}-day": str(number), f"{name}-month": "6", f"{name}-year": "2026"}


PASSWORD = "kettle orange moonlight"
BOUGHT: dict[str, Any] = {"amount": "45.00", "bought_what": "A cot", "purpose": "Sleep", "payment_method": "invoice"}
WORKED: dict[str, Any] = {"activity": "{meeting}", "for_whom": "nobody", "preparation": "0:30"}
OF_ALICE, BETH = frozenset({"alice"}), frozenset({"beth"})
FAMILY, SPEND, PERSON = "/families/{family}", "/spend/{requested}", "/people/{person}"
MONTHS = "/time/months/{team}"

TABLE: dict[str, Row] = {
    "budgets.answer_about_limit": form(
        "/limits/questions/{limit_question}",
        HERE - {"mary"},
        "alice",
        look=HERE,
        refused=frozenset({"mary"}),
        answer="Three rooms",
    ),
    "budgets.ask_about_limit": form("/limits/{limit}/question", MANAGERS, "mary", question="How many rooms?"),
    "budgets.cohort": page("/limits/cohort/{cohort}", LOOKERS),
    "budgets.confirm_limit": form(
        "/limits/{alone}/confirm", frozenset({"sam"}), "sam", look=MANAGERS, refused=MANAGERS - {"sam"}
    ),
    "budgets.opening_balances": Row(
        "/limits/opening",
        DECIDERS,
        DECIDERS,
        {"ticked": ["{opening}"]},
        nothing=DECIDERS - {"sam"},
        page_of="mary",
    ),
    "budgets.by_one_person": page("/limits/by-one-person", ADMINISTRATORS | frozenset({"sam"})),
    "budgets.decide_limits_of_cohort": form(
        "/limits/cohort/{cohort_waiting}/decide", MANAGERS, "mary", decision="approve"
    ),
    "budgets.decide_limit": form("/limits/{limit}/decide", MANAGERS, "mary", decision="approve"),
    "budgets.limit": page("/limits/{limit}", LOOKERS),
    "budgets.limits": page(f"{FAMILY}/limits", LOOKERS),
    "budgets.propose_limit": form(f"{FAMILY}/limit/new", HERE, "alice", limit="4000", reason="More help"),
    "budgets.propose_limits_for_cohort": form(
        "/limits/cohort?scheme={scheme}",
        HERE,
        "alice",
        look=WORKERS - {"dave", "esme"},
        refused=WORKERS - {"dave", "esme"} - HERE,
        families="{yarrow}",
        limit="1000",
        reason="A start",
    ),
    "budgets.withdraw_limit": form("/limits/{limit}/withdraw", OF_ALICE, "alice", look=HERE, refused=HERE - OF_ALICE),
    "confirmations.confirmation": form(
        "/confirmations/{asked}",
        frozenset({"sam"}),
        "sam",
        look=frozenset({"sam", "adam"}),
        refused=ADAM,
        decision="confirm",
    ),
    "confirmations.waiting": Row(
        "/confirmations", SIGNED_IN, SIGNED_IN, {"ticked": ["{asked}"]}, nothing=SIGNED_IN - {"sam"}, page_of="sam"
    ),
    "confirmations.withdraw": button("/confirmations/{asked}/withdraw", ADAM, refused=frozenset({"sam"})),
    "costing.add_mileage_rate": form(
        "/mileage-rates/new", ADMINISTRATORS | FINANCE, "adam", car="46", source="Travel policy", **day("starts_on", 1)
    ),
    "costing.add_other_cost": form(
        "/other-costs/new",
        ADMINISTRATORS | FINANCE,
        "adam",
        what="Licences",
        amount="12000",
        life="5",
        rate="3.5",
        source="Finance",
        **day("used_from", 1),
    ),
    "costing.withdraw_other_cost": button("/other-costs/{other_cost}/take-back", ADAM | FIONA),
    "costing.add_pension_rate": form(
        "/pension-rates/new", ADMINISTRATORS | FINANCE, "adam", rate="19.8", source="The fund", **day("starts_on", 1)
    ),
    "costing.add_post": form("/posts/new", ADMINISTRATORS | FINANCE, "adam", name="Play worker"),
    "costing.add_post_cost": form(
        "/posts/{post}/costs/new",
        ADAM | FIONA,
        "adam",
        salary="40000",
        oncosts="11000",
        source="Finance",
        **day("starts_on", 1),
    ),
    "costing.add_agency_charge": form(
        "/posts/{post}/agency-charges/new",
        ADAM | FIONA,
        "adam",
        hour="41.40",
        vat="6.90",
        vat_status="recoverable",
        source="Framework",
        **day("starts_on", 2),
    ),
    "costing.paid": page("/paid", FINANCE),
    "costing.restate_paid": form("/paid/{paid}", FIONA, "fiona", pay="9100", source="Payroll, second run"),
    "costing.state_paid": form(
        "/paid/new",
        FINANCE,
        "fiona",
        what="purchases",
        pay="120",
        source="Ledger",
        **day("starts_on", 1),
        **day("ends_on", 2),
    ),
    "costing.post": page("/posts/{post}", ADAM | FIONA | frozenset({"audrey", "paul"})),
    "costing.set_deciding_source": form(
        "/deciding-time/new", ADMINISTRATORS | FINANCE, "adam", source="scheme", **day("starts_on", 1)
    ),
    "costing.posts": page("/posts", ADMINISTRATORS | FINANCE | AUDITORS),
    "exports.build_workbook": form("/studies/{study}/workbooks", EVE, "eve"),
    "exports.download_workbook": page("/workbooks/{workbook}/file", EVE),
    "exports.show_workbook": page("/workbooks/{workbook}", EVE),
    "funders.funder_settings": form("/studies/{study}/runs/1/tables/settings", EVE, "eve", places="12"),
    "funders.funder_table": form("/studies/{study}/runs/1/tables/Items", EVE, "eve", columns="item"),
    "studies.run_reconciliation": page("/studies/{study}/runs/1/reconciliation", EVE),
    "funders.funder_tables": page("/studies/{study}/runs/1/tables", EVE),
    "funders.sign_grades": form(
        "/studies/{study}/runs/1/tables/grades",
        EVE,
        "eve",
        key_components="B",
        bias="B",
        precision="D",
        reporting="A",
    ),
    "families.add_child": form(f"{FAMILY}/children/new", HERE, "alice", reference="C-NEW"),
    "families.correct_family": form(f"{FAMILY}/correct", HERE, "alice", name="Corrected"),
    "families.correct_child": form(f"{FAMILY}/children/{{child}}", HERE, "alice", birth_month="2016-05"),
    "families.hand_over": form(
        f"{FAMILY}/hand-over", MANAGERS, "mary", lead_worker_id="{team}.{person}", **day("starts_on", 15)
    ),
    "families.hand_over_several": form(
        "/families/hand-over/{lead}", MANAGERS, "mary", lead_worker_id="{team}.{person}", **day("starts_on", 15)
    ),
    "families.leads": page("/families/hand-over", DECIDERS),
    "families.index": page("/families", WORKERS | AUDITORS),
    "families.add_family": form(
        "/families/new",
        HERE,
        "alice",
        look=WORKERS,
        refused=WORKERS - HERE,
        reference="NEW-1",
        name="Newname",
        team_id="{team}",
    ),
    "families.reopen_family": form("/families/{umber}/reopen", HERE, "alice", reason="They came back"),
    "families.open_by_hand": form(f"{FAMILY}/incident", HERE, "alice", kind="lost", what="A bag was left on the bus"),
    "families.data_protection": page("/data-protection", frozenset({"sam"})),
    "families.report_incident": form("/data-protection/{incident}", frozenset({"sam"}), "sam", reported="yes"),
    "families.ask_to_seal": form("/families/{umber}/seal", HERE, "alice", because="adoption", sure="y"),
    "families.ask_to_cross": form("/families/{compared}/crossover", HERE, "alice", reason="A child is to come home"),
    "outcomes.record_outcome": form(f"{FAMILY}/outcomes", HERE, "alice", outcome="returned_home"),
    "outcomes.withdraw_outcome": button("/outcomes/{outcome}/withdraw", HERE),
    "voice.change_scheme_voice": form("/schemes/{scheme}/voice", ADAM, "adam", statements="off"),
    "vouchers.stocks": page("/vouchers", WORKERS | AUDITORS | FINANCE),
    "vouchers.stock": page("/vouchers/{team}", LOOKERS | FIONA),
    "vouchers.buy_batch": form(
        "/vouchers/{team}/bought",
        MANAGERS | FIONA,
        "fiona",
        kind="gift_card",
        shop="Corner Shop",
        value="10",
        paid="20",
        serials="N1\nN2",
    ),
    "vouchers.count_stock": form("/vouchers/{team}/count", HERE | FIONA, "fiona", there=["{voucher}"], finding="Gone"),
    "vouchers.issue_vouchers": form(
        f"{FAMILY}/vouchers",
        HERE,
        "alice",
        vouchers=["{voucher}"],
        bought_what="Food",
        category="{category}",
        purpose="Food",
    ),
    "vouchers.issue_approved": form("/spend/{approved}/vouchers/issue", HERE, "alice", vouchers=["{voucher}"]),
    "vouchers.slip": page("/spend/{issued}/vouchers", LOOKERS),
    "vouchers.return_vouchers": form("/spend/{issued}/vouchers/back", HERE, "alice", vouchers=["{voucher_issued}"]),
    "statements.statements": page(f"{FAMILY}/statements", LOOKERS),
    "statements.statement": page("/statements/{statement}", LOOKERS),
    "statements.make_statement": form(f"{FAMILY}/statements/new", HERE, "alice", audience="adult_a", reader="Ada"),
    "statements.tick_items": form(f"{FAMILY}/statements/items", HERE, "alice"),
    "voice.record_child_view": form(f"{FAMILY}/children/{{child}}/said", HERE, "alice", better="yes", whose="child"),
    "voice.child_views": page(f"{FAMILY}/children-said", HERE),
    "voice.child_view": form("/children-said/{child_view}", HERE, "alice", words="We came back"),
    "voice.read_child_view": button("/children-said/{child_view}/read", HERE - OF_ALICE, refused=OF_ALICE),
    "voice.examples": page("/schemes/{scheme}/examples", WORKERS - {"dave", "esme"}),
    "voice.write_example": form(
        "/schemes/{scheme}/examples/new",
        DECIDERS - {"esme"},
        "mary",
        kind="example",
        words="A bus pass",
        answer="Getting to school",
    ),
    "voice.retire_example": button("/examples/{example}/retire", DECIDERS - {"esme"}),
    "voice.record_wishes": form(f"{FAMILY}/wishes", HERE, "alice", wishes="heard", **day("next_on", 30)),
    "voice.record_language": form(f"{FAMILY}/language", HERE, "alice", language="polish", interpreter="there"),
    "allocation.start_draw": form("/studies/{eastern_study}/draw/start", EVE, "eve", source="made_here", places="12"),
    "allocation.draw": page("/studies/{drawn_study}/draw", EVE),
    "allocation.close_draw": form("/studies/{drawn_study}/draw/close", EVE, "eve", sure="y"),
    # Nobody sees the list before allocation has closed: until then it is as if there were none.
    "allocation.draw_list": page("/studies/{drawn_study}/draw/list.csv", EVE, answers=(404,)),
    "allocation.assess_family": form("/families/{newcomer}/draw", HERE, "alice", eligible="yes"),
    "allocation.allocate_family": button("/families/{assessed}/draw/allocate", HERE),
    "spend.restrict_family": form(f"{FAMILY}/restrict", HERE, "alice", readers=["{manager}"], reason="Known here"),
    "families.restriction": page("/families/{vesper}/restriction", NAMED),
    "families.ask_to_name": form(
        "/families/{vesper}/restriction/name", NAMED, "alice", person_id="{person}", reason="On duty"
    ),
    "families.ask_to_lift": form("/families/{vesper}/restriction/lift", NAMED, "alice", reason="It is over"),
    "families.remove_reader": button("/families/{vesper}/restriction/{sams_name}/remove", NAMED),
    "families.see_openings": button("/families/{vesper}/restriction/seen", MANAGERS),
    "families.open_by_reason": form(
        "/families/restricted", WORKERS | AUDITORS, "alice", text="WM-00H", reason="A call at night"
    ),
    "families.search": button("/families/search", WORKERS | AUDITORS, fill={"text": "Okaf"}),
    "imports.import_files": form("/imports", FINANCE, "fiona", files=people_file),
    "imports.looked_at": form("/imports/looked-at/{looked_at}", FIONA, "fiona", step="look"),
    "imports.release": button("/imports/waiting/{waiting_import}/release", ADAM, refused=FIONA),
    "imports.refused_rows": page("/imports/looked-at/{looked_at}/refused-rows.xlsx", FIONA),
    "imports.show": page("/imports/{import}", FIONA),
    "imports.templates": page("/imports/templates.xlsx", FINANCE),
    "imports.unchanged": page("/imports/unchanged", FINANCE),
    "imports.ask_to_reverse": form(
        "/imports/waiting/{released_import}/reverse", FIONA | ADAM, "adam", reason="The wrong month"
    ),
    "imports.waiting_import": page("/imports/waiting/{waiting_import}", FIONA | ADAM),
    "imports.waiting_imports": page("/imports/waiting", SIGNATORIES | ADMINISTRATORS),
    "imports.withdraw": button("/imports/waiting/{waiting_import}/withdraw", FIONA | ADAM),
    "schemes.rules_in_words": page("/rules", SIGNED_IN),
    "decisions.approved": page("/decisions/approved?at=1781524800000000&left={left}", DECIDERS),
    "decisions.waiting": Row(
        "/decisions",
        DECIDERS,
        MANAGERS,
        {"ticked": ["request-{requested}", "limit-{limit}"]},
        nothing=frozenset({"mona", "esme"}),
    ),
    "decisions.margins": page("/decisions/margins?month=2026-06", DECIDERS),
    "decisions.own_money": Row(
        "/decisions/own-money",
        DECIDERS,
        MANAGERS,
        {"ticked": ["{own_money}"]},
        nothing=frozenset({"mona", "esme"}),
        page_of="mary",
    ),
    "decisions.proposals": Row(
        "/decisions/proposals",
        DECIDERS,
        DECIDERS,
        {"ticked": ["{proposal}"]},
        nothing=DECIDERS - MANAGERS,
        page_of="mary",
    ),
    "decisions.long": page("/decisions/long", DECIDERS),
    "decisions.to_tick": Row(
        "/decisions/to-tick", DECIDERS, MANAGERS, {"ticked": ["{to_tick}"]}, nothing=frozenset({"mona", "esme"})
    ),
    "decisions.sample": Row(
        "/decisions/sample",
        DECIDERS,
        MANAGERS,
        {"ticked": ["{put_right}"]},
        nothing=frozenset({"mona", "esme"}),
        page_of="mary",
    ),
    "home.family": page(FAMILY, LOOKERS),
    "history.show": page("/history/family/{family}", LOOKERS),
    "ledger.books": form("/ledger/books", FINANCE | AUDITORS, "fiona"),
    "ledger.download": page("/ledger/file", FINANCE | AUDITORS),
    "ledger.margins": page("/ledger/margins", FINANCE | AUDITORS),
    "ledger.lines": Row(
        "/ledger", FINANCE | AUDITORS, FINANCE | AUDITORS, {"state": "bought"}, shows=MONEY_WORDS, page_of="fiona"
    ),
    "ledger.show_finance_months": page("/ledger/months", FINANCE | AUDITORS),
    "ledger.close_finance_month": form(
        "/ledger/months/close",
        FIONA,
        "fiona",
        look=FINANCE,
        refused=FINANCE - FIONA,
        until="2026-05-01",
    ),
    "ledger.pots": page("/ledger/pots", FINANCE | AUDITORS),
    "ledger.set_pot": form("/ledger/pots/new", FINANCE, "fiona", amount="1000"),
    "ledger.year_end": Row("/ledger/year-end", FINANCE | AUDITORS, shows=MONEY_WORDS),
    "ledger.still_open": Row("/ledger/open", FINANCE | AUDITORS, shows=MONEY_WORDS),
    "ledger.close_scheme": Row(
        "/ledger/schemes/{scheme}/close", FIONA, FIONA, {"reason": "It ended"}, shows=MONEY_WORDS, page_of="fiona"
    ),
    "ledger.weekly_files": page("/ledger/weekly", FINANCE | AUDITORS),
    "ledger.take_file": page("/ledger/weekly/{weekly_file}/file", FIONA | frozenset({"audrey", "paul"})),
    "ledger.make_weekly_file": form(
        "/ledger/weekly/journal/new", FIONA, "fiona", look=FINANCE, refused=FINANCE - FIONA
    ),
    "ledger.set_account_code": form("/ledger/codes", FINANCE, "fiona", use="vat", code="VAT-1", **day("starts_on", 1)),
    "ledger.keep_back": Row(
        "/ledger/spend/{bought}/unpublished",
        FIONA,
        FIONA,
        {"how_far": "purchase"},
        shows=MONEY_WORDS,
        page_of="fiona",
    ),
    "ledger.payment_files": page("/ledger/payments", FINANCE | AUDITORS),
    "ledger.send_payments": form("/ledger/payments/new", FINANCE, "fiona", file=payments_file),
    "ledger.look_at_payments": form("/ledger/payments/looked-at/{payments_looked_at}", FIONA, "fiona", step="look"),
    "ledger.payments": Row("/ledger/payments/{payment_file}", FIONA | frozenset({"audrey", "paul"})),
    "ledger.confirm_payments": Row(
        "/ledger/payments/{payment_file}/confirm",
        FIONA,
        FIONA,
        {"ticked": ["{payment_choice}"]},
        shows=("WM-00", "Canaryshop"),
        page_of="fiona",
    ),
    "ledger.link_payment": Row(
        "/ledger/payments/{payment_file}/rows/{payment_row}",
        FIONA,
        FIONA,
        {"purchase": "{payment_purchase}"},
        shows=("WM-00", "Canaryshop"),
        page_of="fiona",
    ),
    "ledger.undo_payment": button("/ledger/payments/matches/{payment_match}/undo", FIONA),
    "ledger.receipt": page("/ledger/receipts/{receipt}", FIONA | frozenset({"audrey", "paul"})),
    "ledger.purchase": Row("/ledger/spend/{bought}", FIONA | frozenset({"audrey", "paul"}), shows=MONEY_WORDS),
    "home.my_families": page("/my-families", WORKERS),
    "home.team": page("/team", DECIDERS),
    "home.team_money": page("/team/money", DECIDERS),
    "home.time_by_team": page("/team/time", DECIDERS),
    "home.workers": page("/team/workers", DECIDERS),
    "home.supervision": page("/team/workers/{lead}", HERE - {"bob"}),
    "home.purchases": page(f"{FAMILY}/purchases?show=waiting", LOOKERS),
    "home.time": page(f"{FAMILY}/time", LOOKERS),
    "people.account": page("/account", SIGNED_IN),
    "people.ask_for_cover": form(
        "/people/{manager}/cover", ADAM, "adam", covers="{senior}", **day("starts_on", 15), **day("ends_on", 20)
    ),
    "people.cover": form(
        "/account/cover",
        frozenset({"mona", "sam"}),
        "mona",
        look=DECIDERS,
        refused=frozenset({"mary", "esme"}),
        covers="{manager}",
        **day("starts_on", 15),
        **day("ends_on", 20),
    ),
    "people.end_cover": button("/cover/{cover}/end", frozenset({"adam", "mona", "sam"})),
    "people.accounts": page("/people/accounts", ADMINISTRATORS | {"sam"}),
    "people.add_person": form(
        "/people/add",
        ADAM,
        "adam",
        look=ADMINISTRATORS,
        refused=frozenset({"otto"}),
        name="Nia Noor",
        email="nia@example.net",
        roles="practitioner",
        teams="{team}",
    ),
    "people.add_team": form("/teams/add", ADMINISTRATORS, "adam", name="West team"),
    "people.change_messages": form("/messages", ADMINISTRATORS, "adam", sends_messages="y"),
    "people.change_devices": form("/devices", ADMINISTRATORS, "adam", keeps_forms=""),
    "people.change_password": form(
        "/account/password", SIGNED_IN, "alice", password="correct horse battery", new_password=PASSWORD
    ),
    "people.correct_person": form(f"{PERSON}/details", ADAM, "adam", name="Robert Brown"),
    "people.health": page("/healthz", ANYBODY),
    "people.home": page("/", ANYBODY, (303,)),
    "people.invite": form(f"{PERSON}/link", ADAM, "adam"),
    "people.notices": form("/account/news", SIGNED_IN, "alice"),
    "people.people": page("/people", ADMINISTRATORS),
    "people.person": page(PERSON, ADAM),
    "people.change_teams": form(f"{PERSON}/teams", ADAM, "adam", teams=[]),
    "people.change_post": form(f"{PERSON}/post", ADAM, "adam", post=""),
    "people.ask_for_data_officer": form(f"{PERSON}/data-officer", ADAM, "adam"),
    "people.end_data_officer": button("/people/{officer}/data-officer/end", ADAM),
    "people.change_hours": form(f"{PERSON}/hours", ADAM, "adam", weekly_hours="30"),
    "people.ready": page("/readyz", ANYBODY),
    "people.rename_team": form("/teams/{team}", ADAM, "adam", name="Renamed team"),
    "people.restore": button("/people/{suspended}/restore", ADAM),
    "people.change_roles": form(f"{PERSON}/roles", ADAM, "adam", roles=["manager"]),
    "people.set_password": form("/password/{token}", ANYBODY, "anonymous", new_password=PASSWORD),
    "people.sign_in": form(
        "/sign-in",
        ANYBODY,
        "anonymous",
        answers=(200, 303),
        email="bob.brown@example.org",
        password="correct horse battery",
    ),
    "people.sign_out": button("/sign-out", ANYBODY),
    "people.suspend": button(f"{PERSON}/suspend", ADAM),
    "people.teams": page("/teams", ADMINISTRATORS),
    "schemes.change_bands": form(
        "/schemes/{scheme}/bands", ADAM, "adam", practitioner_single="600", **day("starts_on", 16)
    ),
    "schemes.change_margin": form(
        "/schemes/{scheme}/margin", ADAM, "adam", percent="20", most="40", **day("starts_on", 16)
    ),
    "budgets.change_cap": form("/schemes/{scheme}/cap", ADAM, "adam", cap="12000"),
    "schemes.other_help": page("/other-help", ADMINISTRATORS),
    "schemes.change_other_help": form(
        "/other-help/change", ADMINISTRATORS, "adam", practitioner_single="600", **day("starts_on", 16)
    ),
    "schemes.index": page("/schemes", ADMINISTRATORS),
    "schemes.add_scheme": form("/schemes/new", ADMINISTRATORS, "adam", name="Another", practitioner_single="100"),
    "schemes.scheme": page("/schemes/{scheme}", ADAM),
    "spend.add_receipt": form("/spend/{bought}/receipt", HERE, "alice", receipt=picture),
    "spend.add_receipt_by_link": form("/receipt/{receipt_link}", ANYBODY, "anonymous", receipt=picture),
    "spend.receipt_has_come": page("/receipt-has-come", ANYBODY),
    "spend.make_receipt_link": form("/spend/{own_money}/receipt-link", HERE, "alice"),
    "spend.answer_about_spend": form(
        "/spend/questions/{question}",
        HERE - {"mary"},
        "alice",
        look=HERE,
        refused=frozenset({"mary"}),
        answer="Argos",
    ),
    "spend.ask_for_plan": form(
        f"{FAMILY}/plans/new",
        HERE,
        "alice",
        amount="5.00",
        bought_what="Swimming",
        purpose="Out of the house",
        category="{category}",
        payment_method="invoice",
        rhythm="weekly",
        afterwards="A family ticket",
        **day("first_on", 16),
        **day("last_on", 23),
        **day("review_on", 20),
    ),
    "spend.decision_record": page("/spend/{approved}/record", LOOKERS),
    "spend.confirm_delivery": form("/spend/{bought}/delivered", HERE, "alice"),
    "spend.note_help": form("/spend/{bought}/helped", HERE, "alice", helped="yes"),
    "spend.did_it_help": page("/spend/did-it-help", WORKERS),
    "spend.tell_family": form("/spend/{declined}/told", HERE, "alice", how="By phone"),
    "spend.excuse_receipt": form("/spend/{own_money}/no-receipt", MANAGERS, "mary", reason="The stall gives none"),
    "spend.end_plan": form("/plans/{plan}/end", HERE, "alice", reason="He walks now"),
    "spend.look_at_plan": form("/plans/{plan}/look", HERE, "alice", words="He goes every day", **day("review_on", 20)),
    "spend.record_payment": form("/plans/{plan}/payment", HERE, "alice", amount="11.00"),
    "spend.ask_about_spend": form(f"{SPEND}/question", MANAGERS, "mary", question="Which shop?"),
    "spend.close_family": form("/families/{quilliam}/close", HERE, "alice", end_reason="plan ended"),
    "spend.decide_proposal": form("/spend/proposals/{proposal}", MANAGERS, "mary", decision="agree"),
    "spend.withdraw_proposal": form(
        "/spend/proposals/{proposal}/withdraw",
        frozenset({"bob"}),
        "bob",
        look=HERE,
        refused=HERE - {"bob"},
    ),
    "spend.see_receipt": form("/spend/{bought}/receipt-seen", MANAGERS, "mary"),
    "spend.decide_reimbursement": form(
        "/spend/{own_money}/reimbursement", MANAGERS, "mary", decision="confirm", reason="Seen"
    ),
    "spend.decide_spend": form(f"{SPEND}/decide", MANAGERS, "mary", decision="approve"),
    "spend.publish_supplier": form("/spend/{issued}/publish", HERE, "alice", reason="It has moved"),
    "spend.keep_unpublished": form("/spend/{bought}/unpublished", HERE, "alice", how_far="purchase"),
    "spend.keep_hold": form(f"{SPEND}/keep", HERE, "alice", **day("needed_by", 20)),
    "spend.log_several": form(
        f"{FAMILY}/spend/several",
        HERE,
        "alice",
        **{f"rows-0-{name}": text for name, text in {**BOUGHT, "category": "{category}"}.items()},
    ),
    "spend.log_shared": form(
        f"{FAMILY}/spend/shared",
        HERE,
        "alice",
        **{**BOUGHT, "amount": "40.00", "category": "{category}"},
        shares__0__family="{family}",
        shares__0__share="25.00",
        shares__1__family="{old}",
        shares__1__share="15.00",
    ),
    "spend.log_spend": form(f"{FAMILY}/spend/new", HERE, "alice", category="{category}", **BOUGHT),
    "spend.orders": Row("/orders", BETH, shows=MONEY_WORDS),
    "spend.buy_order": Row(
        "/orders/{approved}",
        BETH,
        BETH,
        {"amount": "690.00", "payment_method": "invoice"},
        page_of="beth",
        shows=MONEY_WORDS,
    ),
    "spend.order_arrived": button("/orders/{arriving}/arrived", BETH),
    "spend.receipt": page("/receipts/{receipt}", LOOKERS),
    "spend.record_purchase": form("/spend/{approved}/buy", HERE, "alice", amount="690.00", payment_method="invoice"),
    "spend.refund_spend": form("/spend/{bought}/refund", HERE, "alice", amount="5.00"),
    "spend.correct_spend": form("/spend/{bought}/correct", HERE, "alice", amount="45.00", category="{category}"),
    "spend.reverse_spend": form("/spend/{bought}/reverse", HERE, "alice", reason="Typed twice"),
    "spend.review_spend": form("/spend/{over}/review", MANAGERS, "mary", decision="accept", reason="It was needed"),
    "spend.room": page(f"{FAMILY}/spend/room?amount=45", HERE),
    "spend.same_for_another": page(f"{SPEND}/for-another", HERE),
    "families.incidents": page("/incidents", WORKERS | AUDITORS),
    "families.incident": form(
        "/incidents/{incident}", MANAGERS, "mary", look=LOOKERS, informed="The family, by phone", close="y"
    ),
    "spend.hide_receipt": form("/receipts/{receipt}/hide", HERE, "alice", reason="Another shop's"),
    "spend.hide_words": form("/spend/{bought}/hide-words", HERE, "alice", reason="Another family's"),
    "spend.hide_notes": form("/families/{quilliam}/hide-notes", HERE, "alice", reason="Another family's"),
    "spend.hidden": page("/hidden", DECIDERS),
    "spend.decide_hiding": form("/hidden/{hiding}", MANAGERS, "mary", decision="back"),
    "decisions.next_decision": page("/decisions/next", DECIDERS, answers=(303,)),
    "spend.show": page(SPEND, LOOKERS),
    "spend.withdraw_spend": form(f"{SPEND}/withdraw", HERE, "alice"),
    "studies.agree": form(
        "/studies/{asking}/agree",
        frozenset({"sam"}),
        "sam",
        look=SIGNATORIES,
        refused=FINANCE,
        mode="A",
        basis="Our agreement",
    ),
    "studies.agree_to_evaluator": form(
        "/studies/evaluators/{naming}", frozenset({"sam"}), "sam", look=FIONA | {"sam"}, refused=FIONA
    ),
    "studies.agreements": page("/studies/agreements", SIGNATORIES),
    "studies.costing_run": page("/studies/{study}/runs/1", EVE),
    "studies.end_evaluator": button("/studies/evaluators/{agreed_naming}/end", frozenset({"sam"}), refused=FIONA),
    "studies.evaluators": form(
        "/studies/{study}/evaluators",
        EVE,
        "eve",
        email="erin.east@example.org",
        **day("starts_on", 15),
        **day("ends_on", 30),
    ),
    "studies.index": page("/studies", EVALUATORS),
    "studies.new": form(
        "/studies/new",
        EVALUATORS,
        "eve",
        name="A third",
        purpose="To learn",
        **day("starts_on", 1),
        **day("ends_on", 9),
    ),
    "studies.add_price_series": form(
        "/studies/{study}/prices/series",
        EVE,
        "eve",
        name="Another index",
        edition="Of May",
        indices="2025/26 100",
        source="Its publisher",
        **day("published_on", 1),
    ),
    "studies.prices": form("/studies/{study}/prices", EVE, "eve", prices="as_logged"),
    "studies.run": form("/studies/{study}/runs", EVE, "eve"),
    "studies.run_cut": page("/studies/{study}/runs/1/cut?by=activity", EVE),
    "studies.run_families": page("/studies/{study}/runs/1/families", EVE),
    "studies.run_lines": page("/studies/{study}/runs/1/lines", EVE),
    "studies.events": page("/studies/{study}/events", EVE),
    "studies.count_events": form(
        "/studies/{study}/events/count",
        EVE,
        "eve",
        authority="{authority}",
        arm="budget",
        happened="closing",
        number="2",
        counted_by="The case system",
        unit_cost="150.00",
        price_year="2025/26",
        priced_by="A published manual",
        **day("starts_on", 2),
        **day("ends_on", 3),
    ),
    "studies.withdraw_events": button("/studies/{study}/events/{events}/take-back", EVE),
    "studies.run_events": page("/studies/{study}/runs/1/events", EVE),
    "studies.run_pictures": page("/studies/{study}/runs/1/pictures", EVE),
    "studies.run_unsupported": page("/studies/{study}/runs/1/unsupported", EVE),
    "studies.run_prices": page("/studies/{study}/runs/1/prices", EVE),
    "studies.run_rates": page("/studies/{study}/runs/1/rates", EVE),
    "studies.run_sensitivity": page("/studies/{study}/runs/1/sensitivity", EVE),
    "studies.runs_beside": page("/studies/{study}/runs/1/beside/1", EVE),
    "studies.run_results": page("/studies/{study}/runs/1/results", EVE),
    "studies.show": page("/studies/{study}", EVE),
    "worktime.ask_for_month": form(
        f"{MONTHS}/2026-05/ask",
        HERE - {"sam"} | {"mike"},
        "alice",
        look=HERE | {"mike"},  # mike was in the team in May
        refused=frozenset({"sam"}),
        reason="A visit is missing",
    ),
    "worktime.correct_for": form(
        "/time/{mistaken}/correct-for", MANAGERS, "mary", preparation="0:30", reason="It was longer"
    ),
    "worktime.withdraw_absence": form("/time/absences/{away}/withdraw", MANAGERS, "mary", reason="wrong"),
    "worktime.month_of_person": page(f"{MONTHS}/2026-06/people/{{lead}}", MANAGERS),
    "worktime.read_correction": form("/time/corrections/{correction}", OF_ALICE, "alice"),
    "worktime.leave_month_closed": form("/time/months/requests/{wish}", MANAGERS, "mary", reason="Nothing is missing"),
    "worktime.close_month": form(f"{MONTHS}/2026-04/close", MANAGERS, "mary"),
    "worktime.correct_entry": form("/time/{entry}/correct", OF_ALICE, "alice", contact="1:15"),
    "worktime.entry": page("/time/{entry}", OF_ALICE),
    "worktime.log_time": form(
        "/time/new", WORKERS - {"dave", "esme"}, "alice", look=WORKERS, refused=frozenset({"dave", "esme"}), **WORKED
    ),
    "worktime.months": page("/time/months", DECIDERS),
    "worktime.quick_entry": form(
        "/time/quick",
        WORKERS - {"dave", "esme"},
        "alice",
        look=WORKERS,
        refused=frozenset({"dave", "esme"}),
        whom="nobody",
        activity="{meeting}",
        time="0:30",
    ),
    "worktime.confirm_offer": form("/time/offers/{offer}", OF_ALICE, "alice", contact="0:45"),
    "worktime.decline_offer": button("/time/offers/{offer}/decline", OF_ALICE),
    "worktime.log_group": form(
        "/time/group",
        HERE | {"paul"},
        "alice",
        look=WORKERS,
        refused=WORKERS - HERE - {"paul"},
        activity="{meeting}",
        families="{family}",
        places="3",
        contact="1",
        **day("worked_on", 15),
    ),
    # A file is read and answered: it writes nothing, and without a file it is refused.
    "worktime.calendar_file": form("/time/week/2026-06-15/calendar", NOBODY, "alice", look=WORKERS, refused=WORKERS),
    "worktime.log_calendar": button(
        "/time/week/2026-06-15/calendar/log",
        WORKERS - {"dave", "esme"},
        refused=frozenset({"dave", "esme"}),
        fill={"e0": "2026-06-15", "m0": "0:30", "w0": "nobody", "a0": "{meeting}"},
    ),
    "costing.my_months": page("/time/months-logged", WORKERS),
    "costing.worker_months": page("/posts/worker-months", FINANCE),
    "worktime.recent": page("/time/recent", WORKERS),
    "worktime.reopen_month": form(f"{MONTHS}/2026-05/reopen", MANAGERS, "mary", reason="A visit was forgotten"),
    "worktime.week": form(
        "/time/week/2026-06-15",
        WORKERS - {"dave", "esme"},
        "alice",
        look=WORKERS,
        refused=frozenset({"dave", "esme"}),
        row=[],
        was=[],
        new_whom0="nobody",
        new_activity0="{meeting}",
        un0_0="0:30",
    ),
    "worktime.withdraw_entry": form("/time/{entry}/withdraw", OF_ALICE, "alice", reason="twice"),
}

MATCHED_BY_WORDS = frozenset({"ledger.link_payment"})
"""Payments are set against purchases by their words: where all words are others, the same payment is not open any more."""
AFTER_CLOSING = frozenset(
    {
        "spend.confirm_delivery",
        "spend.note_help",
        "budgets.propose_limit",
        "families.add_child",
        "families.correct_family",
        "families.correct_child",
        "families.hand_over",
        "families.open_by_hand",
        "spend.restrict_family",
        "outcomes.record_outcome",
        "outcomes.withdraw_outcome",
        "spend.confirm_delivery",
        "statements.make_statement",
        "statements.tick_items",
        "voice.record_child_view",
        "voice.child_view",
        "voice.read_child_view",
        "voice.record_wishes",
        "voice.record_language",
        "spend.add_receipt",
        "spend.correct_spend",
        "spend.hide_receipt",
        "spend.keep_unpublished",
        "spend.publish_supplier",
        "ledger.keep_back",
        "spend.hide_words",
        "spend.refund_spend",
        "spend.reverse_spend",
        "spend.see_receipt",
        "worktime.correct_entry",
        "worktime.withdraw_entry",
    }
)
"""What is still done for a family whose work has ended: late facts are added and the record is put right. Every other
deed of a family's is refused then, in words, and changes nothing."""
