"""What the bank allows at its booths: a TOML file that headquarters publishes (down-v1)."""

import tomllib
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.domain.analysis import AnalysisPart
from app.domain.identity import ConfirmMatch
from app.settings.errors import PolicyRefusedError
from app.settings.kiosk import KioskFile

_CONFIRMING: tuple[ConfirmMatch, ...] = ("never", "unsure", "always")
"""From the loosest to the strictest."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class InterviewPolicy(_Strict):
    """Whether interviews may begin."""

    required: Annotated[
        bool, Field(description="No interview begins once the policy has ended.")
    ] = False
    confirm_match: Annotated[
        ConfirmMatch,
        Field(description="Least that a setting may say of when a person compares card and face."),
    ] = "never"


class AnalysisPolicy(_Strict):
    """What is not computed."""

    off: Annotated[
        list[AnalysisPart], Field(max_length=8, description="Not computed, and named so.")
    ] = []


class MonitorPolicy(_Strict):
    """What the live monitor may tell."""

    notes: bool = True
    reads_elsewhere: bool = True


class PcPolicyTable(_Strict):
    """What a setting may allow of the PC."""

    virtual_camera: bool = True
    displays: Annotated[int, Field(ge=1, le=8)] = 8


class Policy(_Strict):
    """The whole file; it takes away what a setting allows, and never adds."""

    format: Literal[1] = 1
    interview: InterviewPolicy = InterviewPolicy()
    analysis: AnalysisPolicy = AnalysisPolicy()
    monitor: MonitorPolicy = MonitorPolicy()
    pc: PcPolicyTable = PcPolicyTable()

    def held_to(self, file: KioskFile) -> KioskFile:
        """The settings as this policy leaves them."""
        return file.model_copy(
            update={
                "interview": file.interview.model_copy(
                    update={
                        "confirm_match": max(
                            file.interview.confirm_match,
                            self.interview.confirm_match,
                            key=_CONFIRMING.index,
                        )
                    }
                ),
                "monitor": file.monitor.model_copy(
                    update={
                        "notes": file.monitor.notes and self.monitor.notes,
                        "reads_elsewhere": file.monitor.reads_elsewhere
                        and self.monitor.reads_elsewhere,
                    }
                ),
                "pc": file.pc.model_copy(
                    update={
                        "virtual_camera": file.pc.virtual_camera and self.pc.virtual_camera,
                        "displays": min(file.pc.displays, self.pc.displays),
                    }
                ),
            }
        )


STRICTEST = Policy(
    interview=InterviewPolicy(required=True, confirm_match="always"),
    analysis=AnalysisPolicy(off=["face", "scores"]),
    monitor=MonitorPolicy(notes=False, reads_elsewhere=False),
    pc=PcPolicyTable(virtual_camera=False, displays=1),
)
"""In the place of a policy that is there and cannot be read."""


def read_policy(untrusted: bytes) -> Policy:
    """A policy's content.

    Raises:
        PolicyRefusedError: not TOML, another format, an unknown key, a value that does not fit.
    """
    try:
        tables = tomllib.loads(untrusted.decode("utf-8"))
        if "format" not in tables:
            raise PolicyRefusedError("policy: format is missing")
        return Policy.model_validate(tables)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise PolicyRefusedError(f"policy is not TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise PolicyRefusedError(f"policy: {place}: {first['msg']}") from error
