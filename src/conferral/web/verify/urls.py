"""The addresses on certificates. QR codes shout: /C/ is /c/."""

from django.urls import path, re_path

from conferral.web.verify import views

urlpatterns = [
    path("", views.home, name="home"),
    path("verify", views.ask, name="verify"),
    re_path(r"^[cC]/(?P<text>[^/.]+)$", views.certificate, name="certificate"),
    re_path(r"^[cC]/(?P<text>[^/.]+)[.](?:json|JSON)$", views.credential_json, name="credential-json"),
    re_path(r"^[cC]/(?P<text>[^/.]+)[.](?:pdf|PDF)$", views.certificate_pdf, name="certificate-pdf"),
    re_path(r"^[cC]/(?P<text>[^/.]+)[.](?:png|PNG)$", views.certificate_png, name="certificate-png"),
]
