"""Permissions, which role holds which, and the mark every view carries: @requires(...) or @public."""

import functools
from collections.abc import Callable, Collection, Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar, cast

from flask import abort, g, redirect, request, url_for

View = TypeVar("View", bound=Callable[..., Any])


class Role(StrEnum):
    """What a person does in their authority; an evaluator belongs to none and serves the whole installation."""

    PRACTITIONER = "practitioner"
    MANAGER = "manager"
    SENIOR_MANAGER = "senior_manager"
    FINANCE = "finance"
    BUSINESS_SUPPORT = "business_support"
    AUDITOR = "auditor"
    EVALUATOR = "evaluator"
    ADMINISTRATOR = "administrator"

    @property
    def words(self) -> str:
        """The role as pages print it."""
        return self.value.replace("_", " ")


class Permission(StrEnum):
    """One thing a role may do. For which families and records is decided by the queries."""

    SIGNED_IN = "signed_in"
    SEE_FAMILIES = "see_families"
    OPEN_FAMILIES = "open_families"
    LOG_SPEND = "log_spend"
    DECIDE = "decide"
    HAND_OVER = "hand_over"
    LOG_TIME = "log_time"
    CLOSE_MONTHS = "close_months"
    SEE_LEDGER = "see_ledger"
    MATCH_PAYMENTS = "match_payments"
    KEEP_BOOKS = "keep_books"
    IMPORT = "import"
    RELEASE_IMPORTS = "release_imports"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_SCHEMES = "manage_schemes"
    SEE_POSTS = "see_posts"
    MANAGE_POSTS = "manage_posts"
    SEE_AUDIT = "see_audit"
    RUN_STUDIES = "run_studies"
    AGREE_TO_STUDIES = "agree_to_studies"
    SEE_ACCOUNTS = "see_accounts"
    STATE_PAID = "state_paid"
    SEE_WORKER_MONTHS = "see_worker_months"
    """How complete each person's log is, for costing: closed to managers, so that it measures nobody's work."""
    BUY_ORDERS = "buy_orders"
    """Buying what was approved, by the family's reference and the order only."""
    SEE_VOUCHERS = "see_vouchers"
    BUY_VOUCHERS = "buy_vouchers"
    COUNT_VOUCHERS = "count_vouchers"
    """The stocks of vouchers and cards: looking at one, buying for it, counting it. An issue is a purchase."""
    SEE_INCIDENTS = "see_incidents"
    """All incidents of the authority, and who opened restricted records why: for who is named to protect data."""


_P = Permission
_STOCK = {_P.SEE_VOUCHERS, _P.COUNT_VOUCHERS}
_CASE_WORK = {_P.SIGNED_IN, _P.SEE_FAMILIES, _P.OPEN_FAMILIES, _P.LOG_SPEND, _P.LOG_TIME} | _STOCK

HOLDS: dict[Role, set[Permission]] = {
    Role.PRACTITIONER: set(_CASE_WORK),
    Role.MANAGER: _CASE_WORK | {_P.DECIDE, _P.HAND_OVER, _P.CLOSE_MONTHS, _P.BUY_VOUCHERS},
    Role.SENIOR_MANAGER: _CASE_WORK
    | {_P.DECIDE, _P.HAND_OVER, _P.CLOSE_MONTHS, _P.BUY_VOUCHERS}
    | {_P.AGREE_TO_STUDIES, _P.SEE_ACCOUNTS, _P.RELEASE_IMPORTS},
    Role.FINANCE: _STOCK
    | {
        _P.BUY_VOUCHERS,
        _P.SIGNED_IN,
        _P.SEE_LEDGER,
        _P.MATCH_PAYMENTS,
        _P.KEEP_BOOKS,
        _P.IMPORT,
        _P.RELEASE_IMPORTS,
        _P.AGREE_TO_STUDIES,
        _P.SEE_POSTS,
        _P.MANAGE_POSTS,
        _P.SEE_WORKER_MONTHS,
        _P.STATE_PAID,
    },
    Role.BUSINESS_SUPPORT: {_P.SIGNED_IN, _P.BUY_ORDERS},
    Role.AUDITOR: {_P.SIGNED_IN, _P.SEE_FAMILIES, _P.SEE_LEDGER, _P.SEE_AUDIT, _P.SEE_POSTS, _P.SEE_VOUCHERS},
    Role.EVALUATOR: {_P.SIGNED_IN, _P.RUN_STUDIES},
    Role.ADMINISTRATOR: {
        _P.SIGNED_IN,
        _P.MANAGE_PEOPLE,
        _P.SEE_ACCOUNTS,
        _P.RELEASE_IMPORTS,
        _P.MANAGE_SCHEMES,
        _P.SEE_POSTS,
        _P.MANAGE_POSTS,
    },
}
"""The one list of who may do what. Evaluators belong to no authority and log no time; administrators see no families."""

