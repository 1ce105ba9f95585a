"""Templates of console and report: one environment a language, escaping on."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape

from app.domain.quality import verdict
from app.hq.dossier import masked
from app.hq.language import Wording, clock


def make_environment(folder: Path, wording: Wording) -> Environment:
    """Templates of `folder` in one language.

    What is not defined is an error, and everything is escaped: names come from strangers.
    """
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["ext.i18n.trimmed"] = True
    translations = getattr(environment, "install_gettext_callables")  # noqa: B009 (added by i18n)
    translations(wording.gettext, wording.ngettext, newstyle=True)
    return environment


def load_template(environment: Environment, wording: Wording, name: str) -> Template:
    """A template that knows the language (`w`), and how times and ID numbers are shown."""
    shared = {"w": wording, "clock": clock, "masked": masked, "verdict": verdict}
    return environment.get_template(name, globals=shared)
