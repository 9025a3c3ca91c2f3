"""`conferral letters`: in which words the organization writes by itself."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from conferral.cli.options import As, AsJson
from conferral.cli.screen import print_rows, say
from conferral.cli.whom import acting_person, the_organization
from conferral.foundation.accounts.languages import in_order
from conferral.foundation.letters import actions
from conferral.foundation.letters.known import kind_named, kinds
from conferral.foundation.letters.models import OwnWords
from conferral.foundation.letters.words import BadWords, Words, read
from conferral.foundation.letters.writing import in_force, own_words, versions_of
from conferral.foundation.refusal import Refused

Code = Annotated[str, typer.Argument(help="Which letter, as `conferral letters list` names it")]
Language = Annotated[str, typer.Option(help="Such as en or ar")]
File = Annotated[str, typer.Argument(help="A file as `conferral letters show` prints it; - reads")]

app = typer.Typer(help="The words of letters.", no_args_is_help=True)


@app.command("list")
def list_letters(as_json: AsJson = False) -> None:
    """Every kind of letter, to whom it goes, and in which languages it says something of yours."""
    own: dict[str, list[str]] = {}
    for each in OwnWords.objects.of(the_organization()).newest().filter(is_ours=False):
        own.setdefault(each.kind, []).append(each.language)
    rows = [
        {
            "code": code,
            "to": kind.readers,
            "title": kind.title,
            "yours": " ".join(own.get(code, [])),
        }
        for code, kind in kinds().items()
    ]
    print_rows(["Code", "To", "Title", "Yours"], rows, as_json=as_json)


@app.command()
def show(code: Code, language: Language = "") -> None:
    """What it says, as a file that `set` reads; below it, on standard error, the variables."""
    organization, kind = the_organization(), kind_named(code)
    wishes = in_order(language, organization.language)
    found = in_force(kind, own_words(organization, kind), wishes)
    typer.echo(found.words.source, nl=False)
    for variable in kind.variables:
        typer.echo(f"# {variable.place}: {variable.says}", err=True)


@app.command("set")
def set_words(code: Code, file: File, language: Language = "", person: As = "") -> None:
    """Say it in other words from now on."""
    organization, kind = the_organization(), kind_named(code)
    language = language or organization.language
    newest = versions_of(organization, kind, language).first()
    words, actor = _read(file), acting_person(person, organization)
    after = newest.pk if newest else 0
    actions.reword(organization, kind, language, words, actor, after=after)
    say(f"{kind} is said in your words ({language}).")


@app.command()
def reset(code: Code, language: Language = "", person: As = "") -> None:
    """Say again what was given; your words are kept among the versions."""
    organization, kind = the_organization(), kind_named(code)
    language = language or organization.language
    actions.reset(organization, kind, language, acting_person(person, organization))
    say(f"{kind} says again what it said at first ({language}).")


@app.command("test")
def send_test(code: Code, language: Language = "", person: As = "") -> None:
    """Send it to yourself, about somebody made up."""
    organization, kind = the_organization(), kind_named(code)
    actor = acting_person(person, organization)
    message = actions.send_test(organization, actor, kind, language=language)
    say(f"It is on its way to {message.to}.")


def _read(file: str) -> Words:
    try:
        return read(sys.stdin.read() if file == "-" else Path(file).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, BadWords) as error:
        raise Refused(f"{file} cannot be read: {error}") from error
