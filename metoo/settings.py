"""Every setting, in the order in which a request meets them.

The environment is read here and nowhere else (`metoo.environment` has the
readers). What is unsafe does not start: see "Refusals" at the end.
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from wsgiref.headers import Headers

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from metoo import environment, records, research

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = environment.folder("DATA_DIR", BASE_DIR / "data")

# What kind of place this is -------------------------------------------------

DEMO = environment.flag("DEMO", default=False)
DEBUG = environment.flag("DEBUG", default=False)
_HERE = f"http://localhost:{environment.whole('PORT', 8000, at_least=1)}" if DEMO else ""
SITE_URL = environment.site("SITE_URL", _HERE)
# The same site's address within Tor; empty where it has none (metoo.onion).
ONION_URL = environment.onion("ONION_URL")
TITLE = environment.text("TITLE")  # Of every public page, where nothing is to say what it is.
SECRET_KEY = environment.secret("SECRET_KEY")
if DEMO and not SECRET_KEY:
    SECRET_KEY = environment.kept_secret(DATA_DIR / "secret-key")

# Who may ask ----------------------------------------------------------------

ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS")
if DEMO and not ALLOWED_HOSTS:
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
# The header in which one trusted proxy hands on the client's address, as X-Forwarded-For: its last
# entry, only to limit floods; forgotten with the request. Empty: the connection's own address.
CLIENT_ADDRESS_HEADER = environment.text("CLIENT_ADDRESS_HEADER")

# What a request passes on its way in ----------------------------------------

MIDDLEWARE = [
    # A kept public page is answered here, before anything else is touched.
    "metoo.pages.PageCache",
    "django.middleware.security.SecurityMiddleware",
    "metoo.middleware.Headers",
    "metoo.onion.OnionLocation",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "metoo.middleware.LanguageOfPath",
    "django.middleware.common.CommonMiddleware",
    "metoo.middleware.SameSite",
    # From here on only the desk: the public side has no session, no account,
    # no message and no cookie, because these never run for it.
    "metoo.desk_middleware.DeskSession",
    "metoo.desk_middleware.DeskCsrf",
    "metoo.desk_middleware.DeskAuthentication",
    "metoo.desk_middleware.DeskMessages",
    "metoo.desk_middleware.DeskGate",
    # allauth insists on this one by name. It marks the request, and no more.
    "allauth.account.middleware.AccountMiddleware",
]

# Headers of every answer.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
# `no-referrer` would make browsers post with `Origin: null`.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
ENCRYPTED = urlsplit(SITE_URL).scheme == "https"
SECURE_HSTS_SECONDS = 31_536_000 if ENCRYPTED else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENCRYPTED
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENCRYPTED else None

# The desk's cookies. The public side sets none. `__Host-` cookies exist only
# where the site is encrypted; the demonstration on localhost is not.
_COOKIE = "__Host-" if ENCRYPTED else ""
SESSION_COOKIE_NAME = f"{_COOKIE}desk"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENCRYPTED
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
# How long one lasts is said in moderation.sessions. The cookie itself goes with the browser.
SESSION_ENGINE = "moderation.sessions"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = f"{_COOKIE}desk-form"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None
# Where the proxy does not say that it ended TLS, Django would take the site's own address for
# another's.
CSRF_TRUSTED_ORIGINS = [SITE_URL] if ENCRYPTED else []
# Half of what opens the desk for a sitting (moderation.unlocking).
UNLOCK_COOKIE_NAME = f"{_COOKIE}desk-key"
# In which order she decided what, in the sitting that goes on: in her browser, and nowhere here.
LATELY_COOKIE_NAME = f"{_COOKIE}desk-lately"
# Says that somebody has signed in with this browser before (moderation.devices).
DEVICE_COOKIE_NAME = f"{_COOKIE}desk-known"
CSRF_FAILURE_VIEW = "metoo.errors.csrf_failure"

# The page's language is in its path: never guessed from a header or a cookie. docs/languages.md
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"), ("es", "Español"), ("fr", "Français"), ("pt", "Português"),
    ("ar", "العربية"), ("hi", "हिन्दी"),
]  # fmt: skip
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "metoo.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# What a request may carry. Ten examples of 5,000 characters, each up to four
# bytes and each byte up to three in a form, are 600 KB; more is answered with 413.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
# Ten examples have 54 fields. Each example that comes is answered with a form of its
# own, so a thousand tiny ones would cost seconds.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
# Nothing is uploaded here, so nothing posted can end in a temporary file.
FILE_UPLOAD_HANDLERS: list[str] = []

# Where it goes --------------------------------------------------------------

ROOT_URLCONF = "metoo.urls"
WSGI_APPLICATION = "metoo.wsgi.application"

INSTALLED_APPS = [
    "metoo",
    "stories",
    "django.contrib.auth",
    "moderation",
    "moderation.apps.DeskConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_ratelimit",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

# How much may come ----------------------------------------------------------

THROTTLE = environment.flag("THROTTLE", default=True)
RATELIMIT_ENABLE = THROTTLE
RATELIMIT_USE_CACHE = "limits"
RATELIMIT_CACHE_PREFIX = "limit:"
# For one client, and for the whole site: behind Tor everyone has one address, so the first must be
# wide and the second must exist. `other` is the form's own steps; `report` is told of a story.
LIMIT_SITE = environment.whole("LIMIT_SITE", 6_000, at_least=1)
LIMITS = {
    "send": {"client": "60/h", "site": f"{LIMIT_SITE}/h"},
    "other": {"client": "600/h", "site": f"{10 * LIMIT_SITE}/h"},
    "report": {"client": "30/h", "site": f"{LIMIT_SITE}/h"},
    "stand": {"client": "60/h", "site": f"{LIMIT_SITE}/h"},
    "search": {"client": "120/h", "site": f"{LIMIT_SITE}/h"},
}
# In a day, more than this and than usual are held (stories.usual). A demonstration is all invented.
HOLD_ABOVE = environment.whole("HOLD_ABOVE", 1_000_000 if DEMO else 200, at_least=1)
# So many stories one lead takes down in a day at most (moderation.taking_down).
REMOVE_MOST = environment.whole("REMOVE_MOST", 20, at_least=1)
# Sign-ins at the desk, by anybody; as many again from browsers in which somebody has signed in, and
# of codes: of both a share for each account, or one uses up all. In a day: moderation.guesses.
SIGN_INS, SIGN_INS_EACH = "60/m", "10/m"

# What is kept ---------------------------------------------------------------

DATABASES = {"default": environment.database("DATABASE_URL", DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_SHARED_CACHE = environment.cache("CACHE_URL")
_IN_PROCESS = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    # allauth's limits on what somebody does who is signed in; keyed by account.
    "default": _SHARED_CACHE
    or {"BACKEND": _IN_PROCESS, "LOCATION": "default", "OPTIONS": {"MAX_ENTRIES": 100_000}},
    # An in-process cache keeps 300 entries unless told otherwise: a flood would
    # push out the very limits that are there to stop it.
    "limits": {**_SHARED_CACHE, "KEY_PREFIX": "limits"}
    if _SHARED_CACHE
    else {"BACKEND": _IN_PROCESS, "LOCATION": "limits", "OPTIONS": {"MAX_ENTRIES": 200_000}},
    # Always in the process: a look across a socket costs more than the page. The edition in each
    # key makes another process's release or removal count at once (stories.edition).
    "pages": {
        "BACKEND": _IN_PROCESS,
        "LOCATION": "pages",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 1_000},
    },
}
SILENCED_SYSTEM_CHECKS = []
if not _SHARED_CACHE:
    # django-ratelimit refuses the in-process cache because several processes
    # would count apart. The embedded default has one web process.
    SILENCED_SYSTEM_CHECKS += ["django_ratelimit.E003", "django_ratelimit.W001"]

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_MAX_AGE = 3600


def WHITENOISE_ADD_HEADERS_FUNCTION(headers: Headers, path: str, url: str) -> None:  # noqa: N802
    """The sheet is the one file that a page in another site's frame asks for (/embed/), which has
    no origin of its own where that site sandboxes it."""
    if url.startswith(f"{STATIC_URL}site/site."):
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"


# When it comes out (promise 8) ----------------------------------------------

RELEASE_EVERY = environment.duration(
    "RELEASE_EVERY", timedelta(minutes=1) if DEMO else timedelta(days=1)
)
# How many a release holds at least, and how many of them without words: these
# hide one another. A demonstration hides nobody.
RELEASE_MIN = environment.whole("RELEASE_MIN", 1 if DEMO else 13, at_least=1)
RELEASE_MIN_SILENT = 0 if DEMO else RELEASE_MIN
# How many stay behind in the pool, and which part of it comes out.
RELEASE_LEAVES = 0 if DEMO else 20
RELEASE_SHARE = 1.0 if DEMO else 0.5
# Whether each number is late by what was drawn for it by lot (`stories.wall.disclosure`).
NUMBERS_LATE = not DEMO
RESEARCH_EPSILON = research.epsilon("RESEARCH_EPSILON")  # None: no tables (stories.wall.research)

# Who screens ----------------------------------------------------------------

# What a moderator reads first where somebody is in danger: ours where the operator has none.
DANGER_PROTOCOL = environment.readable("DANGER_PROTOCOL")
RUN_BY = environment.contact("RUN_BY")  # For the public; empty where they would be in danger.
# Whom a moderator can talk to; on every page of the desk.
SUPPORT_LINE = environment.contact("SUPPORT_LINE")
AUTHENTICATION_BACKENDS = ["moderation.accounts.backend.DeskBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "moderation.accounts.adapter.DeskAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_FORMS = {
    "login": "moderation.accounts.forms.SignIn",
    "change_password": "moderation.accounts.forms.ChangePassword",
}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
# Whoever knew the old password is out, everywhere; she signs in with the new one.
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
# How second factors are kept. When one is asked for: moderation.accounts.gate and .proving.
MFA_ADAPTER = "moderation.accounts.boxes.FactorAdapter"
# allauth's other limits are kept by address, in a cache: one behind Tor could lock out everyone.
_UNUSED = (
    "login reauthenticate reset_password reset_password_from_key signup manage_email confirm_email"
)
ACCOUNT_RATE_LIMITS = {
    **dict.fromkeys(f"{_UNUSED} request_login_code".split(), False),
    # moderation.guesses counts these, without locking anybody out.
    "login_failed": False,
    # How fast. How many in a day: moderation.guesses, with those at sign-in.
    "change_password": "5/m/user",
}

# What is answered for -------------------------------------------------------

# What signs the end of the desk's log once a day, and where that goes: to this file, and outside
# to another host's syslog and by mail where they are named. On the machine of the worker alone.
LOG_KEY_FILE = environment.text("LOG_KEY_FILE", str(DATA_DIR / "log-key"))
LOG_HEAD_FILE = environment.text("LOG_HEAD_FILE", str(DATA_DIR / "log-heads"))
LOG_HEAD_SYSLOG = environment.host_and_port("LOG_HEAD_SYSLOG", port=514)
LOG_HEAD_MAIL = environment.mail_address("LOG_HEAD_MAIL")
# Nothing else here sends mail.
_RELAY = environment.host_and_port("MAIL_RELAY", "localhost", port=25)
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": _RELAY.rpartition(":")[0],
            "port": int(_RELAY.rpartition(":")[2]),
            "timeout": 10,
        },
    }
}

# What comes back ------------------------------------------------------------

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "metoo.context.site",
            ],
        },
    },
]

# What is written down -------------------------------------------------------

# Django's own report of an error holds the posted words, the address and the
# browser. Ours hold the kind of error and the lines of code (metoo.records).
DEFAULT_EXCEPTION_REPORTER = "metoo.records.BareReporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "metoo.records.HideEverything"
ADMINS: list[str] = []
LOGGING = records.handlers()
LOGGING_CONFIG = "metoo.records.configure"

# Refusals -------------------------------------------------------------------


def _refuse(wrong: bool, why: str) -> None:
    if wrong:
        raise ImproperlyConfigured(why)


_refuse(not SECRET_KEY, "SECRET_KEY or SECRET_KEY_FILE must be set.")
_refuse(len(SECRET_KEY) < 50, "SECRET_KEY must be at least 50 characters long.")
_refuse(
    bool(ONION_URL) and urlsplit(ONION_URL).hostname not in ALLOWED_HOSTS,
    "ONION_URL must be of a host that ALLOWED_HOSTS names: whoever comes there asks for it.",
)
_refuse(not THROTTLE and not DEMO, "THROTTLE=off is allowed only together with DEMO=on.")
if not DEMO:
    _refuse(DEBUG, "DEBUG=on is allowed only together with DEMO=on.")
    _refuse(not ALLOWED_HOSTS, "ALLOWED_HOSTS must name the site's hosts.")
    _refuse(not SITE_URL, "SITE_URL must be the site's own address, such as https://example.org.")
    _refuse(
        not ENCRYPTED and not (urlsplit(SITE_URL).hostname or "").endswith(".onion"),
        "SITE_URL must begin with https:// (an onion address may be http://).",
    )
    _refuse(bool(ONION_URL) and not ENCRYPTED, "ONION_URL is beside a SITE_URL with https://.")
    _refuse(
        not SUPPORT_LINE,
        "SUPPORT_LINE must say whom a moderator can talk to, such as: A counsellor | +44 20 ...",
    )
    _refuse(RELEASE_MIN < 13, "RELEASE_MIN must be 13 or more: fewer are told apart (promise 8).")
