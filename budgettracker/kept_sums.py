"""The sums kept beside the books for pages over many families, in the words of each engine: who writes them, and how anew.

Triggers write them in the transaction that writes the lines, whoever writes those: they are what the lines come to. What
a changed line stood for is taken out before the change, and what it stands for is put in after it.

SQLite has one writer, and one row of each kind. Of PostgreSQL whoever writes takes a row of the kind that nobody else has
taken, or adds one, so that nobody waits for somebody else's purchase: a sum is what all rows of its kind come to.
"""

import contextlib
from collections.abc import Iterator

from sqlalchemy import Connection

MONTH = "kept_month"
BUDGET = "kept_budget"
TABLES = (MONTH, BUDGET)
LAST = "last_bought_on"
"""When something was bought for a family for the last time: it came after the sums, with triggers of its own."""
_KINDS = "authority_id, team_id, restricted_id, month_starts_on, kind, scheme_id, category_id, decided_as, counted"
_KIND = _KINDS.split(", ")
_SUMS = ("purchases", "pence", "lacking", "lacking_pence")
OF_BUDGET = (
    *("period_id", "authority_id", "team_id", "restricted_id", "family_id", "scheme_id", "reference_folded"),
    *("opened_on", "closed_on", "starts_on", "ends_on", "limit_pence", "committed_pence", "spent_pence", "over_pence"),
    LAST,
)
_MOVES = ("starts_on", "ends_on", "limit_pence", "committed_pence", "spent_pence", "over_pence")
_SPEND = (
    *("state", "kind", "paid_pence", "bought_on", "category_id", "family_id", "period_id", "plan_id", "imported"),
    *("decided_as", "receipt_excused_at"),
)
_RECEIPT = ("spend_id", "refund_id", "hidden", "quote")
_FAMILY = ("team_id", "restricted", "sealed_on")
_FAMILY_OF_BUDGET = (*_FAMILY, "opened_on", "closed_on", "reference_folded")
_OF_LAST = "kept_last"
_BOUGHT = ("state", "bought_on", "family_id")
_SCHEMES = 54
"""The number of the lock on what schemes ask for."""
_EITHER = "s.id IN (OLD.spend_id, NEW.spend_id)"
_OF_PURCHASE = "r.refund_id IS NULL AND r.hidden IS NULL AND NOT r.quote"
"""A receipt that is one of a purchase: seen, and no quote."""
_MONTH_TRIGGERS = (
    ("spend", "AFTER INSERT", (), "NEW", 1),
    ("spend", "BEFORE UPDATE", _SPEND, "OLD", -1),
    ("spend", "AFTER UPDATE", _SPEND, "NEW", 1),
    ("spend", "BEFORE DELETE", (), "OLD", -1),
    ("receipt", "BEFORE INSERT", (), "s.id = NEW.spend_id", -1),
    ("receipt", "AFTER INSERT", (), "s.id = NEW.spend_id", 1),
    ("receipt", "BEFORE UPDATE", _RECEIPT, _EITHER, -1),
    ("receipt", "AFTER UPDATE", _RECEIPT, _EITHER, 1),
    ("receipt", "BEFORE DELETE", (), "s.id = OLD.spend_id", -1),
    ("receipt", "AFTER DELETE", (), "s.id = OLD.spend_id", 1),
    ("family", "BEFORE UPDATE", _FAMILY, "s.family_id = OLD.id", -1),
    ("family", "AFTER UPDATE", _FAMILY, "s.family_id = NEW.id", 1),
    ("scheme", "BEFORE UPDATE", ("receipts_required",), "b.scheme_id = OLD.id", -1),
    ("scheme", "AFTER UPDATE", ("receipts_required",), "b.scheme_id = NEW.id", 1),
)
_ROWS = ("NEW", "OLD")
OF_NEW = "kept_spend_after_insert"
"""The trigger that adds a new purchase to the sums."""


