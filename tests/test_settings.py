"""Nonsense in the environment does not start, and is named without being repeated."""

import json
import os
import runpy
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests import live

pytestmark = pytest.mark.pure

SOUND = {
    "SECRET_KEY": "k" * 60,
    "SITE_URL": "https://example.org",
    "ALLOWED_HOSTS": "example.org,localhost",
    "SUPPORT_LINE": "A counsellor, at any hour | +44 20 7946 0018 | https://example.org/talk",
}
# Of no key that anybody has; its checksum is right.
ONION = "nm3ge27qcbdlclmkhibbdyyoecquanilhldne6klnz6ljvv7vw5e2cad.onion"
MISTYPED = ONION.replace("nm3", "nm4")
VARIABLES = (
    *SOUND, "SECRET_KEY_FILE", "DATABASE_URL", "CACHE_URL", "DEBUG", "RELEASE_EVERY",
    "RELEASE_MIN", "DEMO", "THROTTLE", "LIMIT_SITE", "PORT", "ONION_URL", "RESEARCH_EPSILON",
    "RUN_BY",
)  # fmt: skip
# The variable that is named, and what is set.
NONSENSE = [
    ("SECRET_KEY", {"SECRET_KEY": ""}),
    ("SECRET_KEY", {"SECRET_KEY": "canary-too-short"}),
    ("SECRET_KEY_FILE", {"SECRET_KEY": "", "SECRET_KEY_FILE": "/nowhere/canary"}),
    ("SECRET_KEY_FILE", {"SECRET_KEY": "", "SECRET_KEY_FILE": "/"}),
    ("SECRET_KEY_FILE", {"SECRET_KEY_FILE": "/dev/null"}),
    ("DATABASE_URL", {"DATABASE_URL": "canary"}),
    ("DATABASE_URL", {"DATABASE_URL": "mysql://me:canary@localhost/metoo"}),
    ("DATABASE_URL", {"DATABASE_URL": "postgresql://me:canary@localhost"}),
    ("DATABASE_URL", {"DATABASE_URL": "postgresql://me:canary@localhost:port/metoo"}),
    ("DATABASE_URL", {"DATABASE_URL": "postgresql://me:x@localhost/metoo?canary=1"}),
    ("DATABASE_URL", {"DATABASE_URL": "postgresql://me:canary@[localhost/metoo"}),
    ("DATABASE_URL", {"DATABASE_URL": "sqlite://"}),
    ("CACHE_URL", {"CACHE_URL": "canary"}),
    ("CACHE_URL", {"CACHE_URL": "memcached://:canary@localhost"}),
    ("CACHE_URL", {"CACHE_URL": "redis://:canary@localhost:port/0"}),
    ("CACHE_URL", {"CACHE_URL": "redis://localhost/0?db=canary"}),
    ("ALLOWED_HOSTS", {"ALLOWED_HOSTS": ""}),
    ("ALLOWED_HOSTS", {"ALLOWED_HOSTS": "*"}),
    ("ALLOWED_HOSTS", {"ALLOWED_HOSTS": "*.canary.example"}),
    ("ALLOWED_HOSTS", {"ALLOWED_HOSTS": "https://canary.example"}),
    ("SITE_URL", {"SITE_URL": ""}),
    ("SITE_URL", {"SITE_URL": "canary"}),
    ("SITE_URL", {"SITE_URL": "http://canary.example"}),
    ("SITE_URL", {"SITE_URL": "https://canary.example/wall"}),
    ("SITE_URL", {"SITE_URL": "https://canary.example?wall"}),
    ("SITE_URL", {"SITE_URL": "https://me:canary@example.org"}),
    ("SITE_URL", {"SITE_URL": "https://[canary"}),
    ("ONION_URL", {"ONION_URL": "canary"}),
    ("ONION_URL", {"ONION_URL": f"http://canary.{ONION}"}),
    ("ONION_URL", {"ONION_URL": f"ftp://{ONION}"}),
    ("ONION_URL", {"ONION_URL": f"http://{ONION}/canary"}),
    # Of the second version; one letter wrong; a letter short.
    ("ONION_URL", {"ONION_URL": "http://expyuzz4wqqyqhjn.onion"}),
    ("ONION_URL", {"ONION_URL": f"http://{MISTYPED}", "ALLOWED_HOSTS": MISTYPED}),
    ("ONION_URL", {"ONION_URL": f"http://{ONION[1:]}"}),
    # Whoever comes there would be refused.
    ("ONION_URL", {"ONION_URL": f"http://{ONION}"}),
    (
        "ONION_URL",
        {
            "ONION_URL": f"http://{ONION}",
            "ALLOWED_HOSTS": ONION,
            "SITE_URL": f"http://{ONION}",
        },
    ),
    ("DEBUG", {"DEBUG": "canary"}),
    ("DEBUG", {"DEBUG": "on"}),
    ("RELEASE_EVERY", {"RELEASE_EVERY": "canary"}),
    ("RELEASE_EVERY", {"RELEASE_EVERY": "0d"}),
    ("RELEASE_EVERY", {"RELEASE_EVERY": "999999d"}),
    ("RELEASE_MIN", {"RELEASE_MIN": "canary"}),
    ("RELEASE_MIN", {"RELEASE_MIN": "12"}),
    ("RELEASE_MIN", {"RELEASE_MIN": "-1", "DEMO": "on"}),
    ("RESEARCH_EPSILON", {"RESEARCH_EPSILON": "canary"}),
    ("RESEARCH_EPSILON", {"RESEARCH_EPSILON": "0"}),
    ("RESEARCH_EPSILON", {"RESEARCH_EPSILON": "0.000"}),
    ("RESEARCH_EPSILON", {"RESEARCH_EPSILON": "-0.5"}),
    ("RESEARCH_EPSILON", {"RESEARCH_EPSILON": "1.001"}),
    ("RESEARCH_EPSILON", {"RESEARCH_EPSILON": "nan"}),
    ("RESEARCH_EPSILON", {"RESEARCH_EPSILON": "inf"}),
    ("RESEARCH_EPSILON", {"RESEARCH_EPSILON": "٠.٥", "DEMO": "on"}),
    ("DEMO", {"DEMO": "canary"}),
    ("THROTTLE", {"THROTTLE": "canary"}),
    ("THROTTLE", {"THROTTLE": "off"}),
    ("LIMIT_SITE", {"LIMIT_SITE": "canary"}),
    ("LIMIT_SITE", {"LIMIT_SITE": "0"}),
    ("SUPPORT_LINE", {"SUPPORT_LINE": ""}),
    ("SUPPORT_LINE", {"SUPPORT_LINE": "canary" * 40}),
    ("SUPPORT_LINE", {"SUPPORT_LINE": "7946 0018"}),
    ("SUPPORT_LINE", {"SUPPORT_LINE": "| +44 20 7946 0018"}),
    ("SUPPORT_LINE", {"SUPPORT_LINE": "canary\nline"}),
    ("SUPPORT_LINE", {"SUPPORT_LINE": "A counsellor | canary"}),
    ("SUPPORT_LINE", {"SUPPORT_LINE": "A counsellor | javascript:canary"}),
    ("SUPPORT_LINE", {"SUPPORT_LINE": "A counsellor | http://canary.example"}),
    ("SUPPORT_LINE", {"SUPPORT_LINE": "A counsellor | https://canary.example/a b"}),
    ("SUPPORT_LINE", {"SUPPORT_LINE": "A counsellor | https://me:canary@example.org"}),
    ("SUPPORT_LINE", {"SUPPORT_LINE": "A counsellor | 7946 0018 | 7946 0019"}),
    ("SUPPORT_LINE", {"SUPPORT_LINE": "canary |", "DEMO": "on"}),
    ("RUN_BY", {"RUN_BY": "An association | canary"}),
    ("DATA_DIR", {"DATA_DIR": "/dev/null/canary"}),
    ("PORT", {"PORT": "canary", "DEMO": "on", "SITE_URL": ""}),
]


