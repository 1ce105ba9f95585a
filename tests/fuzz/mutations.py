"""How bytes are bent: blindly, and where it hurts."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np


class Chance:
    """Seeded chance."""

    def __init__(self, seed: int) -> None:
        self._from = np.random.default_rng(seed)

    def below(self, bound: int) -> int:
        return int(self._from.integers(bound))

    def pick(self, among: Sequence[Any]) -> Any:
        return among[self.below(len(among))]

    def share(self) -> float:
        return float(self._from.random())

    def octets(self, count: int) -> bytes:
        return self._from.bytes(count)


Mutation = Callable[[Chance, bytes], bytes]
INTERESTING = (0, 1, 0x7F, 0x80, 0xFF, 0x0A, 0x22, 0x5B, 0x7B)
LENGTHS = (0, 1, 15, 16, 17, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0x80000010, 0xFFFFFFFF)
VALUES: Sequence[object] = (
    None, True, 0, -1, 1 << 70, 1e400, "", "x" * 5000, "../x", "con", "\u0000", "\ud800",
    [], {}, [[]] * 50, {"a": {"b": {}}}, "2026-01-01T00:00:00", "0" * 64, "é" * 64,
)  # fmt: skip


def flip(chance: Chance, data: bytes) -> bytes:
    """A few bits, or a byte set to a value that parsers trip over."""
    bent = bytearray(data)
    for _ in range(chance.pick((1, 1, 2, 8))):
        at = chance.below(len(bent))
        bent[at] = (
            chance.pick(INTERESTING) if chance.share() < 0.3 else bent[at] ^ 1 << chance.below(8)
        )
    return bytes(bent)


def cut(chance: Chance, data: bytes) -> bytes:
    """The end is missing."""
    return data[: chance.below(len(data))]


def extend(chance: Chance, data: bytes) -> bytes:
    """Something follows: rubbish, zeros, or the same again."""
    more = (chance.octets(1 + chance.below(399)), bytes(1 + chance.below(399)), data)
    return data + chance.pick(more)


def remove(chance: Chance, data: bytes) -> bytes:
    """A stretch in the middle is missing."""
    at = chance.below(len(data))
    return data[:at] + data[at + 1 + chance.below(199) :]


def insert(chance: Chance, data: bytes) -> bytes:
    """A stretch is there twice, or rubbish stands in the middle."""
    at, size = chance.below(len(data)), 1 + chance.below(199)
    middle = data[at : at + size] if chance.share() < 0.5 else chance.octets(size)
    return data[:at] + middle + data[at:]


def exchange(chance: Chance, data: bytes) -> bytes:
    """Two stretches change places."""
    size = 1 + chance.below(max(1, len(data) // 4))
    a, b = sorted(chance.below(max(1, len(data) - size)) for _ in range(2))
    if b - a < size:
        return flip(chance, data)
    return (
        data[:a] + data[b : b + size] + data[a + size : b] + data[a : a + size] + data[b + size :]
    )


def length(chance: Chance, data: bytes) -> bytes:
    """A length that lies: four bytes anywhere, most often near the start."""
    at = chance.below(min(len(data), 120) if chance.share() < 0.7 else len(data))
    return data[:at] + chance.pick(LENGTHS).to_bytes(4, "big") + data[at + 4 :]


BLIND: tuple[Mutation, ...] = (flip, flip, flip, cut, extend, remove, insert, exchange, length)


def bent_json(chance: Chance, data: bytes) -> bytes:
    """JSON whose members are missing, doubled, of another type, or of a hostile value."""
    try:
        whole = json.loads(data)
    except ValueError:
        return flip(chance, data)
    places = _places(whole)
    if not places:
        return flip(chance, data)
    holder, key = chance.pick(places)
    kind = chance.below(5)
    if kind == 0 and isinstance(holder, dict):
        del holder[key]
    elif kind == 1 and isinstance(holder, dict):
        holder[str(key) + chance.pick((" ", "_", "\u200b"))] = holder[key]
    elif kind == 2:
        other_holder, other = chance.pick(places)
        holder[key], other_holder[other] = other_holder[other], holder[key]
    elif kind == 3 and isinstance(holder[key], int):
        holder[key] += chance.pick((-1, 1, 1 << 20, 1 << 44))
    else:
        holder[key] = chance.pick(VALUES)
    try:
        return json.dumps(whole, separators=(",", ":")).encode("utf-8", "surrogatepass")
    except (ValueError, RecursionError):
        return flip(chance, data)


def _places(whole: Any) -> list[tuple[Any, Any]]:
    found, left = [], [whole]
    while left:
        one = left.pop()
        keys = (
            list(one) if isinstance(one, dict) else range(len(one)) if isinstance(one, list) else ()
        )
        found += [(one, key) for key in keys]
        left += [one[key] for key in keys]
    return found
