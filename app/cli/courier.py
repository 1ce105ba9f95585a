"""The courier's process, given the readers of what headquarters publishes."""

from app.cli.down_readers import READERS
from app.ports.clock import Clock
from app.ports.devices import Devices
from app.processes.channel import WorkerLink
from app.sync import worker


def run(link: WorkerLink, devices: Devices, clock: Clock) -> None:
    """Work until the kiosk goes away."""
    del devices
    worker.run(link, clock, READERS)