@pytest.fixture
def sound(monkeypatch):
    """An environment in which it starts in production."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in SOUND.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def read():
    return runpy.run_path(str(live.ROOT / "metoo" / "settings.py"))


def test_a_sound_environment_starts(sound):
    settings = read()
    assert not settings["DEMO"]
    assert not settings["DEBUG"]
    assert settings["THROTTLE"]
    assert settings["SESSION_COOKIE_NAME"] == "__Host-desk"


def test_the_desk_takes_posts_from_the_sites_own_address_and_no_other(sound):
    # Whatever a proxy passes on: where it ends TLS, Django sees http.
    assert read()["CSRF_TRUSTED_ORIGINS"] == ["https://example.org"]
    sound.setenv("SITE_URL", "http://metooxyz.onion")
    assert read()["CSRF_TRUSTED_ORIGINS"] == []


def test_how_much_the_whole_site_takes_in_can_be_set(sound):
    assert read()["LIMITS"]["send"]["site"] == "6000/h"
    sound.setenv("LIMIT_SITE", "250")
    limits = read()["LIMITS"]
    assert (limits["send"]["site"], limits["other"]["site"]) == ("250/h", "2500/h")


def test_a_line_to_support_is_words_and_how_to_reach_it(sound):
    assert read()["SUPPORT_LINE"] == {
        "words": "A counsellor, at any hour",
        "phone": "+44 20 7946 0018",
        "dialled": "+442079460018",
        "web": "https://example.org/talk",
        "host": "example.org",
    }
    sound.setenv("SUPPORT_LINE", "Ring the lead, day or night")
    assert read()["SUPPORT_LINE"]["words"] == "Ring the lead, day or night"
    sound.setenv("SUPPORT_LINE", "")
    sound.setenv("DEMO", "on")
    assert read()["SUPPORT_LINE"] == {}


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_site_may_have_an_onion_address_too(sound, scheme):
    assert read()["ONION_URL"] == ""
    sound.setenv("ALLOWED_HOSTS", f"example.org,{ONION}")
    sound.setenv("ONION_URL", f"{scheme}://{ONION}/")
    assert read()["ONION_URL"] == f"{scheme}://{ONION}"


@pytest.mark.parametrize("address", ["http://metooxyz.onion", "https://[::1]:8443/"])
def test_an_onion_or_a_bare_address_is_a_site_too(sound, address):
    sound.setenv("SITE_URL", address)
    assert read()["SITE_URL"] == address.rstrip("/")


@pytest.mark.parametrize(("port", "address"), [("", "8000"), ("8123", "8123")])
def test_a_demonstration_is_where_its_port_is(sound, port, address):
    sound.setenv("DEMO", "on")
    sound.setenv("PORT", port)
    sound.setenv("SITE_URL", "")
    assert read()["SITE_URL"] == f"http://localhost:{address}"


def test_a_port_moves_no_site_but_a_demonstration(sound):
    sound.setenv("PORT", "tcp://10.0.0.1:80")
    assert read()["SITE_URL"] == "https://example.org"


@pytest.mark.parametrize(("name", "values"), NONSENSE)
def test_nonsense_is_refused_by_name_and_not_repeated(sound, name, values):
    for variable, value in values.items():
        sound.setenv(variable, value)
    with pytest.raises(ImproperlyConfigured) as refused:
        read()
    said = str(refused.value)
    assert name in said
    assert "canary" not in said
    assert "\n" not in said


@pytest.mark.parametrize(("said", "epsilon"), [("", None), (".5", 0.5), ("1", 1), ("0.001", 0.001)])
def test_researchers_get_a_table_only_where_a_number_says_so(sound, said, epsilon):
    sound.setenv("RESEARCH_EPSILON", said)
    assert read()["RESEARCH_EPSILON"] == epsilon


def test_a_table_for_researchers_needs_what_draws_its_noise(sound):
    sound.setitem(sys.modules, "opendp", None)
    assert read()["RESEARCH_EPSILON"] is None
    sound.setenv("RESEARCH_EPSILON", "0.5")
    with pytest.raises(ImproperlyConfigured, match=r"RESEARCH_EPSILON .* requirements-research"):
        read()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("DATABASE_URL", {"DATABASE_URL": "postgresql://me:canary@localhost:port/metoo"}),
        ("SECRET_KEY", {"SECRET_KEY": "canary-too-short"}),
    ],
)
@pytest.mark.parametrize("command", [["serve", "--port", "1"], ["release"]])
def test_a_command_ends_with_that_one_line(sound, tmp_path, name, values, command):
    ended = subprocess.run(
        [sys.executable, str(live.ROOT / "manage.py"), *command],
        env=os.environ | values | {"DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1
    assert ended.stderr.startswith("Not started: ")
    assert name in ended.stderr
    assert "canary" not in ended.stderr


RULES = "RELEASE_MIN RELEASE_MIN_SILENT RELEASE_LEAVES RELEASE_SHARE".split()
ASKED = f"""
import json
from django.conf import settings
from django.db import connection
found = {{name: getattr(settings, name) for name in {RULES!r}}}
with connection.cursor() as cursor:
    for name in ("synchronous", "secure_delete", "journal_mode"):
        cursor.execute("PRAGMA " + name)
        found[name] = cursor.fetchone()[0]
