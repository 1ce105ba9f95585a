# The part of ai_edge_litert.schema_py_generated 2.3.0 that is used.
import flatbuffers

class BuiltinOperator:
    RANDOM_UNIFORM: int

class BuiltinOptions:
    RandomOptions: int

class RandomOptionsT:
    seed: int
    seed2: int

class OperatorCodeT:
    customCode: bytes | None
    builtinCode: int
    deprecatedBuiltinCode: int

class OperatorT:
    opcodeIndex: int
    builtinOptionsType: int
    builtinOptions: RandomOptionsT
    customOptions: bytes | None

class SubGraphT:
    operators: list[OperatorT]

class ModelT:
    operatorCodes: list[OperatorCodeT]
    subgraphs: list[SubGraphT]
    @classmethod
    def InitFromPackedBuf(cls, buf: bytearray, pos: int = 0) -> ModelT: ...
    def Pack(self, builder: flatbuffers.Builder) -> int: ...
