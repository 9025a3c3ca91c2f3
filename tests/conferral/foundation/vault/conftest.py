"""A folder of keys of its own for each test."""

import pytest

from conferral.foundation import vault

WRAPPER = "a1" * 32


@pytest.fixture
def keys(settings, tmp_path):
    """The folder; the key-encryption key comes from the settings."""
    settings.CONFERRAL_HOME = tmp_path
    settings.KEY_ENCRYPTION_KEY = WRAPPER
    return tmp_path / "keys"


@pytest.fixture
def start_anew():
    """As a process that starts anew, which has not read any key yet."""
    return vault._opened.cache_clear