OF_DATA_OFFICER = frozenset({Permission.SIGNED_IN, Permission.SEE_INCIDENTS})
"""What who is named as data protection officer may do from that day on, beside their roles. Two people name them."""

DECIDERS = (Role.MANAGER, Role.SENIOR_MANAGER)
"""Roles that decide, from the lowest to the highest."""
WORK_WITH_FAMILIES = (Role.PRACTITIONER, *DECIDERS)
"""Roles that work with families or decide about them, from the lowest to the highest."""

KEPT_APART: Mapping[Role, frozenset[Role]] = {
    Role.FINANCE: frozenset({Role.PRACTITIONER, Role.MANAGER, Role.SENIOR_MANAGER}),
    Role.AUDITOR: frozenset(set(Role) - {Role.AUDITOR}),
    Role.EVALUATOR: frozenset(set(Role) - {Role.EVALUATOR}),
    Role.ADMINISTRATOR: frozenset({Role.MANAGER, Role.SENIOR_MANAGER, Role.FINANCE, Role.AUDITOR}),
}
"""Roles that never meet in one account, since one of them is the second hand for what the other does, or only looks on."""


def permissions_of(roles: set[Role]) -> set[Permission]:
    """Everything any of these roles may do."""
    return set().union(*(HOLDS[role] for role in roles)) if roles else set()


def kept_apart(roles: Collection[Role]) -> tuple[Role, Role] | None:
    """Two of these roles that may not meet in one account, in the order of the list of roles; None when all may.

    >>> kept_apart({Role.ADMINISTRATOR, Role.FINANCE})
    (<Role.FINANCE: 'finance'>, <Role.ADMINISTRATOR: 'administrator'>)
    >>> kept_apart({Role.PRACTITIONER, Role.MANAGER})
    """
    ordered = [role for role in Role if role in roles]
    pairs = ((first, second) for place, first in enumerate(ordered) for second in ordered[place + 1 :])
    return next((pair for pair in pairs if _apart(*pair)), None)


def _apart(first: Role, second: Role) -> bool:
    return second in KEPT_APART.get(first, ()) or first in KEPT_APART.get(second, ())


def requires(permission: Permission) -> Callable[[View], View]:
    """The view is for signed-in people with this permission; others are sent to sign in or get the 403 page."""

    def mark(view: View) -> View:
        @functools.wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if g.get("person") is None:
                return ask_to_sign_in()
            if permission not in g.permissions:
                abort(403)
            return view(*args, **kwargs)

        guarded.access = permission  # type: ignore[attr-defined]
        return cast(View, guarded)

    return mark


def public(view: View) -> View:
    """The view is for anybody, signed in or not."""
    view.access = None  # type: ignore[attr-defined]
    return view


def ask_to_sign_in() -> Any:
    """Send the person to the sign-in page; the form they had filled in comes back once they have signed in."""
    if request.method == "GET":
        return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")))
    keep = cast(Callable[[], Any], g.keep_form)
    return keep()


def role_used(held: Collection[Role], allowed: Iterable[Role]) -> Role:
    """The first of these roles that a person holds: the one by which they act, and which is written down."""
    return next(role for role in allowed if role in held)
