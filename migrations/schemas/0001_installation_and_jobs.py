"""Installation and jobs

Revision: schemas_0001
After: 
"""

import sqlalchemy as sa
from alembic import op
import schemas.tables
revision = 'schemas_0001'
down_revision = None
branch_labels = ('schemas',)
depends_on = None

def upgrade() -> None:
    op.create_table('house_installation',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_house_installation'))
    )
    op.create_table('house_job',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('key', sa.Text(), nullable=True),
    sa.Column('payload', schemas.tables.Document, nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('created_at', schemas.tables.Instant(), nullable=False),
    sa.Column('run_at', schemas.tables.Instant(), nullable=False),
    sa.Column('leased_until', schemas.tables.Instant(), nullable=True),
    sa.Column('finished_at', schemas.tables.Instant(), nullable=True),
    sa.Column('last_error', sa.Text(), nullable=True),
    sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name=op.f('ck_house_job_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_house_job')),
    sa.UniqueConstraint('key', name=op.f('uq_house_job_key'))
    )
    with op.batch_alter_table('house_job', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_house_job_state_run_at'), ['state', 'run_at'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('house_job', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_house_job_state_run_at'))

    op.drop_table('house_job')
    op.drop_table('house_installation')
