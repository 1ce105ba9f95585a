"""What is given bent bytes: each says whether it took them, and raises our errors alone."""

import dataclasses
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.bundle.checkpoint import read_checkpoint, sign_checkpoint
from app.bundle.completeness import completeness_text, read_completeness
from app.bundle.dsse import parse_envelope, sign_envelope, signer_in_memory
from app.bundle.format import BUNDLE, CHUNK_BYTES, frame, open_bundle, read_envelope
from app.bundle.journal_proof import check_proof, make_proof
from app.bundle.manifest import MANIFEST_TYPE, manifest_bytes, parse_manifest
from app.bundle.recipients import HybridPrivateKey
from app.bundle.sealed_log import Reading, read_sealed_log, seal_bytes
from app.bundle.sealed_stream import SealedStream, seal_stream_bytes
from app.bundle.unseal import opener
from app.domain.errors import BoothError
from app.domain.ids import Digest
from app.domain.merkle import tree_head
from app.hq.archive_contents import check_journal
from app.hq.inbox import Accepted
from app.kiosk.identify import is_invitation
from tests.bundle_samples import SESSION, public_of, seal_key, sign_key
from tests.fuzz.mutations import BLIND, Chance, Mutation, bent_json
from tests.inbox_scene import KIOSK_KEY, Scene

SIGNER = signer_in_memory(KIOSK_KEY)
PUBLIC = public_of(KIOSK_KEY)
OPEN, TO = opener(seal_key()), (public_of(seal_key()),)
PLAIN = b"what was said " * 40


@dataclass(frozen=True)
class Target:
    """One reader of foreign bytes.

    Attributes:
        name: in the table.
        honest: bytes that it accepts.
        accepts: whether it takes bytes for genuine; raises `BoothError` or says no otherwise.
        mutations: how its bytes are bent.
        fresh: honest bytes that it has not seen yet, where that makes a difference.
    """

    name: str
    honest: bytes
    accepts: Callable[[bytes], bool]
    mutations: tuple[Mutation, ...] = BLIND
    fresh: Callable[[], bytes] | None = None

    def tried(self, bent: bytes) -> bool:
        """Whether bent bytes passed; anything but our own errors goes through to the caller."""
        try:
            return self.accepts(bent)
        except BoothError:
            return False

    def bend(self, chance: Chance) -> bytes:
        """Bytes that are not the honest ones."""
        while True:
            mutation: Mutation = chance.pick(self.mutations)
            bent = mutation(chance, self.honest)
            if bent != self.honest:
                return bent


def inbox(scene: Scene) -> Target:
    """A whole bundle, from the file to the archive; larger than what is read at a time."""

    def sealed() -> Path:
        media = {"part-0001-candidate.blog": bytes(3 * CHUNK_BYTES)}
        return scene.seal(dataclasses.replace(scene.sample(), media=media))

    path = sealed()
    honest = path.read_bytes()

    def accepts(bent: bytes) -> bool:
        path.write_bytes(bent)
        return isinstance(scene.give(path), Accepted)

    return Target(
        "bundle, whole, through the inbox",
        honest,
        accepts,
        (*BLIND, _resigned(path)),
        lambda: sealed().read_bytes(),
    )


def _resigned(path: Path) -> Mutation:
    """The manifest is bent and signed again by somebody who has no kiosk's key."""
    opened = open_bundle(path)
    entries = path.read_bytes()[opened.entries[0].offset :]
    payload = manifest_bytes(opened.manifest)
    stranger = signer_in_memory(sign_key(99))

    def resigned(chance: Chance, _: bytes) -> bytes:
        envelope = sign_envelope(MANIFEST_TYPE, bent_json(chance, payload), stranger)
        return frame(envelope) + entries

    return resigned


def head(scene: Scene) -> Target:
    """Version line, envelope, manifest; accepted if the kiosk signed it."""
    opened = open_bundle(scene.seal(scene.sample()))
    honest = opened.path.read_bytes()[: opened.entries[0].offset]

    def accepts(bent: bytes) -> bool:
        stream = io.BytesIO(bent)
        envelope = parse_envelope(read_envelope(stream, BUNDLE), MANIFEST_TYPE)
        parse_manifest(envelope.untrusted_payload)
        envelope.check((PUBLIC,))
        return not bent.startswith(honest)  # what follows is the entries' business

    return Target("version line, envelope, manifest", honest, accepts)


