"""A version's certificate as it would be printed today, for holders who do not exist."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from conferral.credentials.designs.certificate import SPECIMEN, worded
from conferral.credentials.designs.variables import CertificateData
from conferral.credentials.issuing import addresses, compose
from conferral.credentials.issuing.validity import earliest_end
from conferral.learning.accreditation.rulings import Rulings
from conferral.learning.catalog.models import CourseVersion


@dataclass(frozen=True)
class Holder:
    """`about`: what is hard about setting the name."""

    name: str
    about: str


HOLDERS: Mapping[str, Holder] = {
    "ordinary": Holder("Nomvula Grace Dlamini", "an ordinary name"),
    "short": Holder("Li Na", "a very short name"),
    "long": Holder(
        "Maximiliana Konstantinopoulou-Featherstonehaugh de la Vega y Montenegro Ramírez",
        "a very long name",
    ),
    "arabic": Holder("عبد الرحمن بن محمد الفاروقي", "from right to left"),
    "hindi": Holder("अनुष्का चट्टोपाध्याय", "Devanagari"),
    "chinese": Holder("欧阳晓明", "Chinese"),
    "vietnamese": Holder("Nguyễn Thị Phương Thảo", "marks upon marks"),
}
"""Names that have broken certificates elsewhere, by the word for each in addresses."""


def preview(version: CourseVersion, holder: Holder, rulings: Rulings) -> CertificateData:
    """All that the version prints on the day of the rulings; completed and issued on that day."""
    organization, on = version.course.organization, rulings.on
    ruling = rulings.of(version, site=None)
    decided = compose.Decided(ruling, rulings.accreditation(ruling))
    begins_at = datetime.combine(on, time(), organization.zone)
    end = earliest_end(begins_at, version.validity_months, version.valid_until, organization.zone)
    number = f"{organization.number_prefix}-00000-00000-0000"  # Nobody's.
    return worded(
        compose.facts(version, decided),
        organization,
        holder_name=holder.name,
        completed_on=on,
        issued=on,
        expires=end.date() if end else None,
        number=number,
        verify_url=addresses.credential_url(number),
        rosette_seed=hashlib.sha256(f"{version.uuid} {holder.name}".encode()).digest(),
        credential=b"{}",
        is_specimen=True,
        specimen=SPECIMEN,
    )
