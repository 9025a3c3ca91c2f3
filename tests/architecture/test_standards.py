"""What docs/standards.md says is so: every function and every test that it names is there."""

import subprocess
import sys

import pytest

from installation import ROOT


def test_the_paper_is_current_and_names_what_there_is():
    command = [sys.executable, "scripts/standards.py", "--check"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("credkit.canonical.jcs", "credkit.canonical.nothing"),
        ("test_canonical.py::test_jcs_is_that_of_the_rfc", "test_canonical.py::test_nothing"),
    ],
)
def test_a_claim_about_nothing_is_seen(tmp_path, true, false):
    for folder in ("src", "tests"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    for file in ("docs/standards.toml", "scripts/standards.py"):
        (tmp_path / file).parent.mkdir()
        (tmp_path / file).write_text((ROOT / file).read_text().replace(true, false))
    command = [sys.executable, str(tmp_path / "scripts/standards.py")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert false in ran.stdout
