"""How cost grows with size: four series, a table of them and a picture."""

import csv
import json
import os
import pathlib
import platform
import random
import statistics
import subprocess
import tempfile
import time

from peers import Call, Wrk

REPEATS = 3
TEMPLATE = pathlib.Path(__file__).with_name("growth.gp")


def requests_by_connections(bench, resident_bytes):
    with bench.server() as server:
        for connections in (1, 10, 100, 1000, 10000):
            # Long enough for making the connections not to count.
            wrk = Wrk(server, "1KiB.bin", connections, min(2, connections), 5 * bench.seconds)
            yield connections, wrk.requests_per_s


def memory_by_connections(bench, resident_bytes):
    for connections in (10, 100, 1000, 10000):
        yield connections, resident_bytes(bench, connections)


def sweep_by_scenarios(bench, _):
    for scenarios in (10, 100, 1000, 10000):
        with tempfile.TemporaryDirectory(prefix="gauntlet_growth_", dir="/dev/shm") as folder:
            call = Call([bench.programs / "sweep_growth", scenarios, folder])
            yield scenarios, json.loads(call.output)["duration_s"]


def write_table(path, rows):
    """Ten passes of each configuration, with noise of 3%."""
    chance = random.Random(rows)
    with open(path, "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["mode", "server_pool", "operation", "volume", "client_pool", "aggregate_Bps",
                        "fail", "failed_requests", "status", "pass", "seed"])
        for i in range(rows // 10):
            for one_pass in range(1, 11):
                rate = 1e9 * chance.lognormvariate(0, 0.03)
                table.writerow(["thread" if i % 2 else "process", 5, "get", 10, 50, f"{rate:.0f}", 0, 0,
                                "ok", one_pass, i])


def diff_by_rows(bench, _):
    for rows in (100, 1000, 10000, 100000):
        with tempfile.TemporaryDirectory(prefix="gauntlet_growth_", dir="/dev/shm") as folder:
            tables = [pathlib.Path(folder) / name for name in ("base.csv", "new.csv")]
            for table in tables:
                write_table(table, rows)
            start = time.monotonic()
            subprocess.run([bench.programs / "orchestrator", "diff", *tables, "--allow-env"],
                           stdout=subprocess.DEVNULL, check=False)
            yield rows, time.monotonic() - start


SERIES = [
    ("requests/s of server_pool, GET of 1 KiB", "connections", requests_by_connections),
    ("bytes of memory of server_pool, idle connections", "connections", memory_by_connections),
    ("seconds of a sweep whose programs answer at once", "scenarios", sweep_by_scenarios),
    ("seconds of a diff of two tables", "rows in each", diff_by_rows),
]


def medians(runs):
    """Of several runs over the same sizes."""
    return [(same[0][0], statistics.median(y for _, y in same)) for same in zip(*runs)]


def measure(bench, resident_bytes):
    """(title, what grows, points) of each series; a point is the median of REPEATS measurements."""
    return [(title, of, medians([points(bench, resident_bytes) for _ in range(REPEATS)]))
            for title, of, points in SERIES]


def origin(bench):
    """Where and when it was measured, for the foot of the picture."""
    models = [line.partition(":")[2].strip() for line in open("/proc/cpuinfo")
              if line.startswith("model name")]
    version = subprocess.run([bench.programs / "orchestrator", "--version"], check=True,
                             capture_output=True, text=True).stdout.strip()
    return (f"{models[0] if models else platform.machine()}, {os.cpu_count()} cores, "
            f"{platform.release()}; measured {time.strftime('%Y-%m-%d')}; Gauntlet {version}; "
            f"medians of {REPEATS} measurements")


def draw(series, picture, foot):
    with tempfile.TemporaryDirectory() as folder:
        for i, (title, of, points) in enumerate(series):
            unit = title.split()[0]  # every title begins with it
            lines = [f'"{title}" "{of}" "{unit}"'] + [f"{x} {y}" for x, y in points]
            (pathlib.Path(folder) / f"series_{i}.dat").write_text("\n".join(lines) + "\n")
        quoted = foot.replace("'", "\u2019")
        settings = (f"folder='{folder}'; picture='{picture}'; count={len(series)}; "
                    f"foot='{quoted}'")
        subprocess.run(["gnuplot", "-e", settings, TEMPLATE], check=True)
