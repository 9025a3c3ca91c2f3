"""What a visitor of the demonstration would count."""

from collections import Counter

from django.utils import timezone

from conferral.credentials.cases.models import Case
from conferral.credentials.issuing.models import Credential
from conferral.credentials.recalls.models import Recall
from conferral.credentials.verification.models import Showing
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.name_modes import NameMode
from conferral.foundation.mail.models import Message
from conferral.learning.accreditation.models import Accreditation, Qualification
from conferral.learning.awards.models import Award
from conferral.learning.catalog.models import Course, CourseVersion
from conferral.learning.frameworks.models import Framework
from conferral.learning.moderation.models import Opinion
from conferral.learning.progress.models import Import, Judgement
from conferral.learning.renewal.models import Renewal
from conferral.learning.review.models import Comment, Submission


def counted():
    credentials = Credential.objects
    return {
        "organizations": Organization.objects.count(),
        "people": Person.objects.count(),
        "courses": Course.objects.count(),
        "versions": CourseVersion.objects.approved().count(),
        "files": list(Import.objects.order_by("filename").values_list("filename", flat=True)),
        "unread": Import.objects.filter(read_at=None).count(),
        "certificates": credentials.count(),
        "revoked": credentials.filter(revoked_at__isnull=False).count(),
        "replaced": credentials.exclude(replaced_by=None).count(),
        "withheld": Showing.objects.filter(name_mode=NameMode.WITHHELD).count(),
        "ways": Counter(Renewal.objects.values_list("way", flat=True)),
        "recalls": Recall.objects.count(),
        "cases": Case.objects.open().count(),
        "expired": credentials.filter(valid_until__lt=timezone.now()).count(),
        "specimens": credentials.filter(is_specimen=True).count(),
        "letters": Message.objects.filter(key__startswith="certificate:").count(),
        "drafts": CourseVersion.objects.filter(submitted_at=None).count(),
        "in review": Submission.objects.open().count(),
        "comments": Comment.objects.count(),
        "accreditations": Accreditation.objects.count(),
        "qualifications": Qualification.objects.count(),
        "frameworks": Framework.objects.taken_in().count(),
        "judgements": Judgement.objects.count(),
        "opinions": Opinion.objects.count(),
        "waiting": Counter(Award.objects.kept_waiting().values_list("waits_for", flat=True)),
        "stuck": Message.objects.unsent().stuck().count(),
    }
