"""Templates to pages. Everything that a template is given is text: markup in it is shown, not followed."""

from __future__ import annotations

import os

from kg import __version__
from kg.build import about
from kg.errors import MissingToolError
from kg.publish.layout import ANSWERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    import jinja2

__all__ = ["TEMPLATES", "Renderer", "environment"]

TEMPLATES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "templates")
"""The folder of the templates and the style sheet."""


def environment() -> jinja2.Environment:
    """The environment of all templates: everything is escaped, a name that is not given is an error.

    MissingToolError without the package Jinja2.
    """
    try:
        import jinja2
    except ImportError as error:
        raise MissingToolError("the site needs the package Jinja2", "pip install 'mbckg[site]'") from error
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.policies["json.dumps_kwargs"] = {"sort_keys": False, "ensure_ascii": False}
    made.globals.update(
        about={"title": about.TITLE, "license": about.LICENSE, "license_title": about.LICENSE_TITLE},
        version=__version__,
        answers=ANSWERS,
    )
    return made


class Renderer:
    """Makes pages; each knows the way to the top of the site, so that it works wherever the site is put."""

    def __init__(self) -> None:
        self._environment = environment()

    def page(self, template: str, path: str, **values: object) -> bytes:
        """The page at ``path`` (below the top of the site) from a template."""
        found = self._environment.get_template(template)
        return found.render(root="../" * path.count("/"), here=path, **values).encode()
