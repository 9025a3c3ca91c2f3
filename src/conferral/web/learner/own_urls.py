"""A person's own pages, over all courses (see `access.py`)."""

from django.urls import path

from conferral.web.learner import asking, certificate, everything, finding, home, renewal

_COURSE = "courses/<int:pk>"

urlpatterns = [
    path("", home.home, name="me"),
    path("/find", finding.find, name="me-find"),
    path("/enter/<str:token>", finding.enter, name="me-enter"),
    path("/leave", home.leave, name="me-leave"),
    path("/in-progress", home.in_progress, name="me-going-on"),
    path("/certificates.zip", everything.everything, name="me-everything"),
    path(f"/{_COURSE}", asking.own_course, name="me-course"),
    path(f"/{_COURSE}.ics", renewal.own_calendar, name="me-calendar"),
    path(f"/{_COURSE}/ask", asking.own_ask, name="me-ask"),
    path(f"/{_COURSE}/showing", certificate.own_showing, name="me-showing"),
    path(f"/{_COURSE}/picture.png", certificate.picture, name="me-picture"),
    path(f"/{_COURSE}/certificate.<str:ending>", certificate.own_file, name="me-file"),
]
