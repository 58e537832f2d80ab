"""A whole academy in processes of its own, as `make run` starts it, for tests from outside."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
FLASK = (sys.executable, "-m", "flask", "--app", "academy:create_app")
START_LIMIT = 90
"""Seconds that seeding and starting may take before the test gives up."""


@dataclass(frozen=True)
class Academy:
    """A running academy: its address, its folder, and what `demo.json` says of it."""

    base: str
    data: Path
    demo: dict[str, Any]
    process: subprocess.Popen[str]

    def account(self, role: str, *, unit: str | None = None) -> dict[str, Any]:
        """Return the first demonstration account with *role* (and *unit*)."""
        for account in self.demo["accounts"]:
            if account["role"] == role and unit in (None, account["unit"]):
                return dict(account)
        raise LookupError(f"no demonstration account with role {role!r}, unit {unit!r}")


@contextmanager
def demonstration(data: Path, **environment: str) -> Iterator[Academy]:
    """Seed a demonstration academy in *data* and serve it until the block ends."""
    port = free_port()
    surroundings = _surroundings(data, port, environment)
    subprocess.run([*FLASK, "demonstration", "seed"], cwd=ROOT, env=surroundings, check=True)
    demo = json.loads((data / "demo.json").read_text("utf-8"))
    with serving(data, port, **environment) as process:
        yield Academy(f"http://localhost:{port}", data, demo, process)


@contextmanager
def serving(data: Path, port: int, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Serve the academy in *data* on *port* until the block ends; it must end with status 0."""
    with (data / "serve.log").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(
            [*FLASK, "serve"],
            cwd=ROOT,
            env=_surroundings(data, port, environment),
            stdout=log,
            stderr=log,
            text=True,
        )
        try:
            _wait_for(f"http://localhost:{port}", process, data / "serve.log")
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                process.wait(60)
    assert process.returncode == 0, f"serve ended with status {process.returncode}"


def _surroundings(data: Path, port: int, environment: dict[str, str]) -> dict[str, str]:
    settings = {"DATA_DIR": str(data), "PORT": str(port), "LOG_FORMAT": "json", **environment}
    return {**os.environ, **settings}


def free_port() -> int:
    """Return a TCP port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(base: str, process: subprocess.Popen[str], log: Path) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(f"serve ended at once:\n{log.read_text('utf-8')}")
        try:
            urllib.request.urlopen(f"{base}/sign-in", timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"nothing answers at {base}:\n{log.read_text('utf-8')}")
