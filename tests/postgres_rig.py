"""The tests' PostgreSQL server: as a bank's may be set up, and killed when a test says so."""

import contextlib

import psutil

from app.bench.postgres_server import PostgresServer

# nothing of this may change what a store does
SET_UP = """
ALTER ROLE booth SET timezone = 'Asia/Shanghai';
ALTER ROLE booth SET synchronous_commit = off;
ALTER ROLE booth SET default_transaction_isolation = 'serializable';
"""


def kill(server: PostgresServer) -> None:
    """SIGKILL for the server and each of its processes, as if its machine had failed."""
    assert server.process is not None
    all_of_it = psutil.Process(server.process.pid).children(recursive=True)
    server.process.kill()
    for one in all_of_it:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.kill()
    server.process.wait(20)
    while any(_lives(one) for one in all_of_it):
        server.clock.sleep(0.01)


def _lives(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
