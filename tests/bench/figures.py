"""What is measured against what: one function a subject, each yields its figures."""

import contextlib
import csv
import json
import pathlib
import resource
import socket
import statistics
import subprocess
import tempfile
import time

from peers import (GIB, MIB, BareServer, Call, ClientPool, Files, Iperf3, Nginx, ServerPool, Wrk,
                   first_touch, loopback_limit)
from rounds import Figure


class Bench:
    """What all figures need."""

    def __init__(self, programs, sources, seconds):
        self.programs = programs
        self.sources = sources
        self.seconds = seconds
        self.files = Files()

    def server(self, *arguments, root=None):
        server = ServerPool(self.programs, root or self.files.root, *arguments)
        return contextlib.closing(server)

    def nginx(self, workers=2):
        return contextlib.closing(Nginx(self.files.root, workers))

    def bare_server(self, threads):
        return contextlib.closing(BareServer(self.programs, threads))

    def client(self, server, operation, clients, *arguments):
        return ClientPool(self.programs, server, operation, clients, self.seconds, *arguments)

    def wrk(self, server, path, connections, threads=2):
        return Wrk(server, path, connections, threads, self.seconds)

    def probe(self, operation, connections):
        return loopback_limit(self.programs, operation, self.files.root / "file_100MB.bin",
                              connections, self.seconds)


def count(clients):
    return "1 client" if clients == 1 else f"{clients} clients"


def get(bench):
    goals = {"length": {1: 0.95, 5: 0.90, 50: 0.90}, "digest": {1: 0.80, 5: 0.75, 50: 0.70}}
    with bench.server() as server:
        for verify, by_clients in goals.items():
            for clients, goal in by_clients.items():
                yield Figure(
                    f"GET 100 MB, {count(clients)}, verify {verify}", "B/s", "probe",
                    lambda c=clients, v=verify: bench.client(
                        server, "get", c, "--volume", 100, "--verify", v).aggregate_Bps,
                    lambda c=clients: bench.probe("get", c), goal)


def upload(bench):
    def ours(clients):
        # A server of its own, so that every run writes into memory that holds no uploads yet.
        with bench.server("thread", 2, "--store", "memory") as server:
            return bench.client(server, "upload", clients, "--volume", 100, "--verify",
                                "length", "--keep-uploads").aggregate_Bps

    for clients in (1, 5, 50):
        yield Figure(f"UPLOAD 100 MB into memory, {count(clients)}, verify length", "B/s", "probe",
                     lambda c=clients: ours(c), lambda c=clients: bench.probe("upload", c), 0.90)


def iperf(bench):
    with bench.server() as server, contextlib.closing(Iperf3()) as iperf3:
        yield Figure("GET 100 MB, 1 client, verify length", "B/s", "iperf3 -Z",
                     lambda: bench.client(server, "get", 1, "--volume", 100,
                                          "--verify", "length").aggregate_Bps,
                     lambda: iperf3.zero_copy(bench.seconds), 0.65)


def small(bench):
    with bench.nginx() as nginx:
        for mode in ("thread", "process"):
            with bench.server(mode, 2) as server:
                for connections in (50, 1000):
                    yield Figure(
                        f"wrk, GET 1 KiB, {connections} connections, {mode} mode", "requests/s",
                        "nginx",
                        lambda c=connections: bench.wrk(server, "1KiB.bin", c).requests_per_s,
                        lambda c=connections: bench.wrk(nginx, "1KiB.bin", c).requests_per_s, 1.2)


def listing(bench):
    with bench.nginx() as nginx, bench.server() as server:
        yield Figure("wrk, LIST of 100 files, 50 connections", "requests/s", "nginx autoindex",
                     lambda: bench.wrk(server, "listed/", 50).requests_per_s,
                     lambda: bench.wrk(nginx, "listed/", 50).requests_per_s, 3)


def download_s(server, target):
    """How long it takes to get a target, whose content nobody looks at."""
    start = time.monotonic()
    Call(["curl", "-sfg", "-o", "/dev/null", f"http://127.0.0.1:{server.port}{target}"])
    return time.monotonic() - start


