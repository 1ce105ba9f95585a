"""Those who do nothing wrong are seen in other ways, each of them another picture."""

from itertools import product

import numpy as np

from app.bench.monitor_calm import LIGHT, VIEWS, Variation, varied
from app.domain.media import Image

RAMP: Image = np.tile(np.arange(40, 200, dtype=np.uint8)[None, :, None], (120, 1, 3))


def test_every_variation_has_the_size_of_the_picture_and_is_another_one() -> None:
    ways = [Variation(*way) for way in product((False, True), LIGHT, VIEWS)]
    pictures = [varied(RAMP, way) for way in ways]
    assert {picture.shape for picture in pictures} == {RAMP.shape}
    assert len({picture.tobytes() for picture in pictures}) == len(ways) == 24
    assert len({str(way) for way in ways}) == len(ways)


def test_light_and_side_are_what_they_say() -> None:
    darker = varied(RAMP, Variation(turned=False, light=0.75, view="whole"))
    left = varied(RAMP, Variation(turned=False, light=1.0, view="left"))
    assert darker.mean() < RAMP.mean()
    assert left.mean() < RAMP.mean()
    assert varied(RAMP, Variation(turned=True, light=1.0, view="whole"))[0, 0, 0] == RAMP[0, -1, 0]
