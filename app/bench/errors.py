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
