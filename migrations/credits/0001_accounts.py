"""Accounts: courses of study, evidence, rule documents, the ledger and its guards

Revision: credits_0001
After: 
"""

import sqlalchemy as sa
from alembic import op
import schemas.tables


revision = 'credits_0001'
down_revision = None
branch_labels = ('credits',)
depends_on = None

APPEND_ONLY = (
    "credits_entries",
    "credits_ledger_nodes",
    "credits_checkpoints",
    "credits_rule_documents",
    "credits_activations",
    "credits_case_steps",
    "credits_closings",
    "credits_certificate_events",
)

TREE = "(n = NEW.refers OR refers = NEW.refers)"
SAME_ACCOUNT = "category = NEW.category AND period IS NOT DISTINCT FROM NEW.period"
LAST = "(SELECT max(n) FROM credits_entries)"

REFUSALS = (
    (
        "an entry continues the numbers of the ledger",
        f"NEW.n <> COALESCE({LAST}, 0) + 1",
    ),
    (
        "an entry carries the hash of the one before it",
        f"NEW.prev_hash <> COALESCE((SELECT hash FROM credits_entries WHERE n = {LAST}), ZEROS)",
    ),
    (
        "an entry refers to an award of the same person and course family",
        "NEW.refers IS NOT NULL AND NOT EXISTS (SELECT 1 FROM credits_entries"
        " WHERE n = NEW.refers AND refers IS NULL"
        " AND subject = NEW.subject AND family_id = NEW.family_id)",
    ),
    (
        "no entry takes more than is left of the award",
        "NEW.milli < 0 AND NEW.milli + (SELECT COALESCE(SUM(milli), 0) FROM credits_entries"
        f" WHERE {TREE} AND {SAME_ACCOUNT}) < 0",
    ),
    (
        "no entry gives back more than was taken",
        "NEW.type = 'REINSTATE' AND NEW.milli + (SELECT COALESCE(SUM(milli), 0)"
        f" FROM credits_entries WHERE {TREE} AND {SAME_ACCOUNT}"
        " AND type IN ('REVERSAL', 'CANCEL', 'REINSTATE')) > 0",
    ),
    (
        "no entry carries in more than was carried out",
        "NEW.type = 'CARRY_IN' AND NEW.milli + (SELECT COALESCE(SUM(milli), 0)"
        f" FROM credits_entries WHERE {TREE} AND type IN ('CARRY_OUT', 'CARRY_IN')) > 0",
    ),
)


def _guards_of_sqlite() -> list[str]:
    guards = [
        f"CREATE TRIGGER {table}_refuses_{action} BEFORE {action} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in APPEND_ONLY
        for action in ("UPDATE", "DELETE")
    ]
    guards += [
        f"CREATE TRIGGER credits_entries_guard_{number} BEFORE INSERT ON credits_entries"
        f" WHEN {condition.replace('IS NOT DISTINCT FROM', 'IS').replace('ZEROS', 'zeroblob(32)')}"
        f" BEGIN SELECT RAISE(ABORT, 'ledger: {sentence}'); END"
        for number, (sentence, condition) in enumerate(REFUSALS)
    ]
    return guards


def _guards_of_postgresql() -> list[str]:
    zeros = "decode(repeat('00', 32), 'hex')"
    checks = " ".join(
        f"IF {condition.replace('ZEROS', zeros)} THEN"
        f" RAISE EXCEPTION 'ledger: {sentence}' USING ERRCODE = 'check_violation'; END IF;"
        for sentence, condition in REFUSALS
    )
    guards = [
        "CREATE FUNCTION credits_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION '% is append-only', TG_TABLE_NAME"
        " USING ERRCODE = 'restrict_violation'; END $$",
        "CREATE FUNCTION credits_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"{checks} RETURN NEW; END $$",
        "CREATE TRIGGER credits_entries_guard BEFORE INSERT ON credits_entries"
        " FOR EACH ROW EXECUTE FUNCTION credits_entry_guard()",
    ]
    guards += [
        f"CREATE TRIGGER {table}_refuses_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION credits_append_only()"
        for table in APPEND_ONLY
    ]
    return guards


