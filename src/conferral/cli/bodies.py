"""`conferral bodies`: who accredits, what they ask for, and of which types they must."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from conferral.cli import parts
from conferral.cli.accreditation_terms import body_of
from conferral.cli.options import As, AsJson
from conferral.cli.screen import print_facts, print_rows, say
from conferral.cli.whom import acting_person, the_organization
from conferral.foundation.refusal import Refused
from conferral.learning.accreditation import bodies
from conferral.learning.accreditation.bodies import Profile
from conferral.learning.accreditation.models import Area, BodyKind, Requirement, Standard
from conferral.learning.catalog.models import CertificateType

PARTS = tuple(Profile.__dataclass_fields__)
_FILES = {"logo_svg", "seal_svg", "did_document"}
_HELP = f"PART=VALUE; parts are {', '.join(PARTS)}; @FILE reads a picture or a DID document"

Name = Annotated[str, typer.Argument(help="Its name")]

app = typer.Typer(help="Accrediting bodies and what they ask for.", no_args_is_help=True)


@app.command("list")
def list_bodies(as_json: AsJson = False) -> None:
    """Name, kind and web address of each."""
    ours = the_organization().bodies.order_by("name")
    rows = [{"name": each.name, "kind": each.kind, "url": each.url} for each in ours]
    print_rows(["Name", "Kind", "Address"], rows, as_json=as_json)


@app.command()
def show(name: Name, as_json: AsJson = False) -> None:
    """What is known of it, its standards line by line, and the types that ask for it."""
    body = body_of(the_organization(), name)
    told: dict[str, Any] = asdict(bodies.profile_of(body)) | {
        "standards": [
            {"title": str(each), "area": each.area, "lines": each.lines}
            for each in body.standards.order_by("pk")
        ],
        "accreditations": [each.number for each in body.accreditations.order_by("number")],
        "required_by": [
            {"key": each.pk, "type": each.certificate_type.code, "words": each.words}
            for each in body.requirements.select_related("certificate_type").order_by("pk")
        ],
    }
    print_facts(told, as_json=as_json, long=_FILES)


@app.command()
def add(
    name: Name,
    part: Annotated[list[str], typer.Argument(help=_HELP)],
    person: As = "",
) -> None:
    """Write a body down."""
    organization = the_organization()
    profile = replace(Profile(name, ""), **_said(part))
    added = bodies.add(organization, profile, acting_person(person, organization))
    say(f"{added} is on record.")


@app.command("set")
def set_parts(
    name: Name,
    part: Annotated[list[str], typer.Argument(help=_HELP)],
    person: As = "",
) -> None:
    """Change what is known of it."""
    organization = the_organization()
    body = body_of(organization, name)
    profile = replace(bodies.profile_of(body), **_said(part))
    bodies.change(body, profile, acting_person(person, organization))
    say(f"{body} is changed.")


@app.command()
def standard(
    name: Name,
    title: Annotated[str, typer.Argument(help="Of the standard")],
    criteria: Annotated[
        Path, typer.Argument(help="Its criteria, one on each line", exists=True, dir_okay=False)
    ],
    area: Annotated[Area, typer.Option(help="What it asks about")] = Area.CONTENT,
    edition: Annotated[str, typer.Option(help="Which edition")] = "",
    person: As = "",
) -> None:
    """Add a standard; reviewers tick its lines."""
    organization = the_organization()
    row = Standard(area=area, title=title, edition=edition, criteria=criteria.read_text())
    added = bodies.add_standard(
        body_of(organization, name), row, acting_person(person, organization)
    )
    say(f"{added} has {len(added.lines)} criteria.")


@app.command()
def require(
    certificate_type: Annotated[str, typer.Argument(help="Its code")],
    body: Annotated[str, typer.Option(help="The body that must vouch")] = "",
    words: Annotated[str, typer.Option(help="Words that its scope must have")] = "",
    drop: Annotated[int, typer.Option(help="The key of a requirement that falls away")] = 0,
    person: As = "",
) -> None:
    """Say who may vouch for certificates of a type. Of several, any one is enough."""
    organization = the_organization()
    actor = acting_person(person, organization)
    types = CertificateType.objects.filter(organization=organization)
    kind = types.filter(code=certificate_type).first()
    if kind is None:
        known = ", ".join(types.order_by("code").values_list("code", flat=True))
        raise Refused(f"There is no type {certificate_type}. There are: {known or 'none yet'}.")
    if drop:
        found = Requirement.objects.filter(certificate_type=kind, pk=drop).first()
        if found is None:
            raise Refused(f"{certificate_type} has no requirement {drop}.")
        bodies.drop_requirement(found, actor)
        say(f"{certificate_type} asks for it no more.")
        return
    wanted = body_of(organization, body) if body else None
    added = bodies.require(kind, wanted, words, actor)
    say(f"{certificate_type} asks for {added} ({added.pk}).")


def _said(texts: list[str]) -> dict[str, Any]:
    said: dict[str, Any] = dict(parts.read(texts, PARTS))
    for name in _FILES & said.keys():
        if said[name].startswith("@"):
            said[name] = _content(Path(said[name][1:]))
    if "kind" in said:
        if said["kind"] not in set(BodyKind):
            raise Refused(f"{said['kind']}: the kinds are {', '.join(BodyKind)}.")
        said["kind"] = BodyKind(said["kind"])
    if "review_months" in said:
        months = said["review_months"]
        if months and not months.isdecimal():
            raise Refused(f"{months}: months are a number.")
        said["review_months"] = int(months) if months else None
    return said


def _content(path: Path) -> str:
    if not path.is_file():
        raise Refused(f"There is no file {path}.")
    return path.read_bytes().decode(errors="replace")
