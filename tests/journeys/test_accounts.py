"""One joins by invitation and has a passkey; another comes in by code and app, without script."""

import re
import time
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import CDPSession, expect

from journeys.browsing import Visitor, eventually
from journeys.conftest import Visit
from journeys.looking import keeps_out
from journeys.site import Site

pytestmark = pytest.mark.browser
_AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_an_invited_colleague_joins_and_comes_back_with_a_passkey(visit: Visit, site: Site) -> None:
    # Browsers have passkeys for names only, and of this machine's for this one.
    site = replace(site, address=site.address.replace("127.0.0.1", "localhost"))
    zanele = visit()
    zanele.site, page = site, zanele.page
    device = _give_authenticator(zanele)
    zanele.go(_invitation(site, "zanele.dube@example.test", "Zanele Dube"))
    assert keeps_out(zanele, "accounts/1-invited") == []
    page.get_by_role("button", name="Join").click()
    page.wait_for_url(f"{site.address}/staff/")

    zanele.go("/account/")
    assert keeps_out(zanele, "accounts/2-account") == []
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What you call it").fill("My telephone")
    device.is_locked(True)
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("Nothing was added: you cancelled, waited too long")).to_be_visible()
    assert keeps_out(zanele, "accounts/3-passkey-refused") == []
    device.is_locked(False)
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert keeps_out(zanele, "accounts/4-recovery-codes") == []

    page.get_by_role("button", name="Sign out").click()
    device.is_locked(True)
    zanele.go("/account/sign-in?next=/account/sessions")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("No passkey came.").first).to_be_visible()
    assert keeps_out(zanele, "accounts/5-sign-in-refused") == []
    device.is_locked(False)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{site.address}/account/sessions")
    assert [each.url for each in zanele.answers if each.status >= 500] == []
    assert zanele.complaints == []


def test_a_session_is_ended_from_another_window_and_a_passkey_is_removed(
    visit: Visit, site: Site
) -> None:
    site = replace(site, address=site.address.replace("127.0.0.1", "localhost"))
    here, there = visit(), visit(user_agent="Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0")
    here.site = there.site = site
    page, device = here.page, _give_authenticator(here)
    here.go(_invitation(site, "palesa.moeketsi@example.test", "Palesa Moeketsi"))
    page.get_by_role("button", name="Join").click()
    here.go("/account/passkeys/new")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    device.lend_to(lent := _give_authenticator(there))
    # It takes the first that the list of passwords offers, as soon as there is one.
    there.go("/account/sign-in?next=/account/emails")
    there.page.get_by_role("heading", name="E-mail addresses").wait_for()
    lent.is_locked(True)

    here.go("/account/sessions")
    assert keeps_out(here, "accounts/6-sessions") == []
    other = page.get_by_role("listitem").filter(has_text="Firefox on Linux")
    other.get_by_role("button").click()
    expect(other).to_have_count(0)
    there.page.get_by_role("link", name="Sign-in", exact=True).click()
    there.page.get_by_role("heading", name="Sign in", exact=True).wait_for()

    here.go("/account/")
    page.get_by_role("link", name="Remove My passkey").click()
    assert keeps_out(here, "accounts/7-passkey-removed") == []
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("My passkey")).to_have_count(0)
    lent.is_locked(False)
    there.page.get_by_role("button", name="Use a passkey").click()
    expect(there.page.get_by_role("alert").first).to_contain_text("not known here any more")
    there.shoot("accounts/8-passkey-unknown")
    assert here.complaints == []


