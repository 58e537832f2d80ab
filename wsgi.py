"""What gunicorn serves: the academy by its Host, vendors' content by theirs."""

from academy import create_app

application = create_app()
