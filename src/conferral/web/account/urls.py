"""Coming in and going out."""

from django.urls import path

from conferral.web.account import views

urlpatterns = [
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-out", views.sign_out, name="sign-out"),
]
