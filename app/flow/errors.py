"""What goes wrong with flow and question files."""

from app.domain.errors import OperatorError


class FlowUnreadableError(OperatorError):
    """The file is not a flow file, or does not hold what one must hold."""

    code = "FLOW-UNREADABLE"
    advice = "Correct the file at the place named; docs/spec/flow-v1.md says what belongs there."


class FlowUnsoundError(OperatorError):
    """The file can be read, but an interview cannot be held by it."""

    code = "FLOW-UNSOUND"
    advice = "Run `booth flow check` on the file and correct every problem it lists."


class QuestionMissingError(OperatorError):
    """The flow holds no question of the id asked for, or several and none was asked for."""

    code = "QUESTION-MISSING"
    advice = "Name one of the flow's questions with --id."
