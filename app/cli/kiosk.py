"""`booth kiosk`: enrol it, run it."""

import argparse
import importlib
import os
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Final

from app.cli.command import Command, Context, Outcome
from app.cli.down_applied import Applied
from app.cli.in_force import InForce
from app.cli.kiosk_lock import kiosk_lock
from app.cli.kiosk_updating import is_left, updating_of
from app.demo.programs import end_by_signal
from app.demo.trial import trial
from app.domain.messages.analyst import AnalystConfig
from app.domain.messages.courier import CourierConfig
from app.domain.messages.screen import ScreensConfig
from app.domain.messages.watcher import WatcherConfig
from app.kiosk.conduct import ConductSettings
from app.kiosk.crew import Crew, SharedMemory
from app.kiosk.desk import Desk
from app.kiosk.encoder import chosen_encoder, with_room
from app.kiosk.engine import Kiosk
from app.kiosk.identity_rules import IdentityRules
from app.kiosk.reserve import bytes_per_second
from app.kiosk.screen_light import ScreenLight
from app.kiosk.surroundings import Surroundings, known_software, this_system
from app.kiosk.visits import KioskSettings
from app.monitoring.settings import NOTES, READS_ELSEWHERE, MonitorSettings
from app.recording.limits import VideoLimits
from app.recording.recorder import RecorderConfig
from app.recording.selftest import Chosen, OwnJpeg, SelfTestConfig
from app.settings.kiosk import KioskFile, load_kiosk_file
from app.software.handed import EXIT_AGAIN
from app.sync.assignments import pin_checker, read_assignments
from app.sync.identity import load_kiosk
from app.sync.keystore import open_keys
from app.sync.sessions import session_store

