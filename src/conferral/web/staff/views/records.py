"""One learner in one version of a course: everything that is known, and what a human says of it."""

from contextlib import suppress

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from conferral.foundation.accounts.roles import Right
from conferral.foundation.letters.actions import choose_language
from conferral.foundation.mail import wishes
from conferral.foundation.mail.topics import TO_LEARNERS, Topic
from conferral.foundation.mail.wishes import Subscription
from conferral.foundation.refusal import Refused
from conferral.learning.awards.models import Award
from conferral.learning.awards.outlook import outlook
from conferral.learning.catalog.criteria import Measurable
from conferral.learning.progress import judging
from conferral.learning.progress.models import Enrolment
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.staff.letters_to import letters_to
from conferral.web.staff.record_forms import MeasureForm, VerdictForm
from conferral.web.staff.record_page import history_of, modules_of


@requires(Right.SEE_REGISTER)
def learner(request: MemberRequest, pk: int) -> HttpResponse:
    return _shown(request, _enrolment_of(request, pk))


@require_POST
@requires(Right.EVALUATE)
def judge(request: MemberRequest, pk: int) -> HttpResponse:
    """The form names by its button what it is about."""
    enrolment = _enrolment_of(request, pk)
    forms = [VerdictForm(each, request.POST) for each in judging.asked_of(enrolment)]
    form = next((each for each in forms if each.prefix == request.POST.get("about")), None)
    if form is None:
        return _shown(request, enrolment, refused="The criterion does not ask for that.")
    if not form.is_valid():
        return _shown(request, enrolment, verdict=form)
    try:
        remark = form.cleaned_data["remark"]
        judging.judge(enrolment, form.asked, request.user, yes=form.yes, remark=remark)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _shown(request, enrolment, verdict=form)
    return redirect("learner", pk)


@require_POST
@requires(Right.EVALUATE)
def measure(request: MemberRequest, pk: int) -> HttpResponse:
    enrolment = _enrolment_of(request, pk)
    form = MeasureForm(request.POST)
    if not form.is_valid():
        return _shown(request, enrolment, total=form)
    said = form.cleaned_data
    try:
        what, because = Measurable(said["what"]), said["because"]
        judging.measure(enrolment, what, said["value"], request.user, because=because)
    except Refused as refused:
        form.add_error("value", str(refused))
        return _shown(request, enrolment, total=form)
    return redirect("learner", pk)


@require_POST
@requires(Right.SEE_MAIL)
def letters(request: MemberRequest, pk: int) -> HttpResponse:
    """They said it by telephone, or changed their mind."""
    enrolment = _enrolment_of(request, pk)
    topic = request.POST.get("topic", "")
    if topic not in TO_LEARNERS:
        raise Http404
    subscription = Subscription(enrolment.person, request.organization, Topic(topic))
    is_wanted = request.POST.get("answer") == "yes"
    with suppress(Refused):  # They were forgotten meanwhile; the page will say so.
        wishes.say(subscription, request.user, is_wanted=is_wanted, way="staff, as they asked")
    return redirect("learner", pk)


@require_POST
@requires(Right.SEE_MAIL)
def language(request: MemberRequest, pk: int) -> HttpResponse:
    """They said in which they want to be written to."""
    person = _enrolment_of(request, pk).person
    try:
        chosen = request.POST.get("language", "")
        choose_language(person, chosen, request.user, request.organization)
    except Refused as refused:
        raise Http404 from refused  # The page offers nothing else, and nothing to the forgotten.
    return redirect("learner", pk)


def _enrolment_of(request: MemberRequest, pk: int) -> Enrolment:
    ours = Enrolment.objects.of(request.organization)
    related = "person", "site", "version__course__organization"
    return get_object_or_404(ours.select_related(*related), pk=pk)


def _shown(
    request: MemberRequest,
    enrolment: Enrolment,
    *,
    verdict: VerdictForm | None = None,
    total: MeasureForm | None = None,
    refused: str = "",
) -> HttpResponse:
    """A form that was filled in wrong takes the place of its empty one."""
    award = Award.objects.filter(enrolment=enrolment).first()
    is_waiting = award is not None and award.issued_at is None
    asked = judging.asked_of(enrolment)
    empty = [VerdictForm(each) for each in asked]
    verdicts = [verdict if verdict and verdict.prefix == each.prefix else each for each in empty]
    context = {
        "enrolment": enrolment,
        "version": enrolment.version,
        "decision": enrolment.decision,
        "modules": modules_of(enrolment),
        "measures": enrolment.measures.order_by("kind"),
        "history": history_of(enrolment),
        "award": award,
        "credentials": award.credentials.order_by("-pk") if award else [],
        "outlook": outlook(award, timezone.localdate()) if award and is_waiting else None,
        "may_evaluate": Right.EVALUATE in request.rights,
        "may_answer": Right.ANSWER in request.rights,
        "is_oneself": enrolment.person_id == request.user.pk,
        "verdicts": verdicts,
        "total": total or MeasureForm(),
        "refused": refused,
        **letters_to(request, enrolment),
    }
    failed = verdict or total or refused
    return render(request, "staff/learner.html", context, status=422 if failed else 200)
