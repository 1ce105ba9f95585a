"""What goes wrong with what the bank allows."""

from app.domain.errors import OperatorError


class PolicyRefusedError(OperatorError):
    """A policy has an unknown key or a value that does not fit."""

    code = "POLICY-REFUSED"
    advice = "Correct the named key; docs/spec/down-v1.md lists every key."
