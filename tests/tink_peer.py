"""Google's own Tink, as the second reader and writer of sealed streams."""

import io
from dataclasses import dataclass

import tink
from tink import secret_key_access
from tink import streaming_aead as tink_streaming
from tink.proto import aes_gcm_hkdf_streaming_pb2, common_pb2, tink_pb2

TYPE = "type.googleapis.com/google.crypto.tink.AesGcmHkdfStreamingKey"


class _Kept(io.BytesIO):
    """Tink closes what it writes to."""

    def close(self) -> None:
        pass


@dataclass(frozen=True)
class Peer:
    primitive: tink_streaming.StreamingAead

    def decrypted(self, sealed: bytes, associated: bytes) -> bytes:
        with self.primitive.new_decrypting_stream(io.BytesIO(sealed), associated) as plain:
            return bytes(plain.read())

    def encrypted(self, content: bytes, associated: bytes) -> bytes:
        out = _Kept()
        with self.primitive.new_encrypting_stream(out, associated) as sealing:
            sealing.write(content)
        return out.getvalue()


def streaming_aead(key: bytes, segment_bytes: int) -> Peer:
    """Tink's AES256_GCM_HKDF streaming under `key`."""
    tink_streaming.register()
    body = aes_gcm_hkdf_streaming_pb2.AesGcmHkdfStreamingKey(
        version=0,
        key_value=key,
        params=aes_gcm_hkdf_streaming_pb2.AesGcmHkdfStreamingParams(
            ciphertext_segment_size=segment_bytes,
            derived_key_size=32,
            hkdf_hash_type=common_pb2.SHA256,
        ),
    )
    data = tink_pb2.KeyData(
        type_url=TYPE,
        value=body.SerializeToString(),
        key_material_type=tink_pb2.KeyData.SYMMETRIC,
    )
    one = tink_pb2.Keyset.Key(
        key_data=data,
        status=tink_pb2.ENABLED,
        key_id=1,
        output_prefix_type=tink_pb2.RAW,
    )
    keyset = tink_pb2.Keyset(primary_key_id=1, key=[one]).SerializeToString()
    handle = tink.proto_keyset_format.parse(keyset, secret_key_access.TOKEN)
    return Peer(handle.primitive(tink_streaming.StreamingAead))
