"""Any file that somebody hands us: what we gave out is valid, and nothing else ever is."""

import copy
import io
import json
import os
import random
import zlib

import pytest
from django.utils import timezone

import pdf_attacks
from cast import a_person, an_organization, dara
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing import personal_data
from conferral.credentials.issuing.documents import secured_document
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification import foreign, opening, sandbox
from conferral.credentials.verification.files import FileState, judge_file
from conferral.credentials.verification.record import State
from conferral.credentials.verification.sandbox import Cell
from credkit import baking, did
from credkit.errors import Malformed
from credkit.keys import LocalSigner
from credkit.pdf.inventory import Change
from credkit.proofs import data_integrity
from credkit.verify import Outcome
from handed_over import a_photo, a_png, handed_over
from mutations import mutated, says_the_same

pytestmark = pytest.mark.django_db
FORMATS = ("pdf", "png", "svg", "json", "jwt")
# Of each format. How many have been tried by hand: ADR 29.
MUTATIONS = int(os.environ.get("MUTATED_FILES", "40"))


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), handed_over(tmp_path_factory.mktemp("kept")) as found:
        yield found


@pytest.fixture(autouse=True)
def _where_it_is_kept(kept, settings):
    settings.MEDIA_ROOT, settings.LOG_HEAD = kept.folder, kept.folder / "head"


@pytest.fixture
def credential(kept):
    return Credential.objects.get(pk=kept.credential.pk)


def judge(content):
    """In this process, which is quicker; that the cell says the same has a test of its own."""
    return judge_file(content, timezone.now(), Cell(opening.opened, foreign.judged, foreign.proved))


@pytest.mark.parametrize("form", FORMATS)
def test_what_we_gave_out_is_valid_with_four_yeses(kept, form):
    judgement = judge(kept.files[form])
    assert judgement.state is State.VALID
    assert set(vars(judgement.lights).values()) == {Outcome.PASSED}


@pytest.mark.parametrize("name", pdf_attacks.ATTACKS)
def test_an_attacked_pdf_is_altered(kept, name):
    judgement = judge(pdf_attacks.ATTACKS[name](kept.files["pdf"], kept.other))
    assert judgement.state is State.ALTERED
    assert judgement.lights.integrity is Outcome.FAILED
    assert judgement.changes


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("shadow replace", Change.PAGE),
        ("appended page", Change.PAGES),
        ("free text", Change.ANNOTATIONS),
        ("changed attachment", Change.ATTACHMENT),
        ("hidden layer", Change.LAYERS),
        ("script", Change.ACTIONS),
        ("encrypted", Change.ENCRYPTION),
        ("no signature", Change.FORM),
        ("appended bytes", Change.BYTES),
    ],
)
def test_it_is_told_what_was_done_to_a_pdf(kept, name, change):
    judgement = judge(pdf_attacks.ATTACKS[name](kept.files["pdf"], kept.other))
    assert change in judgement.changes


def test_a_pdf_with_a_password_is_not_opened(kept):
    locked = pdf_attacks.rewritten(
        kept.files["pdf"],
        lambda _: None,
        encryption=pdf_attacks.pikepdf.Encryption(owner="o", user="u"),
    )
    assert judge(locked).state is FileState.UNREADABLE


@pytest.mark.parametrize("form", FORMATS)
def test_a_mutated_file_is_never_valid(kept, form):
    content, chance = kept.files[form], random.Random(f"{form} 1")
    for _ in range(MUTATIONS):
        false = mutated(content, chance)
        if says_the_same(content, false):
            continue
        assert judge(false).state is not State.VALID


def test_a_changed_name_is_told_with_what_the_register_says(kept):
    judgement = judge(kept.files["json"].replace(b"Ada Nkosi", b"Mallory Nkosi"))
    assert judgement.state is State.ALTERED
    (difference,) = judgement.differences
    assert (difference.register, difference.file) == ("Ada Nkosi", "Mallory Nkosi")


def test_a_genuine_credential_in_another_picture_is_altered(kept):
    credential = baking.unbake(kept.files["png"])
    content = baking.bake(a_png(1, 1, (b"IDAT", zlib.compress(b"\0\0"))), credential)
    assert judge(content).state is State.ALTERED


