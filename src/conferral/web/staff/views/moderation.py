"""Moderation: which rounds wait for whom; one round, what is said of its sample, how it ends."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.learning.accreditation import documents
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.moderation import actions, opening
from conferral.learning.moderation.actions import Said
from conferral.learning.moderation.models import Entrant, ModerationRound, Outcome, Stage
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.asking import keys_in
from conferral.web.staff.moderation_forms import ConcludeForm, OpinionForm, RejectForm
from conferral.web.staff.moderation_page import Sent, moderator_form, shown, tried
from conferral.web.staff.moderation_queue import queue_of


@requires(Right.SEE_REGISTER)
def moderation(request: MemberRequest) -> HttpResponse:
    return _queue(request)


@require_POST
@requires(Right.MODERATE)
def open_round(request: MemberRequest, pk: int) -> HttpResponse:
    """Over all results of one version that wait by now."""
    ours = CourseVersion.objects.filter(course__organization=request.organization)
    related = "course__organization", "certificate_type"
    version = get_object_or_404(ours.select_related(*related), pk=pk)
    try:
        opened = opening.open_round(version, request.user)
    except Refused as refused:
        return _queue(request, refused)
    return redirect("moderation-round", pk=opened.pk)


@requires(Right.SEE_REGISTER)
def moderation_round(request: MemberRequest, pk: int) -> HttpResponse:
    return shown(request, _round(request, pk))


@require_POST
@requires(Right.MODERATE)
def assign(request: MemberRequest, pk: int, stage: str) -> HttpResponse:
    the_round, of = _round(request, pk), Stage(stage)
    form = moderator_form(request, the_round, of, request.POST)
    if not form.is_valid():
        return shown(request, the_round, Sent(moderator=form))
    return tried(
        request,
        the_round,
        lambda: actions.assign(the_round, of, form.chosen, request.user),
        Sent(moderator=form),
    )


@require_POST
@requires(Right.MODERATE)
def judge(request: MemberRequest, pk: int) -> HttpResponse:
    """Say whether one result of the sample is upheld."""
    ours = Entrant.objects.filter(round__version__course__organization=request.organization)
    entrant = get_object_or_404(ours.filter(place__isnull=False), pk=pk)
    the_round = _round(request, entrant.round_id)
    form = OpinionForm(request.POST, request.FILES, prefix=str(entrant.pk))
    sent = Sent(opinion=form, about=entrant.pk)
    if not form.is_valid():
        return shown(request, the_round, sent)
    answer = tried(request, the_round, lambda: _judge(request, entrant, form), sent)
    if answer.status_code == 302:
        answer["Location"] += f"#result-{entrant.place}"  # Not back to the top of a long page.
    return answer


@require_POST
@requires(Right.MODERATE)
def conclude(request: MemberRequest, pk: int) -> HttpResponse:
    the_round, form = _round(request, pk), ConcludeForm(request.POST, auto_id="conclude_%s")
    if not form.is_valid():
        return shown(request, the_round, Sent(conclude=form))
    outcome, because = Outcome(form.cleaned_data["outcome"]), form.cleaned_data["because"]
    return tried(
        request,
        the_round,
        lambda: actions.conclude(the_round, request.user, outcome, because),
        Sent(conclude=form),
    )


@require_POST
@requires(Right.MODERATE)
def draw_again(request: MemberRequest, pk: int) -> HttpResponse:
    the_round = _round(request, pk)
    try:
        fresh = opening.draw_again(the_round, request.user)
    except Refused as refused:
        return shown(request, the_round, Sent(refused=str(refused)))
    return redirect("moderation-round", pk=fresh.pk)


@require_POST
@requires(Right.MODERATE)
def reject(request: MemberRequest, pk: int) -> HttpResponse:
    """Those that were ticked, or all that the round holds."""
    the_round, form = _round(request, pk), RejectForm(request.POST, auto_id="reject_%s")
    if not form.is_valid():
        return shown(request, the_round, Sent(reject=form))
    ticked = keys_in(request.POST, "result")
    because = form.cleaned_data["because"]
    return tried(
        request,
        the_round,
        lambda: actions.reject(the_round, request.user, because, _chosen(request, ticked)),
        Sent(reject=form),
    )


def _chosen(request: MemberRequest, ticked: list[int]) -> list[int] | None:
    """None: all. Nothing ticked is not all: it says so with a button of its own."""
    return None if "all" in request.POST else ticked


def _judge(request: MemberRequest, entrant: Entrant, form: OpinionForm) -> None:
    said = form.cleaned_data
    with documents.sent_along(request.organization, said["file"], request.user) as kept:
        opinion = Said(Outcome(said["outcome"]), said["remark"], kept)
        actions.judge(entrant, request.user, opinion)


def _queue(request: MemberRequest, refused: Refused | None = None) -> HttpResponse:
    context = {
        "queue": queue_of(request),
        "refused": refused,
        "moderates": Right.MODERATE in request.rights,
    }
    return render(request, "staff/moderation.html", context, status=409 if refused else 200)


def _round(request: MemberRequest, pk: int) -> ModerationRound:
    ours = ModerationRound.objects.of(request.organization)
    related = (
        "version__course__organization",
        "version__certificate_type",
        "seed",
        "follows",
        "internal_moderator",
        "external_moderator",
    )
    return get_object_or_404(ours.select_related(*related), pk=pk)
