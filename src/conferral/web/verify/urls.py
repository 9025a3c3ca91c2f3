"""The addresses on certificates. QR codes shout: /C/ is /c/."""

from django.urls import path, re_path

from conferral.web.verify import evidence, files, name_match, offline, shared, token_proofs, views

_NUMBER = r"^[cC]/(?P<text>[^/.]+)"
_SHARE = r"^s/(?P<slug>[A-Za-z0-9_-]{20,32})"

urlpatterns = [
    path("", views.home, name="home"),
    re_path(r"^verify/?$", views.ask, name="verify"),
    path("verify/file", files.verify_file, name="verify-file"),
    path("verify/offline", offline.offline, name="offline"),
    path("offline-worker.js", offline.offline_worker, name="offline-worker"),
    re_path(f"{_SHARE}$", shared.shared, name="shared"),
    re_path(f"{_SHARE}[.](?P<ending>[a-z-]+)$", shared.shared_file, name="shared-file"),
    re_path(f"{_NUMBER}/?$", views.certificate, name="certificate"),
    re_path(f"{_NUMBER}/name$", name_match.name_match, name="name-match"),
    re_path(f"{_NUMBER}[.][jJ][sS][oO][nN]$", views.credential_json, name="credential-json"),
    re_path(f"{_NUMBER}[.][pP][dD][fF]$", views.certificate_pdf, name="certificate-pdf"),
    re_path(f"{_NUMBER}[.][pP][nN][gG]$", views.certificate_png, name="certificate-png"),
    re_path(f"{_NUMBER}[.]tlog-proof$", views.log_proof, name="log-proof"),
    re_path(f"{_NUMBER}[.]evidence[.]json$", evidence.evidence, name="evidence"),
    re_path(f"{_NUMBER}[.]blockcerts[.]json$", views.certificate_blockcert, name="blockcert"),
    re_path(
        f"{_NUMBER}[.](?P<kind>{token_proofs.KINDS})[.]tlog-proof$",
        token_proofs.token_proof,
        name="token-proof",
    ),
    re_path(
        f"{_NUMBER}[.](?P<ending>[a-zA-Z-]+)$", views.certificate_form, name="certificate-form"
    ),
]
