"""How a learner stands in a course: what is done and still to do, and where the certificate is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.models import Organization
from conferral.learning.awards.models import Award
from conferral.learning.awards.outlook import Outlook, outlook
from conferral.learning.catalog.criteria import Decision, State, Step
from conferral.learning.progress.models import Enrolment
from conferral.learning.renewal import standing as renewing


@dataclass(frozen=True)
class Standing:
    """`outlook`: of a certificate that is earned and not there yet; `credential`: when it is."""

    enrolment: Enrolment
    first_name: str
    course: str
    organization: Organization
    decision: Decision
    outlook: Outlook | None = None
    credential: Credential | None = None
    remarks: Mapping[str, str] = field(default_factory=dict)  # By "kind/code" of the verdict.
    renewal: renewing.Standing | None = None  # Of a certificate that ends.

    @property
    def steps(self) -> list[tuple[Step, str]]:
        """Each with what the newest verdict on it says is missing, or ""."""
        return [(step, self._remark(step)) for step in self.decision.steps]

    @property
    def certificate_state(self) -> str:
        """In a word, "" where there is none."""
        return self.credential.status if self.credential else ""

    @property
    def is_earned(self) -> bool:
        return bool(self.credential or (self.outlook and not self.outlook.is_over))

    @property
    def is_good_news(self) -> bool:
        """Earned, and as good as it was."""
        return self.is_earned and self.certificate_state not in {"revoked", "suspended", "expired"}

    @property
    def because(self) -> str:
        """Why the certificate is taken back or held, as a sentence; "" where it is not."""
        match self.credential:
            case Credential(revoked_at=datetime(), revoked_because=why):
                return f"{why.rstrip('.')}."
            case Credential(suspended_at=datetime(), suspended_because=why):
                return f"{why.rstrip('.')}."
        return ""

    @property
    def done(self) -> int:
        return sum(step.state is State.DONE for step in self.decision.steps)

    @property
    def left(self) -> int:
        return len(self.decision.steps) - self.done

    def to_json(self) -> dict[str, Any]:
        return {
            "course": self.course,
            "organization": self.organization.name,
            "earned": self.is_earned,
            "decision": self.decision.to_json(),
            "certificate": self._certificate(),
        }

    def _remark(self, step: Step) -> str:
        if step.state is not State.FAILED:
            return ""
        return self.remarks.get(f"{step.code}/{step.data.get('judged', '')}", "")

    def _certificate(self) -> dict[str, Any] | None:
        if self.credential:
            return {"number": self.credential.number, "url": self.credential.url}
        if self.outlook and self.outlook.is_over:
            return {"refused": self.outlook.reason}
        if self.outlook:
            expected = self.outlook.expected_on
            return {
                "waits": self.outlook.reason,
                "expectedOn": expected.isoformat() if expected else None,
                "late": self.outlook.is_late,
            }
        return None


def standing(enrolment: Enrolment, now: datetime) -> Standing:
    """`enrolment`: with its person and its version's course and organization."""
    organization = enrolment.version.course.organization
    award = Award.objects.filter(enrolment=enrolment).first()
    credential = award.credentials.order_by("pk").last() if award else None
    today = now.astimezone(organization.zone).date()
    return Standing(
        enrolment=enrolment,
        first_name=enrolment.person.printed_name.split()[0],
        course=enrolment.version.title,
        organization=organization,
        decision=enrolment.decision,
        outlook=outlook(award, today) if award and not credential else None,
        credential=credential,
        remarks=_remarks(enrolment),
        renewal=_renewal(enrolment, award, today),
    )


def _renewal(enrolment: Enrolment, award: Award | None, today: date) -> renewing.Standing | None:
    """Asked only where there is something to renew: most who look are still learning."""
    if award is None and enrolment.continues_from is None:
        return None
    found = renewing.standing_of(enrolment, today)
    return None if found and _is_revoked(found.award) else found


def _is_revoked(award: Award) -> bool:
    """Nothing renews it any more. What is suspended may count again, and its days go by."""
    revoked = award.credentials.current().filter(revoked_at__isnull=False)
    return award.ended_at is not None and revoked.exists()


def _remarks(enrolment: Enrolment) -> dict[str, str]:
    """Of the newest verdicts: they stand last."""
    said = enrolment.judgements.values_list("kind", "code", "remark")
    return {f"{kind}/{code}": remark for kind, code, remark in said}
