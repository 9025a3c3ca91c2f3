"""How to earn a certificate, for everybody: made of what was approved, and of answers by staff."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from conferral.learning.accreditation.models import Accreditation
from conferral.learning.catalog.models import Course
from conferral.web.shared.context import house_of


@require_safe
def course_page(request: HttpRequest, prefix: str, code: str) -> HttpResponse:
    """Of the version that is open to new learners. There is none while nothing is approved."""
    offered = Course.objects.select_related("organization")
    course = get_object_or_404(offered, organization__number_prefix=prefix.upper(), code=code)
    version = course.current
    if version is None:
        raise Http404
    organization = course.organization
    today = timezone.localdate(timezone=organization.zone)
    vouching = Accreditation.objects.in_force(today).filter(courses=course)
    context = {
        "house": house_of(organization),
        "course": course,
        "version": version,
        "questions": course.questions.all(),
        "accreditations": vouching.select_related("body").order_by("pk"),
    }
    answer = render(request, "learner/course_page.html", context)
    answer["Cache-Control"] = "max-age=60"
    return answer
