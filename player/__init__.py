"""The desk: launching courses of every format, their run-time, and proof of presence."""

from player.application import create_content_app

__all__ = ["create_content_app"]
