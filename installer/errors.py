"""What goes wrong while a machine is set up. Printed as `CODE: what happened. Advice.` lines."""

from typing import ClassVar

EXIT_REFUSED = 3


class SetupError(Exception):
    """Setting up stopped.

    Attributes:
        code: stable; people script against it.
        advice: one imperative sentence.
    """

    code: ClassVar[str] = "SETUP"
    advice: ClassVar[str] = "Report this with the output above."

    def __str__(self) -> str:
        """The line printed on standard error."""
        return f"{self.code}: {str(self.args[0]).rstrip('.')}. {self.advice}"


class PythonUnsuitableError(SetupError):
    """This Python is neither 3.11 nor 3.12."""

    code = "SETUP-PYTHON"
    advice = (
        "Install Python 3.11 or 3.12 with its venv module, and name it: make PYTHON=python3.12."
    )


class SystemPackagesMissingError(SetupError):
    """Debian packages are missing and cannot be installed from here."""

    code = "SETUP-SYSTEM"
    advice = "Install them as root, then run this again."


class CommandFailedError(SetupError):
    """A command of the setup failed."""

    code = "SETUP-COMMAND"
    advice = "Read its output above; run this again when the cause is gone."


class PackageUnreachableError(SetupError):
    """A pinned package could not be fetched from its registry."""

    code = "MODELS-REGISTRY"
    advice = (
        "Check the network and the package client's settings, or put the package files into a "
        "folder and give it with --packages."
    )


class DigestDiffersError(SetupError):
    """A package or a file is not the one whose digest is on the list."""

    code = "MODELS-DIGEST"
    advice = "Do not use it: find out where it came from, and fetch it again from a trusted source."


class ModelUnknownError(SetupError):
    """A name given on the command line is not on the list."""

    code = "MODELS-NAME"
    advice = "Use the names in resources/models.toml."