def test_without_a_script_one_comes_in_by_code_and_app(visit: Visit, site: Site) -> None:
    email = "yusuf.adams@example.test"
    yusuf = visit(java_script_enabled=False)
    page = yusuf.page
    yusuf.go(_invitation(site, email, "Yusuf Adams"))
    page.get_by_role("button", name="Join").click()
    yusuf.go("/account/passkeys/new")
    expect(page.get_by_role("button", name="Add a passkey")).to_be_disabled()
    yusuf.go("/account/app")
    yusuf.shoot("accounts/8-app")
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("The six digits").fill(_digits(secret))
    page.get_by_role("button", name="Set it up").click()
    recovery = page.locator(".recovery code").first.inner_text()
    page.get_by_role("button", name="Sign out").click()

    yusuf.go("/account/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(_code(site, email))
    yusuf.shoot("accounts/9-code")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Code").fill("00000000")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_contain_text("nor a recovery code that is left")
    yusuf.shoot("accounts/10-second-factor")
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url(f"{site.address}/staff/")
    yusuf.go("/account/recovery-codes")
    expect(page.get_by_text("9 of 10 are left")).to_be_visible()
    expect(page.get_by_text(recovery)).to_have_count(0)
    assert [each for each in yusuf.complaints if "422" not in each] == []


def test_an_administrator_lends_a_role_and_looks_with_its_eyes(
    staff: Visitor, visit: Visit, site: Site
) -> None:
    _join(
        visit(java_script_enabled=False), _invitation(site, "xola.mbeki@example.test", "Xola Mbeki")
    )
    page = staff.page
    staff.go("/staff/settings/people")
    staff.shoot("accounts/11-people")
    page.get_by_role("link", name="Xola Mbeki").click()
    lending = page.locator("form", has=page.get_by_role("heading", name="Lend a role"))
    lending.get_by_label("Role").select_option("registrar")
    lending.get_by_label("Why?").fill("The registrar is on leave.")
    lending.get_by_role("button", name="Lend").click()
    expect(page.get_by_role("region", name="Lent for a time")).to_contain_text("on leave")
    staff.shoot("accounts/12-lent")
    looking = page.locator("form", has=page.get_by_role("heading", name="See the site as they do"))
    looking.get_by_label("Why?").fill("She asked me to.")
    looking.get_by_role("button", name="Look").click()
    banner = page.get_by_role("complementary", name="Seen as somebody else")
    expect(banner).to_contain_text("Xola Mbeki")
    staff.shoot("accounts/13-seen")
    banner.get_by_role("button", name="Be yourself again").click()
    expect(banner).to_have_count(0)
    assert staff.complaints == []


@dataclass(frozen=True)
class Device:
    """With a fingerprint that is always there, unless it is locked, as Chromium's own tests have
    it."""

    devtools: CDPSession
    number: str

    def is_locked(self, is_so: bool) -> None:
        self._asked("setUserVerified", isUserVerified=not is_so)

    def lend_to(self, other: "Device") -> None:
        """As clouds do: what one device knows, the other one knows, too."""
        for each in self._asked("getCredentials")["credentials"]:
            other._asked("addCredential", credential=each)

    def _asked(self, what: str, **said: Any) -> Any:
        return self.devtools.send(f"WebAuthn.{what}", {"authenticatorId": self.number} | said)


def _give_authenticator(visitor: Visitor) -> Device:
    devtools = visitor.page.context.new_cdp_session(visitor.page)
    devtools.send("WebAuthn.enable")
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": _AUTHENTICATOR})
    return Device(devtools, made["authenticatorId"])


def _invitation(site: Site, email: str, name: str) -> str:
    said = site.conferral("people", "invite", email, name, "auditor").stdout
    return urlsplit(said.split()[-1]).path


def _join(visitor: Visitor, invitation: str) -> None:
    visitor.go(invitation)
    visitor.page.get_by_role("button", name="Join").click()


def _code(site: Site, email: str) -> str:
    """Out of the letter, when it has come."""
    found: list[str] = []

    def has_come() -> bool:
        letters = [file.read_text() for file in (site.home / "outbox").glob("*.log")]
        ours = [text for text in letters if f"To: {email}" in text]
        found.extend(re.findall(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", "\n".join(ours), re.MULTILINE))
        return bool(found)

    eventually(has_come)
    return found[-1]


def _digits(secret: str) -> str:
    """What the app shows (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
