"""A TFLite model with one input, run by LiteRT on the CPU."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from app.perception.errors import VisionModelError


class LiteModel:
    """One loaded model. Used by one thread."""

    def __init__(self, model: Path, outputs: Sequence[str], threads: int = 1) -> None:
        """Load it.

        Args:
            model: the file.
            outputs: names of the outputs wanted, in the order `run` gives them.
            threads: CPU threads it may use.

        Raises:
            VisionModelError: the file is no such model, or has other outputs.
        """
        try:
            self._interpreter = Interpreter(str(model), num_threads=threads)
            self._interpreter.allocate_tensors()
            named = {item["name"]: item["index"] for item in self._interpreter.get_output_details()}
            self._outputs = [named[name] for name in outputs]
        except (RuntimeError, ValueError, KeyError) as error:
            raise VisionModelError(f"{model.name} is not the model it is named for") from error
        first = self._interpreter.get_input_details()[0]
        self._input = first["index"]
        self.input_shape = tuple(int(size) for size in first["shape"])

    def run(self, values: NDArray[np.float32] | NDArray[np.uint8]) -> list[NDArray[np.float32]]:
        """One inference.

        Args:
            values: of `input_shape`; float32, or uint8 where the model takes a picture.
        """
        self._interpreter.set_tensor(self._input, values)
        self._interpreter.invoke()
        return [self._interpreter.get_tensor(index).copy() for index in self._outputs]