def test_a_credential_of_ours_signed_by_somebody_else_is_altered(kept):
    document = a_foreign_credential(json.loads(kept.files["json"]))
    assert judge(json.dumps(document).encode()).state is State.ALTERED


def test_a_number_that_was_never_given_is_not_found(kept):
    document = json.loads(kept.files["json"])
    document["id"] = "https://verify.saypro.example/c/SP-00000-00000-0000"
    assert judge(json.dumps(document).encode()).state is FileState.NOT_FOUND


def test_a_certificate_of_somebody_forgotten_is_as_if_it_had_never_been(kept):
    personal_data.erase(a_person("Ada Nkosi"), an_organization())
    assert judge(kept.files["json"]).state is FileState.NOT_FOUND
    assert judge(kept.files["pdf"]).state is FileState.NOT_FOUND


@pytest.mark.parametrize("form", FORMATS)
def test_what_was_revoked_is_revoked_in_every_form(kept, credential, form):
    issuing.revoke(credential, dara(), "Issued in error")
    judgement = judge(kept.files[form])
    assert judgement.state is State.REVOKED
    assert (judgement.lights.integrity, judgement.lights.status) == (
        Outcome.PASSED,
        Outcome.FAILED,
    )


def a_foreign_credential(document, *, identifier=None):
    """Soundly signed by a key that is its own issuer (did:key)."""
    signer = LocalSigner(bytes(range(32)))
    issuer = f"did:key:{signer.public_multikey}"
    document = copy.deepcopy({key: each for key, each in document.items() if key != "proof"})
    document["issuer"]["id"] = issuer
    document["id"] = identifier or document["id"]
    method = did.key_id(issuer, signer.public_multikey)
    options = data_integrity.Options(method, document["validFrom"])
    return data_integrity.add(document, signer, options)


def test_others_are_told_as_what_they_are_and_never_in_green(kept):
    foreign = a_foreign_credential(
        secured_document(kept.credential), identifier="https://elsewhere.example/c/1"
    )
    judgement = judge(json.dumps(foreign).encode())
    assert judgement.state is FileState.FOREIGN
    assert judgement.lights.issuer is Outcome.SKIPPED
    foreign["credentialSubject"]["name"] = "Mallory"
    assert judge(json.dumps(foreign).encode()).state is FileState.FOREIGN_ALTERED


def test_the_cell_judges_others_as_this_process_would(kept):
    text = json.dumps(a_foreign_credential(secured_document(kept.credential), identifier="urn:x"))
    now = timezone.now()
    here, there = foreign.judged(text, now, {}), sandbox.judged(text, now, {})
    assert (there.status, len(there.checks)) == (here.status, len(here.checks))
    assert there.checks[1].outcome is Outcome.PASSED


def test_a_credential_of_others_that_takes_for_ever_is_refused(kept, monkeypatch):
    monkeypatch.setattr(sandbox, "_WITHIN", 1.0)
    document = json.loads(kept.files["json"])
    document["@context"] *= 2000
    document["id"], document["issuer"] = (
        "https://elsewhere.example/c/1",
        document["issuer"] | {"id": "did:web:elsewhere.example"},
    )
    judgement = judge_file(json.dumps(document).encode(), timezone.now())
    assert judgement.state is FileState.UNREADABLE


def test_whose_key_cannot_be_had_is_unknown_and_not_false(kept):
    document = json.loads(kept.files["json"])
    document["id"] = "https://elsewhere.example/c/1"
    document["issuer"]["id"] = "did:web:elsewhere.example"
    judgement = judge(json.dumps(document).encode())
    assert judgement.state is FileState.UNKNOWN_ISSUER
    assert set(vars(judgement.lights).values()) == {Outcome.SKIPPED}


@pytest.mark.parametrize("picture_format", ["PNG", "JPEG"])
def test_a_photo_of_the_qr_code_leads_to_the_number(settings, kept, picture_format):
    url = f"{settings.SITE_URL}/C/{kept.credential.number}".upper()
    judgement = judge(a_photo(url, picture_format))
    assert (judgement.state, judgement.number) == (FileState.NUMBER, kept.credential.number)


