"""The sums kept beside the books for pages over many families, in the words of each engine: who writes them, and how anew.

Triggers write them in the transaction that writes the lines, whoever writes those: they are what the lines come to. What
a changed line stood for is taken out before the change, and what it stands for is put in after it.

Of PostgreSQL, where others write at the same time, each connection adds to a row of its own, so that nobody waits for
somebody else's purchase: a sum is what all rows of its kind come to. SQLite has one writer, and one row.
"""

MONTH = "kept_month"
BUDGET = "kept_budget"
TABLES = (MONTH, BUDGET)
_OF_MONTH = (
    "key, authority_id, team_id, restricted_id, month_starts_on, kind, scheme_id, category_id, decided_as, counted"
)
_SUMS = ("purchases", "pence", "lacking", "lacking_pence")
OF_BUDGET = (
    *("period_id", "authority_id", "team_id", "restricted_id", "family_id", "scheme_id", "reference_folded"),
    *("opened_on", "closed_on", "starts_on", "ends_on", "limit_pence", "committed_pence", "spent_pence", "over_pence"),
)
_MOVES = ("starts_on", "ends_on", "limit_pence", "committed_pence", "spent_pence", "over_pence")
_SPEND = (
    "UPDATE OF state, kind, paid_pence, bought_on, category_id, family_id, period_id, plan_id, imported, decided_as, "
    "receipt_excused_at"
)
_RECEIPT = "UPDATE OF spend_id, refund_id, hidden, quote"
_FAMILY = "UPDATE OF team_id, restricted, sealed_on"
_SCHEMES = 54
"""The number of the lock on what schemes ask for; a family's lock has a number of its own."""
_EITHER = "s.id IN (OLD.spend_id, NEW.spend_id)"
_MONTH_TRIGGERS = (
    ("spend", "AFTER INSERT", "s.id = NEW.id", 1),
    ("spend", f"BEFORE {_SPEND}", "s.id = OLD.id", -1),
    ("spend", f"AFTER {_SPEND}", "s.id = NEW.id", 1),
    ("spend", "BEFORE DELETE", "s.id = OLD.id", -1),
    ("receipt", "BEFORE INSERT", "s.id = NEW.spend_id", -1),
    ("receipt", "AFTER INSERT", "s.id = NEW.spend_id", 1),
    ("receipt", f"BEFORE {_RECEIPT}", _EITHER, -1),
    ("receipt", f"AFTER {_RECEIPT}", _EITHER, 1),
    ("receipt", "BEFORE DELETE", "s.id = OLD.spend_id", -1),
    ("receipt", "AFTER DELETE", "s.id = OLD.spend_id", 1),
    ("family", f"BEFORE {_FAMILY}", "s.family_id = OLD.id", -1),
    ("family", f"AFTER {_FAMILY}", "s.family_id = NEW.id", 1),
    ("scheme", "BEFORE UPDATE OF receipts_required", "b.scheme_id = OLD.id", -1),
    ("scheme", "AFTER UPDATE OF receipts_required", "b.scheme_id = NEW.id", 1),
)


def months(dialect: str, which: str, sign: int = 1, shared: bool = False) -> str:
    """The question what purchases come to by team, month and kind; `shared` as a row of this connection's own."""
    own = " || '/' || CAST(pg_backend_pid() % 64 AS TEXT)" if shared and dialect != "sqlite" else ""
    month = (
        "substr(s.bought_on, 1, 7) || '-01'"
        if dialect == "sqlite"
        else "CAST(date_trunc('month', s.bought_on) AS DATE)"
    )
    restricted = "CASE WHEN f.restricted THEN f.id END"
    counted = "(s.plan_id IS NULL AND NOT s.imported)"
    parts = ("f.team_id", restricted, month, "s.kind", "b.scheme_id", "s.category_id", "s.decided_as", counted)
    key = " || '/' || ".join(f"COALESCE(CAST({part} AS TEXT), '')" for part in parts)
    lacking = (
        "CASE WHEN s.receipt_excused_at IS NULL AND COALESCE(c.receipts_required, TRUE) AND NOT EXISTS (SELECT 1 FROM "
        "receipt r WHERE r.spend_id = s.id AND r.refund_id IS NULL AND r.hidden IS NULL AND NOT r.quote) THEN 1 ELSE 0 END"
    )
    sums = ("1", "s.paid_pence", lacking, f"{lacking} * s.paid_pence")
    groups = f"{key}{own}, f.authority_id, {', '.join(parts)}"
    return (
        f"SELECT {groups}, {', '.join(f'{sign} * SUM({each})' for each in sums)} FROM spend s "  # noqa: S608
        "JOIN family f ON f.id = s.family_id LEFT JOIN budget_period p ON p.id = s.period_id "
        "LEFT JOIN budget b ON b.id = p.budget_id LEFT JOIN scheme c ON c.id = b.scheme_id "
        f"WHERE s.state = 'bought' AND f.sealed_on IS NULL AND {which} GROUP BY {', '.join(map(str, range(1, 11)))}"
    )