def upgrade() -> None:
    op.create_table('credits_balances',
    sa.Column('learner', sa.Uuid(), nullable=False),
    sa.Column('period', sa.String(length=32), nullable=False),
    sa.Column('category', sa.String(length=64), nullable=False),
    sa.Column('milli', schemas.tables.Serial, nullable=False),
    sa.CheckConstraint('milli >= 0', name=op.f('ck_credits_balances_not_negative')),
    sa.PrimaryKeyConstraint('learner', 'period', 'category', name=op.f('pk_credits_balances'))
    )
    with op.batch_alter_table('credits_balances', schema=None) as batch_op:
        batch_op.create_index('ix_credits_balances_period', ['period'], unique=False)

    op.create_table('credits_calendar_days',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('worked', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_credits_calendar_days'))
    )
    op.create_table('credits_calendar_years',
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('published_at', schemas.tables.Instant(), nullable=False),
    sa.PrimaryKeyConstraint('year', name=op.f('pk_credits_calendar_years'))
    )
    op.create_table('credits_certificates',
    sa.Column('number', sa.String(length=32), nullable=False),
    sa.Column('learner', sa.Uuid(), nullable=False),
    sa.Column('period', sa.String(length=32), nullable=False),
    sa.Column('issued_at', schemas.tables.Instant(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('signature', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_credits_certificates')),
    sa.UniqueConstraint('learner', 'period', name=op.f('uq_credits_certificates_learner_period'))
    )
    op.create_table('credits_checkpoints',
    sa.Column('size', schemas.tables.Serial, autoincrement=False, nullable=False),
    sa.Column('root', sa.LargeBinary(length=32), nullable=False),
    sa.Column('signed_at', schemas.tables.Instant(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('size', name=op.f('pk_credits_checkpoints'))
    )
    op.create_table('credits_closings',
    sa.Column('period', sa.String(length=32), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('stage', sa.String(length=16), nullable=False),
    sa.Column('made_at', schemas.tables.Instant(), nullable=False),
    sa.Column('actor', sa.String(length=128), nullable=False),
    sa.Column('second_approver', sa.String(length=128), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('signature', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint("stage = 'provisional' OR actor <> second_approver", name=op.f('ck_credits_closings_two_persons')),
    sa.CheckConstraint("stage IN ('provisional', 'final', 'correction')", name=op.f('ck_credits_closings_stage')),
    sa.PrimaryKeyConstraint('period', 'number', name=op.f('pk_credits_closings'))
    )
    op.create_table('credits_courses',
    sa.Column('version_id', sa.Uuid(), nullable=False),
    sa.Column('family_id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('category', sa.String(length=64), nullable=False),
    sa.Column('registered_at', schemas.tables.Instant(), nullable=False),
    sa.PrimaryKeyConstraint('version_id', name=op.f('pk_credits_courses'))
    )
    with op.batch_alter_table('credits_courses', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_credits_courses_family_id'), ['family_id'], unique=False)

    op.create_table('credits_entries',
    sa.Column('n', schemas.tables.Serial, autoincrement=False, nullable=False),
    sa.Column('subject', sa.LargeBinary(length=32), nullable=False),
    sa.Column('family_id', sa.Uuid(), nullable=False),
    sa.Column('version_id', sa.Uuid(), nullable=True),
    sa.Column('category', sa.String(length=64), nullable=False),
    sa.Column('period', sa.String(length=32), nullable=True),
    sa.Column('plan', sa.String(length=128), nullable=True),
    sa.Column('milli', schemas.tables.Serial, nullable=False),
    sa.Column('type', sa.String(length=16), nullable=False),
    sa.Column('idem', sa.String(length=255), nullable=False),
    sa.Column('refers', schemas.tables.Serial, nullable=True),
    sa.Column('rule_id', sa.String(length=128), nullable=True),
    sa.Column('rule_version', sa.String(length=64), nullable=True),
    sa.Column('rule_digest', sa.LargeBinary(length=32), nullable=True),
    sa.Column('evidence_digest', sa.LargeBinary(length=32), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('document', sa.String(length=255), nullable=True),
    sa.Column('actor', sa.String(length=128), nullable=False),
    sa.Column('second_approver', sa.String(length=128), nullable=True),
    sa.Column('effective_at', schemas.tables.Instant(), nullable=False),
    sa.Column('posted_at', schemas.tables.Instant(), nullable=False),
    sa.Column('prev_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('hash', sa.LargeBinary(length=32), nullable=False),
    sa.CheckConstraint("(type IN ('AWARD', 'TRANSFER_IN', 'CARRY_IN', 'REINSTATE') AND milli >= 0) OR (type IN ('CARRY_OUT', 'REVERSAL', 'CANCEL') AND milli < 0) OR type IN ('RECOMPUTE', 'ADJUST')", name=op.f('ck_credits_entries_sign')),
    sa.CheckConstraint("refers IS NOT NULL OR (milli >= 0 AND type IN ('AWARD', 'TRANSFER_IN', 'ADJUST'))", name=op.f('ck_credits_entries_refers')),
    sa.CheckConstraint("type IN ('AWARD', 'TRANSFER_IN', 'CARRY_IN', 'CARRY_OUT', 'REVERSAL', 'CANCEL', 'REINSTATE', 'RECOMPUTE', 'ADJUST')", name=op.f('ck_credits_entries_type')),
    sa.CheckConstraint("type NOT IN ('CANCEL', 'REINSTATE', 'ADJUST', 'TRANSFER_IN') OR (second_approver IS NOT NULL AND second_approver <> actor AND document IS NOT NULL)", name=op.f('ck_credits_entries_two_persons')),
    sa.CheckConstraint('n >= 1 AND (refers IS NULL OR refers < n)', name=op.f('ck_credits_entries_order')),
    sa.ForeignKeyConstraint(['refers'], ['credits_entries.n'], name=op.f('fk_credits_entries_refers')),
    sa.PrimaryKeyConstraint('n', name=op.f('pk_credits_entries')),
    sa.UniqueConstraint('hash', name=op.f('uq_credits_entries_hash')),
    sa.UniqueConstraint('idem', name=op.f('uq_credits_entries_idem'))
    )
    with op.batch_alter_table('credits_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_credits_entries_refers'), ['refers'], unique=False)
        batch_op.create_index('ix_credits_entries_subject_family_id', ['subject', 'family_id'], unique=False)

    op.create_table('credits_leases',
    sa.Column('id', schemas.tables.Serial, nullable=False),
    sa.Column('learner', sa.Uuid(), nullable=False),
    sa.Column('at', schemas.tables.Instant(), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_credits_leases'))
    )
    with op.batch_alter_table('credits_leases', schema=None) as batch_op:
        batch_op.create_index('ix_credits_leases_learner_at', ['learner', 'at'], unique=False)

    op.create_table('credits_ledger_nodes',
    sa.Column('level', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('position', schemas.tables.Serial, autoincrement=False, nullable=False),
    sa.Column('hash', sa.LargeBinary(length=32), nullable=False),
    sa.PrimaryKeyConstraint('level', 'position', name=op.f('pk_credits_ledger_nodes')),
    sqlite_with_rowid=False
    )
    op.create_table('credits_rule_documents',
    sa.Column('digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('rule_id', sa.String(length=128), nullable=False),
    sa.Column('version', sa.String(length=64), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('adopted_at', schemas.tables.Instant(), nullable=False),
    sa.Column('adopted_by', sa.String(length=128), nullable=False),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_credits_rule_documents')),
    sa.UniqueConstraint('rule_id', 'version', name=op.f('uq_credits_rule_documents_rule_id_version'))
    )
    op.create_table('credits_subjects',
    sa.Column('subject', sa.LargeBinary(length=32), nullable=False),
    sa.Column('learner', sa.Uuid(), nullable=False),
    sa.Column('salt', sa.LargeBinary(length=32), nullable=False),
    sa.PrimaryKeyConstraint('subject', name=op.f('pk_credits_subjects')),
    sa.UniqueConstraint('learner', name=op.f('uq_credits_subjects_learner'))
    )
    op.create_table('credits_units',
    sa.Column('unit_id', sa.String(length=512), nullable=False),
    sa.Column('version_id', sa.Uuid(), nullable=False),
    sa.Column('family_id', sa.Uuid(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('approved_ms', schemas.tables.Serial, nullable=False),
    sa.Column('media_length_ms', schemas.tables.Serial, nullable=True),
    sa.Column('category', sa.String(length=64), nullable=False),
    sa.Column('quiz', sa.Boolean(), nullable=False),
    sa.CheckConstraint("kind IN ('video', 'article')", name=op.f('ck_credits_units_kind')),
    sa.CheckConstraint('approved_ms > 0', name=op.f('ck_credits_units_approved')),
    sa.PrimaryKeyConstraint('unit_id', name=op.f('pk_credits_units'))
    )
    with op.batch_alter_table('credits_units', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_credits_units_version_id'), ['version_id'], unique=False)

    op.create_table('credits_activations',
    sa.Column('id', schemas.tables.Serial, nullable=False),
    sa.Column('digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('scope', sa.Uuid(), nullable=True),
    sa.Column('in_force_from', schemas.tables.Instant(), nullable=False),
    sa.Column('activated_at', schemas.tables.Instant(), nullable=False),
    sa.Column('activated_by', sa.String(length=128), nullable=False),
    sa.Column('second_approver', sa.String(length=128), nullable=False),
    sa.CheckConstraint('activated_by <> second_approver', name=op.f('ck_credits_activations_two_persons')),
    sa.ForeignKeyConstraint(['digest'], ['credits_rule_documents.digest'], name=op.f('fk_credits_activations_digest')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_credits_activations'))
    )
    with op.batch_alter_table('credits_activations', schema=None) as batch_op:
        batch_op.create_index('ix_credits_activations_in_force_from', ['in_force_from'], unique=False)

    op.create_table('credits_cases',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('learner', sa.Uuid(), nullable=False),
    sa.Column('opened_at', schemas.tables.Instant(), nullable=False),
    sa.Column('source', sa.String(length=64), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('scope', sa.String(length=32), nullable=False),
    sa.Column('family_id', sa.Uuid(), nullable=True),
    sa.Column('period', sa.String(length=32), nullable=True),
    sa.Column('from_at', schemas.tables.Instant(), nullable=True),
    sa.Column('to_at', schemas.tables.Instant(), nullable=True),
    sa.Column('rule_digest', sa.LargeBinary(length=32), nullable=False),
    sa.ForeignKeyConstraint(['rule_digest'], ['credits_rule_documents.digest'], name=op.f('fk_credits_cases_rule_digest')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_credits_cases'))
    )
    with op.batch_alter_table('credits_cases', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_credits_cases_learner'), ['learner'], unique=False)

    op.create_table('credits_certificate_events',
    sa.Column('number', sa.String(length=32), nullable=False),
    sa.Column('ordinal', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('event', sa.String(length=16), nullable=False),
    sa.Column('at', schemas.tables.Instant(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('document', sa.String(length=255), nullable=True),
    sa.Column('actor', sa.String(length=128), nullable=False),
    sa.CheckConstraint("event IN ('suspended', 'revoked', 'restored')", name=op.f('ck_credits_certificate_events_event')),
    sa.ForeignKeyConstraint(['number'], ['credits_certificates.number'], name=op.f('fk_credits_certificate_events_number')),
    sa.PrimaryKeyConstraint('number', 'ordinal', name=op.f('pk_credits_certificate_events'))
    )
    op.create_table('credits_quiz_passes',
    sa.Column('learner', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.String(length=512), nullable=False),
    sa.Column('passed_at', schemas.tables.Instant(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['credits_units.unit_id'], name=op.f('fk_credits_quiz_passes_unit_id')),
    sa.PrimaryKeyConstraint('learner', 'unit_id', 'passed_at', name=op.f('pk_credits_quiz_passes'))
    )
    op.create_table('credits_sessions',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('learner', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.String(length=512), nullable=False),
    sa.Column('opened_at', schemas.tables.Instant(), nullable=False),
    sa.Column('anchor_at', schemas.tables.Instant(), nullable=False),
    sa.Column('closed_at', schemas.tables.Instant(), nullable=True),
    sa.Column('packed', sa.LargeBinary(), nullable=True),
    sa.Column('evidence_digest', sa.LargeBinary(length=32), nullable=True),
    sa.CheckConstraint('anchor_at >= opened_at', name=op.f('ck_credits_sessions_anchor')),
    sa.ForeignKeyConstraint(['unit_id'], ['credits_units.unit_id'], name=op.f('fk_credits_sessions_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_credits_sessions'))
    )
    with op.batch_alter_table('credits_sessions', schema=None) as batch_op:
        batch_op.create_index('ix_credits_sessions_learner_opened_at', ['learner', 'opened_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_credits_sessions_unit_id'), ['unit_id'], unique=False)

    op.create_table('credits_case_steps',
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('step', sa.String(length=16), nullable=False),
    sa.Column('taken_at', schemas.tables.Instant(), nullable=False),
    sa.Column('actor', sa.String(length=128), nullable=False),
    sa.Column('second_approver', sa.String(length=128), nullable=True),
    sa.Column('document', sa.String(length=255), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['credits_cases.id'], name=op.f('fk_credits_case_steps_case_id')),
    sa.PrimaryKeyConstraint('case_id', 'number', name=op.f('pk_credits_case_steps'))
    )
    op.create_table('credits_challenges',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('learner', sa.Uuid(), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('issued_at', schemas.tables.Instant(), nullable=False),
    sa.Column('window_ms', schemas.tables.Serial, nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['credits_sessions.id'], name=op.f('fk_credits_challenges_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_credits_challenges'))
    )
    with op.batch_alter_table('credits_challenges', schema=None) as batch_op:
        batch_op.create_index('ix_credits_challenges_learner_issued_at', ['learner', 'issued_at'], unique=False)

    op.create_table('credits_interactions',
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('at', schemas.tables.Instant(), nullable=False),
    sa.Column('received_at', schemas.tables.Instant(), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['credits_sessions.id'], name=op.f('fk_credits_interactions_session_id')),
    sa.PrimaryKeyConstraint('session_id', 'at', name=op.f('pk_credits_interactions')),
    sqlite_with_rowid=False
    )
    op.create_table('credits_spans',
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('seq', schemas.tables.Serial, nullable=False),
    sa.Column('digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('from_ms', schemas.tables.Serial, nullable=False),
    sa.Column('to_ms', schemas.tables.Serial, nullable=False),
    sa.Column('media_from', schemas.tables.Serial, nullable=True),
    sa.Column('media_to', schemas.tables.Serial, nullable=True),
    sa.Column('rate_milli', schemas.tables.Serial, nullable=False),
    sa.Column('visible', sa.Boolean(), nullable=False),
    sa.Column('received_at', schemas.tables.Instant(), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['credits_sessions.id'], name=op.f('fk_credits_spans_session_id')),
    sa.PrimaryKeyConstraint('session_id', 'seq', 'digest', name=op.f('pk_credits_spans')),
    sqlite_with_rowid=False
    )
    op.create_table('credits_answers',
    sa.Column('challenge_id', sa.Uuid(), nullable=False),
    sa.Column('answered_at', schemas.tables.Instant(), nullable=False),
    sa.Column('correct', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['challenge_id'], ['credits_challenges.id'], name=op.f('fk_credits_answers_challenge_id')),
    sa.PrimaryKeyConstraint('challenge_id', 'answered_at', 'correct', name=op.f('pk_credits_answers'))
    )

    sqlite = op.get_bind().dialect.name == "sqlite"
    for guard in _guards_of_sqlite() if sqlite else _guards_of_postgresql():
        op.get_bind().exec_driver_sql(guard.replace("%", "%%"))


def downgrade() -> None:
    op.drop_table('credits_answers')
    op.drop_table('credits_spans')
    op.drop_table('credits_interactions')
    with op.batch_alter_table('credits_challenges', schema=None) as batch_op:
        batch_op.drop_index('ix_credits_challenges_learner_issued_at')

    op.drop_table('credits_challenges')
    op.drop_table('credits_case_steps')
    with op.batch_alter_table('credits_sessions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_credits_sessions_unit_id'))
        batch_op.drop_index('ix_credits_sessions_learner_opened_at')

    op.drop_table('credits_sessions')
    op.drop_table('credits_quiz_passes')
    op.drop_table('credits_certificate_events')
    with op.batch_alter_table('credits_cases', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_credits_cases_learner'))

    op.drop_table('credits_cases')
    with op.batch_alter_table('credits_activations', schema=None) as batch_op:
        batch_op.drop_index('ix_credits_activations_in_force_from')

    op.drop_table('credits_activations')
    with op.batch_alter_table('credits_units', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_credits_units_version_id'))

    op.drop_table('credits_units')
    op.drop_table('credits_subjects')
    op.drop_table('credits_rule_documents')
    op.drop_table('credits_ledger_nodes')
    with op.batch_alter_table('credits_leases', schema=None) as batch_op:
        batch_op.drop_index('ix_credits_leases_learner_at')

    op.drop_table('credits_leases')
    with op.batch_alter_table('credits_entries', schema=None) as batch_op:
        batch_op.drop_index('ix_credits_entries_subject_family_id')
        batch_op.drop_index(batch_op.f('ix_credits_entries_refers'))

    op.drop_table('credits_entries')
    with op.batch_alter_table('credits_courses', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_credits_courses_family_id'))

    op.drop_table('credits_courses')
    op.drop_table('credits_closings')
    op.drop_table('credits_checkpoints')
    op.drop_table('credits_certificates')
    op.drop_table('credits_calendar_years')
    op.drop_table('credits_calendar_days')
    with op.batch_alter_table('credits_balances', schema=None) as batch_op:
        batch_op.drop_index('ix_credits_balances_period')

    op.drop_table('credits_balances')
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION credits_append_only")
        op.execute("DROP FUNCTION credits_entry_guard")
