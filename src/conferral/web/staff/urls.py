"""The rooms of the staff."""

from django.urls import path

from conferral.credentials.issuing.models import Use
from conferral.web.staff.views import (
    activity,
    certificates,
    courses,
    document_key,
    imports,
    keys,
    mail,
    suspensions,
    today,
    waiting,
)

urlpatterns = [
    path("", today.today, name="today"),
    path("try-again", today.try_again, name="try-again"),
    path("issued.csv", today.issued_csv, name="issued-csv"),
    path("courses", courses.courses, name="courses"),
    path("courses/<slug:code>", courses.course, name="course"),
    path("imports", imports.imports, name="imports"),
    path("imports/new", imports.new, name="import-new"),
    path("imports/<int:pk>", imports.preview, name="import-preview"),
    path("imports/<int:pk>/columns", imports.columns, name="import-columns"),
    path("imports/<int:pk>/confirm", imports.confirm, name="import-confirm"),
    path("imports/<int:pk>/discard", imports.discard, name="import-discard"),
    path("imports/<int:pk>/progress", imports.progress, name="import-progress"),
    path("imports/<int:pk>/problems.csv", imports.problems_csv, name="import-problems"),
    path("waiting", waiting.waiting, name="waiting"),
    path("waiting.csv", waiting.waiting_csv, name="waiting-csv"),
    path("waiting/release", waiting.release, name="waiting-release"),
    path("certificates", certificates.certificates, name="certificates"),
    path("certificates.csv", certificates.certificates_csv, name="certificates-csv"),
    path("certificates/<str:number>", certificates.certificate, name="staff-certificate"),
    path("certificates/<str:number>/revoke", certificates.revoke, name="revoke"),
    path("certificates/<str:number>/suspend", certificates.suspend, name="suspend"),
    path("certificates/<str:number>/reinstate", certificates.reinstate, name="reinstate"),
    path("keys", keys.keys, name="keys"),
    path("keys/rotation", keys.rotate, {"use": Use.CREDENTIALS}, name="key-rotation"),
    path(
        "keys/documents/rotation",
        keys.rotate,
        {"use": Use.DOCUMENTS},
        name="document-key-rotation",
    ),
    path("keys/documents/request", document_key.ask_for_request, name="certificate-request-ask"),
    path(
        "keys/documents/request.pem", document_key.certificate_request, name="certificate-request"
    ),
    path("keys/documents/certificate", document_key.use_certificate, name="document-certificate"),
    path(
        "keys/suspensions/list",
        suspensions.switch,
        {"on": True},
        name="suspensions-list",
    ),
    path(
        "keys/suspensions/cease",
        suspensions.switch,
        {"on": False},
        name="suspensions-cease",
    ),
    path("keys/<int:pk>/compromise", keys.compromise, name="key-compromise"),
    path("keys/changes/<int:pk>/confirm", keys.confirm, name="key-confirm"),
    path("keys/changes/<int:pk>/withdraw", keys.withdraw, name="key-withdraw"),
    path("activity", activity.activity, name="activity"),
    path("mail", mail.mail, name="mail"),
    path("mail/<int:pk>/retry", mail.retry, name="mail-retry"),
]