def test_a_qr_code_of_a_place_that_looks_like_ours_is_told(kept):
    judgement = judge(
        a_photo(f"https://verify.saypro.example.evil.test/c/{kept.credential.number}")
    )
    assert judgement.state is FileState.ELSEWHERE
    assert judgement.code == "verify.saypro.example.evil.test"


@pytest.mark.parametrize("said", ["Hello", "https://[", "https://verify.saypro.example/c/1"])
def test_a_qr_code_that_says_something_else_is_nothing(said):
    assert judge(a_photo(said)).state is FileState.NOTHING_INSIDE


def _bomb(kind):
    return kind, b"openbadgecredential\0\1\0\0\0" + zlib.compress(b"{" + b" " * 10_000_000)


_XXE = b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
_LAUGHS = b'<!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg">&x;&b;</svg>'
HOSTILE = {
    "nothing": b"",
    "zeros": b"\0" * 5000,
    "half a PDF": b"%PDF-1.7\n1 0 obj\n<</Type/Catalog",
    "half a PNG": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "half a JPEG": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "wide": a_png(50_000, 50_000, (b"IDAT", zlib.compress(b"\0" * 5_000_000))),
    "wide badge": a_png(50_000, 2, (b"iTXt", b"openbadgecredential\0\0\0\0\0{}")),
    "iTXt bomb": a_png(1, 1, _bomb(b"iTXt")),
    "zTXt bomb": a_png(1, 1, _bomb(b"zTXt")),
    "pixels that are not there": a_png(4000, 4000, (b"IDAT", b"nonsense")),
    "XXE": _XXE + _SVG,
    "laughs": _LAUGHS + _SVG,
    "UTF-16": '<svg xmlns="http://www.w3.org/2000/svg"/>'.encode("utf-16"),
    "deep JSON": b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    "long JSON": b'{"a":"' + b"x" * 2_000_000 + b'"}',
    "doubled": b'{"id":1,"id":2}',
    "zip": b"PK\x03\x04" + bytes(100),
    "gzip": zlib.compress(b"x", wbits=31),
    "token of nothing": b"eyJhbGciOiJub25lIn0.e30.AAAA",
    "long token": b"a" * 500_000,
    "not a token": b"." * 500,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_and_nothing_falls_over(name):
    assert judge(HOSTILE[name]).state in {FileState.UNREADABLE, FileState.NOTHING_INSIDE}


def _pdf_bomb():
    """Attached: a hundred megabytes of spaces, packed twice."""
    packed = zlib.compress(zlib.compress(b" " * 100_000_000, 9), 9)
    pdf, out = pdf_attacks.Pdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.attachments[opening.ATTACHMENT] = b"{}"
    flate = pdf_attacks.Name.FlateDecode
    pdf.attachments[opening.ATTACHMENT].get_file().obj.write(
        packed, filter=pdf_attacks.Array([flate, flate])
    )
    pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("form", ["pdf", "png", "svg"])
def test_the_cell_says_what_this_process_would(kept, form):
    content = kept.files[form]
    assert sandbox.opened(content) == opening.opened(content)


def test_the_cell_reads_photos(settings, kept):
    url = f"{settings.SITE_URL}/c/{kept.credential.number}"
    assert sandbox.opened(a_photo(url)).code == url


@pytest.mark.parametrize(
    "content", [_pdf_bomb(), HOSTILE["pixels that are not there"]], ids=["bomb", "pixels"]
)
def test_what_takes_too_much_ends_in_its_cell(content):
    with pytest.raises(Malformed):
        sandbox.opened(content)


def test_a_cell_that_ends_without_a_word_is_told_as_too_much(monkeypatch):
    monkeypatch.setattr(sandbox, "_PYTHON", ("/bin/false",))
    with pytest.raises(Malformed, match="more time or memory"):
        sandbox.opened(b"%PDF-1.7")


def test_a_cell_that_never_ends_is_ended(monkeypatch):
    monkeypatch.setattr(sandbox, "_PYTHON", ("/bin/sh", "-c", "exec sleep 60"))
    monkeypatch.setattr(sandbox, "_WITHIN", 0.2)
    with pytest.raises(Malformed, match="more time or memory"):
        sandbox.opened(b"%PDF-1.7")
