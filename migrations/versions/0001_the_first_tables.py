"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The triggers that let the audit and the ledger only be added to, as they were when these tables were first made.
ONLY_ADDED = {
    'sqlite': (
        "CREATE TRIGGER audit_record_no_update BEFORE UPDATE ON audit_record "
        "BEGIN SELECT RAISE(ABORT, 'audit_record rows are only ever added'); END",
        "CREATE TRIGGER audit_record_no_delete BEFORE DELETE ON audit_record "
        "BEGIN SELECT RAISE(ABORT, 'audit_record rows are only ever added'); END",
        "CREATE TRIGGER audit_record_no_replace BEFORE INSERT ON audit_record "
        "WHEN EXISTS (SELECT 1 FROM audit_record WHERE id = NEW.id "
        "OR (subject_id = NEW.subject_id AND sequence = NEW.sequence)) "
        "BEGIN SELECT RAISE(ABORT, 'audit_record rows are only ever added'); END",
        "CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry "
        "BEGIN SELECT RAISE(ABORT, 'ledger_entry rows are only ever added'); END",
        "CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry "
        "BEGIN SELECT RAISE(ABORT, 'ledger_entry rows are only ever added'); END",
        "CREATE TRIGGER ledger_entry_no_replace BEFORE INSERT ON ledger_entry "
        "WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.id "
        "OR (period_id = NEW.period_id AND sequence = NEW.sequence)) "
        "BEGIN SELECT RAISE(ABORT, 'ledger_entry rows are only ever added'); END",
    ),
    'postgresql': (
        "CREATE OR REPLACE FUNCTION only_added() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% rows are only ever added', TG_TABLE_NAME "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER audit_record_no_change BEFORE UPDATE OR DELETE ON audit_record "
        "FOR EACH ROW EXECUTE FUNCTION only_added()",
        "CREATE TRIGGER audit_record_no_truncate BEFORE TRUNCATE ON audit_record "
        "FOR EACH STATEMENT EXECUTE FUNCTION only_added()",
        "CREATE TRIGGER ledger_entry_no_change BEFORE UPDATE OR DELETE ON ledger_entry "
        "FOR EACH ROW EXECUTE FUNCTION only_added()",
        "CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION only_added()",
    ),
}


