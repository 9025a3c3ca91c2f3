"""What is taught, when it is completed, and who still has to do what."""

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.roles import Right
from conferral.learning.catalog.models import Course
from conferral.learning.progress.models import Enrolment
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.paging import page_of


@requires(Right.SEE_REGISTER)
def courses(request: MemberRequest) -> HttpResponse:
    offered = Course.objects.of(request.organization).order_by("code")
    counted = offered.annotate(learners=Count("versions__enrolments", distinct=True))
    return render(request, "staff/courses.html", {"courses": counted})


@requires(Right.SEE_REGISTER)
def course(request: MemberRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Course.objects.of(request.organization), code=code)
    enrolled = Enrolment.objects.of(request.organization).filter(version__course=found)
    learners = (
        enrolled.select_related("person", "award")
        .prefetch_related("results__module", "version__modules", "award__credentials")
        .order_by("award__id", "person__printed_name")
    )
    context = {
        "course": found,
        "version": found.current or found.versions.order_by("number").last(),
        "page": page_of(request, learners),
        "issued": Credential.objects.filter(award__enrolment__version__course=found).count(),
    }
    return render(request, "staff/course.html", context)
