"""How hot the processor is, where the machine shows it."""

import contextlib

import psutil


def temperature() -> float | None:
    """Of the hottest sensor, degrees Celsius; None where there is none (Windows, many others)."""
    with contextlib.suppress(AttributeError, OSError):
        sensors = psutil.sensors_temperatures()
        return max((one.current for group in sensors.values() for one in group), default=None)
    return None
