"""What LinkedIn's form is filled with."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

from conferral.credentials.delivery.linkedin import Entry

ENTRY = Entry(
    "Health & Safety, 2", "SayPro", date(2025, 6, 28), date(2028, 1, 1), "https://x.test/c/1", "SP"
)


def test_the_address_says_every_field_as_linkedin_names_it():
    asked = {name: value for name, (value,) in parse_qs(urlsplit(ENTRY.address).query).items()}
    assert asked == {
        "startTask": "CERTIFICATION_NAME",
        "name": "Health & Safety, 2",
        "organizationName": "SayPro",
        "issueYear": "2025",
        "issueMonth": "6",
        "expirationYear": "2028",
        "expirationMonth": "1",
        "certUrl": "https://x.test/c/1",
        "certId": "SP",
    }


def test_what_does_not_end_says_no_end():
    entry = Entry("First Aid", "SayPro", date(2025, 6, 28), None, "https://x.test/c/1", "SP")
    assert "expiration" not in entry.address
    assert ("Expiration date", "None") in entry.fields
