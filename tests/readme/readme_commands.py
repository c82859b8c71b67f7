"""Runs the commands of README.md in a copy of what they need, and holds what they print against what
the page shows: the same labels in front of other figures.

  readme_commands.py SOURCE_DIR PROGRAMS_DIR

Sweeps are made shorter, by SHORTER. A command that begins with "$ " is followed by its output; a line
"..." stands for what was cut.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile

def free_ports():
    """The first of five ports that nobody has: four in the place of 7000, one in that of 5000."""
    while True:
        with socket.socket() as first:
            first.bind(("127.0.0.1", 0))
            base = first.getsockname()[1]
        try:
            for port in range(base, base + 5):
                with socket.socket() as each:
                    each.bind(("127.0.0.1", port))
            return base
        except OSError:
            continue


BASE_PORT = free_ports()


# What is written on the page -> what is run instead, so that it takes seconds.
SHORTER = [
    (r"^orchestrator dashboard", f"orchestrator dashboard --port {BASE_PORT + 4}"),
    (r"127.0.0.1:5000", f"127.0.0.1:{BASE_PORT + 4}"),
    (r"^orchestrator run scenarios/full.yaml$", "orchestrator run scenarios/full.yaml --only volume=10,client_pool=1,server_pool=1"),
    (r"volume=10\|50' --set requests=3", "volume=10|50,client_pool=1,server_pool=1' --set requests=1"),
    (r"^(orchestrator run scenarios/smoke.yaml.*)", r"\1 --only mode=thread,protocol=http"),
    (r"--budget 1m", "--budget 2s"),
    (r"--passes 6", "--passes 2"),
    (r"--point-duration 3s --budget 2m", "--point-duration 500ms --budget 4s"),
    (r"^orchestrator run scenarios/nginx.yaml (.*)", r"orchestrator run scenarios/nginx.yaml \1 --only 'client_pool<=1,volume<=10'"),
    (r"^(orchestrator ab scenarios/nginx.yaml .*)", r"\1 --passes 1 --only 'operation=get,client_pool<=1,volume<=1'"),
    (r"^(orchestrator ab scenarios/ci.yaml .*)", r"\1 --passes 1 --only client_pool=1,mode=thread,volume=1"),
    (r"http://127.0.0.1:8080/files/a.bin", f"http://127.0.0.1:{BASE_PORT}/files/file_1MB.bin"),
    (r"^orchestrator run scenarios/outage.yaml$", "orchestrator run scenarios/outage.yaml --only retries=1"),
    (r"--duration 10s", "--duration 300ms"),
    (r"--warmup 1s", "--warmup 100ms"),
    (r"--min-duration 5s", "--min-duration 300ms"),
    (r"--requests 1000", "--requests 10"),
]
# Commands that are tests or set-ups of their own.
LEFT_OUT = [r"^scripts/", r"^export PATH="]
# Exit codes other than 0 that a command may end with.
MAY_END_WITH = [(r"^orchestrator validate mine", {2}), (r"^orchestrator (diff|ab) ", {0, 1, 3}),
                (r"^orchestrator capacity ", {0, 3}), (r"^orchestrator run scenarios/outage", {0, 1})]
# Lines that come and go with the machine and its load, or with the length of a sweep.
MAY_BE_MISSING = [r"^\d+ of \d+ rows are not valid", r"^  \d+ \w+: ", r"^Beware:", r"^ {20,}", r"^slice ",
                  r"^limited by:", r"^merged: ", r"^ +explained by ", r"^verdict: ", r"^(regression|equivalent|inconclusive) ", r"^after ",
                  r"^  \d+ (of \d+ )?rows? (is|are) ", r"^  the slice ", r"^ +aggregate_Bps", r"^To connect"]

MINE = """matrix:
  # how the server is built
  mode: [thread, fork]
  operation: [get]
  volume: [10, 50, 10]
  clients: [1, 2]
settings:
  server_pool: 0
  client_pool: 1
