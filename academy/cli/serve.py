"""``flask serve`` and ``flask worker``: everything an installation runs, under one parent."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import FrameType

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from schemas.jobs import work
from schemas.migrations import upgrade
from schemas.settings import Settings, settings

ROOT = Path(__file__).parents[2]

GRACE = 30
"""Seconds that a child is given to finish its requests before it is ended."""


@click.command("worker")
@with_appcontext
def worker_command() -> None:
    """Do the jobs that wait, until told to stop."""
    stop = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    work(_application(), stop)


@click.command("serve")
@click.option("--web-workers", default=2, show_default=True, help="Processes that answer.")
@click.option("--threads", default=16, show_default=True, help="Threads in each of them.")
@with_appcontext
def serve_command(web_workers: int, threads: int) -> None:
    """Bring the tables up to date, then serve with gunicorn and one worker for jobs.

    Ctrl-C, or SIGTERM, ends both: requests that are under way are finished first.
    """
    given = settings()
    _refuse_taken(given)
    upgrade(_application())
    children = {
        "web": _gunicorn(given, web_workers, threads),
        "worker": [sys.executable, "-m", "flask", "--app", "academy:create_app", "worker"],
    }
    sys.exit(_Family(children).run())


def _refuse_taken(given: Settings) -> None:
    """Say which setting to change, before anything starts, when somebody else listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((given.host, int(given.port)))
        except OSError as error:
            raise click.ClickException(
                f"HOST={given.host} PORT={given.port}: {error.strerror}; "
                "stop what listens there, or choose another PORT"
            ) from None


def _gunicorn(given: Settings, workers: int, threads: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "wsgi:application"),
        *("--bind", f"{given.host}:{given.port}"),
        *("--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)),
        *("--graceful-timeout", str(GRACE - 5), "--timeout", "120", "--keep-alive", "15"),
        *("--no-control-socket", "--log-level", "warning", "--chdir", str(ROOT)),
    ]


class _Family:
    """Child processes that live and end together; the job worker is replaced when it dies."""

    def __init__(self, commands: dict[str, list[str]]) -> None:
        self._commands = commands
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping = False

    def run(self) -> int:
        """Start all, wait, and return the exit status: 0 when asked to stop."""
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, self._stop)
        for name in self._commands:
            self._start(name)
        while not self._stopping:
            time.sleep(0.2)
            for name, child in list(self._children.items()):
                status = child.poll()
                if status is None or self._stopping:
                    continue
                click.echo(f"{name} ended unexpectedly with status {status}", err=True)
                if name == "web":
                    self._end_all()
                    return status or 1
                time.sleep(1)
                self._start(name)
        self._end_all()
        return 0

    def _start(self, name: str) -> None:
        # A session of its own keeps the terminal's Ctrl-C with the parent, which then asks
        # each child once.
        self._children[name] = subprocess.Popen(self._commands[name], start_new_session=True)

    def _stop(self, _sign: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _end_all(self) -> None:
        for child in self._children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + GRACE
        for child in self._children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()


def _application() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app
