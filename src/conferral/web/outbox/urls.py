"""The mail of a demonstration."""

from django.urls import path

from conferral.web.outbox import views

urlpatterns = [
    path("", views.letters, name="outbox"),
    path("<str:name>/<int:place>", views.letter, name="letter"),
    path("<str:name>/<int:place>/html", views.letter_html, name="letter-html"),
]
