"""All settings in one file. What differs between machines comes from the environment.

It may also stand in `conferral.env` in the data directory, or in a file of its own:
`SECRET_KEY_FILE=/run/secrets/key`. Nothing secret has a default: `conferral setup` makes what is
missing.
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

env = environ.FileAwareEnv()

PACKAGE = Path(__file__).parent
CONFERRAL_HOME = Path(env.str("CONFERRAL_HOME", default="var")).resolve()
env.read_env(CONFERRAL_HOME / "conferral.env")  # Where it exists; the environment goes before it.
PORT = env.int("PORT", default=8000)
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
if not urlsplit(SITE_URL).hostname:
    raise ImproperlyConfigured(
        f"SITE_URL is not “{SITE_URL}” but, say, https://verify.example.org."
    )
DEMO = env.bool("CONFERRAL_DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)


def _origin(address: str) -> str:
    return "{0.scheme}://{0.netloc}".format(urlsplit(address))


def _secret_key() -> str:
    kept = CONFERRAL_HOME / "keys" / "secret.key"
    return env.str("SECRET_KEY", default="") or (kept.read_text().strip() if kept.exists() else "")


# Where our own proxy writes for whom it asks, such as X-Forwarded-For; empty: there is no proxy.
CLIENT_ADDRESS_HEADER = env.str("CLIENT_ADDRESS_HEADER", default="")
SECRET_KEY = _secret_key()
_HOST = urlsplit(SITE_URL).hostname or "127.0.0.1"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[_HOST, "127.0.0.1", "localhost", "[::1]"])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_cotton",
    "conferral.foundation.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "conferral.foundation.engine",
    "conferral.foundation.audit",
    "conferral.foundation.runs",
    "conferral.foundation.mail",
    "conferral.foundation.letters",
    "conferral.foundation.consents",
    "conferral.foundation.staff",
    "conferral.foundation.brakes",
    "conferral.foundation.webhooks",
    "conferral.foundation.chores",
    "conferral.learning.frameworks",
    "conferral.learning.catalog",
    "conferral.learning.accreditation",
    "conferral.learning.review",
    "conferral.learning.progress",
    "conferral.learning.awards",
    "conferral.learning.moderation",
    "conferral.learning.renewal",
    "conferral.credentials.transparency",
    "conferral.credentials.anchoring",
    "conferral.credentials.sealing",
    "conferral.credentials.issuing",
    "conferral.credentials.designs",
    "conferral.credentials.envelopes",
    "conferral.credentials.delivery",
    "conferral.credentials.verification",
    "conferral.oversight.selfcheck",
    "conferral.credentials.recalls",
    "conferral.credentials.cases",
    "conferral.web",
]
MIDDLEWARE = [
    "conferral.web.verify.short_way.middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "conferral.web.shared.private.middleware",
    "django.middleware.common.CommonMiddleware",
    "conferral.web.shared.unreadable.middleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "conferral.web.shared.forms_only.middleware",
]
ROOT_URLCONF = "conferral.urls"
WSGI_APPLICATION = "conferral.wsgi.application"

# SQLite: one writer at a time, and a promise is kept on disk before it is made (FULL).
_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA secure_delete=ON;"  # What is forgotten is not left in free pages.
    ),
}
DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{CONFERRAL_HOME}/conferral.sqlite3")
}
if "ENGINE" not in DATABASES["default"]:  # What it is may hold a password, so it is not quoted.
    raise ImproperlyConfigured("DATABASE_URL is, say, postgres://user:password@host/name.")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = _SQLITE
DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The job engine keeps its own tables apart; losing them loses nothing. Where many machines share a
# PostgreSQL they share the engine, in a schema of its own.
_SHARED = env.str("DATABASE_URL", default="")
ENGINE_DATABASE_URL = env.str(
    "ENGINE_DATABASE_URL",
    default=f"postgresql+psycopg://{_SHARED.partition('://')[2]}"
    if _SHARED.startswith("postgres")
    else f"sqlite:///{CONFERRAL_HOME}/engine.sqlite3",
)

# Private keys: encrypted in files under this key, or in a token (PKCS#11).
KEY_ENCRYPTION_KEY = env.str("KEY_ENCRYPTION_KEY", default="").strip()
KEY_ENCRYPTION_KEY_OLD = env.str("KEY_ENCRYPTION_KEY_OLD", default="").strip()
PKCS11_MODULE = env.str("PKCS11_MODULE", default="")
PKCS11_TOKEN = env.str("PKCS11_TOKEN", default="conferral")
PKCS11_PIN = env.str("PKCS11_PIN", default="")
SIGNATURES_PER_MINUTE = env.int("SIGNATURES_PER_MINUTE", default=600_000)  # Of one process.

AUTH_USER_MODEL = "accounts.Person"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "today"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "conferral.foundation.accounts.passwords.Argon2id",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # From before: made anew at a sign-in.
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Accounts: nobody opens one by themselves (see web/account/adapters.py and ADR 33).
STAFF_NEED_SECOND_FACTOR = env.bool("STAFF_NEED_SECOND_FACTOR", default=not DEMO)
ACCOUNT_ADAPTER = "conferral.web.account.adapters.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = int(timedelta(minutes=15).total_seconds())
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # Nobody is written to who has no account.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # Before addresses are changed, too.
ACCOUNT_REAUTHENTICATION_TIMEOUT = int(timedelta(minutes=10).total_seconds())
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip"}
MFA_ADAPTER = "conferral.web.account.adapters.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}  # Each takes two questions; an office has one.
MFA_TOTP_TOLERANCE = 1  # Half a minute to either side, for clocks that are wrong (RFC 6238, 5.2).
MFA_ALLOW_UNVERIFIED_EMAIL = True  # Without open sign-up nobody has an address of somebody else.
# Browsers know passkeys on https, and on this machine.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SITE_URL.startswith("https://")
# Who else may say who somebody is: a JSON list of OpenID Connect providers.
_PROVIDERS = env.json("OIDC_PROVIDERS", default=[])
SOCIALACCOUNT_ADAPTER = "conferral.web.account.adapters.Providers"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": _PROVIDERS,
        "OAUTH_PKCE_ENABLED": True,
    }
}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_QUERY_EMAIL = False

LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"  # Pages show the organization's own zone.
LOCALE_PATHS = [PACKAGE / "locale"]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "conferral.web.shared.context.house",
                "conferral.web.staff.rooms.entered",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
        },
    }
]
COTTON_DIR = "components"
FORM_RENDERER = "conferral.web.shared.mistakes.Renderer"

STATIC_URL = "static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STATIC_ROOT = CONFERRAL_HOME / "static"
MEDIA_ROOT = CONFERRAL_HOME / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600

CACHES = {
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "default": {  # Shared by all processes of this machine: what must be counted together.
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": CONFERRAL_HOME / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

# Mail: smtp://user:password@host:587/?ssl=... ; in a demonstration it lands in the outbox page.
_EMAIL = env.email_url("EMAIL_URL", default="smtp://127.0.0.1:25")
EMAIL_BACKEND = _EMAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _EMAIL["EMAIL_HOST"], _EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _EMAIL["EMAIL_HOST_USER"], _EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _EMAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _EMAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
# Where letters come back to: imaps://name:password@host/INBOX; empty: nobody looks.
BOUNCES_URL = env.str("BOUNCES_URL", default="")
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default=f"certificates@{_HOST}")
OUTBOX = CONFERRAL_HOME / "outbox"
if DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = OUTBOX

# Who says when a PDF was signed (RFC 3161); without it, only the PDF itself says so.
TSA_URL = env.str("TSA_URL", default="")
TSA_ROOTS = env.str("TSA_ROOTS", default="")  # A PEM file with certificates that tokens leave out.

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Whoever is led to a provider begins with a form; browsers ask this of redirects, too.
        "form-action": [SELF, *(_origin(each["settings"]["server_url"]) for each in _PROVIDERS)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
_HTTPS = SITE_URL.startswith("https://")
# Of this host alone (RFC 6265bis, 4.1.3.2): no neighbour under the same domain can set one.
_OURS_ALONE = "__Host-" if _HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_OURS_ALONE}sessionid", f"{_OURS_ALONE}csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
X_FRAME_OPTIONS = "DENY"

# How many certificates an organization's nightly self-check looks at in a second.
SELFCHECK_PER_SECOND = max(1, env.int("SELFCHECK_PER_SECOND", default=20))

# Whether others' servers are asked for their keys and status lists, to check a file of theirs.
ASK_FOREIGN_ISSUERS = env.bool("ASK_FOREIGN_ISSUERS", default=False)

# What the transparency log calls itself in its checkpoints: a name, not an address (C2SP).
LOG_ORIGIN = env.str("LOG_ORIGIN", default=f"{SITE_URL.split('//', 1)[1]}/log")
# Where its signer remembers what it signed last: beside the keys, never inside the database.
LOG_HEAD = Path(env.str("LOG_HEAD", default=str(CONFERRAL_HOME / "keys" / "log-head")))

# Where its checkpoints are anchored; nowhere, unless somebody wants it.
OPENTIMESTAMPS_CALENDARS = env.list("OPENTIMESTAMPS_CALENDARS", default=[])
ETHEREUM_RPC = env.str("ETHEREUM_RPC", default="").strip()
ETHEREUM_CHAIN_ID = env.int("ETHEREUM_CHAIN_ID", default=1)
ETHEREUM_MAX_FEE_GWEI = env.int("ETHEREUM_MAX_FEE_GWEI", default=50)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "conferral.foundation.log_lines.Line",
            "fmt": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "conferral": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
