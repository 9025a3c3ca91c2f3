"""All commands in one program. Exit codes: 0 done, 1 not done or not valid, 2 could not tell."""

import sys

import typer
from django.db import DatabaseError, DataError, OperationalError, ProgrammingError

from conferral.cli import (
    accreditations,
    approvals,
    bodies,
    brakes,
    cases,
    certificate_types,
    certificates,
    consents,
    courses,
    criteria,
    demonstration,
    document_key,
    dry_run,
    explain,
    export,
    frameworks,
    fsck,
    imports,
    instructors,
    jobs,
    judging,
    keys,
    letters,
    log,
    mail,
    moderation,
    monitor,
    organization,
    pages,
    people,
    publish,
    qualifications,
    questions,
    recalls,
    reconcile,
    renewal,
    runs,
    selfcheck,
    servers,
    setup,
    sites,
    vc_api,
    verify,
    waiting,
    webhooks,
    witness,
)
from conferral.cli.screen import complain
from conferral.foundation.memory import settle
from conferral.foundation.refusal import Refused

app = typer.Typer(
    name="conferral",
    help="Certificates that anyone can verify.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
courses.app.command("explain")(explain.explain)
courses.app.command("what-if")(explain.what_if)
courses.app.command("judge")(judging.judge)
courses.app.command("measure")(judging.measure)
app.add_typer(imports.app, name="import")
app.add_typer(courses.app, name="courses")
app.add_typer(criteria.app, name="criteria")
app.add_typer(certificate_types.app, name="types")
app.add_typer(sites.app, name="sites")
app.add_typer(people.app, name="people")
app.add_typer(instructors.app, name="instructors")
app.add_typer(frameworks.app, name="frameworks")
app.add_typer(certificates.app, name="certificates")
certificates.app.command("replace")(recalls.replace)
app.add_typer(recalls.app, name="recalls")
app.add_typer(cases.app, name="cases")
app.add_typer(mail.app, name="mail")
app.add_typer(consents.app, name="consents")
app.add_typer(questions.app, name="questions")
app.command("announce")(questions.announce)
app.add_typer(approvals.app, name="approvals")
app.add_typer(accreditations.app, name="accreditations")
app.add_typer(bodies.app, name="bodies")
app.add_typer(qualifications.app, name="qualifications")
app.add_typer(moderation.app, name="moderation")
app.add_typer(waiting.app, name="waiting")
app.add_typer(renewal.app, name="renewal")
app.add_typer(runs.app, name="runs")
app.add_typer(jobs.app, name="jobs")
app.add_typer(webhooks.app, name="webhooks")
app.add_typer(brakes.app, name="brakes")
app.add_typer(dry_run.app, name="dry-run")
app.add_typer(keys.app, name="keys")
app.add_typer(letters.app, name="letters")
app.add_typer(log.app, name="log")
app.add_typer(witness.app, name="witness")
app.add_typer(document_key.app, name="document-key")
app.add_typer(organization.app, name="organization")
app.add_typer(pages.app, name="pages")
app.add_typer(demonstration.app, name="demo")
app.command("export")(export.export)
app.command("publish")(publish.publish)
app.command("verify")(verify.verify)
app.command("vc-api")(vc_api.vc_api)
app.command("reconcile")(reconcile.reconcile)
app.command("fsck")(fsck.fsck)
app.command("selfcheck")(selfcheck.selfcheck)
app.command("monitor")(monitor.monitor)
app.command("setup")(setup.setup)
app.command("serve")(servers.serve)
app.command("work")(servers.work)
settle()


def main() -> None:
    try:
        app()
    except Refused as refusal:
        complain(str(refusal))
        sys.exit(1)
    except (OperationalError, ProgrammingError) as error:  # Where there is no table: one or other.
        complain(f"The database cannot be used ({_said(error)}). Has `conferral setup` been run?")
        sys.exit(1)
    except DataError as error:  # PostgreSQL's, of what SQLite would keep: an overlong reason, say.
        complain(f"The database cannot keep what was said ({_said(error)}). Nothing was changed.")
        sys.exit(1)
    except OSError as error:
        if error.filename is None:
            raise  # No file but a network, say: whoever looks for it needs all of it.
        complain(f"{error.filename}: {error.strerror}.")
        sys.exit(1)


def _said(error: DatabaseError) -> str:
    """Without the statement, which PostgreSQL quotes."""
    return str(error).partition("\n")[0]
