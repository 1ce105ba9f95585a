"""Codes sent to the candidate's phone that could not be sent."""

from app.domain.errors import DeviceError, OperatorError


class PhoneNumberError(OperatorError):
    """The phone number given for a candidate is none."""

    code = "PHONE-NUMBER"
    advice = "Give 6 to 15 digits, with + and the country's code for numbers abroad."


class PhoneUnknownError(OperatorError):
    """That branch has no such assignment, or no phone number is known for it."""

    code = "PHONE-UNKNOWN"
    advice = "Use the code that came with the invitation, or let a member of staff decide."


class PhoneCodeLimitError(OperatorError):
    """Codes were sent to that phone too often."""

    code = "PHONE-CODE-LIMIT"
    advice = "Wait a minute; after five messages in a day a member of staff decides."


class SmsUnavailableError(OperatorError):
    """Headquarters has no way to send text messages."""

    code = "SMS-UNAVAILABLE"
    advice = "Use the code that came with the invitation, or let IT set up sms.toml."


class SmsFailedError(DeviceError):
    """The message gateway did not take a message."""

    code = "SMS-FAILED"
    advice = "Try again in a minute; if it stays, IT looks at the gateway and its account."


class SmsSettingsError(OperatorError):
    """`sms.toml` cannot be used."""

    code = "SMS-SETTINGS"
    advice = "Compare it with docs/spec/sms-v1.md; nothing is sent until it is right."
