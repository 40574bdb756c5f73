"""A fair draw: a sealed list, families assessed before their arm is known, and the place each takes; only ever added to."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
BANDS = "('unborn', '0-4', '5-9', '10-16', '17')"
KEYS = {
    "draw": (("study_id",),),
    "draw_list": (("draw_id",),),
    "draw_place": (("draw_id", "number"),),
    "assessment": (("family_id", "number"),),
    "allocation": (("place_id",), ("family_id",), ("assessment_id",)),
    "draw_closing": (("draw_id",),),
}


def _table(name: str, columns: dict[str, sa.types.TypeEngine], *constraints: sa.Constraint, to: dict[str, str]) -> None:
    optional = {"reason", "band", "status_at_start", "need_code"} if name == "assessment" else set()
    op.create_table(
        name,
        *(sa.Column(column, kind, nullable=column in optional) for column, kind in columns.items()),
        sa.Column("id", sa.Uuid(), nullable=False),
        *constraints,
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}"))
            for column, table in to.items()
        ),
        *(sa.UniqueConstraint(*key, name=op.f(f"uq_{name}_{'_'.join(key)}")) for key in KEYS[name]),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def upgrade() -> None:
    key, small = sa.Uuid(), sa.String(20)
    _table(
        "draw",
        {
            "study_id": key,
            "source": small,
            "digest": sa.String(64),
            "started_by_id": key,
            "started_at": MOMENT,
        },
        sa.CheckConstraint("source IN ('made_here', 'file')", name=op.f("ck_draw_source_known")),
        to={"study_id": "study", "started_by_id": "person"},
    )
    _table("draw_list", {"draw_id": key, "list_text": sa.Text()}, to={"draw_id": "draw"})
    _table(
        "draw_place",
        {"authority_id": key, "draw_id": key, "number": sa.BigInteger(), "band": small, "arm": small},
        sa.CheckConstraint(f"band IN {BANDS}", name=op.f("ck_draw_place_band_known")),
        sa.CheckConstraint("arm IN ('budget', 'comparison')", name=op.f("ck_draw_place_arm_known")),
        to={"authority_id": "authority", "draw_id": "draw"},
    )
    op.create_index("ix_draw_place_stratum", "draw_place", ["draw_id", "authority_id", "band", "number"])
    _assessments(key, small)
    _table(
        "draw_closing",
        {"draw_id": key, "closed_by_id": key, "closed_at": MOMENT},
        to={"draw_id": "draw", "closed_by_id": "person"},
    )
    for table in KEYS:
        _only_added(table)


def _assessments(key: sa.Uuid, small: sa.String) -> None:
    _table(
        "assessment",
        {
            "authority_id": key,
            "draw_id": key,
            "family_id": key,
            "number": sa.BigInteger(),
            "eligible": sa.Boolean(),
            "reason": small,
            "band": small,
            "children": sa.BigInteger(),
            "status_at_start": sa.String(60),
            "need_code": sa.String(10),
            "assessed_by_id": key,
            "assessed_on": sa.Date(),
            "assessed_at": MOMENT,
        },
        sa.CheckConstraint(f"band IN {BANDS}", name=op.f("ck_assessment_band_known")),
        sa.CheckConstraint(
            "reason IN ('not_at_risk', 'declined', 'moving', 'other_study', 'other')",
            name=op.f("ck_assessment_reason_known"),
        ),
        sa.CheckConstraint("eligible = (reason IS NULL)", name=op.f("ck_assessment_reason_unless_eligible")),
        sa.CheckConstraint("NOT eligible OR band IS NOT NULL", name=op.f("ck_assessment_eligible_with_band")),
        to={"authority_id": "authority", "draw_id": "draw", "family_id": "family", "assessed_by_id": "person"},
    )
    op.create_index("ix_assessment_draw_id", "assessment", ["draw_id"])
    _table(
        "allocation",
        {
            "authority_id": key,
            "draw_id": key,
            "place_id": key,
            "family_id": key,
            "assessment_id": key,
            "allocated_by_id": key,
            "allocated_on": sa.Date(),
            "allocated_at": MOMENT,
        },
        to={
            "authority_id": "authority",
            "draw_id": "draw",
            "place_id": "draw_place",
            "family_id": "family",
            "assessment_id": "assessment",
            "allocated_by_id": "person",
        },
    )
    op.create_index("ix_allocation_draw_id", "allocation", ["draw_id"])


def _only_added(table: str) -> None:
    """The triggers that refuse everything but adding, as the first migration made them for the books."""
    words = f"{table} rows are only ever added"
    if op.get_bind().dialect.name == "sqlite":
        same = " OR ".join("(" + " AND ".join(f"{name} = NEW.{name}" for name in key) + ")" for key in KEYS[table])
        refuse = f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        collides = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR {same})"  # noqa: S608 - names are our own
        op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}")
        op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}")
        op.execute(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {collides} {refuse}")
        return
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION only_added()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION only_added()"
    )


def downgrade() -> None:
    for table in ("draw_closing", "allocation", "assessment", "draw_place", "draw_list", "draw"):
        op.drop_table(table)
