"""The product's settings, in a data directory of the test run's own."""

import atexit
import os
import shutil
import tempfile

_HOME = tempfile.mkdtemp(prefix="conferral-tests-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ |= {
    "CONFERRAL_HOME": _HOME,
    "SECRET_KEY": "only-for-tests",
    "SITE_URL": "https://verify.saypro.example",
    "KEY_ENCRYPTION_KEY": "0123456789abcdef" * 4,
}
os.environ.pop("CONFERRAL_DEMO", None)

from conferral.settings import *  # noqa: E402, F403  # Only now: settings are read once.

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # Quick.
STAFF_NEED_SECOND_FACTOR = False  # Its own tests need it.
DATABASES["default"]["TEST"] = {"MIGRATE": False}  # See template.py.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
MIDDLEWARE = ["web_process.signs_nothing", *MIDDLEWARE]
