"""The parts of the operator's window that change all the time."""

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from app.domain.messages import screen as m
from ui.preview import PreviewSource
from ui.viewmodels.ending import minutes
from ui.words import DEVICES, FAULTS, STAGES, Wording

QML_IMPORT_NAME = "ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

EMPTY = m.ShowOperator(
    locked=True, pin_wrong=False, branch="", kiosk="", assignments=(), stage="idle",
    question=0, questions=0, candidate_name="", recording=False, recorded_s=0.0, unsynced_s=0.0,
    camera="missing", room_camera="missing", microphone="missing", level_db=-120.0, peak_db=-120.0,
    fps=0.0, disk_free_gb=0.0, online=False, outbox=(), alerts=(), decision=None, help_asked=False,
    processes=(), problems=(),
)  # fmt: skip
"""What is shown before the kiosk has said anything."""

UNSYNCED_WARNS_S = 5.0
"""Seconds not on the disk that colour the line: the recorder syncs once a second."""
DISK_WARNS_GB = 5.0
"""Free space that colours the light: about two hours of both cameras at 6 Mbit/s."""


NOT_PAUSABLE = {"idle", "sealing", "receipt", "closed", "done"}
"""Stages in which there is nothing to pause."""


@QmlElement
class SessionViewModel(QObject):
    """The interview that runs."""

    changed = Signal()

    def __init__(self, wording: Wording, parent: QObject) -> None:
        """No interview."""
        super().__init__(parent)
        self._wording = wording
        self._shown = EMPTY
        self._reads = ""

    def show(self, shown: m.ShowOperator) -> None:
        """Show this."""
        self._shown = shown
        self.changed.emit()

    def candidate_reads(self, language: str) -> None:
        """The candidate's screens are in this language, in its own words."""
        if language != self._reads:
            self._reads = language
            self.changed.emit()

    @Property(str, notify=changed)
    def candidateReads(self) -> str:
        """The language of the candidate's screens, in its own words."""
        return self._reads

    @Property(str, notify=changed)
    def stageText(self) -> str:
        """Where it stands, in words."""
        return self._wording.of(STAGES, self._shown.stage)

    @Property(bool, notify=changed)
    def active(self) -> bool:
        """Whether an interview runs."""
        return bool(self._shown.candidate_name)

    @Property(bool, notify=changed)
    def pausable(self) -> bool:
        """It can be paused, or goes on after a pause."""
        return self._shown.stage not in NOT_PAUSABLE

    @Property(bool, notify=changed)
    def paused(self) -> bool:
        """It waits."""
        return self._shown.stage == "paused"

    @Property(str, notify=changed)
    def candidateName(self) -> str:
        """Empty when no interview runs."""
        return self._shown.candidate_name

    @Property(int, notify=changed)
    def question(self) -> int:
        """1-based; 0 when not at a question."""
        return self._shown.question

    @Property(int, notify=changed)
    def questions(self) -> int:
        """Of how many."""
        return self._shown.questions

    @Property(bool, notify=changed)
    def recording(self) -> bool:
        """Parts are open."""
        return self._shown.recording

    @Property(str, notify=changed)
    def recorded(self) -> str:
        """Recorded so far, `m:ss`."""
        return minutes(self._shown.recorded_s)

    @Property(float, notify=changed)
    def unsyncedS(self) -> float:
        """Seconds not yet known to be on the disk."""
        return self._shown.unsynced_s

    @Property(int, notify=changed)
    def faults(self) -> int:
        """How often a fault of the system stopped the interview."""
        return len(self._shown.faults)

    @Property(int, notify=changed)
    def creditS(self) -> int:
        """Whole seconds credited for them."""
        return round(sum(fault.cost_s for fault in self._shown.faults))

    @Property(str, notify=changed)
    def lastFault(self) -> str:
        """The last one in words; empty for none."""
        faults = self._shown.faults
        return self._wording.of(FAULTS, faults[-1].cause) if faults else ""

    @Property(bool, notify=changed)
    def lagging(self) -> bool:
        """The disk is behind."""
        return self._shown.unsynced_s > UNSYNCED_WARNS_S


@QmlElement
class DevicesViewModel(QObject):
    """Cameras, microphone, disk, network."""

    changed = Signal()

    def __init__(
        self, wording: Wording, cameras: tuple[PreviewSource, PreviewSource], parent: QObject
    ) -> None:
        """Nothing is known yet."""
        super().__init__(parent)
        self._wording = wording
        self._shown = EMPTY
        self._candidate, self._room = cameras

    def show(self, shown: m.ShowOperator) -> None:
        """Show this."""
        self._shown = shown
        self.changed.emit()

    @Property(PreviewSource, notify=changed)
    def candidatePreview(self) -> PreviewSource:
        """The candidate's camera."""
        return self._candidate

    @Property(PreviewSource, notify=changed)
    def roomPreview(self) -> PreviewSource:
        """The room's camera."""
        return self._room

    @Property(str, notify=changed)
    def camera(self) -> str:
        """State code."""
        return self._shown.camera

    @Property(str, notify=changed)
    def cameraText(self) -> str:
        """State in words."""
        return self._wording.of(DEVICES, self._shown.camera)

    @Property(str, notify=changed)
    def roomCamera(self) -> str:
        """State code."""
        return self._shown.room_camera

    @Property(str, notify=changed)
    def roomCameraText(self) -> str:
        """State in words."""
        return self._wording.of(DEVICES, self._shown.room_camera)

    @Property(str, notify=changed)
    def microphone(self) -> str:
        """State code."""
        return self._shown.microphone

    @Property(str, notify=changed)
    def microphoneText(self) -> str:
        """State in words."""
        return self._wording.of(DEVICES, self._shown.microphone)

    @Property(float, notify=changed)
    def levelDb(self) -> float:
        """DBFS."""
        return self._shown.level_db

    @Property(float, notify=changed)
    def peakDb(self) -> float:
        """DBFS."""
        return self._shown.peak_db

    @Property(float, notify=changed)
    def fps(self) -> float:
        """Frames a second of the candidate's camera."""
        return self._shown.fps

    @Property(float, notify=changed)
    def diskFreeGb(self) -> float:
        """Free space."""
        return self._shown.disk_free_gb

    @Property(bool, notify=changed)
    def diskLow(self) -> bool:
        """Too little is free."""
        return self._shown.disk_free_gb < DISK_WARNS_GB

    @Property(bool, notify=changed)
    def online(self) -> bool:
        """HQ answers."""
        return self._shown.online
