"""A statement that someone earned an achievement: OpenBadgeCredential on VC 2.0.

Every fact that a certificate prints has its place in the standard, so that a verifier who has
never heard of us can show it too:

    holder's name        credentialSubject.name: `name` is a term of both contexts, and wallets
                         show it there. An IdentityObject would be the other place, but it may
                         have no id, so it would be a blank node.
    instructor           credentialSubject.source: "the person … that assessed the achievement"
    result, mark         credentialSubject.result, described by achievement.resultDescription
    hours, credits       achievement.creditsAvailable and credentialSubject.creditsEarned
    completed on         credential.awardedDate; study period: activityStartDate, activityEndDate
    level, kind          achievement.specialization, achievement.achievementType
    accreditation        achievement.alignment, whose targetName is the accrediting body, whose
                         targetCode is its number and whose targetDescription is its statement
    certificate number   credentialSubject.licenseNumber
    statement            credentialSubject.narrative

https://www.imsglobal.org/spec/ob/v3p0/#achievementcredential
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from credkit.achievement import CONTEXT, Achievement, Alignment, Profile, image, without_empty
from credkit.canonical import Json
from credkit.reading import SPECIMEN

_SPECIMEN = {"id": "urn:conferral:terms:specimen", "type": SPECIMEN}


@dataclass(frozen=True)
class Evidence:
    """Where it can be seen that it was earned. `id` must not tell who the holder is."""

    id: str
    name: str = ""
    narrative: str = ""
    genre: str = ""

    def to_json(self) -> Json:
        return without_empty(
            id=self.id,
            type=["Evidence"],
            name=self.name,
            narrative=self.narrative,
            genre=self.genre,
        )


@dataclass(frozen=True)
class Result:
    """What the holder reached of a `ResultDescription`."""

    id: str
    result_description: str
    value: str = ""
    status: str = ""

    def to_json(self) -> Json:
        return without_empty(
            id=self.id,
            type=["Result"],
            resultDescription=self.result_description,
            value=self.value,
            status=self.status,
        )


@dataclass(frozen=True)
class Credential:
    """An unsecured credential. Add a proof before anyone sees it.

    All moments are texts already (see `timestamp`), so that any field may be a slot of a shape.
    """

    id: str
    issuer: Profile
    holder_id: str
    holder_name: str
    achievement: Achievement
    valid_from: str
    status: Json | list[Json]
    name: str = ""  # The achievement's, if empty.
    description: str = ""
    image_url: str = ""
    valid_until: str | None = None
    awarded_date: str | None = None
    activity_start_date: str | None = None
    activity_end_date: str | None = None
    instructor: Profile | None = None
    credits_earned: float | None = None
    license_number: str = ""
    narrative: str = ""
    role: str = ""
    term: str = ""
    results: tuple[Result, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    is_specimen: bool = False  # People read it in its name, software in its terms of use.

    def to_json(self) -> Json:
        name = self.name or self.achievement.name
        return without_empty(
            **{"@context": list(CONTEXT)},
            id=self.id,
            type=["VerifiableCredential", "OpenBadgeCredential"],
            name=f"Specimen: {name}" if self.is_specimen else name,
            description=self.description,
            image=image(self.image_url),
            issuer=self.issuer.to_json(),
            validFrom=self.valid_from,
            validUntil=self.valid_until,
            awardedDate=self.awarded_date,
            credentialSubject=self._subject(),
            credentialStatus=self.status,
            termsOfUse=[_SPECIMEN] if self.is_specimen else [],
            evidence=[item.to_json() for item in self.evidence],
        )

    def _subject(self) -> Json:
        return without_empty(
            id=self.holder_id,
            type=["AchievementSubject"],
            name=self.holder_name,
            achievement=self.achievement.to_json(),
            activityStartDate=self.activity_start_date,
            activityEndDate=self.activity_end_date,
            creditsEarned=self.credits_earned,
            licenseNumber=self.license_number,
            narrative=self.narrative,
            role=self.role,
            term=self.term,
            source=self.instructor.to_json() if self.instructor else None,
            result=[result.to_json() for result in self.results],
        )


def accreditation(id: str, body: str, url: str, number: str = "", statement: str = "") -> Alignment:
    """The place in an achievement where a body says that it vouches for the course."""
    return Alignment(
        id=id,
        target_name=body,
        target_url=url,
        target_code=number,
        target_description=statement,
        target_type="ext:Accreditation",
    )


def timestamp(moment: datetime) -> str:
    """An aware moment as VC 2.0 wants it: UTC, whole seconds, "Z"."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
