"""Whether headquarters can be reached."""

import socket


class TcpNetwork:
    """Opens a TCP connection and closes it again; sends nothing."""

    def reachable(self, host: str, port: int, timeout_s: float) -> bool:
        """Whether a connection to `host:port` opens within `timeout_s`."""
        try:
            with socket.create_connection((host, port), timeout_s):
                return True
        except OSError:
            return False
