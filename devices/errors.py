"""What goes wrong with devices, besides what `app.ports.errors` already names."""

from app.domain.errors import OperatorError
from app.ports.errors import MicrophoneLostError


class PortAudioMissingError(MicrophoneLostError):
    """The sound library that microphones are reached through is not installed."""

    code = "PORTAUDIO-MISSING"
    advice = "Install PortAudio (on Debian: apt install libportaudio2)."


class FakeRefusedError(OperatorError):
    """A device that only behaves like one was asked for in production."""

    code = "FAKE-IN-PRODUCTION"
    advice = "Unset BOOTH_PRODUCTION for a trial, or use the real devices."
