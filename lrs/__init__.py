"""The record: statements, documents and credentials of xAPI 1.0.3 and 2.0.

It stands alone (``create_app``) or inside a school (``xapi_blueprint``), and knows neither
who the learners are nor what their hours are worth.
"""

from lrs.application import create_app
from lrs.web.blueprint import xapi_blueprint

__all__ = ["create_app", "xapi_blueprint"]
