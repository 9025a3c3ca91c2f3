"""A demonstration's mail can be read, and does no harm."""

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.urls import reverse

from conferral.web.outbox import letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def outbox(settings, tmp_path):
    settings.DEMO, settings.OUTBOX = True, tmp_path
    backend = "django.core.mail.backends.filebased.EmailBackend"
    with get_connection(backend, file_path=tmp_path) as connection:
        for name in ("Zoë", "Ada"):
            letter = EmailMultiAlternatives(
                f"For {name}",
                f"Dear {name},\nhttps://verify.saypro.example/c/1",
                "a@x.test",
                [f"{name} <b@x.test>"],
            )
            page = f"<html><head></head><body><script>1</script>{name}</body></html>"
            letter.attach_alternative(page, "text/html")
            connection.send_messages([letter])
    return letters.newest()


def test_letters_of_one_connection_are_told_apart_newest_first(outbox):
    assert [letters.read(*where).subject for where in outbox] == ["For Ada", "For Zoë"]


def test_the_list_leads_to_each_letter(client, outbox):
    text = client.get(reverse("outbox")).content.decode()
    file, place = outbox[0]
    assert reverse("letter", args=[file.stem, place]) in text


def test_a_letter_is_shown_as_text_with_links_and_framed_as_html(client, outbox):
    file, place = outbox[1]
    answer = client.get(reverse("letter", args=[file.stem, place]))
    text = answer.content.decode()
    assert "Dear Zoë" in text
    assert 'href="https://verify.saypro.example/c/1"' in text
    assert "<script>1" not in text
    assert "frame-src 'self'" in answer["Content-Security-Policy"]


def test_its_html_may_be_styled_and_framed_but_run_nothing(client, outbox):
    file, place = outbox[1]
    answer = client.get(reverse("letter-html", args=[file.stem, place]))
    policy = answer["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert '<base target="_top">' in answer.content.decode()


@pytest.mark.parametrize("name", ["nothing", "..", "%2e%2e"])
def test_only_what_lies_there_can_be_opened(client, outbox, name):
    assert client.get(f"/outbox/{name}/0").status_code == 404
    assert client.get(reverse("letter", args=[outbox[0][0].stem, 99])).status_code == 404


def test_outside_a_demonstration_there_is_no_outbox(client, outbox, settings):
    settings.DEMO = False
    assert client.get(reverse("outbox")).status_code == 404


def test_an_empty_outbox_says_what_will_land_there(client, settings, tmp_path):
    settings.DEMO, settings.OUTBOX = True, tmp_path / "none"
    assert "No mail yet" in client.get(reverse("outbox")).content.decode()
