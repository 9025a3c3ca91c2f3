"""`conferral types`: kinds of certificates, what each claims and what guards it."""

from dataclasses import asdict, replace
from typing import Annotated, Any

import typer

from conferral.cli.options import As, AsJson
from conferral.cli.screen import print_json, print_table, say
from conferral.cli.whom import acting_person, the_organization
from conferral.foundation.refusal import Refused
from conferral.learning.catalog import certificate_types
from conferral.learning.catalog.certificate_types import Terms, terms_of
from conferral.learning.catalog.models import CertificateKind, Lacking

app = typer.Typer(help="Certificate types.", no_args_is_help=True)


@app.command("list")
def list_types(as_json: AsJson = False) -> None:
    """Code, kind, title and guards of each type."""
    kinds = the_organization().certificate_types.order_by("code")
    rows: list[dict[str, Any]] = [{"code": kind.code} | asdict(terms_of(kind)) for kind in kinds]
    if as_json:
        print_json(rows)
        return
    shown = ("code", "kind", "title", "needs_accreditation", "released_by", "moderation_percent")
    print_table(shown, [[str(row[name] or "") for name in shown] for row in rows])


@app.command("set")
def set_type(
    code: Annotated[str, typer.Argument(help="Of a type that is there, or of a new one")],
    kind: Annotated[CertificateKind | None, typer.Option(help="What it claims")] = None,
    title: Annotated[str | None, typer.Option(help="As printed")] = None,
    term: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            help="NAME=VALUE: needs_accreditation, if_lacking, downgraded_title, released_by, "
            "moderation_percent, external_moderation",
        ),
    ] = None,
    person: As = "",
) -> None:
    """Make a type, or change one; what an approved version claims cannot change."""
    organization = the_organization()
    actor = acting_person(person, organization)
    known = organization.certificate_types.filter(code=code).first()
    begun = terms_of(known) if known else Terms(CertificateKind.COMPLETION, "")
    said: dict[str, Any] = {"kind": kind or begun.kind, "title": title or begun.title}
    terms = replace(begun, **said | dict(_term(text) for text in term or []))
    if known:
        certificate_types.change(known, terms, actor)
    else:
        certificate_types.add(organization, code, terms, actor)
    say(f"{code} is saved.")


def _term(text: str) -> tuple[str, Any]:
    name, separator, value = text.partition("=")
    match name:
        case "needs_accreditation" | "external_moderation" if value in {"yes", "no"}:
            return name, value == "yes"
        case "if_lacking" if value in set(Lacking):
            return name, Lacking(value)
        case "moderation_percent" if value.isdecimal() or not value:
            return name, int(value) if value else None
        case "downgraded_title" | "released_by" if separator:
            return name, value
    raise Refused(f"{text} cannot be understood. Yes and no are written yes and no.")