print(json.dumps(found))
"""


def in_production(folder, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Asks a process of its own for the rules that it would release by."""
    return subprocess.run(
        [sys.executable, str(live.ROOT / "manage.py"), "shell", "--no-imports", "-c", ASKED],
        env=os.environ | {"DATA_DIR": str(folder)} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "variables",
    [
        {},
        dict.fromkeys(RULES[1:], "1"),
        {"RELEASE_SHARE": "1.0", "RELEASE_LEAVES": "0", "RELEASE_MIN": "13"},
    ],
)
@pytest.mark.usefixtures("sound")
def test_the_rules_of_a_real_release_cannot_be_lowered(tmp_path, variables):
    asked = in_production(tmp_path, **variables)
    assert asked.returncode == 0, asked.stderr
    assert json.loads(asked.stdout) == {
        "RELEASE_MIN": 13,
        "RELEASE_MIN_SILENT": 13,
        "RELEASE_LEAVES": 20,
        "RELEASE_SHARE": 0.5,
        "synchronous": 2,
        "secure_delete": 1,
        "journal_mode": "wal",
    }


@pytest.mark.usefixtures("sound")
def test_a_least_number_below_thirteen_does_not_start_and_one_above_holds_for_both(tmp_path):
    refused = in_production(tmp_path, RELEASE_MIN="12")
    assert (refused.returncode, refused.stdout) == (1, "")
    raised = json.loads(in_production(tmp_path, RELEASE_MIN="40").stdout)
    assert (raised["RELEASE_MIN"], raised["RELEASE_MIN_SILENT"]) == (40, 40)
