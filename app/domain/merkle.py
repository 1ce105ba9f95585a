"""Merkle tree hashes over a list of lines, and proofs that need few of them.

Source: RFC 6962, section 2.1; the checks of proofs as RFC 9162, sections 2.1.3.2 and 2.1.4.2, has
them. SHA-256; hashes are raw bytes inside, hexadecimal outside.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_LEAF, _NODE = b"\0", b"\1"


@dataclass(frozen=True, slots=True)
class TreeHead:
    """What a list of lines comes down to.

    Attributes:
        size: how many lines.
        root: Merkle tree hash over them, hexadecimal.
    """

    size: int
    root: str


class GrowingTree:
    """A tree that lines are added to; holds one hash for each full subtree."""

    def __init__(self, lines: Iterable[bytes] = ()) -> None:
        """Begin with `lines`."""
        self._size = 0
        self._full: list[tuple[int, bytes]] = []
        for line in lines:
            self.add(line)

    def add(self, line: bytes) -> None:
        """The next line."""
        height, found = 0, _leaf(line)
        while self._full and self._full[-1][0] == height:
            height, found = height + 1, _node(self._full.pop()[1], found)
        self._full.append((height, found))
        self._size += 1

    def head(self) -> TreeHead:
        """The head over all lines so far."""
        if not self._full:
            return TreeHead(0, hashlib.sha256().hexdigest())
        root = self._full[-1][1]
        for _, left in reversed(self._full[:-1]):
            root = _node(left, root)
        return TreeHead(self._size, root.hex())


def tree_head(lines: Iterable[bytes]) -> TreeHead:
    """The head over all `lines`."""
    return GrowingTree(lines).head()


def inclusion_path(lines: Sequence[bytes], index: int) -> tuple[str, ...]:
    """What proves that line `index` is among `lines`, from its neighbour up."""
    return tuple(one.hex() for one in _path(_leaves(lines), index))


def consistency_path(lines: Sequence[bytes], first: int) -> tuple[str, ...]:
    """What proves that the first `first` of `lines` (at least one) are unchanged in all of them."""
    return tuple(one.hex() for one in _subproof(_leaves(lines), first, known=True))


def included(line: bytes, index: int, head: TreeHead, path: Sequence[str]) -> bool:
    """Whether `path` proves that `line` is line `index` of the list with that head."""
    if not 0 <= index < head.size:
        return False
    at, last, found = index, head.size - 1, _leaf(line)
    for step in _raw(path):
        if last == 0:
            return False
        if at & 1 or at == last:
            found = _node(step, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = _node(found, step)
        at, last = at >> 1, last >> 1
    return last == 0 and found.hex() == head.root


def consistent(first: TreeHead, second: TreeHead, path: Sequence[str]) -> bool:
    """Whether `path` proves that the list with the second head begins with that of the first."""
    if not 0 < first.size <= second.size:
        return False
    if first.size == second.size:
        return first.root == second.root and not path
    steps = _raw(path)
    if first.size & (first.size - 1) == 0:
        steps = [bytes.fromhex(first.root), *steps]
    at, last = first.size - 1, second.size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    if not steps:
        return False
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = _node(step, old), _node(step, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = _node(new, step)
        at, last = at >> 1, last >> 1
    return last == 0 and (old.hex(), new.hex()) == (first.root, second.root)


def _leaf(line: bytes) -> bytes:
    return hashlib.sha256(_LEAF + line).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE + left + right).digest()


def _leaves(lines: Sequence[bytes]) -> list[bytes]:
    return [_leaf(line) for line in lines]


def _raw(path: Sequence[str]) -> list[bytes]:
    return [bytes.fromhex(one) for one in path]


def _split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _root(leaves: Sequence[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    at = _split(len(leaves))
    return _node(_root(leaves[:at]), _root(leaves[at:]))


def _path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    if len(leaves) <= 1:
        return []
    at = _split(len(leaves))
    if index < at:
        return [*_path(leaves[:at], index), _root(leaves[at:])]
    return [*_path(leaves[at:], index - at), _root(leaves[:at])]


def _subproof(leaves: Sequence[bytes], first: int, *, known: bool) -> list[bytes]:
    if first == len(leaves):
        return [] if known else [_root(leaves)]
    at = _split(len(leaves))
    if first <= at:
        return [*_subproof(leaves[:at], first, known=known), _root(leaves[at:])]
    return [*_subproof(leaves[at:], first - at, known=False), _root(leaves[:at])]
