"""What the log may say: where and what, and neither who nor how to get in."""

import logging

import pytest

from conferral.foundation.log_lines import Line


def line(message, *told, error=None):
    info = (type(error), error, None) if error else None
    record = logging.LogRecord("conferral", logging.ERROR, "", 0, message, told, info)
    return Line("{levelname} {message}", style="{").format(record)


@pytest.mark.parametrize("page", ["progress", "me/enter", "guardians", "letters", "s"])
def test_an_address_that_is_a_key_is_cut(page):
    key = "ImEyYjRkIg:1vMw2Q:fT7_dk3l0Jm-b5zJH8pQ"
    assert line("Internal Server Error: %s", f"/{page}/{key}/ask") == (
        f"ERROR Internal Server Error: /{page}/…/ask"
    )


def test_which_certificate_and_which_page_it_was_stays():
    said = "Internal Server Error: /staff/certificates/SP-7K3M-9QXA-2B4F/showing"
    assert line(said) == f"ERROR {said}"


def test_nobody_is_named_in_a_traceback_either():
    error = ValueError("Key (email)=(ada@example.test) already exists.")
    said = line("It went wrong: %s", "<ben.o'neil+x@example.test>", error=error)
    assert "example.test" not in said
    assert "Key (email)=((e-mail)) already exists." in said


def test_nobody_writes_a_line_of_their_own():
    assert line("No file %s", "a\r\n2026-11-22 ERROR forged") == (
        r"ERROR No file a\x0d\x0a2026-11-22 ERROR forged"
    )
