"""The Debian packages that Booth stands on, and how they are brought."""

import os
import shutil
import subprocess

from installer.errors import CommandFailedError, SystemPackagesMissingError

RUNNING = (
    # codes, pictures, sound
    *("libzbar0", "libgl1", "libegl1", "libglib2.0-0", "libportaudio2", "libasound2-plugins"),
    # the demonstration's microphone and screen
    *("pulseaudio", "pulseaudio-utils", "xvfb", "xauth"),
    # windows, Chinese letters, and those of further languages
    *("fonts-noto-cjk", "fonts-noto-core", "libxkbcommon0", "libxkbcommon-x11-0", "libdbus-1-3"),
    *("libfontconfig1", "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1"),
    *("libxcb-render-util0", "libxcb-shape0", "libxcb-xinerama0"),
    # reports
    *("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
)
TESTING = (
    # the letters of machine-readable zones
    "fonts-ocr-b",
    *("chromium", "e2fsprogs", "ffmpeg", "gcc", "libc6-dev", "poppler-utils", "strace"),
    # a token for headquarters' keys, a key store for the kiosk's
    *("softhsm2", "gnome-keyring"),
    # a server for headquarters' database
    "postgresql",
    # a bus for rtkit, an RTSP camera
    *("dbus-daemon", "linux-libc-dev", "util-linux", "python3-gi", "gir1.2-gst-rtsp-server-1.0"),
    *("gstreamer1.0-plugins-base", "gstreamer1.0-plugins-good", "gstreamer1.0-plugins-ugly"),
)


def missing(names: tuple[str, ...]) -> list[str]:
    """Those of `names` that are not installed, also not under Debian 13's name (`...t64`)."""
    both = [variant for name in names for variant in (name, f"{name}t64")]
    asked = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Abbrev}|${Package}\n", *both],
        capture_output=True,
        text=True,
        check=False,
    )
    rows = [line.split("|") for line in asked.stdout.splitlines()]
    installed = {row[1] for row in rows if row[0].startswith("ii")}
    return [name for name in names if not installed & {name, f"{name}t64"}]


def install(names: tuple[str, ...]) -> None:
    """Install what is missing when root, say what to install otherwise.

    Raises:
        SystemPackagesMissingError: something is missing and this user may not install it.
        CommandFailedError: apt-get failed.
    """
    if not shutil.which("dpkg-query"):
        print(f"System packages: not a Debian system; Booth needs the like of: {' '.join(names)}")
        return
    wanted = missing(names)
    if not wanted:
        print(f"System packages: all {len(names)} installed.")
        return
    if os.geteuid() != 0:
        raise SystemPackagesMissingError(
            f"Missing system packages: sudo apt-get install --no-install-recommends "
            f"{' '.join(wanted)}"
        )
    print(f"System packages: installing {len(wanted)}: {' '.join(wanted)}", flush=True)
    _apt("update", "-q")
    _apt("install", "-q", "-y", "--no-install-recommends", *wanted)


def _apt(*arguments: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if subprocess.run(["apt-get", *arguments], env=environment, check=False).returncode:
        raise CommandFailedError(f"apt-get {arguments[0]} failed")
