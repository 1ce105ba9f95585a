"""An RTSP camera by GStreamer, for the system's own Python (`python3-gi` is not on PyPI's side).

`python3 rtsp_camera.py WIDTH HEIGHT RATE` prints its port; a line `WIDTH HEIGHT` on its standard
input changes the size in mid-stream. It asks for the name `user` and the password `secret`.
"""

import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402 - the versions come first

LAUNCH = (
    "videotestsrc is-live=true pattern=ball ! videoscale ! capsfilter name=size caps={caps}"
    " ! videoconvert ! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=10"
    " ! rtph264pay name=pay0 pt=96 config-interval=-1"
)


def caps(width: str, height: str, rate: str) -> str:
    return f"video/x-raw,width={width},height={height},framerate={rate}/1"


def locked(factory: GstRtspServer.RTSPMediaFactory) -> GstRtspServer.RTSPAuth:
    """Only `user` with `secret` may look."""
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "viewer")
    auth = GstRtspServer.RTSPAuth()
    auth.add_basic(GstRtspServer.RTSPAuth.make_basic("user", "secret"), token)
    roles = GstRtspServer.RTSPPermissions()
    for right in ("media.factory.access", "media.factory.construct"):
        roles.add_permission_for_role("viewer", right, True)  # noqa: FBT003 - positional only
    factory.set_permissions(roles)
    return auth


def main() -> None:
    Gst.init(None)
    size, rate = sys.argv[1:3], sys.argv[3]
    opened = []
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(LAUNCH.format(caps=caps(*size, rate)))
    factory.set_shared(True)
    factory.connect("media-configure", lambda _factory, media: opened.append(media.get_element()))
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service("0")
    server.set_auth(locked(factory))
    server.get_mount_points().add_factory("/camera", factory)
    server.attach(None)
    loop = GLib.MainLoop()

    def resize(line: str) -> None:
        wanted = Gst.Caps.from_string(caps(*line.split(), rate))
        for element in opened:
            element.get_by_name("size").set_property("caps", wanted)

    def obey() -> None:
        for line in sys.stdin:
            GLib.idle_add(resize, line)
        loop.quit()

    threading.Thread(target=obey, daemon=True).start()
    print(server.get_bound_port(), flush=True)  # noqa: T201 - that is how it is found
    loop.run()


main()