def shell_s(command):
    start = time.monotonic()
    Call(["sh", "-c", command])
    return time.monotonic() - start


def search(bench):
    with bench.files.tree(folders=1000, files=100_000, size=16) as root, \
            bench.server("thread", 1, root=root) as server:
        find = f"find {root} -type f -name '*7*.txt' -size +1c -printf '%P %s %T@\\n' | sort > /dev/null"
        yield Figure("search of 100,000 files in 1,000 folders by name and size", "searches/s",
                     "find | sort", lambda: 1 / download_s(server, "/files/?name=*7*.txt&min_size=2B"),
                     lambda: 1 / shell_s(find), 1.0)


def archive(bench):
    with bench.files.tree(folders=10, files=64, size=4 * MIB) as root, \
            bench.server("thread", 1, root=root) as server:
        # All of the server on one core, as the pipe of its peer.
        Call(["taskset", "-a", "-p", "-c", "0", server.pid])
        yield Figure("archive of 256 MiB in 64 files as tar.gz, on one core", "MiB/s",
                     "tar | gzip -1",
                     lambda: 256 / download_s(server, "/-/archive"),
                     lambda: 256 / shell_s(
                         f"taskset -c 0 sh -c 'tar c -C {root} . | gzip -1' > /dev/null"),
                     1.0)


def client(bench):
    with bench.nginx() as nginx:
        one = ("--workers", 1, "--verify", "length", "--file", "1KiB.bin")
        for connections in (50, 1000):
            yield Figure(
                f"client_pool against nginx, GET 1 KiB, {connections} connections", "requests/s",
                "wrk -t1",
                lambda c=connections: bench.client(nginx, "get", c, *one).requests_per_s,
                lambda c=connections: bench.wrk(nginx, "1KiB.bin", c, 1).requests_per_s, 0.95)
            yield Figure(
                f"the same, requests in a second of its CPU, {connections} connections",
                "requests/s", "wrk -t1",
                lambda c=connections: 1 / bench.client(nginx, "get", c, *one).cpu_s_per_request,
                lambda c=connections: 1 / bench.wrk(nginx, "1KiB.bin", c, 1).cpu_s_per_request, 1.0)
        yield Figure("client_pool against nginx, GET 100 MB, 5 connections", "requests/s",
                     "wrk -t1",
                     lambda: bench.client(nginx, "get", 5, "--workers", 1, "--verify", "length",
                                          "--volume", 100).requests_per_s,
                     lambda: bench.wrk(nginx, "file_100MB.bin", 5, 1).requests_per_s, 1.0)


def line(bench):
    with bench.server() as server:
        for verify, goal in (("length", 0.20), ("digest", 0.12)):
            yield Figure(
                f"line protocol, GET 100 MB, 5 clients, verify {verify}", "B/s", "HTTP",
                lambda v=verify: bench.client(server, "get", 5, "--volume", 100, "--verify", v,
                                              "--protocol", "line").aggregate_Bps,
                lambda v=verify: bench.client(server, "get", 5, "--volume", 100, "--verify",
                                              v).aggregate_Bps, goal)


def workers(bench):
    for mode in ("thread", "process"):
        with bench.server(mode, 50) as many, bench.server(mode, 2) as few:
            for file, size in (("1KiB.bin", "1 KiB"), ("file_10MB.bin", "10 MB")):
                yield Figure(f"wrk, GET {size}, 50 connections, {mode} mode: 50 workers",
                             "requests/s", "2 workers",
                             lambda f=file: bench.wrk(many, f, 50).requests_per_s,
                             lambda f=file: bench.wrk(few, f, 50).requests_per_s, 0.90)
    with bench.nginx(50) as many, bench.nginx(2) as few:
        yield Figure("wrk, GET 1 KiB, 50 connections, nginx: 50 workers", "requests/s", "2 workers",
                     lambda: bench.wrk(many, "1KiB.bin", 50).requests_per_s,
                     lambda: bench.wrk(few, "1KiB.bin", 50).requests_per_s)
    with bench.bare_server(50) as many, bench.bare_server(2) as few:
        yield Figure("wrk, 1 KiB, 50 connections, a bare server: 50 threads", "requests/s",
                     "2 threads", lambda: bench.wrk(many, "", 50).requests_per_s,
                     lambda: bench.wrk(few, "", 50).requests_per_s)


