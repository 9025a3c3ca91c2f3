"""The scripts of the verification page, run by Node.js, on files that our Python made."""

import base64
import gzip
import json
import re
import shutil
import subprocess
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import orjson
import pytest
from django.conf import settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

import npm
from cast import an_issued_credential, an_organization
from conferral.credentials.designs import certificate
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.designs.models import Certificate
from conferral.credentials.envelopes.actions import sign_now
from conferral.credentials.envelopes.models import Kind
from conferral.credentials.issuing import documents
from conferral.credentials.issuing.jobs import PUBLISH_STATUS_LISTS
from conferral.credentials.issuing.models import Credential
from conferral.credentials.publishing import manifest
from conferral.credentials.verification.actions import find
from conferral.credentials.verification.evidence import evidence_file
from conferral.web.published.joined_script import joined
from credkit.canonical import jcs, load_json
from credkit.errors import Malformed

pytestmark = [pytest.mark.django_db, pytest.mark.oracle]

MODULES = Path(settings.PACKAGE) / "web" / "static" / "verify"
SIGNATURE = 800  # Bytes of CMS, at least: what follows is padding.
NUMBER = "SP-7K3M9-QXD2H-8WNC"


@pytest.fixture(scope="module")
def modules(tmp_path_factory):
    """Where Node.js takes them for the modules that they are."""
    folder = tmp_path_factory.mktemp("modules")
    shutil.copytree(MODULES, folder, dirs_exist_ok=True)
    (folder / "package.json").write_text('{"type": "module"}')
    return folder


