"""What every `Disk`, `Network`, `CodeReader` and `Clock` does."""

import socket
from pathlib import Path

import cv2
import numpy as np
import pytest
import segno
from pyzbar import pyzbar

from app.domain.media import Image
from app.ports.clock import Clock
from app.ports.devices import CodeReader, Disk, Network
from app.ports.errors import DiskUnavailableError
from devices.clock import SystemClock
from devices.code_reader import QrCodeReader
from devices.disk import SystemDisk
from devices.fake.clock import FakeClock
from devices.fake.surroundings import FakeCodeReader, FakeDisk, FakeNetwork
from devices.network import TcpNetwork

TEXT = "booth:invite:7Q2K"


def code_image(text: str = TEXT) -> Image:
    modules = np.array([list(row) for row in segno.make(text, error="m").matrix_iter(border=4)])
    grey = ((1 - modules) * 255).astype(np.uint8)
    large = cv2.resize(grey, None, fx=8, fy=8, interpolation=cv2.INTER_NEAREST)
    return np.ascontiguousarray(np.repeat(large[..., None], 3, axis=2))


@pytest.mark.parametrize("disk", [FakeDisk(), SystemDisk()], ids=["fake", "system"])
def test_a_disk_knows_its_space(disk: Disk, tmp_path: Path) -> None:
    space = disk.space(tmp_path)
    assert 0 < space.free_bytes <= space.total_bytes
    with pytest.raises(DiskUnavailableError):
        disk.space(tmp_path / "pulled out")


@pytest.mark.parametrize("kind", ["fake", "tcp"])
def test_a_network_knows_who_can_be_reached(kind: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = int(server.getsockname()[1])
        network: Network = FakeNetwork({("127.0.0.1", port)}) if kind == "fake" else TcpNetwork()
        assert network.reachable("127.0.0.1", port, 1.0)
    assert not network.reachable("127.0.0.1", 1, 0.2)


@pytest.mark.parametrize(
    "reader", [FakeCodeReader((TEXT, TEXT)), QrCodeReader()], ids=["fake", "qr"]
)
def test_a_code_is_read_once(reader: CodeReader) -> None:
    two = np.concatenate([code_image(), code_image()], axis=1)
    assert reader.read(two) == (TEXT,)


def test_where_there_is_no_code_nothing_is_read() -> None:
    assert QrCodeReader().read(np.full((240, 320, 3), 90, np.uint8)) == ()


def test_zxing_reads_what_zbar_does_not() -> None:
    light_on_dark = 255 - code_image()  # a phone in its dark mode
    assert pyzbar.decode(light_on_dark) == []
    assert QrCodeReader().read(light_on_dark) == (TEXT,)


@pytest.mark.parametrize("clock", [FakeClock(), SystemClock()], ids=["fake", "system"])
def test_a_clock_goes_forward_while_sleeping(clock: Clock) -> None:
    before, wall = clock.monotonic_ns(), clock.now()
    clock.sleep(0.02)
    assert clock.monotonic_ns() - before >= 20_000_000
    assert (clock.now() - wall).total_seconds() > 0.015
    assert clock.now().tzinfo is not None
