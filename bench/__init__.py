"""How fast it is: `python -m bench` from the checkout's root; docs/benchmarks.md has the words.

Whoever imports this package gets a data directory that is thrown away, and the product's own
settings upon it: nothing here can touch real data.
"""

import atexit
import os
import shutil
import tempfile
from importlib import import_module

import django

_HOME = tempfile.mkdtemp(prefix="conferral-bench-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
for _variable in ("DATABASE_URL", "EMAIL_URL", "CONFERRAL_DEMO", "DEBUG"):
    os.environ.pop(_variable, None)
os.environ |= {
    "CONFERRAL_HOME": _HOME,
    "DJANGO_SETTINGS_MODULE": "conferral.settings",
    "SECRET_KEY": "only-for-measuring",
    "KEY_ENCRYPTION_KEY": "0123456789abcdef" * 4,
    "SITE_URL": "https://verify.saypro.example",
    "LOG_LEVEL": "ERROR",
}
django.setup()
import_module("conferral.foundation.vault").allow_signing()  # We do a worker's work.
