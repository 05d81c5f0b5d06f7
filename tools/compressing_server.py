"""A small web server on this machine that compresses, as the web servers of publishers do.

    python tools/compressing_server.py _build/html

It counts what it sends, so that a page can be weighed.
"""

import functools
import gzip
import http.server
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

TEXT = {".html", ".css", ".js", ".json", ".svg", ".txt", ".xml", ".mjs", ""}


@functools.lru_cache(maxsize=512)
def compressed(path, modified):
    """A file's content as it is sent; `modified` makes a changed file count as another."""
    return gzip.compress(Path(path).read_bytes(), 6)


class Handler(http.server.SimpleHTTPRequestHandler):
    """Sends text compressed and adds up the bytes sent for each address."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        """Send a file."""
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path = path / "index.html"
        if not path.is_file():
            self.send_error(404)
            return
        packed = path.suffix in TEXT and "gzip" in self.headers.get("Accept-Encoding", "")
        data = compressed(str(path), path.stat().st_mtime_ns) if packed else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=3600")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(data)
        self.server.sent.append((self.path.split("?")[0], len(data)))

    def log_message(self, *arguments):
        """Say nothing."""


@contextmanager
def serving(folder, port=0):
    """A running server of a folder; its attribute `sent` lists addresses and bytes."""
    handler = functools.partial(Handler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.sent = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


if __name__ == "__main__":
    with serving(sys.argv[1], 8000) as running:
        print(f"http://127.0.0.1:{running.server_port}/ (Ctrl+C ends it)")
        threading.Event().wait()
