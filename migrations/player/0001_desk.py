"""The desk: registrations, attempts, launches, presence, sessions of AUs

Revision: player_0001
After:
"""

import sqlalchemy as sa
from alembic import op
import schemas.tables


revision = 'player_0001'
down_revision = None
branch_labels = ('player',)
depends_on = None


def upgrade() -> None:
    op.create_table('player_attempts',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('registration_id', sa.Uuid(), nullable=False),
    sa.Column('unit', sa.String(length=4000), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('format', sa.String(length=12), nullable=False),
    sa.Column('state', schemas.tables.Document, nullable=False),
    sa.Column('run', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('last_answer', schemas.tables.Document, nullable=True),
    sa.Column('previous_run', sa.Uuid(), nullable=True),
    sa.Column('previous_seq', sa.Integer(), nullable=False),
    sa.Column('runs', sa.Integer(), nullable=False),
    sa.Column('running', sa.Boolean(), nullable=False),
    sa.Column('completion', sa.String(length=16), nullable=False),
    sa.Column('success', sa.String(length=16), nullable=False),
    sa.Column('score_milli', sa.Integer(), nullable=True),
    sa.Column('location', sa.String(length=4000), nullable=False),
    sa.Column('total_ms', sa.Integer(), nullable=False),
    sa.Column('started_at', schemas.tables.Instant(), nullable=False),
    sa.Column('changed_at', schemas.tables.Instant(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_player_attempts')),
    sa.UniqueConstraint('registration_id', 'unit', 'number', name=op.f('uq_player_attempts_registration_id_unit_number'))
    )
    op.create_table('player_au_results',
    sa.Column('id', schemas.tables.Serial, nullable=False),
    sa.Column('registration_id', sa.Uuid(), nullable=False),
    sa.Column('unit', sa.String(length=4000), nullable=False),
    sa.Column('verb', sa.String(length=16), nullable=False),
    sa.Column('at', schemas.tables.Instant(), nullable=False),
    sa.Column('score_milli', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_player_au_results')),
    sa.UniqueConstraint('registration_id', 'unit', 'verb', name=op.f('uq_player_au_results_registration_id_unit_verb'))
    )
    op.create_table('player_au_sessions',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('launch_id', sa.Uuid(), nullable=False),
    sa.Column('registration_id', sa.Uuid(), nullable=False),
    sa.Column('unit', sa.String(length=4000), nullable=False),
    sa.Column('standard', sa.String(length=8), nullable=False),
    sa.Column('session', sa.String(length=64), nullable=False),
    sa.Column('fetch_key', sa.String(length=64), nullable=True),
    sa.Column('fetched_at', schemas.tables.Instant(), nullable=True),
    sa.Column('token', sa.String(length=64), nullable=True),
    sa.Column('facts', schemas.tables.Document, nullable=False),
    sa.Column('launched_at', schemas.tables.Instant(), nullable=False),
    sa.Column('initialized_at', schemas.tables.Instant(), nullable=True),
    sa.Column('last_at', schemas.tables.Instant(), nullable=True),
    sa.Column('terminated_at', schemas.tables.Instant(), nullable=True),
    sa.Column('abandoned_at', schemas.tables.Instant(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_player_au_sessions')),
    sa.UniqueConstraint('fetch_key', name=op.f('uq_player_au_sessions_fetch_key')),
    sa.UniqueConstraint('token', name=op.f('uq_player_au_sessions_token'))
    )
    with op.batch_alter_table('player_au_sessions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_player_au_sessions_launch_id'), ['launch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_player_au_sessions_registration_id_unit'), ['registration_id', 'unit'], unique=False)

    op.create_table('player_challenges',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('learner', sa.Uuid(), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('closing', sa.Boolean(), nullable=False),
    sa.Column('question', schemas.tables.Document, nullable=False),
    sa.Column('right', schemas.tables.Document, nullable=False),
    sa.Column('window_ms', sa.Integer(), nullable=False),
    sa.Column('issued_at', schemas.tables.Instant(), nullable=False),
    sa.Column('proven', sa.Boolean(), nullable=False),
    sa.Column('tries_left', sa.Integer(), nullable=False),
    sa.Column('extended', sa.Boolean(), nullable=False),
    sa.Column('answered_at', schemas.tables.Instant(), nullable=True),
    sa.Column('correct', sa.Boolean(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_player_challenges'))
    )
    with op.batch_alter_table('player_challenges', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_player_challenges_learner'), ['learner'], unique=False)

    op.create_table('player_diagnostics',
    sa.Column('id', schemas.tables.Serial, nullable=False),
    sa.Column('version_id', sa.Uuid(), nullable=False),
    sa.Column('unit', sa.String(length=4000), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('detail', sa.String(length=1000), nullable=False),
    sa.Column('at', schemas.tables.Instant(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_player_diagnostics'))
    )
    with op.batch_alter_table('player_diagnostics', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_player_diagnostics_version_id_id'), ['version_id', 'id'], unique=False)

    op.create_table('player_launches',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('capability', sa.String(length=64), nullable=False),
    sa.Column('token', sa.String(length=64), nullable=False),
    sa.Column('registration_id', sa.Uuid(), nullable=False),
    sa.Column('learner', sa.Uuid(), nullable=False),
    sa.Column('version_id', sa.Uuid(), nullable=False),
    sa.Column('unit', sa.String(length=4000), nullable=False),
    sa.Column('mode', sa.String(length=8), nullable=False),
    sa.Column('label', sa.String(length=63), nullable=False),
    sa.Column('study', schemas.tables.Document, nullable=True),
    sa.Column('attempt_id', sa.Uuid(), nullable=True),
    sa.Column('more_time', sa.Boolean(), nullable=False),
    sa.Column('opened_at', schemas.tables.Instant(), nullable=False),
    sa.Column('seen_at', schemas.tables.Instant(), nullable=False),
    sa.Column('revoked_at', schemas.tables.Instant(), nullable=True),
    sa.Column('ended_at', schemas.tables.Instant(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_player_launches')),
    sa.UniqueConstraint('capability', name=op.f('uq_player_launches_capability'))
    )
    with op.batch_alter_table('player_launches', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_player_launches_ended_at_seen_at'), ['ended_at', 'seen_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_player_launches_registration_id'), ['registration_id'], unique=False)

    op.create_table('player_presences',
    sa.Column('learner', sa.Uuid(), nullable=False),
    sa.Column('holder', sa.Uuid(), nullable=True),
    sa.Column('due_after_ms', sa.Integer(), nullable=False),
    sa.Column('owed', sa.Boolean(), nullable=False),
    sa.Column('challenge_id', sa.Uuid(), nullable=True),
    sa.PrimaryKeyConstraint('learner', name=op.f('pk_player_presences'))
    )
    op.create_table('player_registrations',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('learner', sa.Uuid(), nullable=False),
    sa.Column('family_id', sa.Uuid(), nullable=False),
    sa.Column('version_id', sa.Uuid(), nullable=False),
    sa.Column('mode', sa.String(length=8), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('created_at', schemas.tables.Instant(), nullable=False),
    sa.Column('last_unit', sa.String(length=4000), nullable=True),
    sa.Column('last_at', schemas.tables.Instant(), nullable=False),
    sa.Column('satisfied_at', schemas.tables.Instant(), nullable=True),
    sa.Column('sequencing', schemas.tables.Document, nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_player_registrations')),
    sa.UniqueConstraint('learner', 'version_id', 'mode', 'number', name=op.f('uq_player_registrations_learner_version_id_mode_number'))
    )
    with op.batch_alter_table('player_registrations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_player_registrations_learner_family_id'), ['learner', 'family_id'], unique=False)

    op.create_table('player_sessions',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('launch_id', sa.Uuid(), nullable=False),
    sa.Column('learner', sa.Uuid(), nullable=False),
    sa.Column('study_unit', sa.String(length=4100), nullable=False),
    sa.Column('nonce', sa.String(length=32), nullable=False),
    sa.Column('request', sa.String(length=64), nullable=True),
    sa.Column('answer', schemas.tables.Document, nullable=True),
    sa.Column('anchor_at', schemas.tables.Instant(), nullable=False),
    sa.Column('beaten_at', schemas.tables.Instant(), nullable=False),
    sa.Column('last_reason', sa.String(length=32), nullable=True),
    sa.Column('ended_at', schemas.tables.Instant(), nullable=True),
    sa.Column('end_reason', sa.String(length=32), nullable=True),
    sa.Column('report_due', schemas.tables.Instant(), nullable=True),
    sa.Column('reported', sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_player_sessions'))
    )
    with op.batch_alter_table('player_sessions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_player_sessions_ended_at_beaten_at'), ['ended_at', 'beaten_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_player_sessions_launch_id'), ['launch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_player_sessions_learner_ended_at'), ['learner', 'ended_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_player_sessions_report_due'), ['report_due'], unique=False)



    op.create_table('player_shared_objectives',
    sa.Column('id', schemas.tables.Serial, nullable=False),
    sa.Column('learner', sa.Uuid(), nullable=False),
    sa.Column('vendor', sa.Uuid(), nullable=False),
    sa.Column('target', sa.String(length=4000), nullable=False),
    sa.Column('known', schemas.tables.Document, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_player_shared_objectives')),
    sa.UniqueConstraint('learner', 'vendor', 'target', name=op.f('uq_player_shared_objectives_learner_vendor_target'))
    )


def downgrade() -> None:
    op.drop_table('player_shared_objectives')
    with op.batch_alter_table('player_sessions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_player_sessions_report_due'))
        batch_op.drop_index(batch_op.f('ix_player_sessions_learner_ended_at'))
        batch_op.drop_index(batch_op.f('ix_player_sessions_launch_id'))
        batch_op.drop_index(batch_op.f('ix_player_sessions_ended_at_beaten_at'))

    op.drop_table('player_sessions')
    with op.batch_alter_table('player_registrations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_player_registrations_learner_family_id'))

    op.drop_table('player_registrations')
    op.drop_table('player_presences')
    with op.batch_alter_table('player_launches', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_player_launches_registration_id'))
        batch_op.drop_index(batch_op.f('ix_player_launches_ended_at_seen_at'))

    op.drop_table('player_launches')
    with op.batch_alter_table('player_diagnostics', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_player_diagnostics_version_id_id'))

    op.drop_table('player_diagnostics')
    with op.batch_alter_table('player_challenges', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_player_challenges_learner'))

    op.drop_table('player_challenges')
    with op.batch_alter_table('player_au_sessions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_player_au_sessions_registration_id_unit'))
        batch_op.drop_index(batch_op.f('ix_player_au_sessions_launch_id'))

    op.drop_table('player_au_sessions')
    op.drop_table('player_au_results')
    op.drop_table('player_attempts')
