"""Runs the figures side by side and prints a table. Called by scripts/bench."""

import argparse
import pathlib
import platform
import signal
import socket
import statistics
import sys

import figures
import growth
import rounds

UNITS = {"B/s": (1 << 30, "GiB/s"), "MiB/s": (1, "MiB/s"), "requests/s": (1000, "k/s"),
         "searches/s": (1, "/s")}


def scaled(values, unit):
    divisor, name = UNITS[unit]
    return f"{statistics.median(values) / divisor:.2f} {name}"


def progress(text):
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
    else:
        print(text, file=sys.stderr, flush=True)


def row_of(result):
    figure = result.figure
    low, high = result.interval
    goal = "" if figure.goal is None else f"{figure.goal:.2f}"
    return [figure.name, figure.peer_name, scaled(result.ours, figure.unit),
            scaled(result.peer, figure.unit), f"{result.ratio:.2f}", f"{low:.2f} to {high:.2f}", goal,
            result.verdict()]


def row_of_absolute(what, values, unit, goal):
    value = statistics.median(values)
    digits = 1 if value < 10 else 0
    measured = f"{value:.{digits}f} {unit}"
    if len(values) > 1:
        measured += f" ({min(values):.{digits}f} to {max(values):.{digits}f})"
    verdict = "" if goal is None else "reached" if value <= goal else "missed"
    return [what, measured, "" if goal is None else f"at most {goal}", verdict]


def shown(row):
    """As soon as it is known: an interrupted bench must not lose what it measured."""
    progress("| " + " | ".join(row) + " |")
    if sys.stderr.isatty():
        print(file=sys.stderr)
    return row


def markdown(header, rows):
    table = [header, *rows]
    widths = [max(len(row[i]) for row in table) for i in range(len(header))]
    lines = ["| " + " | ".join(cell.ljust(w) for cell, w in zip(row, widths)) + " |" for row in table]
    lines.insert(1, "|" + "|".join("-" * (w + 2) for w in widths) + "|")
    return "\n".join(lines)


def short(number):
    return f"{number:,.0f}" if number >= 1000 else f"{number:.2g}"


def show_growth(bench, picture):
    series = growth.measure(bench, figures.idle_server_bytes)
    for title, of, points in series:
        print("\n" + markdown([of, *[f"{x:,}" for x, _ in points]],
                              [[title, *[short(y) for _, y in points]]]))
    growth.draw(series, picture, growth.origin(bench))


def congestion_control():
    """Of a connection on loopback as it is made here, whatever decides it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        with socket.create_connection(listener.getsockname()) as connection:
            name = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, 16)
            return name.rstrip(b"\0").decode()


def parse_arguments():
    known = [*figures.SUBJECTS, *figures.ABSOLUTES, "growth"]
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT",
                        help=f"of {', '.join(known)} (default: all)")
    parser.add_argument("--rounds", type=int, default=15, help="of each figure [%(default)s]")
    parser.add_argument("--seconds", type=int, default=2, help="a measurement [%(default)s]")
    parser.add_argument("--picture", type=pathlib.Path, default="docs/images/growth.png",
                        help="that growth draws [%(default)s]")
    parser.add_argument("--programs", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    for subject in arguments.subjects:
        if subject not in known:
            parser.error(f"no subject '{subject}'; there are {', '.join(known)}")
    arguments.subjects = arguments.subjects or known
    return arguments


def measure_all(bench, arguments):
    ratios = [shown(row_of(rounds.measure(figure, arguments.rounds, progress)))
              for name in arguments.subjects if name in figures.SUBJECTS
              for figure in figures.SUBJECTS[name](bench)]
    absolutes = [shown(row_of_absolute(*row))
                 for name in arguments.subjects if name in figures.ABSOLUTES
                 for row in figures.ABSOLUTES[name](bench)]
    progress("")
    print(f"{arguments.rounds} rounds of {arguments.seconds} s, loopback, {congestion_control()}, "
          f"Linux {platform.release()}\n")
    if ratios:
        print(markdown(["what", "against", "ours", "theirs", "ratio", "95% interval", "goal",
                        "verdict"], ratios))
    if absolutes:
        print("\n" + markdown(["what", "measured", "goal", "verdict"], absolutes))
    if "growth" in arguments.subjects:
        show_growth(bench, arguments.picture)


def main():
    arguments = parse_arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # by way of what ends the peers
    sources = pathlib.Path(__file__).resolve().parents[2]
    bench = figures.Bench(arguments.programs, sources, arguments.seconds)
    try:
        measure_all(bench, arguments)
    finally:
        bench.files.close()


if __name__ == "__main__":
    main()
