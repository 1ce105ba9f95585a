"""tuspy as it is, in a program of its own: it leaves connections open. Prints its offsets."""

import json
import sys

from tusclient.client import TusClient

STEP = 256 * 1024


def main() -> None:
    wish = json.loads(sys.argv[1])
    client = TusClient(wish["endpoint"], wish["headers"], client_cert=wish["own"])
    first = client.uploader(wish["file"], chunk_size=STEP, metadata=wish["metadata"])
    first.upload_chunk()
    told = [first.offset]
    second = client.uploader(wish["file"], url=first.url, chunk_size=STEP)
    while second.offset < second.stop_at:
        second.upload_chunk()
        told.append(second.offset)
    sys.stdout.write(" ".join(map(str, told)))


if __name__ == "__main__":
    main()
