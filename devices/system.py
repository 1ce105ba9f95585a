"""The real devices, each loaded only when it is used.

OpenCV must not enter the screens' process (its Linux wheel carries another Qt), and every process
of Booth makes its devices here: so nothing heavy is imported at the top.
"""

from app.domain.media import Image
from app.ports.clock import Clock
from app.ports.devices import Camera, CameraFound, CameraSpec, Devices, Microphone, MicrophoneSpec
from devices.clock import SystemClock
from devices.disk import SystemDisk
from devices.network import TcpNetwork
from devices.pc import this_pc
from devices.priority import go_first, raise_priority
from devices.temperature import temperature


class _LazyCodeReader:
    def read(self, image: Image) -> tuple[str, ...]:
        from devices.code_reader import QrCodeReader  # noqa: PLC0415 - see the module's text

        return QrCodeReader().read(image)


def real_devices(clock: Clock | None = None) -> Devices:
    """Every real adapter; nothing is opened.

    Args:
        clock: stamps frames and blocks; the system's when none is given.
    """
    own_clock = SystemClock() if clock is None else clock

    def open_camera(spec: CameraSpec) -> Camera:
        from devices.camera import OpenCvCamera  # noqa: PLC0415 - see the module's text

        return OpenCvCamera(spec, own_clock)

    def open_microphone(spec: MicrophoneSpec) -> Microphone:
        from devices.microphone import PortAudioMicrophone  # noqa: PLC0415 - see the module's text

        return PortAudioMicrophone(spec, own_clock)

    def beep(hz: float, seconds: float) -> bool:
        from devices.speaker import play_tone  # noqa: PLC0415 - see the module's text

        return play_tone(hz, seconds)

    def list_found() -> tuple[CameraFound, ...]:
        from devices.camera_list import list_cameras  # noqa: PLC0415 - see the module's text

        return list_cameras()

    def list_inputs() -> tuple[str, ...]:
        from devices.microphone import list_microphones  # noqa: PLC0415 - see the module's text

        return list_microphones()

    return Devices(
        open_camera=open_camera,
        open_microphone=open_microphone,
        list_cameras=list_found,
        list_microphones=list_inputs,
        code_reader=_LazyCodeReader(),
        disk=SystemDisk(),
        network=TcpNetwork(),
        raise_priority=raise_priority,
        go_first=go_first,
        beep=beep,
        pc=this_pc(),
        temperature=temperature,
    )
