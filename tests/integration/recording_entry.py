"""Runs the recorder as `main.py worker recorder` does, without the rest of the program."""

import sys
from dataclasses import replace

from app.processes.channel import WorkerLink
from app.recording.worker import run
from devices.clock import SystemClock
from devices.disk import SystemDisk
from devices.fake.system import fake_devices
from devices.system import real_devices

if __name__ == "__main__":
    clock = SystemClock()
    fake = "--fake" in sys.argv
    devices = replace(fake_devices(clock), disk=SystemDisk()) if fake else real_devices(clock)
    run(WorkerLink(), devices, clock)
