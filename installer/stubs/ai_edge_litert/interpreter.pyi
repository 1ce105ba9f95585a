# The part of ai_edge_litert.interpreter 2.3.0 that is used.
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

class TensorDetails(TypedDict):
    name: str
    index: int
    shape: NDArray[np.int32]

class Interpreter:
    def __init__(
        self,
        model_path: str | None = None,
        model_content: bytes | None = None,
        num_threads: int | None = None,
    ) -> None: ...
    def resize_tensor_input(self, input_index: int, tensor_size: tuple[int, ...]) -> None: ...
    def allocate_tensors(self) -> None: ...
    def get_input_details(self) -> list[TensorDetails]: ...
    def get_output_details(self) -> list[TensorDetails]: ...
    def set_tensor(
        self, tensor_index: int, value: NDArray[np.float32] | NDArray[np.int32] | NDArray[np.uint8]
    ) -> None: ...
    def get_tensor(self, tensor_index: int) -> NDArray[np.float32]: ...
    def invoke(self) -> None: ...
