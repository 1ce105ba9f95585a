"""The cards' benchmark without any model: who is on the cards, and what is counted."""

import numpy as np

from app.bench.card_people import people
from app.bench.cards import Read, Tally, printed, results
from app.identity.ethnicities import ETHNICITIES
from app.identity.number import passes_check


def test_the_made_up_people_are_the_same_for_a_seed_and_of_every_kind() -> None:
    everyone = list(people(60, 4))
    assert everyone == list(people(60, 4))
    assert everyone != list(people(60, 5))
    assert {person.ethnicity for person in everyone} == ETHNICITIES
    assert any("·" in person.name for person in everyone)
    assert max(len(person.name) for person in everyone) > 14
    assert {len(person.name) for person in everyone} >= {2, 3, 4}
    assert max(len(person.address) for person in everyone) > 22
    assert min(len(person.address) for person in everyone) <= 18
    assert max(len(person.authority) for person in everyone) > 20
    assert {printed(person)["valid_to"] for person in everyone} >= {"long-term"}
    assert all(passes_check(person.number) for person in everyone)


def test_a_wrong_field_is_told_apart_from_an_empty_one() -> None:
    ours = Read({"noise": Tally(exact=98, empty=1, wrong=1, wall_s=[1.0, 2.0])}, {})
    peer = Read({"noise": Tally(exact=100, wall_s=[1.0])}, {})
    exact, wrong, unwarned, hard, wall, view = results(ours, peer, "other")
    assert (exact["ours"], exact["peer"], exact["ratio"], exact["holds"]) == (
        0.98,
        1.0,
        0.98,
        False,
    )
    assert (wrong["ours"], wrong["holds"]) == (1, False)
    assert unwarned["holds"] is True
    assert hard["holds"] is True
    assert wall["holds"] is True
    assert (view["limit"], view["holds"]) == (None, None)
    assert np.isclose(float(str(wall["ours"])), 1.5)
