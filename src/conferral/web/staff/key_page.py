"""The page of the keys: two histories, what waits for a second person, and the forms."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from conferral.credentials.issuing.models import IssuerKey, KeyChange, Use
from conferral.credentials.sealing.certificates import Description
from conferral.credentials.sealing.models import CertificateRequest, DocumentCertificate
from conferral.foundation.accounts.models import Organization
from conferral.foundation.refusal import Refused
from conferral.web.shared.access import MemberRequest
from conferral.web.staff.key_forms import BecauseForm, CertificateForm, CompromiseForm

_SOON = timedelta(days=30)


@dataclass(frozen=True)
class Shown:
    """A key, and the form to give it up."""

    key: IssuerKey
    compromise: BaseForm
    certificates: tuple[tuple[DocumentCertificate, Description], ...] = ()


@dataclass(frozen=True)
class Papers:
    """Who vouches for the key of documents in use, and what an authority may be asked with."""

    certificate: Description | None
    ends_soon: bool
    has_ended: bool
    waiting: CertificateRequest | None
    request: CertificateRequest | None

    @property
    def under_way(self) -> bool:
        """Has an authority been asked, or will be, that has not answered yet?"""
        vouched = self.certificate is not None and not self.certificate.is_self_signed
        return self.waiting is not None or (self.request is not None and not vouched)


@dataclass(frozen=True)
class _Forms:
    """Fresh ones, but for the one that was sent and not taken."""

    failed: BaseForm | None = None

    def give(self, kind: type[BaseForm], prefix: str) -> BaseForm:
        if self.failed is not None and self.failed.prefix == prefix:
            return self.failed
        return kind(prefix=prefix)


def shown(
    request: MemberRequest, *, refused: str = "", failed: BaseForm | None = None
) -> HttpResponse:
    """With what was refused, or the form that was not filled in as it should be."""
    forms, organization = _Forms(failed), request.organization
    changes = KeyChange.objects.open().filter(organization=organization).order_by("pk")
    context = {
        "changes": changes.select_related("key__organization", "submitted_by", "approved_by"),
        "of_credentials": list(_history(organization, Use.CREDENTIALS, forms)),
        "of_documents": list(_history(organization, Use.DOCUMENTS, forms)),
        "rotation": forms.give(BecauseForm, Use.CREDENTIALS),
        "document_rotation": forms.give(BecauseForm, Use.DOCUMENTS),
        "papers": _papers(organization, timezone.now()),
        "upload": forms.give(CertificateForm, "certificate"),
        "refused": refused,
    }
    status = 422 if failed is not None else 409 if refused else 200
    return render(request, "staff/keys.html", context, status=status)


def tried(request: MemberRequest, deed: Callable[[], object]) -> HttpResponse:
    """The page anew; with the reason, if the deed is refused."""
    try:
        deed()
    except Refused as no:
        return shown(request, refused=str(no))
    return redirect("keys")


def _history(organization: Organization, use: Use, forms: _Forms) -> Iterator[Shown]:
    related = "began_by__approved_by", "ended_by__submitted_by", "ended_by__approved_by"
    keys = organization.issuer_keys.for_use(use).select_related("organization", *related)
    for key in keys.prefetch_related("certificates").order_by("-valid_from"):
        form = forms.give(CompromiseForm, f"key-{key.pk}")
        rows = sorted(key.certificates.all(), key=lambda row: row.used_from, reverse=True)
        yield Shown(key, form, tuple((row, Description.of(row.pem)) for row in rows))


def _papers(organization: Organization, now: datetime) -> Papers:
    current = DocumentCertificate.objects.filter(
        key__in=organization.issuer_keys.in_use(Use.DOCUMENTS), used_until=None
    ).first()
    described = Description.of(current.pem) if current else None
    asked = CertificateRequest.objects.filter(organization=organization)
    return Papers(
        certificate=described,
        ends_soon=described is not None and now < described.valid_until < now + _SOON,
        has_ended=described is not None and described.valid_until <= now,
        waiting=asked.unsigned().first(),
        request=asked.signed().first(),
    )