@pytest.fixture
def ask(modules):
    """What the page says of each item; `world`: the register that it checks with."""

    def asked(world, *items, **changed):
        question = {"modules": str(modules), "register": world | changed.pop("register", {})}
        question |= {"items": items, "now": time.time()} | changed
        answer = subprocess.run(
            [npm.needed("node"), str(Path(__file__).with_name("browser.mjs"))],
            input=json.dumps(question),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert answer.returncode == 0, answer.stderr
        return json.loads(answer.stdout)

    return asked


@pytest.fixture
def made():
    """One certificate with all its files, and the register as a stranger gets it."""
    credential = an_issued_credential("Núria Müller")
    PRINT_LOGGED.run()
    PUBLISH_STATUS_LISTS.run()
    printed = Certificate.objects.get()
    return SimpleNamespace(
        credential=credential,
        pdf=certificate.pdf_of(credential),
        json=orjson.dumps(documents.secured_document(credential)),
        tokens={kind: sign_now(credential, kind).encode() for kind in Kind},
        link=f"{credential.url.upper()}#1.{printed.stub}",
        world=_world(credential),
    )


def _world(credential):
    lists = {f"status/{credential.status_list_id}": _published(credential)}
    document = documents.secured_document(credential)
    return {
        "issuer": credential.key.organization.did,
        "name": "SayPro",
        "origin": settings.SITE_URL,
        "history": documents.key_history(credential.key.organization),
        "isCopy": False,
        "asOf": time.time(),
        "files": lists | {credential.number: document},
    }


def _published(credential):
    credential.status_list.refresh_from_db()
    return credential.status_list.document


def a_file(content):
    return {"file": base64.b64encode(content).decode()}


def outcome(answer):
    return answer["outcome"]


def test_every_file_and_the_code_on_paper_are_genuine(ask, made):
    files = [made.pdf, made.json, certificate.baked_png_of(made.credential), *made.tokens.values()]
    answers = ask(made.world, *map(a_file, files), {"link": made.link})
    assert [outcome(each) for each in answers] == ["passed"] * len(answers)
    assert {each["number"] for each in answers} == {made.credential.number}
    *of_files, _concealed, of_code = (each["told"]["holder"] for each in answers)
    assert {*of_files, of_code} == {"Núria Müller"}


def test_who_is_revoked_is_told_so(ask, made):
    listed = json.loads(json.dumps(_published(made.credential)))
    all_set = {"encodedList": _every_bit()}
    listed["credentialSubject"] |= all_set
    world = {"files": made.world["files"] | {f"status/{made.credential.status_list_id}": listed}}
    answers = ask(made.world, a_file(made.pdf), {"link": made.link}, register=world)
    assert [outcome(each) for each in answers] == ["failed", "failed"]
    assert {each["lights"]["status"] for each in answers} == {"failed"}
    assert {each["lights"]["integrity"] for each in answers} == {"passed"}


def _every_bit():
    every = gzip.compress(b"\xff" * 16_384)
    return "u" + base64.urlsafe_b64encode(every).decode().rstrip("=")


def test_a_specimen_is_told_to_be_one(ask, made):
    Credential.objects.update(is_specimen=True)
    Certificate.objects.all().delete()
    Credential.objects.update(printed_at=None)
    PRINT_LOGGED.run()
    [answer] = ask(made.world, a_file(certificate.pdf_of(made.credential)))
    assert outcome(answer) == "specimen"
    assert answer["headline"] == "Specimen, not a real certificate"
    assert answer["lights"]["integrity"] == "passed"


def test_what_a_specimen_organization_gives_out_is_never_green(ask, made):
    """By the mark in its key history: its older credentials carry none themselves."""
    marked = {"history": made.world["history"] | {"specimen": True}}
    page = {
        "holder": "Núria Müller",
        "course": "",
        "number": made.credential.number,
        "isGood": True,
    }
    items = [*map(a_file, (made.pdf, made.json, *made.tokens.values())), {"link": made.link}]
    answers = ask(made.world, *items, {"link": made.link, "page": page}, register=marked)
    assert [outcome(each) for each in answers] == ["specimen"] * len(answers)


def test_a_specimen_is_known_by_what_it_says_itself(ask):
    house = an_organization()
    house.is_specimen = True
    house.save()
    credential = an_issued_credential()
    PUBLISH_STATUS_LISTS.run()
    token = sign_now(credential, Kind.SD_JWT).encode()
    world = _world(credential) | {"isSpecimen": False}
    content = orjson.dumps(documents.secured_document(credential))
    for answer in ask(world, a_file(content), a_file(token)):
        assert outcome(answer) == "specimen"


def test_evidence_is_recognised_and_leads_to_the_register(ask, made):
    content = evidence_file(find(made.credential.number))
    [answer] = ask(made.world, a_file(content))
    assert (outcome(answer), answer["number"]) == ("not checked", made.credential.number)
    assert "It is evidence" in answer["sentence"]


@pytest.mark.parametrize("name", ['"name"', '"na\\u006de"'])
def test_a_member_twice_is_refused_as_the_register_refuses_it(ask, made, name):
    """Parsers take the last of them; whoever shows a file may take the first."""
    text = made.json.decode()
    place = text.index('"name"')
    doubled = f'{text[:place]}{name}:"Sir Mallory",{text[place:]}'
    assert json.loads(doubled) == json.loads(text)
    with pytest.raises(Malformed):
        load_json(doubled)
    [answer] = ask(made.world, a_file(doubled.encode()))
    assert (outcome(answer), answer["lights"]["integrity"]) == ("failed", "failed")


def test_without_a_status_list_nothing_is_green(ask, made):
    answers = ask(made.world, a_file(made.pdf), {"link": made.link}, register={"files": {}})
    assert [outcome(each) for each in answers] == ["not checked", "not checked"]
    assert {each["lights"]["status"] for each in answers} == {"not checked"}


def test_an_old_copy_is_not_green(ask, made):
    old = {"isCopy": True, "asOf": time.time() - 2 * 24 * 3600}
    [answer] = ask(made.world, {"link": made.link}, register=old)
    assert (outcome(answer), answer["lights"]["status"]) == ("not checked", "not checked")


def test_a_key_that_was_stolen_proves_nothing(ask, made):
    history = json.loads(json.dumps(made.world["history"]))
    for key in history["keys"]:
        key["revoked"] = "2026-01-01T00:00:00Z"
    stolen = {"history": history}
    files = [a_file(made.pdf), a_file(made.tokens[Kind.JWT]), {"link": made.link}]
    for answer in ask(made.world, *files, register=stolen):
        assert (outcome(answer), answer["lights"]["issuer"]) == ("failed", "failed")


def test_keys_of_another_issuer_fit_nothing(ask, made):
    history = json.loads(json.dumps(made.world["history"]))
    history["keys"] = [each for each in history["keys"] if each["use"] == "credentials"]
    answers = ask(made.world, a_file(made.pdf), {"link": made.link}, register={"history": history})
    assert [outcome(each) for each in answers] == ["failed", "failed"]


def test_what_has_ended_is_not_green(ask, made):
    later = time.time() + timedelta(days=365 * 100).total_seconds()
    ended = json.loads(made.json) | {"validUntil": "2026-12-31T00:00:00Z"}
    world = {"files": made.world["files"] | {made.credential.number: ended}}
    answers = ask(made.world, a_file(orjson.dumps(ended)), register=world, now=later)
    assert [(outcome(each), each["lights"]["time"]) for each in answers] == [
        ("not checked", "failed")
    ]


def test_in_a_copy_json_is_looked_up_by_its_digest(ask, made):
    digest = made.credential.digest.hex()
    listed = {f"digests/{digest[:2]}.json": {digest: "credential"}}
    copy = {"isCopy": True, "files": made.world["files"] | listed}
    changed = made.json.replace("Núria".encode(), b"Maria")
    answers = ask(made.world, a_file(made.json), a_file(changed), register=copy)
    assert [outcome(each) for each in answers] == ["passed", "not checked"]


def test_the_manifest_of_a_copy_is_checked(ask, made):
    organization = made.credential.key.organization
    real = manifest.signed(organization, {"keys.json": "00"}, timezone.now())
    forged = real | {"madeAt": "2099-01-01T00:00:00Z"}
    assert ask(made.world, {"published": real}, {"published": forged}) == [True, False]


def _leaves(value, path=()):
    match value:
        case dict():
            for key, member in value.items():
                yield from _leaves(member, (*path, key))
        case list():
            for place, member in enumerate(value):
                yield from _leaves(member, (*path, place))
        case _:
            yield path


def _with_other(document, path):
    changed = json.loads(json.dumps(document))
    *above, last = path
    node = changed
    for step in above:
        node = node[step]
    node[last] = f"{node[last]}x" if isinstance(node[last], str) else 4711
    return changed


def _encoded(value):
    return base64.urlsafe_b64encode(orjson.dumps(value)).rstrip(b"=")


def test_no_changed_field_of_a_document_or_a_token_passes(ask, made):
    document = json.loads(made.json)
    header, _, signature = made.tokens[Kind.JWT].split(b".")
    paths = list(_leaves(document))
    forged = [orjson.dumps(_with_other(document, path)) for path in paths]
    claims = json.loads(base64.urlsafe_b64decode(made.tokens[Kind.JWT].split(b".")[1] + b"=="))
    forged += [
        b".".join((header, _encoded(_with_other(claims, path)), signature))
        for path in _leaves(claims)
    ]
    assert len(paths) > 40
    assert Counter(map(outcome, ask(made.world, *map(a_file, forged))))["passed"] == 0


def test_no_changed_digit_of_a_code_passes(ask, made):
    start = made.link.index("#1.") + 3
    changed = [
        made.link[:place] + str((int(made.link[place]) + 1) % 10) + made.link[place + 1 :]
        for place in range(start, len(made.link))
    ]
    answers = ask(made.world, *({"link": each} for each in changed))
    assert Counter(map(outcome, answers)) == {"failed": len(changed)}


def test_the_code_of_one_certificate_proves_no_other(ask, made):
    other = made.link.replace(made.credential.number, NUMBER)
    elsewhere = made.link.replace("HTTPS://", "HTTPS://FAKE-")
    answers = ask(made.world, {"link": other}, {"link": elsewhere})
    assert [outcome(each) for each in answers] == ["failed", "failed"]
    assert "leads elsewhere" in answers[1]["headline"]


def _tampered(pdf):
    yield pdf + b"\n"
    yield b"%PDF-1.7\n" + pdf
    yield pdf[:-1]
    yield pdf + b"1 0 obj<<>>endobj\n"
    yield re.sub(rb"/ByteRange\[0 \d+", b"/ByteRange[0 10", pdf, count=1)
    yield re.sub(rb"/ByteRange", b"/ByteRangX", pdf)
    yield pdf + re.search(rb"/ByteRange\[[^\]]*\]", pdf)[0]
    hole = re.search(rb"/Contents<[0-9a-f]+>", pdf)
    yield pdf[: hole.end() - 2] + b"1" + pdf[hole.end() - 1 :]
    yield pdf[: hole.start()] + b"/Contents<>" + pdf[hole.end() :]
    inside = range(hole.start() + 10, hole.start() + 10 + 2 * SIGNATURE, 23)
    for place in (*range(200, len(pdf), len(pdf) // 100), *inside):
        yield pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def test_no_changed_pdf_passes(ask, made):
    forged = list(_tampered(made.pdf))
    assert Counter(map(outcome, ask(made.world, *map(a_file, forged)))) == {"failed": len(forged)}


def test_what_is_no_certificate_is_not_checked_or_refused(ask, made):
    strange = [b"", b"{}", b"{", b"\x89PNG\r\n\x1a\n", b"<svg/>", b"eyJ.e30.AA", b"hello", b"\xff"]
    found = Counter(map(outcome, ask(made.world, *map(a_file, strange))))
    assert found["passed"] == 0


def test_the_page_and_the_code_are_held_against_each_other(ask, made):
    number, course = made.credential.number, made.credential.shape.facts["course"]
    good = {"holder": "Núria Müller", "course": course, "number": number, "isGood": True}
    pages = [
        good,
        good | {"holder": "N. M."},
        good | {"holder": None},
        good | {"isGood": False},
        good | {"holder": "Maria Müller"},
        good | {"course": "Surgery"},
    ]
    answers = ask(made.world, *({"link": made.link, "page": page} for page in pages))
    agreeing = ["passed", "passed", "passed", "not checked"]
    assert [outcome(each) for each in answers] == [*agreeing, "failed", "failed"]
    assert all("disagree" in each["headline"] for each in answers[4:])


def test_the_modules_can_be_joined_and_share_no_name(tmp_path):
    texts = {place.name: place.read_text() for place in MODULES.glob("*.js")}
    declared = re.compile(
        r"^(?:export )?(?:async )?(?:const|let|function|class) (\w+|\[[^\]]+\])", re.M
    )
    names = Counter(
        name
        for text in texts.values()
        for found in declared.findall(text)
        for name in re.findall(r"\w+", found)
    )
    assert {name: count for name, count in names.items() if count > 1} == {}
    script = tmp_path / "verify.js"
    script.write_text(joined(texts, "offline.js"))
    subprocess.run([npm.needed("node"), "--check", script], check=True)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.text()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(-1e6, 1e6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def test_json_has_the_same_bytes_in_both_languages(ask, made):
    values = []

    @given(st.dictionaries(st.text(), json_values, min_size=1, max_size=3))
    def collect(value):
        values.append(value)

    collect()
    assert ask(made.world, *({"canonical": each} for each in values)) == [
        jcs(each).decode() for each in values
    ]
    written = [json.dumps(each, ensure_ascii=bool(place % 2)) for place, each in enumerate(values)]
    assert ask(made.world, *({"strict": each} for each in written)) == [
        jcs(each).decode() for each in values
    ]
