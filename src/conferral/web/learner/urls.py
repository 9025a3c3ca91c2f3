"""A learner's own progress, by the link that was sent to them (see `awards/links.py`)."""

from django.urls import re_path

from conferral.web.learner import views

_LINK = r"(?P<token>[A-Za-z0-9_:-]{20,200})"

urlpatterns = [
    re_path(rf"^{_LINK}$", views.progress, name="progress"),
    re_path(rf"^{_LINK}[.]json$", views.progress_json, name="progress-json"),
]