def manifest(scene: Scene) -> Target:
    """The manifest alone, as JSON: it is read or refused; the signature is the head's business."""
    honest = manifest_bytes(open_bundle(scene.seal(scene.sample())).manifest)

    def accepts(bent: bytes) -> bool:
        parse_manifest(bent)
        return False

    return Target("manifest (read or refused)", honest, accepts, (bent_json, blind))


def blind(chance: Chance, data: bytes) -> bytes:
    """One of the blind ones, as often as one that knows JSON."""
    mutation: Mutation = chance.pick(BLIND)
    return mutation(chance, data)


def log() -> Target:
    """A sealed log: a cut gives a beginning and says so; everything else is refused."""

    def accepts(bent: bytes) -> bool:
        reading = Reading()
        out = b"".join(read_sealed_log(io.BytesIO(bent), OPEN, reading))
        assert PLAIN.startswith(out)
        return reading.complete

    return Target("sealed log", seal_bytes(PLAIN, TO, b"session"), accepts)


def stream() -> Target:
    """A sealed stream."""

    def accepts(bent: bytes) -> bool:
        return b"".join(SealedStream(io.BytesIO(bent), OPEN)) is not None

    return Target("sealed stream", seal_stream_bytes(PLAIN, TO, b"session"), accepts)


def stream_by_key() -> Target:
    """A sealed stream to a hybrid key and to a plain one."""
    hybrid = HybridPrivateKey(b"\x01" * 32)
    opens = opener(hybrid)

    def accepts(bent: bytes) -> bool:
        return b"".join(SealedStream(io.BytesIO(bent), opens)) is not None

    honest = seal_stream_bytes(PLAIN, (hybrid.public, *TO), b"session")
    return Target("sealed stream to a hybrid key", honest, accepts)


def journal(scene: Scene) -> Target:
    """A journal against the manifest that fixes it."""
    sample = scene.sample()
    fixed = open_bundle(scene.seal(sample)).manifest
    honest = sample.documents()["journal.jsonl"]

    def accepts(bent: bytes) -> bool:
        same = bent.splitlines() == honest.splitlines()  # another line end changes no line
        return not check_journal(bent, fixed, [PUBLIC]).problem and not same

    return Target("journal", honest, accepts, (blind, _bent_line))


def _bent_line(chance: Chance, data: bytes) -> bytes:
    lines = data.splitlines()
    at = chance.below(len(lines))
    lines[at] = bent_json(chance, lines[at])
    return b"\n".join(lines) + b"\n"


def checkpoint() -> Target:
    """A journal's checkpoint."""
    honest = sign_checkpoint(SESSION, tree_head([PLAIN]), SIGNER).encode()

    def accepts(bent: bytes) -> bool:
        read_checkpoint(bent.decode("utf-8", "replace"), [PUBLIC])
        return True

    return Target("checkpoint", honest, accepts, (blind, bent_json))


def receipt() -> Target:
    """A candidate's receipt."""
    honest = completeness_text(SESSION, Digest("ab" * 32), SIGNER).encode()

    def accepts(bent: bytes) -> bool:
        text = bent.decode("utf-8", "replace")
        same = "".join(text.split()) == honest.decode()  # spaces are left aside
        return read_completeness(text).signed_by(PUBLIC) and not same

    return Target("candidate's receipt", honest, accepts)


def proof(scene: Scene) -> Target:
    """The proof of an event."""
    sample = scene.sample()
    scene.give(scene.seal(sample))
    lines, signed = scene.hq.archive.journal(sample.session)
    trusted = (scene.hq.keys.public.sign,)
    honest = make_proof(lines, 1, signed)
    known = check_proof(honest, trusted)

    def accepts(bent: bytes) -> bool:
        return check_proof(bent, trusted) != known

    return Target("proof of an event", honest, accepts, (blind, bent_json))


def invitation() -> Target:
    """What a QR code says, as the camera's reader gives it."""
    code_digest = hashlib.sha256(b"K7QJ-2M4X").hexdigest()
    honest = "BOOTH1:A20260304-aabbccdd:K7QJ-2M4X"

    def accepts(bent: bytes) -> bool:
        text = bent.decode("utf-8", "surrogateescape")
        same = text.strip() == honest  # spaces around it are left aside
        return is_invitation(text, "A20260304-aabbccdd", code_digest) and not same

    return Target("invitation (QR)", honest.encode(), accepts)


def small(scene: Scene) -> tuple[Target, ...]:
    """Every reader but the inbox: each takes microseconds."""
    return (
        head(scene),
        manifest(scene),
        log(),
        stream(),
        stream_by_key(),
        journal(scene),
        checkpoint(),
        receipt(),
        proof(scene),
        invitation(),
    )
