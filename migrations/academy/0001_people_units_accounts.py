"""People, units, accounts, study

Revision: academy_0001
After: 
"""

import sqlalchemy as sa
from alembic import op
import schemas.tables


revision = 'academy_0001'
down_revision = None
branch_labels = ('academy',)
depends_on = None


def upgrade() -> None:

    op.create_table('academy_audit',
    sa.Column('n', schemas.tables.Serial, nullable=False),
    sa.Column('at', schemas.tables.Instant(), nullable=False),
    sa.Column('actor', sa.Uuid(), nullable=True),
    sa.Column('action', sa.Text(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('detail', schemas.tables.Document, nullable=False),
    sa.Column('previous', sa.Text(), nullable=False),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('n', name=op.f('pk_academy_audit')),
    sa.UniqueConstraint('previous', name=op.f('uq_academy_audit_previous'))
    )
    with op.batch_alter_table('academy_audit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_academy_audit_subject'), ['subject'], unique=False)

    op.create_table('academy_back_off',
    sa.Column('name_digest', sa.Text(), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('last_at', schemas.tables.Instant(), nullable=False),
    sa.Column('next_at', schemas.tables.Instant(), nullable=False),
    sa.PrimaryKeyConstraint('name_digest', name=op.f('pk_academy_back_off'))
    )
    op.create_table('academy_people',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('registered_at', schemas.tables.Instant(), nullable=False),
    sa.Column('left_at', schemas.tables.Instant(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_academy_people'))
    )
    op.create_table('academy_units',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('level', sa.Text(), nullable=False),
    sa.Column('founded_at', schemas.tables.Instant(), nullable=False),
    sa.CheckConstraint("level IN ('province', 'city', 'county', 'unit')", name=op.f('ck_academy_units_level')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_academy_units'))
    )
    op.create_table('academy_accounts',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('username', sa.Text(), nullable=False),
    sa.Column('password', sa.Text(), nullable=False),
    sa.Column('password_set_at', schemas.tables.Instant(), nullable=False),
    sa.Column('one_time', sa.Boolean(), nullable=False),
    sa.Column('totp_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('totp_step', sa.Integer(), nullable=True),
    sa.Column('closed_at', schemas.tables.Instant(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['academy_people.id'], name=op.f('fk_academy_accounts_person_id')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_academy_accounts')),
    sa.UniqueConstraint('username', name=op.f('uq_academy_accounts_username'))
    )
    op.create_table('academy_affiliations',
    sa.Column('id', schemas.tables.Serial, nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('relation', sa.Text(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('recorded_at', schemas.tables.Instant(), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=True),
    sa.CheckConstraint("relation IN ('work', 'managing')", name=op.f('ck_academy_affiliations_relation')),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_academy_affiliations_dates')),
    sa.ForeignKeyConstraint(['person_id'], ['academy_people.id'], name=op.f('fk_academy_affiliations_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['academy_units.id'], name=op.f('fk_academy_affiliations_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_academy_affiliations')),
    sa.UniqueConstraint('person_id', 'relation', 'valid_from', name=op.f('uq_academy_affiliations_person_id_relation_valid_from'))
    )
    with op.batch_alter_table('academy_affiliations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_academy_affiliations_unit_id_relation'), ['unit_id', 'relation'], unique=False)

    op.create_table('academy_assignments',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('family_id', sa.Uuid(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('given_at', schemas.tables.Instant(), nullable=False),
    sa.Column('given_by', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['academy_people.id'], name=op.f('fk_academy_assignments_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_academy_assignments')),
    sa.UniqueConstraint('person_id', 'family_id', name=op.f('uq_academy_assignments_person_id_family_id'))
    )
    op.create_table('academy_cv_lines',
    sa.Column('id', schemas.tables.Serial, nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('began_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('organisation', sa.Text(), nullable=False),
    sa.Column('position', sa.Text(), nullable=False),
    sa.Column('withdrawn', sa.Boolean(), nullable=False),
    sa.Column('replaces_id', schemas.tables.Serial, nullable=True),
    sa.Column('recorded_at', schemas.tables.Instant(), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['academy_people.id'], name=op.f('fk_academy_cv_lines_person_id')),
    sa.ForeignKeyConstraint(['replaces_id'], ['academy_cv_lines.id'], name=op.f('fk_academy_cv_lines_replaces_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_academy_cv_lines')),
    sa.UniqueConstraint('replaces_id', name=op.f('uq_academy_cv_lines_replaces_id'))
    )
    with op.batch_alter_table('academy_cv_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_academy_cv_lines_person_id'), ['person_id'], unique=False)

    op.create_table('academy_enrolments',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('family_id', sa.Uuid(), nullable=False),
    sa.Column('version_id', sa.Uuid(), nullable=False),
    sa.Column('enrolled_at', schemas.tables.Instant(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['academy_people.id'], name=op.f('fk_academy_enrolments_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_academy_enrolments')),
    sa.UniqueConstraint('person_id', 'family_id', name=op.f('uq_academy_enrolments_person_id_family_id'))
    )
    with op.batch_alter_table('academy_enrolments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_academy_enrolments_family_id'), ['family_id'], unique=False)

    op.create_table('academy_grants',
    sa.Column('id', schemas.tables.Serial, nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('granted_at', schemas.tables.Instant(), nullable=False),
    sa.Column('granted_by', sa.Uuid(), nullable=True),
    sa.Column('ended_at', schemas.tables.Instant(), nullable=True),
    sa.Column('ended_by', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['academy_people.id'], name=op.f('fk_academy_grants_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['academy_units.id'], name=op.f('fk_academy_grants_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_academy_grants'))
    )
    with op.batch_alter_table('academy_grants', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_academy_grants_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_academy_grants_unit_id'), ['unit_id'], unique=False)

    op.create_table('academy_notices',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('audience', sa.Text(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('facts', schemas.tables.Document, nullable=False),
    sa.Column('published_at', schemas.tables.Instant(), nullable=False),
    sa.Column('published_by', sa.Uuid(), nullable=True),
    sa.CheckConstraint("(audience = 'person') = (person_id IS NOT NULL)", name=op.f('ck_academy_notices_addressee')),
    sa.CheckConstraint("audience IN ('public', 'unit', 'person')", name=op.f('ck_academy_notices_audience')),
    sa.ForeignKeyConstraint(['person_id'], ['academy_people.id'], name=op.f('fk_academy_notices_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['academy_units.id'], name=op.f('fk_academy_notices_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_academy_notices'))
    )
    with op.batch_alter_table('academy_notices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_academy_notices_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_academy_notices_unit_id_published_at'), ['unit_id', 'published_at'], unique=False)

    op.create_table('academy_person_facts',
    sa.Column('id', schemas.tables.Serial, nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('fact', sa.Text(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('recorded_at', schemas.tables.Instant(), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=True),
    sa.CheckConstraint("fact IN ('grade', 'category')", name=op.f('ck_academy_person_facts_fact')),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_academy_person_facts_dates')),
    sa.ForeignKeyConstraint(['person_id'], ['academy_people.id'], name=op.f('fk_academy_person_facts_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_academy_person_facts')),
    sa.UniqueConstraint('person_id', 'fact', 'valid_from', name=op.f('uq_academy_person_facts_person_id_fact_valid_from'))
    )
    op.create_table('academy_plans',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('published_at', schemas.tables.Instant(), nullable=True),
    sa.Column('published_by', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['unit_id'], ['academy_units.id'], name=op.f('fk_academy_plans_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_academy_plans'))
    )
    with op.batch_alter_table('academy_plans', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_academy_plans_unit_id_year'), ['unit_id', 'year'], unique=False)

    op.create_table('academy_registrations',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('username', sa.Text(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('grade', sa.Text(), nullable=False),
    sa.Column('category', sa.Text(), nullable=False),
    sa.Column('position', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('asked_at', schemas.tables.Instant(), nullable=False),
    sa.Column('decided_at', schemas.tables.Instant(), nullable=True),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.Column('remarks', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint("state IN ('waiting', 'accepted', 'refused')", name=op.f('ck_academy_registrations_state')),
    sa.ForeignKeyConstraint(['person_id'], ['academy_people.id'], name=op.f('fk_academy_registrations_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['academy_units.id'], name=op.f('fk_academy_registrations_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_academy_registrations'))
    )
    with op.batch_alter_table('academy_registrations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_academy_registrations_unit_id_state'), ['unit_id', 'state'], unique=False)

    op.create_table('academy_sessions',
    sa.Column('token_digest', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('stage', sa.Text(), nullable=False),
    sa.Column('began_at', schemas.tables.Instant(), nullable=False),
    sa.Column('seen_at', schemas.tables.Instant(), nullable=False),
    sa.Column('ended_at', schemas.tables.Instant(), nullable=True),
    sa.Column('ended_why', sa.Text(), nullable=True),
    sa.Column('browser', sa.Text(), nullable=False),
    sa.CheckConstraint("stage IN ('second-factor', 'new-factor', 'new-password', 'full')", name=op.f('ck_academy_sessions_stage')),
    sa.ForeignKeyConstraint(['person_id'], ['academy_people.id'], name=op.f('fk_academy_sessions_person_id')),
    sa.PrimaryKeyConstraint('token_digest', name=op.f('pk_academy_sessions'))
    )
    with op.batch_alter_table('academy_sessions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_academy_sessions_person_id'), ['person_id'], unique=False)

    op.create_table('academy_unit_parents',
    sa.Column('id', schemas.tables.Serial, nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('parent_id', sa.Uuid(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.CheckConstraint('unit_id <> parent_id', name=op.f('ck_academy_unit_parents_not_itself')),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_academy_unit_parents_dates')),
    sa.ForeignKeyConstraint(['parent_id'], ['academy_units.id'], name=op.f('fk_academy_unit_parents_parent_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['academy_units.id'], name=op.f('fk_academy_unit_parents_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_academy_unit_parents')),
    sa.UniqueConstraint('unit_id', 'valid_from', name=op.f('uq_academy_unit_parents_unit_id_valid_from'))
    )
    with op.batch_alter_table('academy_unit_parents', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_academy_unit_parents_parent_id'), ['parent_id'], unique=False)

    op.create_table('academy_notices_read',
    sa.Column('notice_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('read_at', schemas.tables.Instant(), nullable=False),
    sa.ForeignKeyConstraint(['notice_id'], ['academy_notices.id'], name=op.f('fk_academy_notices_read_notice_id')),
    sa.ForeignKeyConstraint(['person_id'], ['academy_people.id'], name=op.f('fk_academy_notices_read_person_id')),
    sa.PrimaryKeyConstraint('notice_id', 'person_id', name=op.f('pk_academy_notices_read'))
    )
    op.create_table('academy_plan_courses',
    sa.Column('id', schemas.tables.Serial, nullable=False),
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('family_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.CheckConstraint("kind IN ('required', 'elective')", name=op.f('ck_academy_plan_courses_kind')),
    sa.ForeignKeyConstraint(['plan_id'], ['academy_plans.id'], name=op.f('fk_academy_plan_courses_plan_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_academy_plan_courses')),
    sa.UniqueConstraint('plan_id', 'family_id', name=op.f('uq_academy_plan_courses_plan_id_family_id'))
    )



def downgrade() -> None:

    op.drop_table('academy_plan_courses')
    op.drop_table('academy_notices_read')
    with op.batch_alter_table('academy_unit_parents', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_academy_unit_parents_parent_id'))

    op.drop_table('academy_unit_parents')
    with op.batch_alter_table('academy_sessions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_academy_sessions_person_id'))

    op.drop_table('academy_sessions')
    with op.batch_alter_table('academy_registrations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_academy_registrations_unit_id_state'))

    op.drop_table('academy_registrations')
    with op.batch_alter_table('academy_plans', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_academy_plans_unit_id_year'))

    op.drop_table('academy_plans')
    op.drop_table('academy_person_facts')
    with op.batch_alter_table('academy_notices', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_academy_notices_unit_id_published_at'))
        batch_op.drop_index(batch_op.f('ix_academy_notices_person_id'))

    op.drop_table('academy_notices')
    with op.batch_alter_table('academy_grants', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_academy_grants_unit_id'))
        batch_op.drop_index(batch_op.f('ix_academy_grants_person_id'))

    op.drop_table('academy_grants')
    with op.batch_alter_table('academy_enrolments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_academy_enrolments_family_id'))

    op.drop_table('academy_enrolments')
    with op.batch_alter_table('academy_cv_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_academy_cv_lines_person_id'))

    op.drop_table('academy_cv_lines')
    op.drop_table('academy_assignments')
    with op.batch_alter_table('academy_affiliations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_academy_affiliations_unit_id_relation'))

    op.drop_table('academy_affiliations')
    op.drop_table('academy_accounts')
    op.drop_table('academy_units')
    op.drop_table('academy_people')
    op.drop_table('academy_back_off')
    with op.batch_alter_table('academy_audit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_academy_audit_subject'))

    op.drop_table('academy_audit')

