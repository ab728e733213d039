"""PDFs are read in a process of their own: a file that makes PDFium crash, hang or take all memory costs that file, not the run.

The process is started for the first PDF and serves all of them. A PDF goes there as its length in eight bytes and its bytes; what comes back
is the length of a JSON object, and {"text"} or {"error"}.
"""

import atexit
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import orjson

from .pages import PdfError, pages_of

MAX_SECONDS = 60
MAX_MEMORY = 1_500_000_000
_START = "import sys; sys.path.insert(0, sys.argv[1]); from pipeline.reading.pdf.process import serve; serve(int(sys.argv[2]))"
_running: "dict[int, _PdfProcess]" = {}


def pdf_text(raw: bytes) -> str:
    """The text of a PDF. Raises PdfError when it is broken, encrypted, too large, or takes too much time or memory."""
    process = _running.get(os.getpid())
    if process is None:
        process = _running[os.getpid()] = _PdfProcess()
        atexit.register(process.stop)
    return process.text(raw)


class _PdfProcess:
    """The other process, started again after a PDF that ended it."""

    def __init__(self):
        self._process: subprocess.Popen | None = None

    def text(self, raw: bytes) -> str:
        if self._process is None or self._process.poll() is not None:
            root = str(Path(__file__).parents[3])
            command = [sys.executable, "-c", _START, root, str(MAX_MEMORY)]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        late = threading.Event()
        alarm = threading.Timer(MAX_SECONDS, lambda: (late.set(), self._process.kill()))
        alarm.daemon = True
        alarm.start()
        try:
            _write(self._process.stdin, raw)
            answer = orjson.loads(_read(self._process.stdout))
        except (OSError, EOFError) as error:
            self.stop()
            if late.is_set():
                raise PdfError(f"the PDF takes more than {MAX_SECONDS} seconds to read; save it anew, or as text") from error
            raise PdfError(f"the PDF makes its reader crash or take more than {MAX_MEMORY / 1e9:.1f} GB; save it anew, or as text") from error
        finally:
            alarm.cancel()
        if "error" in answer:
            raise PdfError(answer["error"])
        return answer["text"]

    def stop(self) -> None:
        """Ends the process; the next PDF starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                with suppress(OSError):
                    stream.close()


def _write(stream, data: bytes) -> None:
    stream.write(len(data).to_bytes(8, "big"))
    stream.write(data)
    stream.flush()


def _read(stream) -> bytes:
    """What was written to the other end. Raises EOFError when that is gone."""
    head = stream.read(8)
    size = int.from_bytes(head, "big")
    data = stream.read(size) if len(head) == 8 else b""
    if len(head) < 8 or len(data) < size:
        raise EOFError
    return data


def serve(memory: int) -> None:
    """The work of the other process, until its input ends."""
    from .layout import text_of

    with suppress(ImportError, ValueError, OSError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            raw = _read(requests)
        except EOFError:
            return
        try:
            answer = {"text": text_of(pages_of(raw)).encode("utf-8", "replace").decode()}
        except PdfError as error:
            answer = {"error": str(error)}
        except MemoryError:
            answer = {"error": f"the PDF takes more than {memory / 1e9:.1f} GB to read; save it anew, or as text"}
        except Exception as error:
            answer = {"error": f"the PDF cannot be read ({type(error).__name__}); save it anew, or as text"}
        _write(answers, orjson.dumps(answer))