def upgrade() -> None:
    op.create_table('audit_chain',
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('last_sequence', sa.BigInteger(), nullable=False),
    sa.Column('last_digest', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('subject_id', name=op.f('pk_audit_chain'))
    )
    op.create_table('authority',
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('nation', sa.String(length=20), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("nation IN ('england', 'wales')", name=op.f('ck_authority_nation_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_authority')),
    sa.UniqueConstraint('name', name=op.f('uq_authority_name'))
    )
    op.create_table('failed_sign_in',
    sa.Column('account_digest', sa.String(length=64), nullable=False),
    sa.Column('source_digest', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_failed_sign_in'))
    )
    with op.batch_alter_table('failed_sign_in', schema=None) as batch_op:
        batch_op.create_index('ix_failed_sign_in_account_at', ['account_digest', 'at'], unique=False)
        batch_op.create_index('ix_failed_sign_in_source_at', ['source_digest', 'at'], unique=False)

    op.create_table('study',
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('intervention', sa.String(length=200), nullable=True),
    sa.Column('price_year', sa.String(length=7), nullable=True),
    sa.Column('profile', sa.String(length=20), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("profile IN ('internal', 'controlled', 'published')", name=op.f('ck_study_profile_known')),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_study_dates_in_order')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_study')),
    sa.UniqueConstraint('name', name=op.f('uq_study_name'))
    )
    op.create_table('intervention',
    sa.Column('authority_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['authority_id'], ['authority.id'], name=op.f('fk_intervention_authority_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_intervention')),
    sa.UniqueConstraint('authority_id', 'name', name=op.f('uq_intervention_authority_id_name'))
    )
    op.create_table('local_pension_rate',
    sa.Column('authority_id', sa.Uuid(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('rate_basis_points', sa.BigInteger(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['authority_id'], ['authority.id'], name=op.f('fk_local_pension_rate_authority_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_local_pension_rate')),
    sa.UniqueConstraint('authority_id', 'starts_on', name=op.f('uq_local_pension_rate_authority_id_starts_on'))
    )
    op.create_table('person',
    sa.Column('authority_id', sa.Uuid(), nullable=True),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=True),
    sa.Column('password_changed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('active_from', sa.Date(), nullable=False),
    sa.Column('active_to', sa.Date(), nullable=True),
    sa.Column('suspended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('weekly_minutes', sa.BigInteger(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['authority_id'], ['authority.id'], name=op.f('fk_person_authority_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('email', name=op.f('uq_person_email'))
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index('ix_person_authority_id', ['authority_id'], unique=False)

    op.create_table('post',
    sa.Column('authority_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['authority_id'], ['authority.id'], name=op.f('fk_post_authority_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_post')),
    sa.UniqueConstraint('authority_id', 'name', name=op.f('uq_post_authority_id_name'))
    )
    op.create_table('scheme',
    sa.Column('authority_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('cap_pence', sa.BigInteger(), nullable=True),
    sa.Column('cap_period', sa.String(length=20), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('regular_needs', sa.String(length=30), nullable=False),
    sa.Column('hold_days', sa.BigInteger(), nullable=False),
    sa.Column('decision_minutes', sa.BigInteger(), nullable=False),
    sa.Column('receipts_required', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("cap_period IN ('whole', 'financial_year')", name=op.f('ck_scheme_cap_period_known')),
    sa.CheckConstraint('cap_pence IS NULL OR cap_pence >= 0', name=op.f('ck_scheme_cap_not_negative')),
    sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f('ck_scheme_dates_in_order')),
    sa.ForeignKeyConstraint(['authority_id'], ['authority.id'], name=op.f('fk_scheme_authority_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scheme')),
    sa.UniqueConstraint('authority_id', 'name', name=op.f('uq_scheme_authority_id_name'))
    )
    op.create_table('team',
    sa.Column('authority_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['authority_id'], ['authority.id'], name=op.f('fk_team_authority_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_team')),
    sa.UniqueConstraint('authority_id', 'name', name=op.f('uq_team_authority_id_name'))
    )
    op.create_table('activity',
    sa.Column('authority_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('activity_class', sa.String(length=20), nullable=False),
    sa.Column('intervention_id', sa.Uuid(), nullable=True),
    sa.Column('retired_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("activity_class IN ('running', 'set_up', 'evaluation')", name=op.f('ck_activity_activity_class_known')),
    sa.CheckConstraint("kind IN ('direct', 'indirect', 'general')", name=op.f('ck_activity_kind_known')),
    sa.ForeignKeyConstraint(['authority_id'], ['authority.id'], name=op.f('fk_activity_authority_id')),
    sa.ForeignKeyConstraint(['intervention_id'], ['intervention.id'], name=op.f('fk_activity_intervention_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity')),
    sa.UniqueConstraint('authority_id', 'name', name=op.f('uq_activity_authority_id_name'))
    )
    op.create_table('audit_record',
    sa.Column('authority_id', sa.Uuid(), nullable=True),
    sa.Column('subject_kind', sa.String(length=30), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('sequence', sa.BigInteger(), nullable=False),
    sa.Column('deed', sa.String(length=40), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['authority_id'], ['authority.id'], name=op.f('fk_audit_record_authority_id')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_audit_record_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_record')),
    sa.UniqueConstraint('subject_id', 'sequence', name=op.f('uq_audit_record_subject_id_sequence'))
    )
    with op.batch_alter_table('audit_record', schema=None) as batch_op:
        batch_op.create_index('ix_audit_record_authority_at', ['authority_id', 'at'], unique=False)

    op.create_table('band',
    sa.Column('scheme_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=30), nullable=False),
    sa.Column('single_pence', sa.BigInteger(), nullable=True),
    sa.Column('running_pence', sa.BigInteger(), nullable=True),
    sa.Column('window_days', sa.BigInteger(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("role IN ('practitioner', 'manager', 'senior_manager', 'finance', 'business_support', 'auditor', 'evaluator', 'administrator')", name=op.f('ck_band_role_known')),
    sa.CheckConstraint('(running_pence IS NULL) OR (window_days IS NOT NULL)', name=op.f('ck_band_running_has_window')),
    sa.CheckConstraint('running_pence IS NULL OR running_pence >= 0', name=op.f('ck_band_running_not_negative')),
    sa.CheckConstraint('single_pence IS NULL OR single_pence >= 0', name=op.f('ck_band_single_not_negative')),
    sa.CheckConstraint('window_days IS NULL OR window_days >= 1', name=op.f('ck_band_window_has_days')),
    sa.ForeignKeyConstraint(['scheme_id'], ['scheme.id'], name=op.f('fk_band_scheme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_band')),
    sa.UniqueConstraint('scheme_id', 'role', 'starts_on', name=op.f('uq_band_scheme_id_role_starts_on'))
    )
    op.create_table('category',
    sa.Column('scheme_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('position', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['scheme_id'], ['scheme.id'], name=op.f('fk_category_scheme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_category')),
    sa.UniqueConstraint('scheme_id', 'name', name=op.f('uq_category_scheme_id_name'))
    )
    op.create_table('costing_run',
    sa.Column('study_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.BigInteger(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('intervention', sa.String(length=200), nullable=True),
    sa.Column('modes', sa.Text(), nullable=False),
    sa.Column('with_qualifications', sa.Boolean(), nullable=False),
    sa.Column('vat_rule', sa.String(length=30), nullable=False),
    sa.Column('reconciliation', sa.Text(), nullable=False),
    sa.Column('notices', sa.Text(), nullable=False),
    sa.Column('made_by_id', sa.Uuid(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_costing_run_made_by_id')),
    sa.ForeignKeyConstraint(['study_id'], ['study.id'], name=op.f('fk_costing_run_study_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_costing_run')),
    sa.UniqueConstraint('study_id', 'number', name=op.f('uq_costing_run_study_id_number'))
    )
    op.create_table('family',
    sa.Column('authority_id', sa.Uuid(), nullable=False),
    sa.Column('reference', sa.String(length=50), nullable=False),
    sa.Column('team_id', sa.Uuid(), nullable=False),
    sa.Column('lead_worker_id', sa.Uuid(), nullable=True),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('end_reason', sa.String(length=100), nullable=True),
    sa.Column('scheme_id', sa.Uuid(), nullable=True),
    sa.Column('arm', sa.String(length=20), nullable=True),
    sa.Column('allocated_on', sa.Date(), nullable=True),
    sa.Column('index_child', sa.String(length=50), nullable=True),
    sa.Column('cohort_reason', sa.String(length=200), nullable=True),
    sa.Column('legal_basis', sa.String(length=200), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("arm IS NULL OR arm IN ('budget', 'comparison')", name=op.f('ck_family_arm_known')),
    sa.CheckConstraint('(closed_on IS NULL) = (end_reason IS NULL)', name=op.f('ck_family_closed_with_reason')),
    sa.CheckConstraint('closed_on IS NULL OR closed_on >= opened_on', name=op.f('ck_family_dates_in_order')),
    sa.ForeignKeyConstraint(['authority_id'], ['authority.id'], name=op.f('fk_family_authority_id')),
    sa.ForeignKeyConstraint(['lead_worker_id'], ['person.id'], name=op.f('fk_family_lead_worker_id')),
    sa.ForeignKeyConstraint(['scheme_id'], ['scheme.id'], name=op.f('fk_family_scheme_id')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_family_team_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_family')),
    sa.UniqueConstraint('authority_id', 'reference', name=op.f('uq_family_authority_id_reference'))
    )
    with op.batch_alter_table('family', schema=None) as batch_op:
        batch_op.create_index('ix_family_lead_worker_id', ['lead_worker_id'], unique=False)
        batch_op.create_index('ix_family_team_id', ['team_id'], unique=False)

    op.create_table('form_key',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('location', sa.String(length=500), nullable=True),
    sa.Column('status', sa.BigInteger(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_form_key_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_form_key')),
    sa.UniqueConstraint('person_id', 'key', name=op.f('uq_form_key_person_id_key'))
    )
    op.create_table('kept_form',
    sa.Column('token_digest', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('path', sa.String(length=500), nullable=False),
    sa.Column('fields', sa.String(), nullable=False),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_kept_form_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_form')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_kept_form_token_digest'))
    )
    op.create_table('month_closing',
    sa.Column('team_id', sa.Uuid(), nullable=False),
    sa.Column('month_starts_on', sa.Date(), nullable=False),
    sa.Column('closed_by_id', sa.Uuid(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reopened_by_id', sa.Uuid(), nullable=True),
    sa.Column('reopened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reopened_reason', sa.Text(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['closed_by_id'], ['person.id'], name=op.f('fk_month_closing_closed_by_id')),
    sa.ForeignKeyConstraint(['reopened_by_id'], ['person.id'], name=op.f('fk_month_closing_reopened_by_id')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_month_closing_team_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_month_closing'))
    )
    with op.batch_alter_table('month_closing', schema=None) as batch_op:
        batch_op.create_index('ix_month_closing_team_month', ['team_id', 'month_starts_on'], unique=False)

    op.create_table('one_time_link',
    sa.Column('token_digest', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.String(length=20), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("purpose IN ('invitation', 'reset')", name=op.f('ck_one_time_link_purpose_known')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_one_time_link_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_one_time_link')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_one_time_link_token_digest'))
    )
    with op.batch_alter_table('one_time_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_one_time_link_person_id'), ['person_id'], unique=False)

    op.create_table('post_cost',
    sa.Column('post_id', sa.Uuid(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('price_year', sa.String(length=7), nullable=False),
    sa.Column('salary_pence', sa.BigInteger(), nullable=False),
    sa.Column('oncosts_pence', sa.BigInteger(), nullable=True),
    sa.Column('qualifications_pence', sa.BigInteger(), nullable=False),
    sa.Column('overhead_direct_pence', sa.BigInteger(), nullable=True),
    sa.Column('overhead_direct_basis_points', sa.BigInteger(), nullable=True),
    sa.Column('overhead_indirect_pence', sa.BigInteger(), nullable=True),
    sa.Column('overhead_indirect_basis_points', sa.BigInteger(), nullable=True),
    sa.Column('capital_pence', sa.BigInteger(), nullable=False),
    sa.Column('minutes_per_year', sa.BigInteger(), nullable=False),
    sa.Column('ratio_thousandths', sa.BigInteger(), nullable=True),
    sa.Column('ratio_kind', sa.String(length=20), nullable=True),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("ratio_kind IS NULL OR ratio_kind IN ('face_to_face', 'client_related')", name=op.f('ck_post_cost_ratio_kind_known')),
    sa.CheckConstraint('(ratio_thousandths IS NULL) = (ratio_kind IS NULL)', name=op.f('ck_post_cost_ratio_has_kind')),
    sa.CheckConstraint('minutes_per_year > 0', name=op.f('ck_post_cost_year_has_minutes')),
    sa.CheckConstraint('overhead_direct_pence IS NULL OR overhead_direct_basis_points IS NULL', name=op.f('ck_post_cost_direct_stated_once')),
    sa.CheckConstraint('overhead_indirect_pence IS NULL OR overhead_indirect_basis_points IS NULL', name=op.f('ck_post_cost_indirect_stated_once')),
    sa.CheckConstraint('salary_pence > 0', name=op.f('ck_post_cost_salary_above_zero')),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_post_cost_post_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_post_cost')),
    sa.UniqueConstraint('post_id', 'starts_on', name=op.f('uq_post_cost_post_id_starts_on'))
    )
    op.create_table('post_holding',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('post_id', sa.Uuid(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f('ck_post_holding_dates_in_order')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_post_holding_person_id')),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_post_holding_post_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_post_holding')),
    sa.UniqueConstraint('person_id', 'starts_on', name=op.f('uq_post_holding_person_id_starts_on'))
    )
    op.create_table('role_grant',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=30), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("role IN ('practitioner', 'manager', 'senior_manager', 'finance', 'business_support', 'auditor', 'evaluator', 'administrator')", name=op.f('ck_role_grant_role_known')),
    sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f('ck_role_grant_dates_in_order')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_role_grant_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_grant')),
    sa.UniqueConstraint('person_id', 'role', 'starts_on', name=op.f('uq_role_grant_person_id_role_starts_on'))
    )
    op.create_table('sign_in_session',
    sa.Column('token_digest', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sign_in_session_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_session')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_sign_in_session_token_digest'))
    )
    with op.batch_alter_table('sign_in_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_session_person_id'), ['person_id'], unique=False)

    op.create_table('study_authority',
    sa.Column('study_id', sa.Uuid(), nullable=False),
    sa.Column('authority_id', sa.Uuid(), nullable=False),
    sa.Column('mode', sa.String(length=1), nullable=False),
    sa.Column('agreed_by_id', sa.Uuid(), nullable=True),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("mode IN ('A', 'B')", name=op.f('ck_study_authority_mode_known')),
    sa.ForeignKeyConstraint(['agreed_by_id'], ['person.id'], name=op.f('fk_study_authority_agreed_by_id')),
    sa.ForeignKeyConstraint(['authority_id'], ['authority.id'], name=op.f('fk_study_authority_authority_id')),
    sa.ForeignKeyConstraint(['study_id'], ['study.id'], name=op.f('fk_study_authority_study_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_study_authority')),
    sa.UniqueConstraint('study_id', 'authority_id', name=op.f('uq_study_authority_study_id_authority_id'))
    )
    op.create_table('team_membership',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('team_id', sa.Uuid(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f('ck_team_membership_dates_in_order')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_team_membership_person_id')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_team_membership_team_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_team_membership')),
    sa.UniqueConstraint('person_id', 'team_id', 'starts_on', name=op.f('uq_team_membership_person_id_team_id_starts_on'))
    )
    with op.batch_alter_table('team_membership', schema=None) as batch_op:
        batch_op.create_index('ix_team_membership_team_id', ['team_id'], unique=False)

    op.create_table('budget',
    sa.Column('authority_id', sa.Uuid(), nullable=False),
    sa.Column('family_id', sa.Uuid(), nullable=False),
    sa.Column('scheme_id', sa.Uuid(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['authority_id'], ['authority.id'], name=op.f('fk_budget_authority_id')),
    sa.ForeignKeyConstraint(['family_id'], ['family.id'], name=op.f('fk_budget_family_id')),
    sa.ForeignKeyConstraint(['scheme_id'], ['scheme.id'], name=op.f('fk_budget_scheme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_budget')),
    sa.UniqueConstraint('family_id', 'scheme_id', name=op.f('uq_budget_family_id_scheme_id'))
    )
    with op.batch_alter_table('budget', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_budget_authority_id'), ['authority_id'], unique=False)

    op.create_table('child',
    sa.Column('family_id', sa.Uuid(), nullable=False),
    sa.Column('reference', sa.String(length=50), nullable=False),
    sa.Column('birth_month', sa.String(length=7), nullable=True),
    sa.Column('need_code', sa.String(length=10), nullable=True),
    sa.Column('status_at_start', sa.String(length=60), nullable=True),
    sa.Column('in_scope', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("birth_month IS NULL OR birth_month LIKE '____-__'", name=op.f('ck_child_birth_month_written')),
    sa.ForeignKeyConstraint(['family_id'], ['family.id'], name=op.f('fk_child_family_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_child')),
    sa.UniqueConstraint('family_id', 'reference', name=op.f('uq_child_family_id_reference'))
    )
    op.create_table('family_details',
    sa.Column('family_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('name_folded', sa.String(length=200), nullable=False),
    sa.Column('notes', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['family_id'], ['family.id'], name=op.f('fk_family_details_family_id')),
    sa.PrimaryKeyConstraint('family_id', name=op.f('pk_family_details'))
    )
    with op.batch_alter_table('family_details', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_family_details_name_folded'), ['name_folded'], unique=False)

    op.create_table('run_member',
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('family_id', sa.Uuid(), nullable=False),
    sa.Column('authority_id', sa.Uuid(), nullable=False),
    sa.Column('arm', sa.String(length=20), nullable=False),
    sa.Column('open_from', sa.Date(), nullable=False),
    sa.Column('open_days', sa.BigInteger(), nullable=False),
    sa.Column('children_in_scope', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['authority_id'], ['authority.id'], name=op.f('fk_run_member_authority_id')),
    sa.ForeignKeyConstraint(['family_id'], ['family.id'], name=op.f('fk_run_member_family_id')),
    sa.ForeignKeyConstraint(['run_id'], ['costing_run.id'], name=op.f('fk_run_member_run_id')),
    sa.PrimaryKeyConstraint('run_id', 'family_id', name=op.f('pk_run_member'))
    )
    op.create_table('run_pool',
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('authority_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('intervention', sa.String(length=200), nullable=True),
    sa.Column('activity_class', sa.String(length=20), nullable=False),
    sa.Column('cost_pence', sa.BigInteger(), nullable=False),
    sa.Column('minutes', sa.BigInteger(), nullable=False),
    sa.Column('family_minutes', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['authority_id'], ['authority.id'], name=op.f('fk_run_pool_authority_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_run_pool_person_id')),
    sa.ForeignKeyConstraint(['run_id'], ['costing_run.id'], name=op.f('fk_run_pool_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_run_pool'))
    )
    with op.batch_alter_table('run_pool', schema=None) as batch_op:
        batch_op.create_index('ix_run_pool_run_id', ['run_id'], unique=False)

    op.create_table('run_rate',
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('authority_id', sa.Uuid(), nullable=False),
    sa.Column('post', sa.String(length=200), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('price_year', sa.String(length=7), nullable=False),
    sa.Column('salary_pence', sa.BigInteger(), nullable=False),
    sa.Column('oncosts_pence', sa.BigInteger(), nullable=False),
    sa.Column('qualifications_pence', sa.BigInteger(), nullable=False),
    sa.Column('overhead_direct_pence', sa.BigInteger(), nullable=False),
    sa.Column('overhead_indirect_pence', sa.BigInteger(), nullable=False),
    sa.Column('capital_pence', sa.BigInteger(), nullable=False),
    sa.Column('minutes_per_year', sa.BigInteger(), nullable=False),
    sa.Column('ratio_thousandths', sa.BigInteger(), nullable=True),
    sa.Column('ratio_kind', sa.String(length=20), nullable=True),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('oncosts_source', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['authority_id'], ['authority.id'], name=op.f('fk_run_rate_authority_id')),
    sa.ForeignKeyConstraint(['run_id'], ['costing_run.id'], name=op.f('fk_run_rate_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_run_rate')),
    sa.UniqueConstraint('run_id', 'authority_id', 'post', 'starts_on', name=op.f('uq_run_rate_run_id_authority_id_post_starts_on'))
    )
    op.create_table('work_entry',
    sa.Column('authority_id', sa.Uuid(), nullable=False),
    sa.Column('reference', sa.String(length=50), nullable=True),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('worked_on', sa.Date(), nullable=False),
    sa.Column('activity_id', sa.Uuid(), nullable=False),
    sa.Column('intervention_id', sa.Uuid(), nullable=True),
    sa.Column('for_whom', sa.String(length=20), nullable=False),
    sa.Column('contact_minutes', sa.BigInteger(), nullable=False),
    sa.Column('preparation_minutes', sa.BigInteger(), nullable=False),
    sa.Column('travel_minutes', sa.BigInteger(), nullable=False),
    sa.Column('miles_hundredths', sa.BigInteger(), nullable=False),
    sa.Column('expenses_pence', sa.BigInteger(), nullable=False),
    sa.Column('session_reference', sa.String(length=50), nullable=True),
    sa.Column('places', sa.BigInteger(), nullable=True),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.Column('recorded_by_id', sa.Uuid(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("for_whom IN ('families', 'other', 'nobody')", name=op.f('ck_work_entry_for_whom_known')),
    sa.CheckConstraint('contact_minutes + preparation_minutes + travel_minutes + miles_hundredths + expenses_pence > 0', name=op.f('ck_work_entry_says_something')),
    sa.CheckConstraint('contact_minutes + preparation_minutes + travel_minutes <= 1440', name=op.f('ck_work_entry_within_a_day')),
    sa.CheckConstraint('contact_minutes >= 0 AND preparation_minutes >= 0 AND travel_minutes >= 0', name=op.f('ck_work_entry_minutes_not_negative')),
    sa.CheckConstraint('expenses_pence >= 0', name=op.f('ck_work_entry_expenses_not_negative')),
    sa.CheckConstraint('miles_hundredths >= 0', name=op.f('ck_work_entry_miles_not_negative')),
    sa.ForeignKeyConstraint(['activity_id'], ['activity.id'], name=op.f('fk_work_entry_activity_id')),
    sa.ForeignKeyConstraint(['authority_id'], ['authority.id'], name=op.f('fk_work_entry_authority_id')),
    sa.ForeignKeyConstraint(['intervention_id'], ['intervention.id'], name=op.f('fk_work_entry_intervention_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_work_entry_person_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_work_entry_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work_entry')),
    sa.UniqueConstraint('authority_id', 'reference', name=op.f('uq_work_entry_authority_id_reference'))
    )
    with op.batch_alter_table('work_entry', schema=None) as batch_op:
        batch_op.create_index('ix_work_entry_authority_worked_on', ['authority_id', 'worked_on'], unique=False)
        batch_op.create_index('ix_work_entry_person_worked_on', ['person_id', 'worked_on'], unique=False)

    op.create_table('workbook',
    sa.Column('study_id', sa.Uuid(), nullable=False),
    sa.Column('run_id', sa.Uuid(), nullable=True),
    sa.Column('number', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('done_rows', sa.BigInteger(), nullable=False),
    sa.Column('total_rows', sa.BigInteger(), nullable=False),
    sa.Column('heartbeat_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('file_name', sa.String(length=60), nullable=True),
    sa.Column('digest', sa.String(length=64), nullable=True),
    sa.Column('bytes', sa.BigInteger(), nullable=True),
    sa.Column('asked_by_id', sa.Uuid(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ready_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("state IN ('waiting', 'building', 'ready', 'failed')", name=op.f('ck_workbook_state_known')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_workbook_asked_by_id')),
    sa.ForeignKeyConstraint(['run_id'], ['costing_run.id'], name=op.f('fk_workbook_run_id')),
    sa.ForeignKeyConstraint(['study_id'], ['study.id'], name=op.f('fk_workbook_study_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workbook')),
    sa.UniqueConstraint('study_id', 'number', name=op.f('uq_workbook_study_id_number'))
    )
    op.create_table('budget_period',
    sa.Column('budget_id', sa.Uuid(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('cap_pence', sa.BigInteger(), nullable=True),
    sa.Column('exception_by_id', sa.Uuid(), nullable=True),
    sa.Column('limit_pence', sa.BigInteger(), nullable=False),
    sa.Column('committed_pence', sa.BigInteger(), nullable=False),
    sa.Column('spent_pence', sa.BigInteger(), nullable=False),
    sa.Column('over_pence', sa.BigInteger(), nullable=False),
    sa.Column('ledger_sequence', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('cap_pence IS NULL OR limit_pence <= cap_pence OR exception_by_id IS NOT NULL', name=op.f('ck_budget_period_limit_within_cap')),
    sa.CheckConstraint('committed_pence + spent_pence <= limit_pence', name=op.f('ck_budget_period_within_limit')),
    sa.CheckConstraint('committed_pence >= 0', name=op.f('ck_budget_period_committed_not_negative')),
    sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f('ck_budget_period_dates_in_order')),
    sa.CheckConstraint('limit_pence >= 0', name=op.f('ck_budget_period_limit_not_negative')),
    sa.CheckConstraint('over_pence >= 0', name=op.f('ck_budget_period_over_not_negative')),
    sa.CheckConstraint('spent_pence >= 0', name=op.f('ck_budget_period_spent_not_negative')),
    sa.ForeignKeyConstraint(['budget_id'], ['budget.id'], name=op.f('fk_budget_period_budget_id')),
    sa.ForeignKeyConstraint(['exception_by_id'], ['person.id'], name=op.f('fk_budget_period_exception_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_budget_period')),
    sa.UniqueConstraint('budget_id', 'starts_on', name=op.f('uq_budget_period_budget_id_starts_on'))
    )
    op.create_table('run_entry',
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.Column('authority_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('team_id', sa.Uuid(), nullable=True),
    sa.Column('rate_id', sa.Uuid(), nullable=False),
    sa.Column('worked_on', sa.Date(), nullable=False),
    sa.Column('activity_id', sa.Uuid(), nullable=False),
    sa.Column('intervention', sa.String(length=200), nullable=True),
    sa.Column('contact_minutes', sa.BigInteger(), nullable=False),
    sa.Column('preparation_minutes', sa.BigInteger(), nullable=False),
    sa.Column('travel_minutes', sa.BigInteger(), nullable=False),
    sa.Column('contact_cost_pence', sa.BigInteger(), nullable=False),
    sa.Column('preparation_cost_pence', sa.BigInteger(), nullable=False),
    sa.Column('travel_cost_pence', sa.BigInteger(), nullable=False),
    sa.Column('mileage_cost_pence', sa.BigInteger(), nullable=False),
    sa.Column('expenses_pence', sa.BigInteger(), nullable=False),
    sa.Column('uplift_pence', sa.BigInteger(), nullable=False),
    sa.Column('pooled', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['activity_id'], ['activity.id'], name=op.f('fk_run_entry_activity_id')),
    sa.ForeignKeyConstraint(['authority_id'], ['authority.id'], name=op.f('fk_run_entry_authority_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['work_entry.id'], name=op.f('fk_run_entry_entry_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_run_entry_person_id')),
    sa.ForeignKeyConstraint(['rate_id'], ['run_rate.id'], name=op.f('fk_run_entry_rate_id')),
    sa.ForeignKeyConstraint(['run_id'], ['costing_run.id'], name=op.f('fk_run_entry_run_id')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_run_entry_team_id')),
    sa.PrimaryKeyConstraint('run_id', 'entry_id', name=op.f('pk_run_entry'))
    )
    op.create_table('run_line',
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.BigInteger(), nullable=False),
    sa.Column('family_id', sa.Uuid(), nullable=True),
    sa.Column('destination', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.String(length=30), nullable=True),
    sa.Column('share_from', sa.BigInteger(), nullable=False),
    sa.Column('share_to', sa.BigInteger(), nullable=False),
    sa.Column('share_of', sa.BigInteger(), nullable=False),
    sa.Column('whole_contact_minutes', sa.BigInteger(), nullable=False),
    sa.Column('whole_preparation_minutes', sa.BigInteger(), nullable=False),
    sa.Column('whole_travel_minutes', sa.BigInteger(), nullable=False),
    sa.Column('contact_minutes', sa.BigInteger(), nullable=False),
    sa.Column('preparation_minutes', sa.BigInteger(), nullable=False),
    sa.Column('travel_minutes', sa.BigInteger(), nullable=False),
    sa.Column('contact_cost_pence', sa.BigInteger(), nullable=False),
    sa.Column('preparation_cost_pence', sa.BigInteger(), nullable=False),
    sa.Column('travel_cost_pence', sa.BigInteger(), nullable=False),
    sa.Column('mileage_cost_pence', sa.BigInteger(), nullable=False),
    sa.Column('expenses_pence', sa.BigInteger(), nullable=False),
    sa.Column('indirect_share_pence', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['work_entry.id'], name=op.f('fk_run_line_entry_id')),
    sa.ForeignKeyConstraint(['family_id'], ['family.id'], name=op.f('fk_run_line_family_id')),
    sa.ForeignKeyConstraint(['run_id'], ['costing_run.id'], name=op.f('fk_run_line_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_run_line'))
    )
    with op.batch_alter_table('run_line', schema=None) as batch_op:
        batch_op.create_index('ix_run_line_run_family', ['run_id', 'family_id'], unique=False)

    op.create_table('run_pool_line',
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('pool_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.BigInteger(), nullable=False),
    sa.Column('family_id', sa.Uuid(), nullable=True),
    sa.Column('destination', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.String(length=30), nullable=True),
    sa.Column('minutes', sa.BigInteger(), nullable=False),
    sa.Column('share_from', sa.BigInteger(), nullable=False),
    sa.Column('share_to', sa.BigInteger(), nullable=False),
    sa.Column('share_of', sa.BigInteger(), nullable=False),
    sa.Column('indirect_share_pence', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['family_id'], ['family.id'], name=op.f('fk_run_pool_line_family_id')),
    sa.ForeignKeyConstraint(['pool_id'], ['run_pool.id'], name=op.f('fk_run_pool_line_pool_id')),
    sa.ForeignKeyConstraint(['run_id'], ['costing_run.id'], name=op.f('fk_run_pool_line_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_run_pool_line'))
    )
    with op.batch_alter_table('run_pool_line', schema=None) as batch_op:
        batch_op.create_index('ix_run_pool_line_family', ['run_id', 'family_id'], unique=False)
        batch_op.create_index('ix_run_pool_line_pool_id', ['pool_id'], unique=False)

    op.create_table('work_entry_details',
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['work_entry.id'], name=op.f('fk_work_entry_details_entry_id')),
    sa.PrimaryKeyConstraint('entry_id', name=op.f('pk_work_entry_details'))
    )
    op.create_table('work_share',
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('family_id', sa.Uuid(), nullable=True),
    sa.Column('position', sa.BigInteger(), nullable=False),
    sa.Column('weight', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('weight > 0', name=op.f('ck_work_share_weight_above_zero')),
    sa.ForeignKeyConstraint(['entry_id'], ['work_entry.id'], name=op.f('fk_work_share_entry_id')),
    sa.ForeignKeyConstraint(['family_id'], ['family.id'], name=op.f('fk_work_share_family_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work_share')),
    sa.UniqueConstraint('entry_id', 'position', name=op.f('uq_work_share_entry_id_position'))
    )
    with op.batch_alter_table('work_share', schema=None) as batch_op:
        batch_op.create_index('ix_work_share_family_id', ['family_id'], unique=False)

    op.create_table('limit_change',
    sa.Column('period_id', sa.Uuid(), nullable=False),
    sa.Column('from_pence', sa.BigInteger(), nullable=False),
    sa.Column('to_pence', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('proposed_by_id', sa.Uuid(), nullable=True),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by_id', sa.Uuid(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cohort_id', sa.Uuid(), nullable=True),
    sa.Column('imported', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("state IN ('requested', 'approved', 'declined', 'withdrawn')", name=op.f('ck_limit_change_state_known')),
    sa.CheckConstraint('decided_by_id IS NULL OR proposed_by_id IS NULL OR cohort_id IS NOT NULL OR decided_by_id <> proposed_by_id', name=op.f('ck_limit_change_decided_by_another')),
    sa.CheckConstraint('to_pence >= 0', name=op.f('ck_limit_change_to_not_negative')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_limit_change_decided_by_id')),
    sa.ForeignKeyConstraint(['period_id'], ['budget_period.id'], name=op.f('fk_limit_change_period_id')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['person.id'], name=op.f('fk_limit_change_proposed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_limit_change'))
    )
    with op.batch_alter_table('limit_change', schema=None) as batch_op:
        batch_op.create_index('ix_limit_change_period_id', ['period_id'], unique=False)
        batch_op.create_index('ix_limit_change_state', ['state'], unique=False)

    op.create_table('spend',
    sa.Column('authority_id', sa.Uuid(), nullable=False),
    sa.Column('reference', sa.String(length=50), nullable=True),
    sa.Column('family_id', sa.Uuid(), nullable=False),
    sa.Column('period_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('came', sa.String(length=20), nullable=False),
    sa.Column('category_id', sa.Uuid(), nullable=True),
    sa.Column('child_id', sa.Uuid(), nullable=True),
    sa.Column('planned_pence', sa.BigInteger(), nullable=False),
    sa.Column('approved_pence', sa.BigInteger(), nullable=True),
    sa.Column('paid_pence', sa.BigInteger(), nullable=True),
    sa.Column('over_pence', sa.BigInteger(), nullable=False),
    sa.Column('vat_pence', sa.BigInteger(), nullable=True),
    sa.Column('vat_status', sa.String(length=20), nullable=False),
    sa.Column('payment_method', sa.String(length=20), nullable=True),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('bought_on', sa.Date(), nullable=True),
    sa.Column('needed_by', sa.Date(), nullable=True),
    sa.Column('hold_expires_on', sa.Date(), nullable=True),
    sa.Column('regular', sa.Boolean(), nullable=False),
    sa.Column('regular_until', sa.Date(), nullable=True),
    sa.Column('review_on', sa.Date(), nullable=True),
    sa.Column('recorded_by_id', sa.Uuid(), nullable=False),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by_id', sa.Uuid(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('recorded_bought_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('bought_by_id', sa.Uuid(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reversed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('review', sa.String(length=20), nullable=False),
    sa.Column('reviewed_by_id', sa.Uuid(), nullable=True),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('imported', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("(kind = 'devolved') = (period_id IS NOT NULL)", name=op.f('ck_spend_devolved_has_budget')),
    sa.CheckConstraint("came IN ('front_line', 'single', 'running', 'regular')", name=op.f('ck_spend_came_known')),
    sa.CheckConstraint("kind IN ('devolved', 'other_help')", name=op.f('ck_spend_kind_known')),
    sa.CheckConstraint("payment_method IN ('purchase_card', 'invoice', 'bank_transfer', 'voucher', 'cash', 'own_money', 'other')", name=op.f('ck_spend_payment_method_known')),
    sa.CheckConstraint("review IN ('none', 'open', 'accepted', 'declined')", name=op.f('ck_spend_review_known')),
    sa.CheckConstraint("state IN ('requested', 'approved', 'declined', 'withdrawn', 'bought', 'reversed')", name=op.f('ck_spend_state_known')),
    sa.CheckConstraint("state NOT IN ('bought', 'reversed') OR (paid_pence IS NOT NULL AND bought_on IS NOT NULL)", name=op.f('ck_spend_bought_has_price_and_day')),
    sa.CheckConstraint("vat_status IN ('recoverable', 'not_recoverable', 'unknown')", name=op.f('ck_spend_vat_status_known')),
    sa.CheckConstraint('approved_pence IS NULL OR approved_pence > 0', name=op.f('ck_spend_approved_above_zero')),
    sa.CheckConstraint('decided_by_id IS NULL OR decided_by_id <> recorded_by_id', name=op.f('ck_spend_decided_by_another')),
    sa.CheckConstraint('over_pence >= 0 AND over_pence <= COALESCE(paid_pence, 0)', name=op.f('ck_spend_over_within_paid')),
    sa.CheckConstraint('paid_pence IS NULL OR paid_pence > 0', name=op.f('ck_spend_paid_above_zero')),
    sa.CheckConstraint('planned_pence > 0', name=op.f('ck_spend_planned_above_zero')),
    sa.CheckConstraint('vat_pence IS NULL OR vat_pence >= 0', name=op.f('ck_spend_vat_not_negative')),
    sa.ForeignKeyConstraint(['authority_id'], ['authority.id'], name=op.f('fk_spend_authority_id')),
    sa.ForeignKeyConstraint(['bought_by_id'], ['person.id'], name=op.f('fk_spend_bought_by_id')),
    sa.ForeignKeyConstraint(['category_id'], ['category.id'], name=op.f('fk_spend_category_id')),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_spend_child_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_spend_decided_by_id')),
    sa.ForeignKeyConstraint(['family_id'], ['family.id'], name=op.f('fk_spend_family_id')),
    sa.ForeignKeyConstraint(['period_id'], ['budget_period.id'], name=op.f('fk_spend_period_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_spend_recorded_by_id')),
    sa.ForeignKeyConstraint(['reviewed_by_id'], ['person.id'], name=op.f('fk_spend_reviewed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_spend')),
    sa.UniqueConstraint('authority_id', 'reference', name=op.f('uq_spend_authority_id_reference'))
    )
    with op.batch_alter_table('spend', schema=None) as batch_op:
        batch_op.create_index('ix_spend_family_bought_on', ['family_id', 'bought_on'], unique=False)
        batch_op.create_index('ix_spend_period_id', ['period_id'], unique=False)
        batch_op.create_index('ix_spend_state', ['state'], unique=False)

    op.create_table('ledger_entry',
    sa.Column('period_id', sa.Uuid(), nullable=False),
    sa.Column('sequence', sa.BigInteger(), nullable=False),
    sa.Column('entry', sa.String(length=20), nullable=False),
    sa.Column('limit_delta_pence', sa.BigInteger(), nullable=False),
    sa.Column('committed_delta_pence', sa.BigInteger(), nullable=False),
    sa.Column('spent_delta_pence', sa.BigInteger(), nullable=False),
    sa.Column('over_delta_pence', sa.BigInteger(), nullable=False),
    sa.Column('spend_id', sa.Uuid(), nullable=True),
    sa.Column('limit_change_id', sa.Uuid(), nullable=True),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("entry IN ('limit_set', 'committed', 'released', 'bought', 'over_limit', 'refunded', 'reversed', 'absorbed')", name=op.f('ck_ledger_entry_entry_known')),
    sa.CheckConstraint('limit_delta_pence <> 0 OR committed_delta_pence <> 0 OR spent_delta_pence <> 0 OR over_delta_pence <> 0', name=op.f('ck_ledger_entry_moves_something')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_ledger_entry_by_id')),
    sa.ForeignKeyConstraint(['limit_change_id'], ['limit_change.id'], name=op.f('fk_ledger_entry_limit_change_id')),
    sa.ForeignKeyConstraint(['period_id'], ['budget_period.id'], name=op.f('fk_ledger_entry_period_id')),
    sa.ForeignKeyConstraint(['spend_id'], ['spend.id'], name=op.f('fk_ledger_entry_spend_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_entry')),
    sa.UniqueConstraint('period_id', 'sequence', name=op.f('uq_ledger_entry_period_id_sequence'))
    )
    with op.batch_alter_table('ledger_entry', schema=None) as batch_op:
        batch_op.create_index('ix_ledger_entry_spend_id', ['spend_id'], unique=False)

    op.create_table('limit_change_details',
    sa.Column('limit_change_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decision_reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['limit_change_id'], ['limit_change.id'], name=op.f('fk_limit_change_details_limit_change_id')),
    sa.PrimaryKeyConstraint('limit_change_id', name=op.f('pk_limit_change_details'))
    )
    op.create_table('receipt',
    sa.Column('spend_id', sa.Uuid(), nullable=False),
    sa.Column('file_name', sa.String(length=60), nullable=False),
    sa.Column('media_type', sa.String(length=40), nullable=False),
    sa.Column('bytes', sa.BigInteger(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('added_by_id', sa.Uuid(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['added_by_id'], ['person.id'], name=op.f('fk_receipt_added_by_id')),
    sa.ForeignKeyConstraint(['spend_id'], ['spend.id'], name=op.f('fk_receipt_spend_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_receipt')),
    sa.UniqueConstraint('file_name', name=op.f('uq_receipt_file_name'))
    )
    with op.batch_alter_table('receipt', schema=None) as batch_op:
        batch_op.create_index('ix_receipt_digest', ['digest'], unique=False)
        batch_op.create_index('ix_receipt_spend_id', ['spend_id'], unique=False)

    op.create_table('refund',
    sa.Column('authority_id', sa.Uuid(), nullable=False),
    sa.Column('reference', sa.String(length=50), nullable=True),
    sa.Column('spend_id', sa.Uuid(), nullable=False),
    sa.Column('amount_pence', sa.BigInteger(), nullable=False),
    sa.Column('over_pence', sa.BigInteger(), nullable=False),
    sa.Column('vat_pence', sa.BigInteger(), nullable=True),
    sa.Column('refunded_on', sa.Date(), nullable=False),
    sa.Column('reversal', sa.Boolean(), nullable=False),
    sa.Column('recorded_by_id', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('amount_pence > 0', name=op.f('ck_refund_amount_above_zero')),
    sa.CheckConstraint('over_pence >= 0 AND over_pence <= amount_pence', name=op.f('ck_refund_over_within_amount')),
    sa.ForeignKeyConstraint(['authority_id'], ['authority.id'], name=op.f('fk_refund_authority_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_refund_recorded_by_id')),
    sa.ForeignKeyConstraint(['spend_id'], ['spend.id'], name=op.f('fk_refund_spend_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_refund')),
    sa.UniqueConstraint('authority_id', 'reference', name=op.f('uq_refund_authority_id_reference'))
    )
    with op.batch_alter_table('refund', schema=None) as batch_op:
        batch_op.create_index('ix_refund_spend_id', ['spend_id'], unique=False)

    op.create_table('spend_details',
    sa.Column('spend_id', sa.Uuid(), nullable=False),
    sa.Column('bought_what', sa.String(length=200), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('supplier', sa.String(length=200), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('decision_reason', sa.Text(), nullable=False),
    sa.Column('review_reason', sa.Text(), nullable=False),
    sa.Column('reversal_reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['spend_id'], ['spend.id'], name=op.f('fk_spend_details_spend_id')),
    sa.PrimaryKeyConstraint('spend_id', name=op.f('pk_spend_details'))
    )
    op.create_table('run_purchase',
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('spend_id', sa.Uuid(), nullable=False),
    sa.Column('refund_id', sa.Uuid(), nullable=True),
    sa.Column('family_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('bought_on', sa.Date(), nullable=False),
    sa.Column('counted_pence', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['family_id'], ['family.id'], name=op.f('fk_run_purchase_family_id')),
    sa.ForeignKeyConstraint(['refund_id'], ['refund.id'], name=op.f('fk_run_purchase_refund_id')),
    sa.ForeignKeyConstraint(['run_id'], ['costing_run.id'], name=op.f('fk_run_purchase_run_id')),
    sa.ForeignKeyConstraint(['spend_id'], ['spend.id'], name=op.f('fk_run_purchase_spend_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_run_purchase'))
    )
    with op.batch_alter_table('run_purchase', schema=None) as batch_op:
        batch_op.create_index('ix_run_purchase_run_family', ['run_id', 'family_id'], unique=False)

    for statement in ONLY_ADDED[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table('run_purchase', schema=None) as batch_op:
        batch_op.drop_index('ix_run_purchase_run_family')

    op.drop_table('run_purchase')
    op.drop_table('spend_details')
    with op.batch_alter_table('refund', schema=None) as batch_op:
        batch_op.drop_index('ix_refund_spend_id')

    op.drop_table('refund')
    with op.batch_alter_table('receipt', schema=None) as batch_op:
        batch_op.drop_index('ix_receipt_spend_id')
        batch_op.drop_index('ix_receipt_digest')

    op.drop_table('receipt')
    op.drop_table('limit_change_details')
    with op.batch_alter_table('ledger_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_ledger_entry_spend_id')

    op.drop_table('ledger_entry')
    with op.batch_alter_table('spend', schema=None) as batch_op:
        batch_op.drop_index('ix_spend_state')
        batch_op.drop_index('ix_spend_period_id')
        batch_op.drop_index('ix_spend_family_bought_on')

    op.drop_table('spend')
    with op.batch_alter_table('limit_change', schema=None) as batch_op:
        batch_op.drop_index('ix_limit_change_state')
        batch_op.drop_index('ix_limit_change_period_id')

    op.drop_table('limit_change')
    with op.batch_alter_table('work_share', schema=None) as batch_op:
        batch_op.drop_index('ix_work_share_family_id')

    op.drop_table('work_share')
    op.drop_table('work_entry_details')
    with op.batch_alter_table('run_pool_line', schema=None) as batch_op:
        batch_op.drop_index('ix_run_pool_line_pool_id')
        batch_op.drop_index('ix_run_pool_line_family')

    op.drop_table('run_pool_line')
    with op.batch_alter_table('run_line', schema=None) as batch_op:
        batch_op.drop_index('ix_run_line_run_family')

    op.drop_table('run_line')
    op.drop_table('run_entry')
    op.drop_table('budget_period')
    op.drop_table('workbook')
    with op.batch_alter_table('work_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_work_entry_person_worked_on')
        batch_op.drop_index('ix_work_entry_authority_worked_on')

    op.drop_table('work_entry')
    op.drop_table('run_rate')
    with op.batch_alter_table('run_pool', schema=None) as batch_op:
        batch_op.drop_index('ix_run_pool_run_id')

    op.drop_table('run_pool')
    op.drop_table('run_member')
    with op.batch_alter_table('family_details', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_family_details_name_folded'))

    op.drop_table('family_details')
    op.drop_table('child')
    with op.batch_alter_table('budget', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_budget_authority_id'))

    op.drop_table('budget')
    with op.batch_alter_table('team_membership', schema=None) as batch_op:
        batch_op.drop_index('ix_team_membership_team_id')

    op.drop_table('team_membership')
    op.drop_table('study_authority')
    with op.batch_alter_table('sign_in_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_session_person_id'))

    op.drop_table('sign_in_session')
    op.drop_table('role_grant')
    op.drop_table('post_holding')
    op.drop_table('post_cost')
    with op.batch_alter_table('one_time_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_one_time_link_person_id'))

    op.drop_table('one_time_link')
    with op.batch_alter_table('month_closing', schema=None) as batch_op:
        batch_op.drop_index('ix_month_closing_team_month')

    op.drop_table('month_closing')
    op.drop_table('kept_form')
    op.drop_table('form_key')
    with op.batch_alter_table('family', schema=None) as batch_op:
        batch_op.drop_index('ix_family_team_id')
        batch_op.drop_index('ix_family_lead_worker_id')

    op.drop_table('family')
    op.drop_table('costing_run')
    op.drop_table('category')
    op.drop_table('band')
    with op.batch_alter_table('audit_record', schema=None) as batch_op:
        batch_op.drop_index('ix_audit_record_authority_at')

    op.drop_table('audit_record')
    op.drop_table('activity')
    op.drop_table('team')
    op.drop_table('scheme')
    op.drop_table('post')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index('ix_person_authority_id')

    op.drop_table('person')
    op.drop_table('local_pension_rate')
    op.drop_table('intervention')
    op.drop_table('study')
    with op.batch_alter_table('failed_sign_in', schema=None) as batch_op:
        batch_op.drop_index('ix_failed_sign_in_source_at')
        batch_op.drop_index('ix_failed_sign_in_account_at')

    op.drop_table('failed_sign_in')
    op.drop_table('authority')
    op.drop_table('audit_chain')
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS only_added()")
