"""What goes wrong in the demonstration."""

from app.domain.errors import DeviceError, OperatorError


class FontMissingError(OperatorError):
    """The font for Chinese letters is not on this machine."""

    code = "DEMO-FONT"
    advice = "Install the package fonts-noto-cjk."


class PortraitUnusableError(OperatorError):
    """No face was found in the portrait that the generated media are made from."""

    code = "DEMO-PORTRAIT"
    advice = "Fetch the models again: the portrait is one of them."


class MediaFolderError(OperatorError):
    """The folder of recordings lacks what the demonstration needs."""

    code = "DEMO-MEDIA"
    advice = "Put a video named candidate (candidate.mp4, for example) into the folder."


class CandidateFaceMissingError(OperatorError):
    """No face was found in the candidate's recording."""

    code = "DEMO-NO-FACE"
    advice = "Give a recording in which the candidate's face is seen from the front."


class MediaLanguageError(OperatorError):
    """The file that names the recordings' language names none that can be recognised."""

    code = "DEMO-LANGUAGE"
    advice = "Write zh or en into the file lang."


class SoundServerError(DeviceError):
    """The demonstration's own sound server could not be started or used."""

    code = "DEMO-SOUND"
    advice = "Install pulseaudio, pulseaudio-utils and libasound2-plugins."


class StageLostError(DeviceError):
    """The process that shows the pictures ended."""

    code = "DEMO-STAGE"
    advice = "Start the demonstration again; report this if it comes back."


class SceneUnknownError(OperatorError):
    """A scene was asked for that the media do not have."""

    code = "DEMO-SCENE"
    advice = "Use one of the scenes that the media name."


class DemoStepError(DeviceError):
    """A step of the demonstration did not do what it should."""

    code = "DEMO-STEP"
    advice = "Read the log named above; report this with it."
