"""Whatever is done to a journal, headquarters finds it and says where."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from app.bundle.checkpoint import sign_checkpoint
from app.bundle.dsse import signer_in_memory
from app.bundle.format import open_bundle
from app.bundle.manifest import Manifest
from app.domain.ids import SessionId
from app.domain.merkle import tree_head
from app.hq.archive_contents import check_journal
from app.session.journal import line_hash
from tests.bundle_samples import SESSION, Sample, public_of, seal_key, sign_key

EVENTS = 9
KIOSK_SIGNS, SOMEBODY_SIGNS = signer_in_memory(sign_key()), signer_in_memory(sign_key(2))
TRUSTED = [public_of(sign_key())]
Lines = list[bytes]


def written(signer: object = KIOSK_SIGNS, session: SessionId = SESSION) -> Lines:
    """A journal with checkpoints at 3, 6 and at its end."""
    lines: Lines = []
    for number in range(EVENTS):
        body: dict[str, str] = {"kind": "tested"}
        if number % 3 == 2:
            envelope = sign_checkpoint(session, tree_head(lines), signer)  # type: ignore[arg-type]
            body = {"kind": "checkpoint", "envelope": envelope}
        lines.append(chained(lines, body))
    return lines


def chained(lines: Lines, body: object) -> bytes:
    previous = line_hash(lines[-1]) if lines else "0" * 64
    return json.dumps({"number": len(lines), "previous": previous, "body": body}).encode()


def again(lines: Lines) -> Lines:
    """The same bodies in a chain that holds, as somebody who can write would make it."""
    made: Lines = []
    for line in lines:
        made.append(chained(made, json.loads(line)["body"]))
    return made


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    path = tmp_path_factory.mktemp("bundle") / "a.bundle"
    Sample().seal(path, public_of(seal_key()), sign_key())
    lines = written()
    return replace(
        open_bundle(path).manifest, journal=tree_head(lines), journal_head=line_hash(lines[-1])
    )


def problem(lines: Lines, manifest: Manifest) -> str:
    return check_journal(b"\n".join(lines) + b"\n", manifest, TRUSTED).problem


def fixing(lines: Lines, manifest: Manifest) -> Manifest:
    """A manifest signed by a kiosk that lies about the journal."""
    return replace(manifest, journal=tree_head(lines), journal_head=line_hash(lines[-1]))


def test_a_journal_as_it_was_written_holds(manifest: Manifest) -> None:
    proof = check_journal(b"\n".join(written()) + b"\n", manifest, TRUSTED)
    assert (proof.problem, proof.events, proof.checkpoints) == ("", EVENTS, 3)
    assert proof.tree == manifest.journal


def edited(lines: Lines) -> Lines:
    return [*lines[:4], lines[4].replace(b"tested", b"TESTED"), *lines[5:]]


CHANGES: dict[str, tuple[Callable[[Lines], Lines], str]] = {
    "an edit": (edited, "entry 5 does not follow"),
    "an edit with the chain made anew": (
        lambda lines: again(edited(lines)),
        "entry 5 does not sign",
    ),
    "a deletion": (lambda lines: lines[:3] + lines[4:], "entry 3 does not follow"),
    "a deletion with the chain made anew": (
        lambda lines: again(lines[:3] + lines[4:]),
        "entry 4 does not sign",
    ),
    "two change places": (
        lambda lines: [*lines[:6], lines[7], lines[6], lines[8]],
        "entry 6 does not follow",
    ),
    "the end is missing": (lambda lines: lines[:6], "ends after 6 of 9"),
    "nothing is left": (lambda _: [], "entry 0 does not follow"),
    "an addition": (lambda lines: [*lines, chained(lines, {"kind": "x"})], "10 entries are not"),
    "a repetition": (lambda lines: [*lines, lines[-1]], "entry 9 does not follow"),
    "no JSON": (lambda lines: [*lines[:2], b"[" * 100_000, *lines[2:]], "entry 2 does not follow"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_was_changed_is_found_and_named(manifest: Manifest, name: str) -> None:
    change, said = CHANGES[name]
    assert said in problem(change(written()), manifest)


def test_a_kiosk_that_rewrites_its_past_is_contradicted_by_its_own_checkpoints(
    manifest: Manifest,
) -> None:
    lines = again(edited(written()))
    assert "entry 5 does not sign" in problem(lines, fixing(lines, manifest))


@pytest.mark.parametrize(
    "lines",
    [written(SOMEBODY_SIGNS), written(session=SessionId("another"))],
    ids=["signed by somebody else", "of another session"],
)
def test_a_checkpoint_that_is_not_the_kiosks_for_this_session(
    manifest: Manifest, lines: Lines
) -> None:
    assert "entry 2 does not sign" in problem(lines, fixing(lines, manifest))


def test_a_manifest_of_earlier_has_no_tree(manifest: Manifest) -> None:
    assert not problem(written(), replace(manifest, format=2, journal=None))
    assert "ends" not in problem(written()[:6], replace(manifest, format=2, journal=None))
    assert problem(written()[:6], replace(manifest, format=2, journal=None))
