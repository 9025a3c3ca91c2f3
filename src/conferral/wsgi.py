"""The web application as a WSGI callable, for granian or any other server."""

import os

from django.core.wsgi import get_wsgi_application

from conferral.foundation.memory import settle
from conferral.foundation.parent import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conferral.settings")

if os.environ.get("CONFERRAL_SUPERVISED"):
    end_with_parent()

application = get_wsgi_application()
settle()
