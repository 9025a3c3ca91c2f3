"""The register of certificates: find one, look at it, take it back for good or for a while."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from conferral.credentials.delivery.models import Delivery
from conferral.credentials.issuing import actions
from conferral.credentials.issuing import number as numbers
from conferral.credentials.issuing.models import Credential, CredentialQuerySet
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.verification.looks import tally
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.learning.awards import life
from conferral.learning.awards.life import State, Verb
from conferral.learning.catalog.models import Course
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.answers import spreadsheet
from conferral.web.shared.asking import sought_in
from conferral.web.shared.paging import KeysFirst, page_of
from conferral.web.shared.showing_form import ShowingForm
from conferral.web.staff.forms import ReasonForm, ReinstateForm, RevokeForm, SuspendForm
from conferral.web.staff.saved_filters import filters_of

MOST_PROPOSED = 4000  # Numbers that are put into a form; a file has no such end.
STATES = ("valid", "expired", "suspended", "revoked", "replaced", "renewed", "specimen")
Deed = Callable[[Credential, Person, str, Reason], None]

_COLUMNS = ("Number", "Holder", "Course", "Issued", "Valid until", "State", "Address")


@requires(Right.SEE_REGISTER)
def certificates(request: MemberRequest) -> HttpResponse:
    now = timezone.now()
    page = page_of(request, KeysFirst(found_by(request, now)))
    context = {
        "page": page,
        "rows": [(credential, state_of(credential, now)) for credential in page],
        "proposed": MOST_PROPOSED,
        "courses": Course.objects.of(request.organization).titled(),
        "states": STATES,
        "asked": request.GET,
        "filters": filters_of(request, "certificates"),
    }
    return render(request, "staff/certificates.html", context)


@requires(Right.SEE_REGISTER)
def certificates_csv(request: MemberRequest) -> HttpResponseBase:
    now, zone = timezone.now(), request.organization.zone
    rows = (_row(credential, now, zone) for credential in found_by(request, now).iterator(1000))
    return spreadsheet("certificates.csv", _COLUMNS, rows)


@requires(Right.SEE_REGISTER)
def certificate(request: MemberRequest, number: str) -> HttpResponse:
    return _shown(request, _credential(request, number))


@require_POST
@requires(Right.REVOKE)
def revoke(request: MemberRequest, number: str) -> HttpResponse:
    credential = _credential(request, number)
    form = RevokeForm(request.POST, number=credential.number)
    return _done(request, credential, form, actions.revoke)


@require_POST
@requires(Right.REVOKE)
def suspend(request: MemberRequest, number: str) -> HttpResponse:
    form = SuspendForm(request.POST, prefix="suspend")
    return _done(request, _credential(request, number), form, partial(_suspend, form))


@require_POST
@requires(Right.REVOKE)
def reinstate(request: MemberRequest, number: str) -> HttpResponse:
    form = ReinstateForm(request.POST, prefix="reinstate")
    return _done(request, _credential(request, number), form, actions.reinstate)


def _suspend(
    form: SuspendForm, credential: Credential, person: Person, because: str, code: Reason
) -> None:
    actions.suspend(credential, person, because, code, form.cleaned_data["until"])


def state_of(credential: Credential, now: datetime) -> str:
    state = credential.state(now)
    if state is not State.ISSUED:
        return str(state)
    return "specimen" if credential.is_specimen else "valid"


def found_by(request: MemberRequest, now: datetime) -> CredentialQuerySet:
    """The certificates that the page's filter asks for, newest first."""
    found = Credential.objects.of(request.organization)
    if ticked := request.GET.getlist("number"):
        found = found.filter(number__in=ticked)
    if sought := sought_in(request.GET):
        found = found.filter(_mentions(sought))
    if course := request.GET.get("course"):
        found = found.filter(award__enrolment__version__course__code=course)
    found = _in_state(found, request.GET.get("state", ""), now)
    related = ("award__enrolment__person", "award__enrolment__version__course", "status_list")
    return found.select_related(*related).order_by("-issued_at", "-pk")


