"""Arguments and options that many commands take, each written once."""

from typing import Annotated

import typer

As = Annotated[str, typer.Option("--as", help="Your e-mail")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs")]
DryRun = Annotated[bool, typer.Option(help="Say what would happen; change nothing")]
CourseCode = Annotated[str, typer.Argument(help="The course's code")]
VersionNumber = Annotated[int, typer.Option("--version", help="Its number; 0 is the newest")]
