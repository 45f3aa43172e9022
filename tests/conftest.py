"""How the tests draw: the same people every time on the build machine, new ones at home."""

import os

from hypothesis import settings

settings.register_profile("build", derandomize=True, deadline=None, max_examples=200)
settings.register_profile("home", deadline=None, max_examples=200)
settings.load_profile("build" if os.environ.get("CI") else "home")
