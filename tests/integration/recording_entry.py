"""Runs the recorder as `main.py worker recorder` does, without the rest of the program."""

import sys

from app.processes.channel import WorkerLink
from app.recording.worker import run
from devices.clock import SystemClock
from devices.fake.system import fake_devices
from devices.system import real_devices

if __name__ == "__main__":
    clock = SystemClock()
    run(WorkerLink(), fake_devices(clock) if "--fake" in sys.argv else real_devices(clock), clock)
