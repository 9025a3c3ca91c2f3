"""A person's own pages, over all courses (see `access.py`)."""

from django.urls import path

from conferral.web.learner import (
    asking,
    certificate,
    course_page,
    everything,
    finding,
    guardian,
    home,
    letters,
    own_data,
    privacy,
    profile,
    renewal,
    sharing,
)

_COURSE = "me/courses/<int:pk>"

urlpatterns = [
    path("me", home.home, name="me"),
    path("learn/<slug:prefix>/<slug:code>", course_page.course_page, name="course-page"),
    path("people/<str:slug>", profile.public_profile, name="public-profile"),
    path("me/find", finding.find, name="me-find"),
    path("me/enter/<str:token>", finding.enter, name="me-enter"),
    path("me/leave", home.leave, name="me-leave"),
    path("me/in-progress", home.in_progress, name="me-going-on"),
    path("me/certificates.zip", everything.everything, name="me-everything"),
    path("guardians/<str:token>", guardian.guardian, name="guardian"),
    path("letters/<str:token>", letters.letters, name="letters"),
    path("me/letters", letters.own_letters, name="me-letters"),
    path("me/language", letters.own_language, name="me-language"),
    path("me/privacy", privacy.privacy, name="me-privacy"),
    path("me/privacy/<slug:purpose>", privacy.consent, name="me-consent"),
    path("me/data", own_data.own_data, name="me-data"),
    path("me/data.zip", own_data.own_data_file, name="me-data-file"),
    path("me/data/correct", own_data.correct, name="me-data-correct"),
    path("me/data/forget", own_data.forget, name="me-data-forget"),
    path(f"{_COURSE}", asking.own_course, name="me-course"),
    path(f"{_COURSE}.ics", renewal.own_calendar, name="me-calendar"),
    path(f"{_COURSE}/ask", asking.own_ask, name="me-ask"),
    path(f"{_COURSE}/showing", certificate.own_showing, name="me-showing"),
    path(f"{_COURSE}/share", sharing.own_share, name="me-share"),
    path(f"{_COURSE}/share/<int:share>/end", sharing.own_end, name="me-share-end"),
    path(f"{_COURSE}/picture.png", certificate.own_picture, name="me-picture"),
    path(f"{_COURSE}/certificate.<str:ending>", certificate.own_file, name="me-file"),
]