"""


def blocks(page):
    """The texts between the fences that name no language."""
    found = []
    language = None  # None: outside
    for line in page.splitlines():
        if not line.startswith("```"):
            if language == "":
                found[-1].append(line)
        elif language is None:
            language = line[3:]
            if language == "":
                found.append([])
        else:
            language = None
    return ["\n".join(lines) for lines in found]


def commands(block):
    """Pairs of a command and the output lines that follow it."""
    found = []
    lines = block.splitlines()
    shown = any(line.startswith("$ ") for line in lines)
    while lines:
        line = lines.pop(0)
        if shown and not line.startswith("$ "):
            if found:
                found[-1][1].append(line)
            continue
        command = line[2:] if shown else line
        while command.endswith("\\"):
            command = command[:-1].rstrip() + " " + lines.pop(0).strip()
        found.append((re.sub(r"\s+#.*", "", command), []))
    return found


def is_program(command):
    return re.match(r"(orchestrator|server_pool|client_pool|mkdir|curl|kill|scripts/|export )", command)


def shorter(command):
    command = re.sub(r"\b700(\d)\b", lambda found: str(BASE_PORT + int(found[1])), command)
    for pattern, text in SHORTER:
        command = re.sub(pattern, text, command)
    return command


def label(line):
    """What of a line does not depend on the run: the words before its first figure."""
    words = re.split(r"\d|:|  ", line.strip(), maxsplit=1)[0]
    return words.strip(" {[\"'-")


def prepare(source, programs, folder):
    for name in ("scenarios", "plots"):
        shutil.copytree(os.path.join(source, name), os.path.join(folder, name))
    for name in ("base", "slow"):
        os.mkdir(os.path.join(folder, name))
        for program in ("server_pool", "client_pool"):
            os.symlink(os.path.join(programs, program), os.path.join(folder, name, program))
    with open(os.path.join(folder, "mine.yaml"), "w") as out:
        out.write(MINE)


def run_all(listed, programs, folder):
    """The output and the exit code of each command, run by one shell, as a reader would."""
    script = ""
    for number, (command, _) in enumerate(listed):
        script += f"echo '@@ {number}'\n{shorter(command)}\necho; echo \"@@ rc $?\"\n".replace(
            "\necho; echo", "\nrc=$?; sleep 0.3; echo; echo").replace("rc $?", "rc $rc")
    script += "kill $(jobs -p); wait\n"
    environment = dict(os.environ, PATH=programs + ":" + os.environ["PATH"])
    result = subprocess.run(["bash", "-c", script], cwd=folder, env=environment, text=True, timeout=240,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace")
    outcomes = {}
    for part in result.stdout.split("@@ ")[1:]:
        head, _, text = part.partition("\n")
        if head.startswith("rc "):
            outcomes[number] = (outcomes[number], int(head[3:]))
        else:
            number = int(head)
            outcomes[number] = text
    return outcomes


def mistakes(command, expected, output, code):
    allowed = next((codes for pattern, codes in MAY_END_WITH if re.search(pattern, command)), {0})
    if code not in allowed:
        yield f"ended with {code}, not one of {sorted(allowed)}"
    labels = {label(line) for line in output.splitlines()}
    for line in expected:
        if line == "..." or not label(line) or any(re.search(p, line) for p in MAY_BE_MISSING):
            continue
        if label(line) not in labels:
            yield f"the page shows '{line}', and nothing printed begins with '{label(line)}'"


def main():
    source, programs = (os.path.abspath(path) for path in sys.argv[1:3])
    with open(os.path.join(source, "README.md")) as page:
        listed = [pair for block in blocks(page.read()) for pair in commands(block) if is_program(pair[0])]
    listed = [pair for pair in listed if not any(re.search(p, pair[0]) for p in LEFT_OUT)]
    assert len(listed) > 15, "the page has hardly a command"
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        prepare(source, programs, folder)
        outcomes = run_all(listed, programs, folder)
    for number, (command, expected) in enumerate(listed):
        output, code = outcomes[number]
        found = list(mistakes(command, expected, output, code))
        failures += len(found)
        if found:
            print(f"$ {shorter(command)}\n{output.rstrip()}")
            print("".join(f"  WRONG: {sentence}\n" for sentence in found))
    print(f"{len(listed)} commands of README.md were run, {failures} mistakes")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
