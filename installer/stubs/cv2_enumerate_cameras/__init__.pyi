class CameraInfo:
    index: int
    name: str
    path: str | None
    vid: int | None
    pid: int | None
    backend: int

def enumerate_cameras(apiPreference: int = ...) -> list[CameraInfo]: ...
