"""The site's own settings, but for its languages: English, and the longer one (`tests.longer`)."""

import os
from pathlib import Path

from metoo.settings import *  # noqa: F403 - all of the others
from tests import longer

LANGUAGES = [("en", "English"), (longer.CODE, "Ẽnglïsh, drâwn õut")]
LOCALE_PATHS = [Path(os.environ["LONGER"])]
