"""`flask serve`: starts everything, says what is in its way, ends everything."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import urllib.request
from pathlib import Path

import pytest

from tests.servers import FLASK, ROOT, free_port, serving


def test_a_port_that_is_taken_is_named_with_the_setting(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = subprocess.run(
            [*FLASK, "serve"],
            cwd=ROOT,
            env={**os.environ, "PORT": port, "DATA_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert ended.returncode == 1
    assert f"PORT={port}" in ended.stderr


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGHUP])
def test_one_signal_ends_the_whole_family(tmp_path: Path, sign: signal.Signals) -> None:
    port = free_port()
    with serving(tmp_path, port) as process:
        process.send_signal(sign)
        assert process.wait(60) == 0
        with pytest.raises(OSError):
            urllib.request.urlopen(f"http://localhost:{port}/sign-in", timeout=2)
