"""Both ends against other implementations: npm's `@tus/server`, npm's `tus-js-client`, tuspy alone.

`make setup-tests` brings npm's packages (`installer/peers`).
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from app.bench.receiver_peers import node, npm_peer_missing, npm_server, peers_folder
from app.domain.ids import Digest, SessionId
from app.hq.setup import Headquarters, NewHome
from app.sync.client import HqClient
from app.sync.client_certificate import FILE
from app.sync.outbox import Bundle
from app.sync.uploader import PinnedUploader
from tests.sync_rig import Branch, free_port

MIB = 1024 * 1024
TUS_JS = Path(__file__).with_name("tus_client.mjs")
TUSPY = Path(__file__).with_name("tus_client.py")
needs_npm = pytest.mark.skipif(bool(npm_peer_missing()), reason=npm_peer_missing())


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[HqClient]:
    (tmp_path / "store").mkdir()
    port = free_port()
    with npm_server(tmp_path / "store", port):
        client = HqClient(f"http://127.0.0.1:{port}", Path("/nowhere"), "")
        yield client
        client.close()


@needs_npm
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


@needs_npm
def test_a_whole_upload_in_one_call(peer: HqClient, tmp_path: Path) -> None:
    file = tmp_path / "bundle"
    file.write_bytes(os.urandom(MIB + 1))
    sent: list[int] = []
    assert peer.upload(file, Digest("0" * 64), SessionId("s1"), sent.append)
    assert sent == [0, MIB, MIB + 1]


def sealed(branch: Branch, made: NewHome) -> Bundle:
    """A bundle that its own kiosk has not sent; of about 600 KiB."""
    sample = branch.sample(made)
    sample.media = {"part-0001-candidate.blog": os.urandom(600 * 1024)}
    return branch.seal(sample)


def own_certificate(branch: Branch, folder: Path) -> Path:
    """The kiosk's certificate with its key opened, as other clients want it."""
    content = (branch.data / FILE).read_bytes()
    key = load_pem_private_key(content, branch.keys.tls_secret.encode())
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = folder / "own.pem"
    path.write_bytes(plain + content[content.index(b"-----BEGIN CERT") :])
    return path


def brings(command: list[str], branch: Branch, hq: Headquarters, made: NewHome, own: Path) -> None:
    """Whether that program brings a bundle to HQ, setting it down after the first stretch."""
    bundle = sealed(branch, made)
    wish = {
        "file": str(branch.outbox.file(bundle.digest)),
        "size": bundle.size,
        "endpoint": f"{hq.address}/api/uploads",
        "headers": {"Authorization": f"Bearer {branch.keys.token}"},
        "metadata": {"digest": bundle.digest, "session": bundle.session},
        "chunkSize": 256 * 1024,
        "ca": str(branch.identity.certificate),
        "own": str(own_certificate(branch, own)),
    }
    trust = {**os.environ, "REQUESTS_CA_BUNDLE": str(branch.identity.certificate)}
    whole = [*command, json.dumps(wish)]
    done = subprocess.run(whole, env=trust, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    stretches = [int(line) for line in done.stdout.split()]
    assert stretches == [256 * 1024, 512 * 1024, bundle.size]
    assert has_receipt(branch, hq, bundle)


def has_receipt(branch: Branch, hq: Headquarters, bundle: Bundle) -> bool:
    """Whether the kiosk finds its bundle at HQ with a receipt, byte for byte, sending nothing."""
    content = branch.outbox.file(bundle.digest).read_bytes()
    before = branch.rounds.pace.taken
    for _ in range(20):
        branch.rounds.turn()
        if branch.state() == "receipted":
            break
    sent = branch.rounds.pace.taken - before
    return not sent and hq.objects.path(bundle.digest).read_bytes() == content


def test_tuspy_itself_uploads_to_our_receiver_and_resumes(
    branch: Branch, made: NewHome, hq: Headquarters, tmp_path: Path
) -> None:
    brings([sys.executable, str(TUSPY)], branch, hq, made, tmp_path)


@needs_npm
def test_npms_client_uploads_to_our_receiver_and_resumes(
    branch: Branch, made: NewHome, hq: Headquarters, tmp_path: Path
) -> None:
    brings([node() or "", str(TUS_JS), str(peers_folder())], branch, hq, made, tmp_path)