def _month(dialect: str, row: str) -> tuple[str, str, list[str]]:
    """What a purchase is kept as: its kind as one text, the parts of that, and what it adds to the sums of its kind."""
    month = (
        f"substr({row}.bought_on, 1, 7) || '-01'"
        if dialect == "sqlite"
        else f"CAST(date_trunc('month', {row}.bought_on) AS DATE)"
    )
    restricted = "CASE WHEN f.restricted THEN f.id END"
    counted = f"({row}.plan_id IS NULL AND NOT {row}.imported)"
    of_row = (f"{row}.kind", "b.scheme_id", f"{row}.category_id", f"{row}.decided_as")
    parts = ("f.team_id", restricted, month, *of_row, counted)
    key = " || '/' || ".join(f"COALESCE(CAST({part} AS TEXT), '')" for part in parts)
    lacking = (
        f"CASE WHEN {row}.receipt_excused_at IS NULL AND COALESCE(c.receipts_required, TRUE) AND NOT EXISTS "  # noqa: S608
        f"(SELECT 1 FROM receipt r WHERE r.spend_id = {row}.id AND {_OF_PURCHASE}) THEN 1 ELSE 0 END"
    )
    kinds = ", ".join(f"{part} AS {name}" for name, part in zip(_KIND, ("f.authority_id", *parts), strict=True))
    return key, kinds, ["1", f"{row}.paid_pence", lacking, f"{lacking} * {row}.paid_pence"]


def months(dialect: str, which: str, sign: int = 1, *, together: bool = True, purchases: str = "spend") -> str:
    """The question what purchases come to by team, month and kind; not `together`: each of them by itself.

    `which` is a condition, or the row of a trigger that is the purchase; `purchases` is the table they stand in.
    """
    row = which if which in _ROWS else "s"
    key, kinds, sums = _month(dialect, row)
    came = (
        f"{sign} * {f'SUM({each})' if together else each} AS {name}" for name, each in zip(_SUMS, sums, strict=True)
    )
    whose = f"f.id = {row}.family_id" if row in _ROWS else which
    of = "family f" if row in _ROWS else f"{purchases} s JOIN family f ON f.id = s.family_id"
    return (
        f"SELECT {key} AS key, 0 AS number, {kinds}, {', '.join(came)} FROM {of} "  # noqa: S608
        f"LEFT JOIN budget_period p ON p.id = {row}.period_id LEFT JOIN budget b ON b.id = p.budget_id "
        f"LEFT JOIN scheme c ON c.id = b.scheme_id WHERE {row}.state = 'bought' AND f.sealed_on IS NULL AND {whose}"
        + (f" GROUP BY {', '.join(map(str, range(1, 12)))}" if together else "")
    )


def budgets(which: str) -> str:
    """The question how budgets stand, each with the team of its family; a sealed family's is in no team."""
    return (
        "SELECT p.id, f.authority_id, CASE WHEN f.sealed_on IS NULL THEN f.team_id END, "  # noqa: S608
        "CASE WHEN f.restricted THEN f.id END, f.id, b.scheme_id, f.reference_folded, f.opened_on, f.closed_on, "
        f"{', '.join(f'p.{name}' for name in _MOVES)}, ({last_bought('f.id')}) FROM budget_period p "
        f"JOIN budget b ON b.id = p.budget_id JOIN family f ON f.id = b.family_id WHERE {which}"
    )


def last_bought(family: str) -> str:
    """The question on which day something was bought for a family for the last time, whoever paid for it."""
    return f"SELECT MAX(l.bought_on) FROM spend l WHERE l.family_id = {family} AND l.state = 'bought'"  # noqa: S608


def _more(by: str) -> str:
    return ", ".join(f"{name} = {MONTH}.{name} + {by}.{name}" for name in _SUMS)


def _insert(values: str) -> str:
    return f"INSERT INTO {MONTH} (key, number, {_KINDS}, {', '.join(_SUMS)}) {values}"


def _insert_or_add(question: str) -> str:
    return f"{_insert(question)} ON CONFLICT (key, number) DO UPDATE SET {_more('excluded')}"


def _add(dialect: str, table: str, which: str, sign: int) -> str:
    """Add what purchases come to, those of a family or a scheme together.

    PostgreSQL holds the family of a single purchase, so that it does not move meanwhile, and reads it as it then stands.
    """
    together = table in ("family", "scheme")
    question = months(dialect, which, sign, together=together)
    if dialect == "sqlite":
        return _insert_or_add(question)
    hold = "" if together else " FOR SHARE OF f"
    taken = f"SELECT o.number FROM {MONTH} o WHERE o.key = one.key LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED"  # noqa: S608
    new = ", ".join(f"one.{name}" for name in (*_KIND, *_SUMS))
    add = (
        f"UPDATE {MONTH} SET {_more('one')} WHERE key = one.key AND number = ({taken}); IF NOT FOUND THEN "  # noqa: S608
        f"{_insert(f'VALUES (one.key, txid_current(), {new})')} "
        f"ON CONFLICT (key, number) DO UPDATE SET {_more('excluded')}; END IF;"
    )
    if which in _ROWS:
        return f"{question}{hold} INTO one; IF FOUND THEN {add} END IF"
    return f"FOR one IN {question}{hold} LOOP {add} END LOOP"


