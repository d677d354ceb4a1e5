"""Settings every environment shares. Each value a deployment may change is in `.env.example`."""

from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parents[3]
SITE = ROOT / "site"
VAR = ROOT / "var"

env = environ.Env()
environ.Env.read_env(ROOT / ".env")

INSTALLED_APPS = [
    "home",
    "demo",
    "training",
    "courses",
    "certificates",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "health_check",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]
# Wagtail needs django.contrib.admin only for its widgets; the site mounts no Django admin.

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
            ],
        },
    },
]

# SQLite in earnest: a write takes its lock when the transaction begins, so that "count, then
# insert" cannot interleave; readers never wait for the writer (WAL).
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
    ),
}

# The default is not written as a URL: the name of our folder may hold a "#" or a "+".
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": VAR / "yiji.sqlite3"}}
if env("DATABASE_URL", default=""):
    DATABASES = {"default": env.db_url("DATABASE_URL")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    VAR.mkdir(exist_ok=True)
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)

if REDIS_URL := env("REDIS_URL", default=""):
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Work runs at once by default; production hands it to `manage.py db_worker` (production.py).
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "training:sign_in"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
# locale-upstream: Chinese for sentences of Wagtail and django-filter that they have not translated.
LOCALE_PATHS = [SITE / "locale", SITE / "locale-upstream"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = env("TIME_ZONE", default="Asia/Shanghai")
USE_I18N = USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "static-collected"
STATICFILES_DIRS = [SITE / "static"]
STORAGES_DEFAULT = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STORAGES = STORAGES_DEFAULT
MEDIA_URL = "/media/"
MEDIA_ROOT = ROOT / "media"

WAGTAIL_SITE_NAME = "一技 Yiji"
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_BASE_URL = env("BASE_URL", default="http://127.0.0.1:8000")
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "pdf", "pptx", "txt", "xlsx", "zip"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# The public pages carry no inline script or style of ours; Wagtail's admin needs both
# (its date fields), so `config.csp` loosens the policy there and nowhere else.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/", "/documents/"],
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "frame-ancestors": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'self'"],
    },
}
X_FRAME_OPTIONS = "SAMEORIGIN"

# What a region or a deployment decides; every key has a default in training/conf.py.
TRAINING = {
    "SENDERS": {
        "sms": env("SMS_SENDER", default="console"),
        "wechat": env("WECHAT_SENDER", default=""),
        "email": env("EMAIL_SENDER", default=""),
    },
    "CHANNELS": {
        "*": env.list("MESSAGE_CHANNELS", default=["sms"]),
        "code": env.list("CODE_CHANNELS", default=["sms"]),
    },
    "GATEWAYS": {
        channel: {
            "url": env(f"{channel.upper()}_GATEWAY_URL", default=""),
            "token": env(f"{channel.upper()}_GATEWAY_TOKEN", default=""),
            "template": env(f"{channel.upper()}_GATEWAY_TEMPLATE", default=""),
            "idempotent": env.bool(f"{channel.upper()}_GATEWAY_IDEMPOTENT", default=False),
        }
        for channel in ("sms", "wechat")
    },
    "SEND_AT_ONCE": env.bool("SEND_AT_ONCE", default=True),
    "FIELD_KEYS": env.list("FIELD_KEYS", default=[]),
    "INDEX_KEY": env("INDEX_KEY", default=""),
    "OLD_INDEX_KEYS": env.list("OLD_INDEX_KEYS", default=[]),
    # Tables of people as they were brought, sealed; not under MEDIA_ROOT, which anybody may read.
    "PRIVATE_ROOT": env("PRIVATE_ROOT", default=str(VAR / "private")),
}
# The same for certificates/conf.py. Behind a proxy every visitor would otherwise share one brake.
CERTIFICATES = {"TRUSTED_PROXIES": env.int("TRUSTED_PROXIES", default=0)}
