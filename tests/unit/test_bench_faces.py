"""The bounds of the face bench."""

from pathlib import Path

import numpy as np
import pytest

from app.bench.bounds import upper_share
from app.bench.errors import BenchPairsError
from app.bench.face_lists import Listed, read_pairs
from app.bench.face_scores import Compared, fnmr_at_fmr, pairs_of, share_of_people


def test_without_an_error_the_bound_is_the_closed_formula() -> None:
    for trials in (60, 103, 1727):
        assert upper_share(0, trials) == pytest.approx(1 - 0.05 ** (1 / trials), abs=1e-6)


def test_the_bound_of_two_in_206_is_the_tabled_one() -> None:
    # 95 % one-sided, Poisson: 6.296 / n for two errors; the binomial is a little lower
    assert 0.029 < upper_share(2, 206) < 6.296 / 206


def test_everything_wrong_bounds_nothing() -> None:
    assert upper_share(5, 5) == 1.0


def pairs(*scores: float, people: int = 60) -> Compared:
    """Pairs of ever other people."""
    first = np.arange(len(scores)) % people
    return Compared(np.array(scores), first, first + people)


def test_fnmr_at_a_thousandth_is_not_told_of_too_few_strangers() -> None:
    assert fnmr_at_fmr(pairs(0.9), pairs(*[0.1] * 999)) is None


def test_fnmr_at_a_thousandth_lets_one_of_a_thousand_pass() -> None:
    rate = fnmr_at_fmr(pairs(0.9, 0.25, 0.15), pairs(*[0.1] * 998, 0.2, 0.8))
    assert rate is not None
    assert (rate.errors, rate.trials) == (1, 3)


def test_pictures_of_one_sitting_are_neither_a_pair_of_one_nor_of_two() -> None:
    listed = [Listed("a", "P", "1"), Listed("b", "P", "1"), Listed("c", "P", "2"),
              Listed("d", "Q", "d")]  # fmt: skip
    same, different = pairs_of(listed, both_ways=False)
    assert np.argwhere(same).tolist() == [[0, 2], [1, 2]]
    assert np.argwhere(different).tolist() == [[0, 3], [1, 3], [2, 3]]
    both, _ = pairs_of(listed, both_ways=True)
    assert both.sum() == 4


def test_errors_of_one_couple_move_more_with_the_people_than_errors_of_all() -> None:
    couples = np.array([(a, b) for a in range(20) for b in range(a)])
    all_alike = Compared(np.zeros(len(couples)), couples[:, 0], couples[:, 1])
    of_one = couples[:, 0] == 1
    scattered = np.arange(len(couples)) % 10 == 0
    one, all_over = share_of_people(all_alike, of_one), share_of_people(all_alike, scattered)
    assert one / of_one.mean() > 2 > all_over / scattered.mean() > 1


@pytest.mark.parametrize(
    "content",
    [
        "file_a,file_b,identity_a,identity_b\na.jpg,b.jpg,张,李\n".encode("gbk"),
        b"file_a,file_b,identity_a,identity_b\na.jpg,b.jpg,P\n",
        b"file_a,file_b,identity_a,identity_b\na.jpg,b.jpg,P,Q,R\n",
        b'file_a,file_b,identity_a,identity_b\n"a.jpg,b.jpg,P,Q\n',
        b"file_a;file_b\na;b\n",
        b"\x00\x01\x02",
        b"",
    ],
)
def test_a_broken_list_of_pairs_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_bytes(content)
    with pytest.raises(BenchPairsError):
        read_pairs(tmp_path / "pairs.csv")


def test_a_list_as_a_spreadsheet_writes_it_is_read(tmp_path: Path) -> None:
    text = "file_a,file_b,identity_a,identity_b\r\na.jpg,b.jpg,张,李\r\n"
    (tmp_path / "pairs.csv").write_bytes(text.encode("utf-8-sig"))
    listed, who = read_pairs(tmp_path / "pairs.csv")
    assert listed == [("a.jpg", "b.jpg")]
    assert who == {"a.jpg": "张", "b.jpg": "李"}
