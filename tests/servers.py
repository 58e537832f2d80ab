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
    settings = {"DATA_DIR": str(data), "PORT": str(port), "LOG_FORMAT": "json", **environment}
    surroundings = {**os.environ, **settings}
    subprocess.run([*FLASK, "demonstration", "seed"], cwd=ROOT, env=surroundings, check=True)
    log = (data / "serve.log").open("w+", encoding="utf-8")
    process = subprocess.Popen(
        [*FLASK, "serve"], cwd=ROOT, env=surroundings, stdout=log, stderr=log, text=True
    )
    base = f"http://localhost:{port}"
    try:
        _wait_for(base, process, data / "serve.log")
        yield Academy(base, data, json.loads((data / "demo.json").read_text("utf-8")), process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(60)
        log.close()
    assert process.returncode == 0, f"serve ended with status {process.returncode}"


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
