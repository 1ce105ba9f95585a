"""What the workers report: to the visit it belongs to, and into what the kiosk knows."""

from app.domain.identity import Problem
from app.domain.messages import courier, recorder, watcher
from app.kiosk.visits import Visits
from app.processes.errors import DiskHangsError

DISK_PROBLEMS = {"disk": DiskHangsError.code, "safety": "SAFETY-LOST"}


class Reports:
    """Takes the reports of recorder, watcher, analyst and courier."""

    def __init__(self, visits: Visits) -> None:
        """Report to this."""
        self._visits = visits

    def take(self, name: str, report: object) -> None:
        """Take one.

        Args:
            name: of the worker.
            report: one of its messages.
        """
        match name:
            case "recorder":
                self._recorder(report)
            case "watcher":
                self._watcher(report)
            case "analyst":
                self._analyst(report)
            case _:
                self._courier(report)

    def _recorder(self, report: object) -> None:
        devices = self._visits.situation.devices
        match report:
            case recorder.RecorderPulse():
                devices.pulse = report
                devices.loudest_db = max(devices.loudest_db, report.peak_db)
                return
            case recorder.DeviceState():
                devices.states[report.device] = report.state
                devices.sources[report.device] = report.source
                self._disk_state(report)
            case recorder.RecorderFailed():
                self._visits.problem(Problem(report.code, report.detail))
            case recorder.QualityStepped():
                self._visits.problem(
                    Problem("QUALITY-STEPPED", f"{report.reason}: {report.profile}")
                )
            case recorder.DiskLow():
                self._visits.problem(Problem("DISK-LOW", "No room for another answer"))
            case _:
                pass
        if self._visits.conduct is not None:
            self._visits.conduct.recorder(report)

    def _disk_state(self, report: recorder.DeviceState) -> None:
        """A disk that is lost is told as a problem for as long as it is."""
        code = DISK_PROBLEMS.get(report.device)
        if code is None:
            return
        self._visits.no_longer(code)
        if report.state != "ok":
            self._visits.problem(Problem(code, report.detail))

    def _watcher(self, report: object) -> None:
        conduct = self._visits.conduct
        if isinstance(report, watcher.Observed):
            self._observed(report)
        elif isinstance(report, watcher.WatcherReady):
            self._visits.situation.devices.hears = report.hears
        elif conduct is not None:
            conduct.identification.heard(report)

    def _observed(self, report: watcher.Observed) -> None:
        seen, devices, conduct = (
            report.observation,
            self._visits.situation.devices,
            self._visits.conduct,
        )
        if conduct is None:
            return
        if seen.camera == "candidate":
            devices.newest = seen
            now = conduct.session_clock.at(seen.at_ns)
            if len(seen.faces) != 1:
                devices.alone_since_s = None
            elif devices.alone_since_s is None:
                devices.alone_since_s = now
        conduct.observed(seen)

    def _analyst(self, report: object) -> None:
        if self._visits.conduct is not None:
            self._visits.conduct.answers.heard(report)

    def _courier(self, report: object) -> None:
        devices, situation = self._visits.situation.devices, self._visits.situation
        match report:
            case courier.SyncStatus():
                devices.online, devices.outbox = report.online, report.outbox
                devices.sends_from, devices.may_send_now = report.sends_from, report.may_send_now
                arrived = {one.digest for one in report.outbox if one.state == "receipted"}
                situation.at_hq = situation.at_hq or situation.receipt_digest in arrived
            case courier.AssignmentsCame():
                self._visits.reload()
            case courier.DownTold():
                self._visits.down_told(report.problems)
            case courier.PhoneCodeSent() | courier.PhoneCodeNotSent():
                self._phone_code(report)
            case courier.SessionSealed():
                self._sealed(report)
            case courier.ReceiptCame() if report.digest == situation.receipt_digest:
                situation.receipt_code, situation.at_hq = report.receipt, True
            case courier.CourierFailed():
                self._visits.problem(Problem(report.code, report.detail))
            case _:
                pass

    def _sealed(self, report: courier.SessionSealed) -> None:
        situation, conduct = self._visits.situation, self._visits.conduct
        situation.receipt_digest, situation.receipt_text = report.digest, report.receipt
        situation.sealed_session = report.session
        if report.left_out:
            self._visits.problem(Problem("SAFETY-LEFT-OUT", ", ".join(report.left_out)))
        if conduct is not None and conduct.visit.ledger.session == report.session:
            conduct.sealed(conduct.session_clock.seconds())

    def _phone_code(self, report: courier.PhoneCodeSent | courier.PhoneCodeNotSent) -> None:
        conduct = self._visits.conduct
        if conduct is None or conduct.visit.ledger.assignment.id != report.assignment:
            return
        if isinstance(report, courier.PhoneCodeNotSent):
            conduct.phone.not_sent(Problem(report.code, report.detail))
            return
        self._visits.reload()
        held = self._visits.assignment(report.assignment)
        conduct.phone.came(held.phone_code if held is not None else None)
