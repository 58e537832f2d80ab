"""What gunicorn serves: the academy by its Host, vendors' content by theirs."""

from academy import create_app
from academy.web.hosts import Site
from player import create_content_app
from schemas.settings import Settings

given = Settings.from_environment()
application = Site(create_app(given), create_content_app(given), given)
