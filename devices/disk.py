"""The disk a folder lies on."""

import shutil
from pathlib import Path

from app.ports.devices import DiskSpace
from app.ports.errors import DiskUnavailableError


class SystemDisk:
    """Asks the operating system."""

    def space(self, folder: Path) -> DiskSpace:
        """Free and total space of the disk that holds `folder`.

        Raises:
            DiskUnavailableError: the folder or its disk is gone.
        """
        try:
            usage = shutil.disk_usage(folder)
        except OSError as error:
            raise DiskUnavailableError(
                f"The disk of {folder} cannot be asked: {error.strerror}"
            ) from error
        return DiskSpace(free_bytes=usage.free, total_bytes=usage.total)
