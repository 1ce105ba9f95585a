"""What goes wrong in the laboratory."""

from app.domain.errors import OperatorError


class BenchStepError(OperatorError):
    """A step of a benchmark could not be made."""

    code = "BENCH-STEP"
    advice = "Close other programs and try again; report this with the output if it comes back."


class BenchUnknownError(OperatorError):
    """There is no benchmark or fault of that name."""

    code = "BENCH-UNKNOWN"
    advice = "`booth bench --help` names them."


class BenchPairsError(OperatorError):
    """The list of pairs cannot be used."""

    code = "BENCH-PAIRS"
    advice = (
        "Give `--pairs` a CSV in UTF-8 with `file_a, file_b, identity_a, identity_b` beside its "
        "files, or `--list` one with `file, person, sitting`."
    )