OWN_JPEG_WHEN: Final[Mapping[str, OwnJpeg]] = {
    "auto": "last",
    "camera": "first",
    "libx264": "never",
}
"""When the camera's own pictures are written, by the setting `[recording] encoder`."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(refuse=parser.error)
    parser.add_argument("--data", type=Path, help="the kiosk's folder")
    parser.add_argument("--windowed", action="store_true", help="two windows, not full screen")
    parser.add_argument("--headless", action="store_true", help="draw into memory only")
    parser.add_argument(
        "--trial", action="store_true", help="make and serve a trial HQ on this machine"
    )
    parser.add_argument("--drive", default="", help="socket on which a driver acts (demo, tests)")
    parser.add_argument("--enrol", metavar="CODE", help="enrol with HQ's one-time code, then end")
    parser.add_argument("--hq", metavar="ADDRESS", help="with --enrol: https://host:port of HQ")
    parser.add_argument(
        "--hq-certificate", type=Path, metavar="FILE", help="with --enrol: HQ's certificate (PEM)"
    )
    parser.add_argument(
        "--key-store",
        choices=("auto", "system", "file"),
        default="auto",
        help="with --enrol: where the secret of the kiosk's keys lies; the system's key store is "
        "the one of the user who enrols, so be the user who runs the kiosk (default: auto)",
    )
    parser.add_argument(
        "--move-secret", choices=("system", "file"), help="move that secret, then end"
    )


def encoding_of(
    context: Context, data: Path, file: KioskFile, awaited: Callable[[], bool] = lambda: False
) -> Chosen:
    """How this machine records, by the settings and what the self-test found.

    Args:
        context: the machine.
        data: the kiosk's folder.
        file: its settings.
        awaited: see `chosen_encoder`.
    """
    candidate, wish = file.candidate_camera(), file.recording.encoder
    test = SelfTestConfig(
        candidate.width_px,
        candidate.height_px,
        candidate.rate_hz,
        VideoLimits(max_kbit_s=file.recording.max_kbit_s),
        hardware=wish != "libx264",
        own_jpeg=OWN_JPEG_WHEN[wish],
        camera=candidate if wish == "auto" else None,
    )
    chosen = chosen_encoder(data, context.program, test, awaited)
    return with_room(chosen, test, context.devices.disk.space(data).free_bytes)


def worker_configs(
    context: Context,
    encoding: Chosen,
    data: Path,
    shared: SharedMemory,
    args: argparse.Namespace,
    rules: InForce,
) -> dict[str, Callable[[], object]]:
    """Each worker's settings, by name; what headquarters publishes, as it is when one starts.

    The analyst's are those of the interview that runs, also when it ends and is started again.
    """
    applied, file = rules.applied, rules.file
    room = file.room_spec()
    room_slot = shared.room.name if room is not None else ""
    models, resources = str(context.models), str(context.resources)
    recorder = RecorderConfig(
        file.candidate_camera(),
        room,
        file.microphone_spec(),
        shared.candidate.name,
        room_slot,
        shared.sound.name,
        encoding.limits,
        encoding.choice,
        safety=bool(file.recording.safety_folder),
    )
    screens = ScreensConfig(
        windowed=args.windowed,
        headless=args.headless,
        frame_slot=shared.candidate.name,
        room_slot=room_slot,
        theme=file.screens.theme,
        start_language=file.screens.language,
        drive=bool(args.drive),
        drive_path=args.drive,
    )

    def analyst() -> AnalystConfig:
        listed = applied.models(context)
        return AnalystConfig(shared.sound.name, models, resources, rules.lexicon, listed, rules.off)

    return {
        "recorder": lambda: recorder,
        "watcher": lambda: WatcherConfig(
            shared.candidate.name,
            room_slot,
            models,
            resources,
            ring=shared.sound.name,
            models_list=applied.models(context),
        ),
        "analyst": analyst,
        "courier": lambda: CourierConfig(str(data), poll_s=file.sync.poll_s),
        "screens": lambda: replace(screens, language_pack=applied.path("language")),
    }


def _kiosk(args: argparse.Namespace, context: Context, data: Path, shared: SharedMemory) -> Kiosk:
    applied = Applied.at(data)
    rules = InForce(applied, data, context.resources)
    file = rules.file
    applied.models(context)  # what is wrong with it is told from the start
    identity, keys = load_kiosk(data), open_keys(data)
    store = session_store(data, keys)
    encoding = encoding_of(context, data, file, store.interrupted)
    configs = worker_configs(context, encoding, data, shared, args, rules)
    crew = Crew(context.program, configs, context.clock)
    form = applied.consent(context.resources / "consent")
    safety = Path(file.recording.safety_folder) if file.recording.safety_folder else None

    def conducted(file: KioskFile) -> ConductSettings:
        return ConductSettings(
            lambda: tuple(key.hex() for key in load_kiosk(data).recipients),
            form,
            safety,
            bytes_per_second(encoding.limits),
            IdentityRules(
                file.interview.liveness_each_s,
                file.interview.gestures,
                file.interview.confirm_match,
                ScreenLight(data, context.clock) if file.interview.screen_light else None,
                file.interview.other_gestures,
            ),
            MonitorSettings(
                notes=NOTES if file.monitor.notes else None,
                reads_elsewhere=READS_ELSEWHERE if file.monitor.reads_elsewhere else None,
            ),
        )

    surroundings = Surroundings(
        context.devices.pc,
        context.devices.list_cameras,
        known_software(context.resources, this_system()),
        rules.pc(),
    )
    settings = KioskSettings(
        identity.kiosk,
        data,
        conducted(file),
        lambda: read_assignments(data),
        store.finished,
        store.finish,
        surroundings,
        applied.may_begin(context.clock),
        tuple(applied.notes),
        updating_of(context, data, applied.held),
        lambda: rules.renew(conducted),
    )
    desk = Desk(identity.branch, identity.kiosk, pin_checker(data))
    return Kiosk(settings, crew, desk, store, context.clock, context.devices.disk)


def _run(args: argparse.Namespace, context: Context) -> Outcome:
    data: Path = args.data or context.data
    if args.enrol and not (args.hq and args.hq_certificate):
        args.refuse("--enrol needs --hq and --hq-certificate")
    if args.drive and os.environ.get("BOOTH_PRODUCTION") == "1":
        args.refuse("--drive is for demonstrations and tests, not for production")
    if args.enrol:
        enrolled: Outcome = importlib.import_module("app.cli.kiosk_enrol").run_enrol(args, data)
        return enrolled
    if args.move_secret:
        moved: Outcome = importlib.import_module("app.cli.kiosk_enrol").run_move(args, data)
        return moved
    if not args.trial:
        return _hold(args, context, data)
    end_by_signal()
    with trial(data / "trial", context.program, context.resources, context.clock) as made:
        sys.stderr.write("\n".join(made.told) + "\n")
        return _hold(args, context, made.kiosk)


def _hold(args: argparse.Namespace, context: Context, data: Path) -> Outcome:
    load_kiosk(data)
    with kiosk_lock(data):
        if is_left(data, context.clock):
            return Outcome({"closed": True, "again": True}, "This version was revoked.", EXIT_AGAIN)
        # until the kiosk takes signals itself: the self-test may take ten seconds
        end_by_signal()
        shared = SharedMemory.create(load_kiosk_file(data).microphone.rate_hz, data)
        try:
            kiosk = _kiosk(args, context, data, shared)

            def note(_number: int, _frame: FrameType | None) -> None:
                kiosk.close()

            signal.signal(signal.SIGTERM, note)
            signal.signal(signal.SIGINT, note)
            kiosk.run()
        finally:
            shared.close()
    if kiosk.again:
        told = "Another version of the program is started."
        return Outcome({"closed": True, "again": True}, told, EXIT_AGAIN)
    return Outcome({"closed": True}, "The kiosk was closed.")


COMMAND = Command(_add_arguments, _run)
