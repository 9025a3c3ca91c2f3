"""What staff see of the letters to a learner: whether they arrive, and which they want."""

from conferral.foundation.accounts.languages import choices
from conferral.foundation.accounts.roles import Right
from conferral.foundation.mail import reasons, wishes
from conferral.foundation.mail.models import BadAddress
from conferral.foundation.mail.topics import TO_LEARNERS
from conferral.learning.progress.models import Enrolment
from conferral.web.shared.access import MemberRequest


def letters_to(request: MemberRequest, enrolment: Enrolment) -> dict[str, object]:
    """For the template; nothing for those who may not see mail, or of the forgotten."""
    if Right.SEE_MAIL not in request.rights or not enrolment.person.email:
        return {}
    ours = BadAddress.objects.of(request.organization).open()
    bad = ours.filter(address=enrolment.person.email).first()
    return {
        "bad_address": bad,
        "why_bad": reasons.in_words(bad.status) if bad else "",
        "languages": choices(),
        "subscriptions": wishes.standings(enrolment.person, [request.organization], TO_LEARNERS),
    }
