"""Merkle trees as RFC 6962 has them: its known roots, and proofs of every line of every size."""

import hashlib

import pytest

from app.domain.merkle import (
    TreeHead,
    consistency_path,
    consistent,
    included,
    inclusion_path,
    tree_head,
)

LINES = [
    bytes.fromhex(one)
    for one in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""Source: the test vectors of the Certificate Transparency reference implementation."""
MANY = [str(number).encode() for number in range(40)]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_known_roots(size: int) -> None:
    assert tree_head(LINES[:size]) == TreeHead(size, ROOTS[size - 1])


def test_the_empty_list_has_the_hash_of_nothing() -> None:
    assert tree_head([]) == TreeHead(0, hashlib.sha256().hexdigest())


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 33, 40])
def test_every_line_is_proved_and_no_other(size: int) -> None:
    lines = MANY[:size]
    head = tree_head(lines)
    for index, line in enumerate(lines):
        path = inclusion_path(lines, index)
        assert included(line, index, head, path)
        assert not included(b"another", index, head, path)
        assert not included(line, index + 1, head, path)
        assert not included(line, index, TreeHead(size, tree_head(MANY[1:]).root), path)
        assert not included(line, index, head, (*path, head.root))
        assert size == 1 or not included(line, index, head, path[1:])


@pytest.mark.parametrize("size", [1, 2, 5, 8, 13, 40])
def test_every_beginning_is_proved_and_no_other(size: int) -> None:
    lines = MANY[:size]
    whole = tree_head(lines)
    for first in range(1, size + 1):
        begun, path = tree_head(lines[:first]), consistency_path(lines, first)
        assert consistent(begun, whole, path)
        other = tree_head([*lines[: first - 1], b"another"])
        assert not consistent(other, whole, path)
        assert not consistent(begun, whole, (*path, whole.root))
        assert first == size or not consistent(begun, whole, path[1:])
    assert not consistent(TreeHead(0, ""), whole, ())
    assert not consistent(TreeHead(size + 1, whole.root), whole, ())
