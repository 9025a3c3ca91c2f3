"""The storeys: what may know what, and that the contracts would notice."""

import os
import subprocess
import sys
from pathlib import Path

from architecture.sources import ROOT, SOURCES


def test_all_contracts_are_kept():
    lint = Path(sys.executable).with_name("lint-imports")
    ours = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    ran = subprocess.run([lint], cwd=ROOT, env=ours, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-3000:]


def test_the_standards_know_neither_the_clock_nor_chance():
    forbidden = ("import random", "import secrets", "import uuid", "import time\n", "now()")
    knowing = {
        f"{source}: {word}"
        for source in SOURCES
        if source.path.is_relative_to(ROOT / "src" / "credkit")
        for word in forbidden
        if word in source.text
    }
    assert knowing == set()


def test_there_is_one_door_to_other_peoples_servers():
    calling = {
        str(source)
        for source in SOURCES
        for way_out in ("urlopen", "create_connection", "HTTPConnection", "HTTPSConnection")
        if way_out in source.text
    }
    assert calling == {"conferral/foundation/outbound.py"}


def test_only_the_door_to_the_keys_reads_key_files():
    reading = {str(source) for source in SOURCES if '.key"' in source.text}
    assert reading <= {
        "conferral/foundation/vault/files.py",
        "conferral/settings.py",
        "conferral/cli/setup.py",
    }