SUBJECTS = {f.__name__: f for f in (get, upload, iperf, small, listing, search, archive,
                                       client, line, workers)}


# What is no ratio: each returns rows of (what, values, unit, goal); the median is judged.


def resident_bytes(pid):
    for text in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if text.startswith("Pss:"):
            return int(text.split()[1]) * 1024
    raise RuntimeError("no Pss")


def idle_server_bytes(bench, connections):
    """What so many idle keep-alive connections add to the memory of server_pool."""
    with bench.server("thread", 2) as server:
        before = resident_bytes(server.pid)
        open_ones = []
        for _ in range(connections):
            one = socket.create_connection(("127.0.0.1", server.port))
            one.sendall(b"GET /files/1KiB.bin HTTP/1.1\r\nHost: bench\r\n\r\n")
            open_ones.append(one)
        for one in open_ones:
            one.recv(4096)
        grown = resident_bytes(server.pid) - before
        for one in open_ones:
            one.close()
    return grown


def idle_client(bench, connections):
    def peak(clients):
        with bench.server() as server:
            call = Call([bench.programs / "client_pool", "--operation", "get", "--file", "1KiB.bin",
                         "--client-pool", clients, "--port", server.port, "--json"])
            return json.loads(call.output)["peak_rss_bytes"]

    few = connections // 100
    return (peak(connections) - peak(few)) / (connections - few)


def memory(bench):
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    yield "memory of an idle connection, of 10,000: server_pool", [idle_server_bytes(bench, 10000) / 10000], "B", 4096
    yield "memory of a client, of 10,000: client_pool", [idle_client(bench, 10000)], "B", 4096


def run_sweep(bench, *arguments):
    with tempfile.TemporaryDirectory(prefix="gauntlet_sweep_", dir="/dev/shm") as folder:
        start = time.monotonic()
        Call([bench.programs / "orchestrator", "run", bench.sources / "scenarios/full.yaml", "--quiet",
              "--results", folder, *arguments])
        wall = time.monotonic() - start
        table = next(pathlib.Path(folder).glob("*.csv"))
        with open(table, newline="") as file:
            return wall, list(csv.DictReader(file))


SWEEPS = 3
MEMORY_IDLE_S = 15


def sweep(bench):
    # One request a client, as the whole matrix once took; full.yaml itself gives each scenario
    # half a second, so that its rows can be judged.
    walls, fixed, probe = [], [], []
    for _ in range(SWEEPS):
        wall, rows = run_sweep(bench, "--set", "store=memory,min_duration=0s")
        walls.append(wall)
        fixed.append(1000 * statistics.median(
            float(row["total_s"]) - float(row["duration_s"]) for row in rows))
        probe.append(bench.probe("upload", 50) / MIB)
    yield "full.yaml, uploads into memory, one request a client: the sweep", walls, "s", 75
    yield "full.yaml: what a scenario takes beside its measuring, median", fixed, "ms", 40
    yield "the probe's upload at 50 connections after each sweep", probe, "MiB/s", None
    # As much as 50 uploads of 100 MB take. A hypervisor may have taken back what nobody used.
    idle, warm = [], []
    for _ in range(SWEEPS):
        time.sleep(MEMORY_IDLE_S)
        idle.append(first_touch(5 * GIB))
        warm.append(first_touch(5 * GIB))
    yield f"5 GiB of memory that was not used for {MEMORY_IDLE_S} s: the first touch", idle, "s", None
    yield "the same at once again", warm, "s", None


def build(bench):
    with tempfile.TemporaryDirectory(prefix="gauntlet_build_") as folder:
        start = time.monotonic()
        for command in (["cmake", "--preset", "release", "-B", folder],
                        ["cmake", "--build", folder, "--target", "programs"]):
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=bench.sources)
        yield "build of the three programs from nothing", [time.monotonic() - start], "s", 150


ABSOLUTES = {f.__name__: f for f in (memory, sweep, build)}