def _deeds(dialect: str) -> list[tuple[str, str, str, tuple[str, ...], str]]:
    """Each trigger's name, its table, when it fires, on a change of what, and what it does."""
    deeds = []
    for table, when, columns, which, sign in _MONTH_TRIGGERS:
        name = f"kept_{table}_{when.replace(' ', '_').lower()}"
        deed = _add(dialect, table, which, sign)
        deeds.append((name, table, when, columns, f"{deed}; {_later(dialect)}" if name == OF_NEW else deed))
    opened = f"INSERT INTO {BUDGET} ({', '.join(OF_BUDGET)}) {budgets('p.id = NEW.id')}"
    if dialect != "sqlite":
        # Nothing is recorded for the family meanwhile, and what was before is seen.
        whose = "SELECT b.family_id FROM budget b WHERE b.id = NEW.budget_id"
        opened = f"PERFORM 1 FROM family f WHERE f.id = ({whose}) FOR NO KEY UPDATE; {opened}"
    moved = ", ".join(f"{name} = NEW.{name}" for name in _MOVES)
    of_family = (
        "team_id = CASE WHEN NEW.sealed_on IS NULL THEN NEW.team_id END, restricted_id = CASE WHEN NEW.restricted THEN "
        "NEW.id END, opened_on = NEW.opened_on, closed_on = NEW.closed_on, reference_folded = NEW.reference_folded"
    )
    put, away = f"UPDATE {BUDGET} SET", f"DELETE FROM {BUDGET} WHERE period_id = OLD.id"  # noqa: S608
    after, of = "AFTER UPDATE", "kept_budget"
    return [
        *deeds,
        (f"{of}_period_after_insert", "budget_period", "AFTER INSERT", (), opened),
        (f"{of}_period_after_update", "budget_period", after, _MOVES, f"{put} {moved} WHERE period_id = NEW.id"),
        (f"{of}_period_after_delete", "budget_period", "AFTER DELETE", (), away),
        (f"{of}_after_update", "family", after, _FAMILY_OF_BUDGET, f"{put} {of_family} WHERE family_id = NEW.id"),
        (f"{_OF_LAST}_after_update", "spend", after, _BOUGHT, _last_anew(dialect, "OLD.family_id, NEW.family_id")),
        (f"{_OF_LAST}_after_delete", "spend", "AFTER DELETE", (), _last_anew(dialect, "OLD.family_id")),
    ]


def _later(dialect: str) -> str:
    """What a new purchase does to the last day on which something was bought for its family.

    PostgreSQL writes the row whatever the day, so that whoever looks for that day anew waits for this purchase.
    """
    if dialect == "sqlite":
        later = f"({LAST} IS NULL OR {LAST} < NEW.bought_on)"
        return f"UPDATE {BUDGET} SET {LAST} = NEW.bought_on WHERE family_id = NEW.family_id AND {later}"  # noqa: S608
    later = f"GREATEST({LAST}, NEW.bought_on)"
    return f"UPDATE {BUDGET} SET {LAST} = {later} WHERE family_id = NEW.family_id"  # noqa: S608


def _last_anew(dialect: str, families: str) -> str:
    """Look for the last day anew, where a purchase was made of a request, was put right or taken out."""
    anew = f"UPDATE {BUDGET} SET {LAST} = ({last_bought(f'{BUDGET}.family_id')}) WHERE family_id IN ({families})"  # noqa: S608
    if dialect == "sqlite":
        return anew
    hold = (
        f"PERFORM 1 FROM family f WHERE f.id IN ({families}) ORDER BY f.id FOR SHARE; PERFORM 1 FROM {BUDGET} k "
        f"WHERE k.family_id IN ({families}) ORDER BY k.period_id FOR NO KEY UPDATE"
    )
    return f"{hold}; {anew}"


def names(dialect: str, *, with_last: bool = True) -> list[str]:
    """The triggers that keep the sums; not `with_last`: of a database of before they kept the last day."""
    return [name for name, *_ in _deeds(dialect) if with_last or not name.startswith(_OF_LAST)]


def _waits(table: str, when: str) -> str:
    """What a trigger of PostgreSQL waits for: what a scheme asks for does not change amid what is recorded or moved.

    Who changes what a scheme asks for has the lock alone, everybody else shares it. A family's own row is held by what is
    recorded for it (see _add).
    """
    if table == "scheme":
        return f"PERFORM pg_advisory_xact_lock({_SCHEMES}); "
    first = ""
    if table == "receipt":
        # Of two receipts that come at once the second sees the first.
        row = "OLD" if when.endswith("DELETE") else "NEW"
        first = f"PERFORM 1 FROM spend s WHERE s.id = {row}.spend_id FOR NO KEY UPDATE; "
    return f"{first}PERFORM pg_advisory_xact_lock_shared({_SCHEMES}); "


