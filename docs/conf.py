"""How the documentation is built: English as it is written, Chinese from the catalogues beside it."""

from importlib.metadata import version as version_of
from typing import Any, get_type_hints

from sphinx.application import Sphinx
from sphinx.util.typing import stringify_annotation

project = "benefitcalc"
author = "The benefitcalc founders"
project_copyright = "2026, The benefitcalc founders"
release = version = version_of("benefitcalc")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx_design"]
exclude_patterns = ["build", "locale", "images"]
nitpicky = False

language = "en"
locale_dirs = ["locale"]
gettext_compact = False  # a catalogue a page
gettext_location = False
gettext_uuid = False
gettext_last_translator = "The benefitcalc founders"
gettext_language_team = "The benefitcalc founders"

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3

autodoc_preserve_defaults = True
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_class_signature = "separated"  # what a model is made from is seldom what a reader wants
default_role = "literal"  # single backticks in docstrings are names

html_theme = "furo"
html_title = "benefitcalc"
html_copy_source = False
html_show_sphinx = False


def add_fields(_app: Sphinx, _kind: str, name: str, shown: Any, _options: Any, lines: list[str]) -> None:
    """Add the fields of a public model to its docstring, each with its type.

    autodoc itself would show how pydantic checks a field, and would change the annotations of its base classes.
    """
    if name.count(".") == 1 and hasattr(shown, "model_fields"):
        for field in shown.model_fields:
            kind = stringify_annotation(get_type_hints(shown)[field], "smart", short_literals=True)
            lines += [f".. attribute:: {field}", f"   :type: {kind}", ""]


def setup(app: Sphinx) -> None:
    """Connect the event of autodoc."""
    app.connect("autodoc-process-docstring", add_fields)
