"""What an approval is an approval of: all that a version says, as one JSON value, and its digest.

People are named by key where they may be forgotten later, so that forgetting breaks no digest.
"""

from hashlib import sha256
from typing import Any

from conferral.learning.catalog.models import CourseVersion
from credkit.canonical import jcs

Content = dict[str, Any]

_SAID = (
    "number",
    "title",
    "description",
    "certificate_title",
    "hours",
    "level",
    "language",
    "validity_months",
    "mode",
    "instructor_name",
    "instructor_role",
    "signatory_name",
    "signatory_role",
)
_ALIGNED = ("target_name", "target_url", "target_code", "target_framework")


def content_of(version: CourseVersion) -> Content:
    """JSON values. A few queries; nothing is taken from what the row remembers of others."""
    said = {name: getattr(version, name) for name in _SAID}
    certificate_type = version.certificate_type
    # What is not said stays unsaid: approvals of before it could be said stay what they are.
    if version.valid_until:
        said["valid_until"] = version.valid_until.isoformat()
    return said | {
        "course": version.course.code,
        "criterion": version.criterion_json,
        "certificate_type": certificate_type.code if certificate_type else "",
        "modules": [
            [module.code, module.title, module.kind, _plain(module.hours)]
            for module in version.modules.order_by("position", "pk")
        ],
        "duties": [
            list(row)
            for row in version.teachings.order_by("duty", "instructor").values_list(
                "duty", "instructor"
            )
        ],
        "alignments": [
            list(row) for row in version.alignments.order_by("pk").values_list(*_ALIGNED)
        ],
    }


def digest_of(content: Content) -> str:
    """SHA-256 of the content's canonical JSON (RFC 8785), in hex."""
    return sha256(jcs(content)).hexdigest()


def _plain(number: Any) -> str:
    return "" if number is None else f"{number.normalize():f}"


def parts_changed(before: Content, after: Content) -> tuple[str, ...]:
    """The names of the parts that say something else, in their order."""
    names = dict.fromkeys([*after, *before])
    return tuple(name for name in names if before.get(name) != after.get(name))
