"""The console's pages."""

from pathlib import Path

from app.hq.language import PageLanguage, Wording
from app.hq.rendering import load_template, make_environment


class Pages:
    """The console's pages in every language."""

    def __init__(self, resources: Path, wordings: dict[PageLanguage, Wording]) -> None:
        """Read the templates of `resources/console`."""
        folder = resources / "console" / "templates"
        self._wordings = wordings
        self._environments = {
            language: make_environment(folder, wording) for language, wording in wordings.items()
        }

    def render(self, language: PageLanguage, template: str, /, **values: object) -> str:
        """One page as HTML."""
        environment, wording = self._environments[language], self._wordings[language]
        return load_template(environment, wording, template).render(**values)
