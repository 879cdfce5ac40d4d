"""python -m leadkit, and the command leadkit: begins before anything is loaded that takes time."""

from __future__ import annotations

import os
import sys
import time


def main() -> None:
    """Run the command line; Ctrl-C ends it at once while it is being loaded."""
    try:
        import signal

        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, _end_at_once)
        from leadkit.cli import main as command_line
    except KeyboardInterrupt:
        _end_at_once()
    command_line()


def _end_at_once(*_: object) -> None:
    """End the process where nothing is open yet, in words of which none is to be loaded."""
    words = "interrupted; no file was changed"
    line = f"leadkit: {words}"
    if any(word.endswith("json") for word in sys.argv):
        now = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
        line = (
            f'{{"time": "{now}", "level": "error", "event": "error", '
            f'"exit_code": 130, "message": "{words}"}}'
        )
    try:
        os.write(2, f"{line}\n".encode())
    finally:
        os._exit(130)


if __name__ == "__main__":
    main()