def budgets(which: str) -> str:
    """The question how budgets stand, each with the team of its family; a sealed family's is in no team."""
    return (
        "SELECT p.id, f.authority_id, CASE WHEN f.sealed_on IS NULL THEN f.team_id END, "  # noqa: S608
        "CASE WHEN f.restricted THEN f.id END, f.id, b.scheme_id, f.reference_folded, f.opened_on, f.closed_on, "
        f"{', '.join(f'p.{name}' for name in _MOVES)} FROM budget_period p JOIN budget b ON b.id = p.budget_id "
        f"JOIN family f ON f.id = b.family_id WHERE {which}"
    )


def _add(dialect: str, which: str, sign: int) -> str:
    sums = ", ".join(f"{name} = {MONTH}.{name} + excluded.{name}" for name in _SUMS)
    return (
        f"INSERT INTO {MONTH} ({_OF_MONTH}, {', '.join(_SUMS)}) {months(dialect, which, sign, shared=True)} "
        f"ON CONFLICT (key) DO UPDATE SET {sums}"
    )


def _put(which: str) -> str:
    put = ", ".join(f"{name} = excluded.{name}" for name in OF_BUDGET[1:])
    return f"INSERT INTO {BUDGET} ({', '.join(OF_BUDGET)}) {budgets(which)} ON CONFLICT (period_id) DO UPDATE SET {put}"


def _deeds(dialect: str) -> list[tuple[str, str, str, str]]:
    """Each trigger's name, its table, when it fires, and what it does."""
    of_family = "UPDATE OF team_id, restricted, sealed_on, opened_on, closed_on, reference_folded"
    moved = ", ".join(f"{name} = NEW.{name}" for name in _MOVES)
    deeds = [(table, when, _add(dialect, which, sign)) for table, when, which, sign in _MONTH_TRIGGERS]
    deeds += [
        ("budget_period", "AFTER INSERT", _put("p.id = NEW.id")),
        (
            "budget_period",
            f"AFTER UPDATE OF {', '.join(_MOVES)}",
            f"UPDATE {BUDGET} SET {moved} WHERE period_id = NEW.id",  # noqa: S608
        ),
        ("budget_period", "AFTER DELETE", f"DELETE FROM {BUDGET} WHERE period_id = OLD.id"),  # noqa: S608
        ("family", f"AFTER {of_family}", _put("b.family_id = NEW.id")),
    ]
    named = []
    for table, when, deed in deeds:
        what = "budget" if BUDGET in deed and table == "family" else table
        named.append((f"kept_{what}_{'_'.join(when.split()[:2]).lower()}", table, when, deed))
    return named


def names(dialect: str) -> list[str]:
    """The triggers that keep the sums."""
    return [name for name, *_ in _deeds(dialect)]


def _waits(table: str, when: str) -> str:
    """What a trigger of PostgreSQL waits for: a family does not move, nor does its scheme change, amid what is recorded for it.

    What is recorded shares the two locks; a move of the family, or a change of a scheme, has one of them alone.
    """
    row = "OLD" if when.endswith("DELETE") else "NEW"
    if table == "scheme":
        return f"PERFORM pg_advisory_xact_lock({_SCHEMES}); "
    if table == "family":
        return f"PERFORM pg_advisory_xact_lock({_lock('OLD.id')}); " if when.endswith(_FAMILY) else ""
    if table == "budget_period":
        family = f"(SELECT b.family_id FROM budget b WHERE b.id = {row}.budget_id)"  # noqa: S608
        return f"PERFORM pg_advisory_xact_lock_shared({_lock(family)}); "
    family, first = f"{row}.family_id", ""
    if table == "receipt":
        # Of two receipts that come at once the second sees the first.
        first = f"PERFORM 1 FROM spend s WHERE s.id = {row}.spend_id FOR NO KEY UPDATE; "
        family = f"(SELECT s.family_id FROM spend s WHERE s.id = {row}.spend_id)"  # noqa: S608
    return f"{first}PERFORM pg_advisory_xact_lock_shared({_SCHEMES}), pg_advisory_xact_lock_shared({_lock(family)}); "


def _lock(family: str) -> str:
    return f"hashtextextended(CAST({family} AS TEXT), {_SCHEMES})"


def statements(dialect: str) -> dict[str, list[str]]:
    """The SQL that makes each trigger, by name."""
    if dialect == "sqlite":
        return {
            name: [f"CREATE TRIGGER {name} {when} ON {table} BEGIN {deed}; END"]
            for name, table, when, deed in _deeds(dialect)
        }
    return {
        name: [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {_waits(table, when)}{deed}; RETURN {'OLD' if when.endswith('DELETE') else 'NEW'}; END $$",
            f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
        for name, table, when, deed in _deeds(dialect)
    }


def anew(dialect: str) -> list[str]:
    """The SQL that makes all sums anew from the lines."""
    return [
        f"DELETE FROM {MONTH}",  # noqa: S608
        f"INSERT INTO {MONTH} ({_OF_MONTH}, {', '.join(_SUMS)}) {months(dialect, '1 = 1')}",
        f"DELETE FROM {BUDGET}",  # noqa: S608
        f"INSERT INTO {BUDGET} ({', '.join(OF_BUDGET)}) {budgets('1 = 1')}",
    ]
