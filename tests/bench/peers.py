"""The programs that are measured, each started, asked and stopped in the same way."""

import contextlib
import json
import mmap
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import time

KIB, MIB = 1024, 1024 * 1024
GIB = 1024 * MIB

MADV_POPULATE_WRITE = 23  # of Linux; Python has no name for it

# What the programs say on stderr; shown when one of them fails.
LOG = tempfile.TemporaryFile("w+")


def last_words():
    LOG.seek(0)
    return "".join(LOG.readlines()[-5:])


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_port(port, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.01)
    raise RuntimeError(f"nothing listens on port {port}")


class Files:
    """The folder in memory that all servers serve."""

    def __init__(self):
        self._own = tempfile.TemporaryDirectory(prefix="gauntlet_bench_", dir="/dev/shm")
        self.root = pathlib.Path(self._own.name)
        self.root.chmod(0o755)
        for size in (10, 100):
            (self.root / f"file_{size}MB.bin").write_bytes(os.urandom(MIB) * size)
        (self.root / "1KiB.bin").write_bytes(os.urandom(KIB))
        self.listed = self.root / "listed"
        self.listed.mkdir()
        for i in range(100):
            (self.listed / f"file_{i:05}.bin").write_bytes(os.urandom(KIB))

    @contextlib.contextmanager
    def tree(self, folders, files, size):
        """A folder of folders, for as long as it is needed: half of the content can be packed."""
        with tempfile.TemporaryDirectory(prefix="tree_", dir=self.root) as name:
            root = pathlib.Path(name)
            content = b"".join(os.urandom(32) + bytes(32) for _ in range(size // 64 + 1))[:size]
            for i in range(folders):
                (root / f"d{i:04}").mkdir()
            for i in range(files):
                (root / f"d{i % folders:04}" / f"file_{i:06}.txt").write_bytes(content)
            yield root

    def close(self):
        self._own.cleanup()


class ServerPool:
    def __init__(self, programs, root, mode="thread", pool=2, *arguments):
        command = [programs / "server_pool", "--mode", mode, "--pool", str(pool), "--base-port", "0",
                   "--root", root, "--balance", "kernel", "--exit-with-parent", *arguments]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         stderr=LOG, text=True)
        ready = json.loads(self._process.stdout.readline())
        self.port = ready["ports"][0]
        self.pid = ready["pid"]
        self.files = "/files/"

    def close(self):
        self._process.terminate()
        self._process.communicate(timeout=20)


class Nginx:
    CONFIG = """
daemon off; worker_processes {workers}; error_log {own}/error.log; pid {own}/pid;
worker_rlimit_nofile 20000;
events {{ worker_connections 12000; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; keepalive_timeout 300s;
  default_type application/octet-stream;
  client_body_temp_path {own}/body; proxy_temp_path {own}/proxy; fastcgi_temp_path {own}/fastcgi;
  uwsgi_temp_path {own}/uwsgi; scgi_temp_path {own}/scgi;
  server {{
    listen 127.0.0.1:{port} reuseport backlog=4096;
    location /files/ {{ alias {root}/; autoindex on; autoindex_format json; }}
  }}
}}
"""

    def __init__(self, root, workers=2):
        self._own = tempfile.TemporaryDirectory(prefix="gauntlet_nginx_")
        self.port = free_port()
        self.files = "/files/"
        config = pathlib.Path(self._own.name) / "nginx.conf"
        user = "user root;\n" if os.geteuid() == 0 else ""
        config.write_text(user + self.CONFIG.format(own=self._own.name, port=self.port, root=root,
                                                    workers=workers))
        self._process = subprocess.Popen(["nginx", "-c", config], stderr=LOG)
        await_port(self.port)

    def close(self):
        self._process.terminate()
        self._process.wait(timeout=20)
        self._own.cleanup()


class Call:
    """One run of a program: what it printed, and the CPU time it took."""

    def __init__(self, command):
        process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE,
                                   stderr=LOG, text=True)
        self.output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.cpu_s = usage.ru_utime + usage.ru_stime
        if process.returncode != 0:
            raise RuntimeError(f"{command} exited with {process.returncode}: "
                               f"{self.output}{last_words()}")


class Wrk:
    """wrk for some seconds; latency is not looked at."""

    def __init__(self, server, path, connections, threads, seconds):
        # An answer that takes long on a busy machine is slow, and no error.
        call = Call(["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s",
                     f"http://127.0.0.1:{server.port}{server.files}{path}"])
        if "Non-2xx" in call.output or "Socket errors" in call.output:
            raise RuntimeError(f"wrk met errors: {call.output}")
        count, duration = re.search(r"(\d+) requests in ([\d.]+)s", call.output).groups()
        self.requests = int(count)
        self.requests_per_s = self.requests / float(duration)
        self.cpu_s_per_request = call.cpu_s / self.requests


class ClientPool:
    """client_pool for some seconds; any failed request is an error."""

    def __init__(self, programs, server, operation, clients, seconds, *arguments):
        call = Call([programs / "client_pool", "--operation", operation, "--client-pool", clients,
                     "--port", server.port, "--path", server.files, "--min-duration", f"{seconds}s",
                     "--json", *arguments])
        self.report = json.loads(call.output)
        # Over the span in which all clients were active, as the probe counts: at the end, when a few
        # finish the last of their large files, the machine is half idle.
        self.aggregate_Bps = self.report["aggregate_Bps"]
        self.requests_per_s = self.report["requests"] / self.report["duration_s"]
        self.cpu_s_per_request = call.cpu_s / self.report["requests"]


def loopback_limit(programs, operation, file, connections, seconds):
    """Bytes a second that loopback itself carries."""
    call = Call([programs / "loopback_limit", "--operation", operation, "--file", file,
                 "--connections", connections, "--duration", f"{seconds}s"])
    return json.loads(call.output)["aggregate_Bps"]


class BareServer:
    """Threads that answer wrk's requests with 1 KiB, and do nothing else."""

    def __init__(self, programs, threads):
        self._process = subprocess.Popen([programs / "bare_server", "--threads", str(threads)],
                                         stdout=subprocess.PIPE, stderr=LOG, text=True)
        self.port = json.loads(self._process.stdout.readline())["port"]
        self.files = "/"

    def close(self):
        self._process.terminate()
        self._process.communicate(timeout=20)


def first_touch(size):
    """Seconds until the machine has given so many bytes of memory."""
    start = time.monotonic()
    with mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as memory:
        memory.madvise(mmap.MADV_HUGEPAGE)
        memory.madvise(MADV_POPULATE_WRITE)
        return time.monotonic() - start


class Iperf3:
    def __init__(self):
        self._port = free_port()
        self._server = subprocess.Popen(["iperf3", "-s", "-p", str(self._port), "--forceflush"],
                                        stdout=subprocess.PIPE, text=True)
        while "listening" not in self._server.stdout.readline():
            pass

    def zero_copy(self, seconds):
        call = Call(["iperf3", "-c", "127.0.0.1", "-p", self._port, "-Z", "-t", seconds, "-J"])
        return json.loads(call.output)["end"]["sum_received"]["bits_per_second"] / 8

    def close(self):
        self._server.terminate()
        self._server.wait(timeout=20)
