"""Coming in and going out, and what belongs to one's account.

Names with an underscore are allauth's: it looks its own pages up by them.
"""

from allauth.account import views as account
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.urls import path
from django.views.generic import RedirectView

from conferral.web.account import (
    confirming,
    invitations,
    passwords,
    second_factors,
    sessions,
    sign_in,
    views,
    ways_in,
)
from conferral.web.account.confirming import only_if_fresh

_TO_ACCOUNT = RedirectView.as_view(pattern_name="mfa_index")

urlpatterns = [
    path("sign-in", sign_in.sign_in, name="sign-in"),
    path("sign-in", sign_in.sign_in, name="account_login"),
    path("sign-in", sign_in.sign_in, name="account_request_login_code"),
    path("sign-in/code", sign_in.type_code, name="account_confirm_login_code"),
    path("sign-in/passkey", sign_in.by_passkey, name="mfa_login_webauthn"),
    path("sign-in/second-factor", second_factors.show, name="mfa_authenticate"),
    path("sign-in/next", views.after_sign_in, name="after-sign-in"),
    path("sign-in/ended", account.account_inactive, name="account_inactive"),
    path("sign-out", views.sign_out, name="sign-out"),
    path("sign-out", views.sign_out, name="account_logout"),
    path("invitations/<str:token>", invitations.invited, name="invited"),
    path("", ways_in.how_to_sign_in, name="mfa_index"),
    path("confirm/letter", confirming.by_letter, name="confirm-by-letter"),
    path("confirm/password", account.reauthenticate, name="account_reauthenticate"),
    path("confirm/code", second_factors.show_again, name="mfa_reauthenticate"),
    path("confirm/passkey", second_factors.show_passkey_again, name="mfa_reauthenticate_webauthn"),
    path("app", only_if_fresh(second_factors.set_up_app), name="mfa_activate_totp"),
    path("app/remove", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("passkeys", _TO_ACCOUNT, name="mfa_list_webauthn"),
    path("passkeys/new", only_if_fresh(second_factors.add_passkey), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove", second_factors.remove_passkey, name="mfa_remove_webauthn"),
    path("recovery-codes", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "recovery-codes/new",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "recovery-codes.txt",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("password", passwords.change, name="account_change_password"),
    path("password/new", only_if_fresh(passwords.choose), name="account_set_password"),
    path("emails", only_if_fresh(account.email, methods=("POST",)), name="account_email"),
    path("emails/code", account.email_verification_sent, name="account_email_verification_sent"),
    path("sessions", sessions.sessions, name="sessions"),
    path("sessions/<int:pk>/end", sessions.end, name="session-end"),
    path("sessions/end-others", sessions.end_others, name="sessions-end-others"),
    path("with/failed", views.provider_failed, name="socialaccount_login_error"),
    path("with/unknown", views.provider_failed, name="socialaccount_signup"),
    path("with/cancelled", views.provider_failed, name="socialaccount_login_cancelled"),
    path(
        "with/<str:provider_id>", only_if_fresh(openid_connect.login), name="openid_connect_login"
    ),
    path("with/<str:provider_id>/back", openid_connect.callback, name="openid_connect_callback"),
    path("services/<int:pk>/remove", only_if_fresh(ways_in.disconnect), name="service-disconnect"),
    path("providers", _TO_ACCOUNT, name="socialaccount_connections"),
]
