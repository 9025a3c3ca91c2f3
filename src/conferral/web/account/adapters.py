"""What is ours in how people sign in: nobody opens an account, letters leave quietly."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from conferral.foundation.accounts.addresses import confirmed_by, people_with
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.names import known_as
from conferral.foundation.mail.emails import email_of
from conferral.web.account import letters, posting
from conferral.web.account.confirming import was_shown_lately
from conferral.web.account.devices import NOWHERE
from conferral.web.account.providers import Session
from conferral.web.shared import second_factor
from conferral.web.shared.client_address import client_address

_WAYS = {
    "mfa_reauthenticate:webauthn": "Use a passkey",
    "mfa_reauthenticate": "Type the digits of your app, or a recovery code",
    "reauthenticate": "Type your password",
}
_VOUCHED = (True, "true")  # Some write it as a word; "false" is one, too.
_VERIFICATION = "allauth.account.stages.EmailVerificationStage"


class Accounts(DefaultAccountAdapter):
    """Staff are invited, learners have an account when there is something of theirs."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "duplicate_email": "This is one of your addresses already.",
        "email_password_mismatch": (
            "E-mail and password do not belong together. Try again, or have a code sent."
        ),
        "email_taken": (
            "Somebody else here has this address, so it cannot be yours, too. "
            "If both are you, sign in with it instead."
        ),
        "incorrect_code": "That is not the code. Look at the newest letter.",
        "incorrect_password": "That is not your password.",
        "max_email_addresses": "You have %d addresses, and more are not possible. Remove one.",
        "too_many_login_attempts": (
            "Too many tries. Wait five minutes and try again, or use a passkey."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        """Without another proof of the address: whoever has a password once came in by a code."""
        return [stage for stage in super().get_login_stages() if stage != _VERIFICATION]

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or NOWHERE

    def clean_email(self, email: str) -> str:
        return known_as(super().clean_email(email))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("after-sign-in")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """Back to where it was added."""
        return reverse("account_email")

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        """Not the one that we write to, confirmed or not: another is written to first."""
        if email_address.email == email_address.user.email:
            return False
        return bool(super().can_delete_email(email_address))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def get_reauthentication_methods(self, user: Person | AnonymousUser) -> list[dict[str, str]]:
        """In the words of the other pages; the surest first."""
        known = {each["id"]: each for each in super().get_reauthentication_methods(user)}
        return [known[key] | {"description": says} for key, says in _WAYS.items() if key in known]

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Not of somebody who came in a moment ago."""
        if was_shown_lately(current.request):
            return False
        return bool(super().is_reauthentication_required(app=app))

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Whoever adds one is told of it at their first: it could be somebody at their desk."""
        person, address = email_address.user, email_address.email
        confirmed = bool(super().confirm_email(request, email_address))
        if confirmed and request.user.is_authenticated and address != person.email:
            self.send_notification_mail("ours/address_confirmed", person, {"address": address})
        return confirmed

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Person,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """To where we write to them, whether they have ever confirmed it or not."""
        told = {"user": user} | (context or {})
        super().send_notification_mail(template_prefix, user, told, email or user.email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """By itself: whether anything leaves, and how long that takes, is nobody's business.

        It does not go by the belt, where a code would wait behind ten thousand certificates.
        """
        posting.post(email_of(letters.written(template_prefix, email, context)))


class SecondFactors(DefaultMFAAdapter):
    """Secrets of authenticator apps are encrypted under the site's secret key."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": (
            "Staff always have a second factor, and this is your only one. Add another one first."
        ),
        "incorrect_code": (
            "That is neither the newest code of your app nor a recovery code that is left."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not second_factor.must_stay(authenticator)

    def get_totp_issuer(self) -> str:
        house = Organization.objects.order_by("pk").first()
        return house.name if house else "Conferral"

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        return "My passkey"


class Providers(DefaultSocialAccountAdapter):
    """Whoever another service vouches for comes in if we know their verified address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """Whatever else it says of them is not kept, as the page promises that leads there."""
        sociallogin.account.extra_data = {}
        return super().populate_user(request, sociallogin, data)

    def authenticate_by_email(self, sociallogin: Any) -> tuple[Person, str] | None:
        """An address that somebody only typed into their account opens it for nobody."""
        for each in sociallogin.email_addresses:
            address = known_as(each.email)
            if each.verified in _VOUCHED and (known := people_with([address]).get(address)):
                return known, address
        return None

    def get_requests_session(self) -> Session:
        return Session()


def know_address(person: Person, email: str) -> None:
    """Keep that the address is the person's, who has shown that they read what comes there."""
    has_first = EmailAddress.objects.filter(user=person, primary=True).exists()
    EmailAddress.objects.update_or_create(
        user=person,
        email=known_as(email),
        defaults={"verified": True},
        create_defaults={"verified": True, "primary": not has_first},
    )


def is_theirs(person: Person, email: str) -> bool:
    """It is their first address, or they have shown that they read what comes there."""
    address = known_as(email)
    return address == person.email or address in confirmed_by(person)


def _cipher() -> Fernet:
    key = HKDF(SHA256(), 32, salt=None, info=b"second factors").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key))