def _only(dialect: str, table: str, when: str, columns: tuple[str, ...]) -> str:
    """The condition on which a trigger fires: something that is summed comes, goes or changes."""
    rows = {"INSERT": ("NEW",), "DELETE": ("OLD",)}.get(when.split()[1], ("OLD", "NEW"))
    only = []
    if columns:
        unlike = "IS NOT" if dialect == "sqlite" else "IS DISTINCT FROM"
        only.append(" OR ".join(f"OLD.{name} {unlike} NEW.{name}" for name in columns))
    if table == "spend":
        judged = rows if columns == _BOUGHT else (rows[0 if when.startswith("BEFORE") else -1],)
        only.append(" OR ".join(f"{row}.state = 'bought'" for row in judged))
    if table == "receipt" and not columns:
        only.append(_OF_PURCHASE.replace("r.", f"{rows[0]}."))
    return f" WHEN ({' AND '.join(f'({each})' for each in only)})" if only else ""


def statements(dialect: str) -> dict[str, list[str]]:
    """The SQL that makes each trigger, by name."""
    made: dict[str, list[str]] = {}
    for name, table, when, columns, deed in _deeds(dialect):
        fires = f"CREATE TRIGGER {name} {when}{' OF ' + ', '.join(columns) if columns else ''} ON {table}"
        only = _only(dialect, table, when, columns)
        if dialect == "sqlite":
            made[name] = [f"{fires}{only} BEGIN {deed}; END"]
            continue
        waits = "DECLARE one record; BEGIN " + _waits(table, when) if MONTH in deed else "BEGIN "
        made[name] = [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ {waits}{deed}; RETURN {'OLD' if when.endswith('DELETE') else 'NEW'}; END $$",
            f"{fires} FOR EACH ROW{only} EXECUTE FUNCTION {name}()",
        ]
    return made


def anew(dialect: str) -> list[str]:
    """The SQL that makes all sums anew from the lines."""
    return [
        f"DELETE FROM {MONTH}",  # noqa: S608
        _insert(months(dialect, "1 = 1")),
        f"DELETE FROM {BUDGET}",  # noqa: S608
        f"INSERT INTO {BUDGET} ({', '.join(OF_BUDGET)}) {budgets('1 = 1')}",
    ]


_TOGETHER, _DAYS = "temp.kept_together", "temp.kept_days"


def sum_waiting(connection: Connection, purchases: str) -> None:
    """On SQLite, sum purchases that wait in a table of their own, before anybody else has to wait for their writing."""
    question = months("sqlite", "TRUE", purchases=purchases)
    connection.exec_driver_sql(f"CREATE TEMP TABLE {_TOGETHER.removeprefix('temp.')} AS {question}")
    days = f"SELECT family_id, MAX(bought_on) AS day FROM {purchases} WHERE state = 'bought' GROUP BY family_id"  # noqa: S608
    connection.exec_driver_sql(f"CREATE TEMP TABLE {_DAYS.removeprefix('temp.')} AS {days}")


@contextlib.contextmanager
def added_together(connection: Connection) -> Iterator[None]:
    """On SQLite, what was summed by `sum_waiting` is added once, and not again as each of those purchases is written.

    The trigger that would do it is put aside within the transaction, and put back as it stood.
    """
    standing = f"SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = '{OF_NEW}'"  # noqa: S608 - a name of ours
    trigger = connection.exec_driver_sql(standing).scalar_one()
    connection.exec_driver_sql(f"DROP TRIGGER {OF_NEW}")
    yield
    connection.exec_driver_sql(trigger)
    connection.exec_driver_sql(_insert_or_add(f"SELECT * FROM {_TOGETHER} WHERE TRUE"))  # noqa: S608 - the same
    connection.exec_driver_sql(
        f"UPDATE {BUDGET} SET {LAST} = MAX(COALESCE({LAST}, d.day), d.day) FROM {_DAYS} d "  # noqa: S608 - the same
        f"WHERE d.family_id = {BUDGET}.family_id"
    )
    connection.exec_driver_sql(f"DROP TABLE {_TOGETHER}")
    connection.exec_driver_sql(f"DROP TABLE {_DAYS}")
