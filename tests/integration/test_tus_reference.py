"""Our client against the reference implementation of the other side: npm's `@tus/server`.

Needs node and a folder with `@tus/server` and `@tus/file-store` in its `node_modules`, named by
`BOOTH_TUS_NODE` (`npm install @tus/server@1.10.2 @tus/file-store@1.5.1` makes one).
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.ids import Digest, SessionId
from app.sync.client import HqClient, PinnedUploader
from tests.sync_rig import free_port

MIB = 1024 * 1024
NODE = shutil.which("node")
MODULES = Path(os.environ.get("BOOTH_TUS_NODE", "/nowhere"))
SERVER = """
const {Server} = require('@tus/server');
const {FileStore} = require('@tus/file-store');
const datastore = new FileStore({directory: process.argv[2]});
const server = new Server({path: '/api/uploads', datastore});
server.listen({host: '127.0.0.1', port: +process.argv[3]}, () => console.log('ready'));
"""

pytestmark = pytest.mark.skipif(
    NODE is None or not (MODULES / "node_modules" / "@tus" / "server").is_dir(),
    reason="node or npm's @tus/server is not here (BOOTH_TUS_NODE names its folder)",
)


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[HqClient]:
    assert NODE is not None
    script, port = MODULES / "booth-test-server.js", free_port()
    script.write_text(SERVER)
    (tmp_path / "store").mkdir()
    command = [NODE, str(script), str(tmp_path / "store"), str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        client = HqClient(f"http://127.0.0.1:{port}", Path("/nowhere"), "")
        yield client
        client.close()
        process.kill()


def test_our_client_uploads_to_the_reference_server_and_resumes(
    peer: HqClient, tmp_path: Path
) -> None:
    file = tmp_path / "bundle"
    file.write_bytes(os.urandom(3 * MIB + 17))
    with file.open("rb") as stream:
        metadata = {"digest": "0" * 64, "session": "s1"}
        uploader = PinnedUploader(peer, stream, metadata)
        uploader.begin()
        uploader.upload_chunk()
        assert uploader.offset == MIB
        again = PinnedUploader(peer, stream, metadata)
        again.set_url(uploader.url)
        again.offset = again.get_offset()
        assert again.offset == MIB
        while again.offset < again.stop_at:
            again.upload_chunk()
    kept = tmp_path / "store" / str(uploader.url).rsplit("/", 1)[-1]
    assert kept.read_bytes() == file.read_bytes()


def test_a_whole_upload_in_one_call(peer: HqClient, tmp_path: Path) -> None:
    file = tmp_path / "bundle"
    file.write_bytes(os.urandom(MIB + 1))
    sent: list[int] = []
    assert peer.upload(file, Digest("0" * 64), SessionId("s1"), sent.append)
    assert sent == [0, MIB, MIB + 1]
