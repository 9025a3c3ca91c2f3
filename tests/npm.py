"""Packages from npm that judge our work, installed once for each lock. None is in the product."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

_WHAT_NPM_NEEDS = ("package.json", "package-lock.json", ".npmrc")


def installed(folder: Path, *scripts: str) -> Path:
    """Where the packages that `folder` locks are, and its `scripts` beside them.

    That is `folder` itself, or its namesake in CONFERRAL_TEST_CACHE.
    """
    home = _home_of(folder)
    with _lock_of(folder).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # One process installs, the others wait for it.
        if home != folder:
            for name in (*_WHAT_NPM_NEEDS, *scripts):
                shutil.copyfile(folder / name, home / name)
        _install_unless_there(home)
    return home


def needed(program: str) -> str:
    """Its path. A test that needs it fails without it."""
    found = shutil.which(program)
    if not found:
        pytest.fail(f"{program} is missing: this test needs Node.js 18 or newer with npm.")
    return found


def _home_of(folder: Path) -> Path:
    cache = os.environ.get("CONFERRAL_TEST_CACHE")
    home = Path(cache) / folder.name if cache else folder
    home.mkdir(parents=True, exist_ok=True)
    return home


def _lock_of(folder: Path) -> Path:
    digest = hashlib.sha256(str(_home_of(folder)).encode()).hexdigest()
    return Path(tempfile.gettempdir()) / f"conferral-npm-{digest[:16]}.lock"


def _install_unless_there(home: Path) -> None:
    wanted, done = (home / "package-lock.json").read_text(), home / "node_modules" / ".installed"
    if not done.exists() or done.read_text() != wanted:
        _install(home)
        done.write_text(wanted)


def _install(home: Path) -> None:
    command = [needed("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    result = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
    if result.returncode:
        pytest.fail(f"npm could not install what {home.name} needs:\n{result.stderr}")
