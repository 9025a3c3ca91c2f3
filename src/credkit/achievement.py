"""What can be earned: Open Badges 3.0 achievements.

Every node has an id. Without ids RDF makes blank nodes of them, and a proof over blank nodes
is slow to make and fragile to check. https://www.imsglobal.org/spec/ob/v3p0/#achievement
"""

from dataclasses import dataclass

from credkit.canonical import Json

CONTEXT = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)


@dataclass(frozen=True)
class Profile:
    """A person or an organization: issuer, creator, instructor, accrediting body."""

    id: str
    name: str
    url: str = ""
    email: str = ""
    image_url: str = ""
    description: str = ""

    def to_json(self) -> Json:
        return without_empty(
            id=self.id,
            type=["Profile"],
            name=self.name,
            url=self.url,
            email=self.email,
            description=self.description,
            image=image(self.image_url),
        )


@dataclass(frozen=True)
class Alignment:
    """An achievement's place in someone else's framework, or under someone's accreditation."""

    id: str
    target_name: str
    target_url: str
    target_framework: str = ""
    target_code: str = ""
    target_description: str = ""
    target_type: str = ""  # "CFItem", "ceasn:Competency" … or "ext:…".

    def to_json(self) -> Json:
        return without_empty(
            id=self.id,
            type=["Alignment"],
            targetName=self.target_name,
            targetUrl=self.target_url,
            targetFramework=self.target_framework,
            targetCode=self.target_code,
            targetDescription=self.target_description,
            targetType=self.target_type,
        )


@dataclass(frozen=True)
class ResultDescription:
    """A mark that a holder can reach; `Result` then says which."""

    id: str
    name: str
    result_type: str = "Percent"
    required_value: str = ""
    value_min: str = ""
    value_max: str = ""

    def to_json(self) -> Json:
        return without_empty(
            id=self.id,
            type=["ResultDescription"],
            name=self.name,
            resultType=self.result_type,
            requiredValue=self.required_value,
            valueMin=self.value_min,
            valueMax=self.value_max,
        )


@dataclass(frozen=True)
class Achievement:
    """What is earned. `achievement_type` is one of the specification's words, or "ext:…".

    `credits_available` is a number of credit hours, so it is the same for all holders.
    """

    id: str
    name: str
    description: str
    criteria_narrative: str
    achievement_type: str = "Course"
    image_url: str = ""
    alignments: tuple[Alignment, ...] = ()
    creator: Profile | None = None
    credits_available: float | None = None
    field_of_study: str = ""
    specialization: str = ""
    human_code: str = ""
    in_language: str = ""
    version: str = ""
    tags: tuple[str, ...] = ()
    results: tuple[ResultDescription, ...] = ()
    endorsement_tokens: tuple[str, ...] = ()  # Compact JWS: a text, so no node without an id.

    def to_json(self) -> Json:
        return without_empty(
            id=self.id,
            type=["Achievement"],
            achievementType=self.achievement_type,
            name=self.name,
            description=self.description,
            criteria={"id": f"{self.id}#criteria", "narrative": self.criteria_narrative},
            image=image(self.image_url),
            creator=self.creator.to_json() if self.creator else None,
            creditsAvailable=self.credits_available,
            fieldOfStudy=self.field_of_study,
            specialization=self.specialization,
            humanCode=self.human_code,
            inLanguage=self.in_language,
            version=self.version,
            tag=list(self.tags),
            alignment=[alignment.to_json() for alignment in self.alignments],
            resultDescription=[result.to_json() for result in self.results],
            endorsementJwt=list(self.endorsement_tokens),
        )


def image(url: str) -> Json | None:
    return {"id": url, "type": "Image"} if url else None


def without_empty(**members: object) -> Json:
    """The members that say something. Zero does; nothing, "" and [] do not."""
    return {name: value for name, value in members.items() if value not in (None, "", [])}
