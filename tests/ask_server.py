"""``leadkit`` in a shell of a test: hands all over to the server of running.py; quick to start."""

import marshal
import os
import socket
import sys


def main(address: str, arguments: list[str]) -> int:
    """Let the server run leadkit on this process's descriptors; return the exit code."""
    client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    client.connect(address)
    socket.send_fds(client, [b"!"], [0, 1, 2])
    for number in (0, 1):  # now they are the other's alone: a pipe ends when it is done
        os.close(number)
    client.sendall(marshal.dumps((os.getcwd(), dict(os.environ), arguments)))
    client.shutdown(socket.SHUT_WR)
    return int(client.recv(8) or 3)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