def _in_state(found: CredentialQuerySet, state: str, now: datetime) -> CredentialQuerySet:
    """All of them, where the state is none."""
    standing = Q(revoked_at=None, suspended_at=None)
    match state:
        case "revoked":
            return found.filter(revoked_at__isnull=False, replaced_by=None)
        case "replaced":
            return found.filter(replaced_by__isnull=False)
        case "suspended":
            return found.filter(revoked_at=None, suspended_at__isnull=False)
        case "renewed":
            return found.filter(standing, renewed_by__isnull=False)
        case "expired":
            return found.filter(standing, renewed_by=None, valid_until__lt=now)
        case "valid":
            current = Q(valid_until=None) | Q(valid_until__gte=now)
            return found.filter(current, standing, renewed_by=None, is_specimen=False)
        case "specimen":
            return found.filter(is_specimen=True)
    return found


def _mentions(sought: str) -> Q:
    person = "award__enrolment__person__"
    mentions = (
        Q(**{f"{person}printed_name__icontains": sought})
        | Q(**{f"{person}email__icontains": sought})
        | Q(award__enrolment__version__title__icontains=sought)
        | Q(number__istartswith=sought)
    )
    try:
        return mentions | Q(number=numbers.parse(sought))
    except numbers.NotANumber:
        return mentions


def _row(credential: Credential, now: datetime, zone: ZoneInfo) -> tuple[object, ...]:
    # The zone is given: rows are written when the request is over, and its zone forgotten.
    enrolment = credential.award.enrolment
    return (
        credential.number,
        credential.slots.get("holder_name", enrolment.person.printed_name),
        enrolment.version.title,
        timezone.localdate(credential.issued_at, zone),
        timezone.localdate(credential.valid_until, zone) if credential.valid_until else "",
        state_of(credential, now),
        credential.url,
    )


def _credential(request: MemberRequest, number: str) -> Credential:
    related = (
        "award__enrolment__person",
        "award__enrolment__version__course",
        "key__organization",
        "entry",
        "shape",
        "status_list__organization",
    )
    found = Credential.objects.of(request.organization).select_related(*related)
    return get_object_or_404(found, number=number)


def _done(
    request: MemberRequest, credential: Credential, form: ReasonForm, deed: Deed
) -> HttpResponse:
    if not form.is_valid():
        return _shown(request, credential, form)
    try:
        deed(credential, request.user, form.because, form.code)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _shown(request, credential, form)
    return redirect("staff-certificate", number=credential.number)


def _shown(
    request: MemberRequest, credential: Credential, refused: ReasonForm | None = None
) -> HttpResponse:
    """`refused`: the form that was sent and cannot be done."""
    deliveries = Delivery.objects.filter(certificate__credential=credential)
    context = {
        "credential": credential,
        "enrolment": credential.award.enrolment,
        "holder": credential.slots.get("holder_name", ""),
        "state": state_of(credential, timezone.now()),
        "delivery": deliveries.select_related("message").first(),
        "refused": refused,
        "forms": _forms(credential, refused),
        "may_revoke": Right.REVOKE in request.rights and credential.revoked_at is None,
        "may_see_mail": Right.SEE_MAIL in request.rights,
        "showing": ShowingForm.of(credential),
        "looks": tally(credential, timezone.localdate()),
        "may_replace": Verb.REPLACE
        in life.verbs_for(credential.state(timezone.now()), request.rights),
        "called_back": credential.recalls.open().first(),
        "events": credential.events.select_related("entry").order_by("pk"),
    }
    return render(request, "staff/certificate.html", context, status=422 if refused else 200)


def _forms(credential: Credential, refused: ReasonForm | None) -> dict[str, ReasonForm]:
    """A form for each deed, by its name; the refused one with what is wrong in it."""
    forms: dict[str, ReasonForm] = {
        "revoke": RevokeForm(number=credential.number),
        "suspend": SuspendForm(prefix="suspend"),
        "reinstate": ReinstateForm(prefix="reinstate"),
    }
    return {name: refused if type(refused) is type(form) else form for name, form in forms.items()}
