"""A learner's own progress, by the link that was sent to them (see `awards/links.py`)."""

from django.urls import re_path

from conferral.web.learner import asking, certificate, renewal, sharing, views

_LINK = r"(?P<token>[A-Za-z0-9_:-]{20,200})"

urlpatterns = [
    re_path(rf"^{_LINK}$", asking.progress, name="progress"),
    re_path(rf"^{_LINK}[.]json$", views.progress_json, name="progress-json"),
    re_path(rf"^{_LINK}[.]ics$", renewal.calendar, name="progress-calendar"),
    re_path(rf"^{_LINK}/ask$", asking.ask, name="progress-ask"),
    re_path(rf"^{_LINK}/showing$", certificate.showing, name="progress-showing"),
    re_path(rf"^{_LINK}/share$", sharing.share, name="progress-share"),
    re_path(rf"^{_LINK}/share/(?P<share>\d+)/end$", sharing.end, name="progress-share-end"),
    re_path(rf"^{_LINK}/picture[.]png$", certificate.picture, name="progress-picture"),
    re_path(
        rf"^{_LINK}/certificate[.](?P<ending>[a-z-]+)$",
        certificate.certificate_file,
        name="progress-file",
    ),
]
