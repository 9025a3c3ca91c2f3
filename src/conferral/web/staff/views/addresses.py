"""Addresses at which letters do not arrive: corrected, tried again, or set aside; one or many."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from conferral.foundation.accounts.roles import Right
from conferral.foundation.mail import bad_addresses, mending, reasons
from conferral.foundation.mail.models import BadAddress, BadAddressQuerySet, Mailbox, Message
from conferral.foundation.refusal import Refused
from conferral.learning.progress.models import Enrolment
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.asking import keys_in, number_in
from conferral.web.shared.paging import page_of

STATES = ("to mend", "set aside", "mended")
_SHOWN = 3  # Letters of one address in the list.


@dataclass(frozen=True)
class Row:
    """`learner`: the key of an enrolment of theirs. `typed`, `refused`: what was just tried."""

    bad: BadAddress
    why: str
    subjects: list[str]
    learner: int | None
    typed: str = ""
    refused: str = ""


@requires(Right.SEE_MAIL)
def addresses(request: MemberRequest) -> HttpResponse:
    """With POST: every address into whose field something was typed is corrected."""
    if request.method != "POST":
        return _listed(request)
    done, letters, refused = 0, 0, {}
    for bad in _mine(request).open():
        if typed := request.POST.get(f"to-{bad.pk}", "").strip():
            try:
                letters += mending.correct(bad, typed, request.user)
                done += 1
            except Refused as no:
                refused[bad.pk] = (typed, str(no))
    return _listed(request, refused, done=done, letters=letters)


@requires(Right.SEE_MAIL)
def address(request: MemberRequest, pk: int) -> HttpResponse:
    return _shown(request, get_object_or_404(_mine(request), pk=pk))


@require_POST
@requires(Right.SEE_MAIL)
def mend(request: MemberRequest, pk: int) -> HttpResponse:
    bad = get_object_or_404(_mine(request), pk=pk)
    typed = request.POST.get("to", "").strip()
    last = number_in(request.POST.get("last", ""))
    ticked = mending.Ticked(keys_in(request.POST, "letter"), last)
    try:
        match request.POST.get("deed"):
            case "again":
                mending.try_again(bad, request.user, ticked)
            case "aside":
                mending.set_aside(bad, request.user)
            case _:
                mending.correct(bad, typed, request.user, ticked)
    except Refused as refused:
        return _shown(request, bad, typed, str(refused))
    return redirect("addresses")


def _listed(
    request: MemberRequest,
    refused: dict[int, tuple[str, str]] | None = None,
    **done: int,
) -> HttpResponse:
    page = page_of(request, _found(request))
    context = {
        "page": page,
        "rows": list(_rows(request, list(page), refused or {})),
        "states": STATES,
        "asked": request.GET,
        "mailbox": Mailbox.objects.first(),
        "refused": refused,
        **done,
    }
    return render(request, "staff/addresses.html", context, status=422 if refused else 200)


def _shown(
    request: MemberRequest, bad: BadAddress, typed: str = "", refused: str = ""
) -> HttpResponse:
    (row,) = _rows(request, [bad], {bad.pk: (typed, refused)})
    kept_back = [] if bad.mended_at else list(bad_addresses.kept_back(bad))
    last = kept_back[-1].pk if kept_back else 0
    context = {"row": row, "bad": bad, "letters": kept_back, "last": last}
    return render(request, "staff/address.html", context, status=422 if refused else 200)


def _mine(request: MemberRequest) -> BadAddressQuerySet:
    found = BadAddress.objects.of(request.organization)
    return found.select_related("person", "mended_by", "organization").order_by("since", "pk")


def _found(request: MemberRequest) -> BadAddressQuerySet:
    """With how many letters each keeps back."""
    unsent = Message.objects.filter(organization=OuterRef("organization"), to=OuterRef("address"))
    count = unsent.unsent().order_by().values("to").annotate(count=Count("pk")).values("count")
    found = _mine(request).annotate(letters=Coalesce(Subquery(count), 0))
    match request.GET.get("state"):
        case "set aside":
            return found.open().exclude(set_aside_at=None)
        case "mended":
            return found.exclude(mended_at=None).order_by("-mended_at", "-pk")
    return found.to_mend()


def _rows(
    request: MemberRequest, found: list[BadAddress], refused: dict[int, tuple[str, str]]
) -> Iterator[Row]:
    subjects = _subjects(request, found)
    ours = Enrolment.objects.of(request.organization)
    learners = dict(ours.filter(person__bad_addresses__in=found).values_list("person", "pk"))
    for bad in found:
        yield Row(
            bad,
            reasons.in_words(bad.status),
            subjects.get(bad.address, []),
            learners.get(bad.person_id or 0),
            *refused.get(bad.pk, ("", "")),
        )


def _subjects(request: MemberRequest, found: list[BadAddress]) -> dict[str, list[str]]:
    """Of the oldest letters that each address keeps back."""
    waiting = [bad.address for bad in found if bad.mended_at is None]
    unsent = Message.objects.filter(organization=request.organization, to__in=waiting).unsent()
    told: dict[str, list[str]] = {}
    for to, subject in unsent.order_by("pk").values_list("to", "subject"):
        known = told.setdefault(to, [])
        if len(known) < _SHOWN:
            known.append(subject)
    return told
