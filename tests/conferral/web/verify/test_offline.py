"""What a browser keeps for the time without a network."""

import json
import re

import pytest
from django.test import Client

from cast import an_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    script = Client().get("/offline-worker.js").content.decode()
    return json.loads(re.search(r"^const KEPT = (\{.*\});$", script, re.MULTILINE)[1])


def test_the_worker_is_a_script_that_is_asked_for_each_time():
    answer = Client().get("/offline-worker.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"


def test_it_keeps_the_page_its_scripts_and_the_keys(kept):
    assert (kept["page"], kept["keys"]) == ("/verify/offline", "/.well-known/key-history.json")
    assert {"/static/verify/checking.js", "/static/verify/stub.js"} < set(kept["parts"])


def test_it_keeps_nothing_of_any_certificate(kept):
    assert not [part for part in kept["parts"] if re.match(r"/(c|status|staff|account)/", part)]


def test_the_page_leaves_no_cookie_and_is_not_listed():
    answer = Client().get("/verify/offline")
    assert not answer.cookies
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("address", ["/", "/verify"])
def test_what_checks_files_is_loaded_when_there_is_one(client, address):
    an_organization()
    page = client.get(address).content.decode()
    assert "verify/on_form.js" in page
    assert "verify/offline.js" not in page
    assert len(page) < 20_000
