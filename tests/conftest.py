"""What every test may rely on: files of its own, and no skipping in CI."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings

import template
from allotment import Allotment, turn
from conferral.foundation import vault
from conferral.foundation.memory import settle

# As a worker: thousands of tests leave few cycles behind, and Python looks for them all the time.
settle()
# How fast a machine is, is no property of the code: benchmarks measure that.
settings.register_profile(
    "ours", deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ours")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return Allotment(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: turn(item.nodeid))
    settle()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """In CI a test that would be skipped for a missing tool fails: a skip is not a pass."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped in CI: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """With what the migrations make, triggers too; they themselves have run once for everybody."""
    with django_db_blocker.unblock():
        connection.ensure_connection()
        if connection.vendor == "sqlite":
            template.pour_into(connection.connection)


@pytest.fixture(autouse=True)
def _may_sign():
    """A test does a worker's work; what it asks of a web page is answered without a key."""
    vault.allow_signing()


@pytest.fixture(scope="session")
def _places(tmp_path_factory) -> Iterator[Path]:
    """One for each test. Nothing is made there before somebody writes: most tests never do."""
    folder = tmp_path_factory.mktemp("tests")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def _own_files(settings, _places):
    """Files of one test stay with it; keys and static files are shared by all."""
    settings.MEDIA_ROOT = next(_places)
    settings.LOG_HEAD = next(_places)
