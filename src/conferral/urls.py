"""One line for each site."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("conferral.web.verify.urls")),
    path("", include("conferral.web.published.urls")),
    path("account/", include("conferral.web.account.urls")),
    path("staff/", include("conferral.web.staff.urls")),
    path("progress/", include("conferral.web.learner.urls")),
    path("", include("conferral.web.learner.own_urls")),
    path("outbox/", include("conferral.web.outbox.urls")),
]
