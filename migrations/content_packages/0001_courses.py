"""Courses, their versions, files, terms, history; uploads and imports.

Revision: content_packages_0001
After: nothing
"""

import sqlalchemy as sa
from alembic import op
import schemas.tables


revision = 'content_packages_0001'
down_revision = None
branch_labels = ('content_packages',)
depends_on = None


def upgrade() -> None:
    op.create_table('content_family',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('vendor_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', schemas.tables.Instant(), nullable=False),
    sa.Column('current_id', sa.Uuid(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_content_family'))
    )
    op.create_table('content_import',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('package', sa.Text(), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('family_id', sa.Uuid(), nullable=True),
    sa.Column('recommended_by', sa.Uuid(), nullable=True),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('findings', schemas.tables.Document, nullable=False),
    sa.Column('course', schemas.tables.Document, nullable=True),
    sa.Column('version_id', sa.Uuid(), nullable=True),
    sa.Column('created_at', schemas.tables.Instant(), nullable=False),
    sa.Column('finished_at', schemas.tables.Instant(), nullable=True),
    sa.CheckConstraint("state IN ('waiting', 'running', 'refused', 'ready', 'failed')", name=op.f('ck_content_import_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_content_import'))
    )
    with op.batch_alter_table('content_import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_content_import_by_created_at'), ['by', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_content_import_package'), ['package'], unique=False)

    op.create_table('content_upload',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('family_id', sa.Uuid(), nullable=True),
    sa.Column('recommended_by', sa.Uuid(), nullable=True),
    sa.Column('import_id', sa.Uuid(), nullable=True),
    sa.Column('created_at', schemas.tables.Instant(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_content_upload'))
    )
    with op.batch_alter_table('content_upload', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_content_upload_created_at'), ['created_at'], unique=False)

    op.create_table('content_version',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('family_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('format', sa.Text(), nullable=False),
    sa.Column('course', schemas.tables.Document, nullable=False),
    sa.Column('findings', schemas.tables.Document, nullable=False),
    sa.Column('package', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('teacher', sa.Text(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('subject_area', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('price_note', sa.Text(), nullable=False),
    sa.Column('studies', schemas.tables.Document, nullable=False),
    sa.Column('approved_ms', sa.BigInteger(), nullable=False),
    sa.Column('cover', sa.Text(), nullable=True),
    sa.Column('vendor_id', sa.Uuid(), nullable=False),
    sa.Column('recommended_by', sa.Uuid(), nullable=True),
    sa.Column('created_at', schemas.tables.Instant(), nullable=False),
    sa.Column('published_at', schemas.tables.Instant(), nullable=True),
    sa.CheckConstraint("state IN ('checked', 'in_review', 'returned', 'published', 'superseded', 'retired')", name=op.f('ck_content_version_state')),
    sa.ForeignKeyConstraint(['family_id'], ['content_family.id'], name=op.f('fk_content_version_family_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_content_version')),
    sa.UniqueConstraint('family_id', 'number', name=op.f('uq_content_version_family_id_number')),
    sa.UniqueConstraint('label', name=op.f('uq_content_version_label'))
    )
    with op.batch_alter_table('content_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_content_version_state_published_at'), ['state', 'published_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_content_version_vendor_id'), ['vendor_id'], unique=False)

    op.create_table('content_file',
    sa.Column('version_id', sa.Uuid(), nullable=False),
    sa.Column('path', sa.Text(), nullable=False),
    sa.Column('folded', sa.Text(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('media_type', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['content_version.id'], name=op.f('fk_content_file_version_id')),
    sa.PrimaryKeyConstraint('version_id', 'path', name=op.f('pk_content_file'))
    )
    with op.batch_alter_table('content_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_content_file_sha256'), ['sha256'], unique=False)
        batch_op.create_index(batch_op.f('ix_content_file_version_id_folded'), ['version_id', 'folded'], unique=False)

    op.create_table('content_history',
    sa.Column('id', schemas.tables.Serial, autoincrement=True, nullable=False),
    sa.Column('version_id', sa.Uuid(), nullable=False),
    sa.Column('at', schemas.tables.Instant(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('act', sa.Text(), nullable=False),
    sa.Column('remarks', sa.Text(), nullable=False),
    sa.Column('details', schemas.tables.Document, nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['content_version.id'], name=op.f('fk_content_history_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_content_history'))
    )
    with op.batch_alter_table('content_history', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_content_history_version_id_id'), ['version_id', 'id'], unique=False)

    op.create_table('content_term',
    sa.Column('term', sa.Text(), nullable=False),
    sa.Column('version_id', sa.Uuid(), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['content_version.id'], name=op.f('fk_content_term_version_id')),
    sa.PrimaryKeyConstraint('term', 'version_id', name=op.f('pk_content_term'))
    )


def downgrade() -> None:
    op.drop_table('content_term')
    with op.batch_alter_table('content_history', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_content_history_version_id_id'))

    op.drop_table('content_history')
    with op.batch_alter_table('content_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_content_file_version_id_folded'))
        batch_op.drop_index(batch_op.f('ix_content_file_sha256'))

    op.drop_table('content_file')
    with op.batch_alter_table('content_version', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_content_version_vendor_id'))
        batch_op.drop_index(batch_op.f('ix_content_version_state_published_at'))

    op.drop_table('content_version')
    with op.batch_alter_table('content_upload', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_content_upload_created_at'))

    op.drop_table('content_upload')
    with op.batch_alter_table('content_import', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_content_import_package'))
        batch_op.drop_index(batch_op.f('ix_content_import_by_created_at'))

    op.drop_table('content_import')
    op.drop_table('content_family')
