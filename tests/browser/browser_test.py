"""Drives the live page and the report in a real browser.

    browser_test.py --bin build/bin --scenarios scenarios [--axe axe.min.js] [--screenshots DIR]

Needs Debian's chromium, chromium-driver and python3-selenium. --address tests a page that is there
already instead of starting one; --report then names the report.html to open.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

from browser import Browser

WIDTHS = (390, 1600)
THEMES = ("light", "dark")
MARKUP = "<script>alert(1)<"
OPTIONS = argparse.Namespace()

FAILING = """
matrix: {operation: [get], volume: [1], client_pool: [1, 2]}
settings: {mode: thread, server_pool: 1, server: broken}
servers:
  broken: {start: "false {port}", url: "http://127.0.0.1:{port}/"}
"""

NO_CELLS = "return document.querySelectorAll('.live-matrix .matrix-box .cell:is(.ok, .invalid, .failed)').length"
PHASE = "return document.querySelector('.phase')?.textContent"


class Program:
    """orchestrator dashboard, with a folder of scenarios and results of its own."""

    def __init__(self, programs: pathlib.Path, scenarios: pathlib.Path):
        self.orchestrator = programs / "orchestrator"
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="gauntlet_browser_test_"))
        self.results = self.folder / "results"
        (self.folder / "scenarios").mkdir()
        smoke = (scenarios / "smoke.yaml").read_text()
        (self.folder / "scenarios" / "smoke.yaml").write_text(smoke)
        strange = smoke.replace("name: smoke", f"name: '{MARKUP}'")
        (self.folder / "scenarios" / f"{MARKUP}.yaml").write_text(strange)
        for file in ("smoke.yaml", f"{MARKUP}.yaml"):
            self.sweep(self.folder / "scenarios" / file)
        self.runs = sorted(table.stem for table in self.results.glob("*.csv"))
        self.start(port="0")

    def start(self, port: str) -> None:
        self.process = subprocess.Popen(
            [self.orchestrator.resolve(), "dashboard", "--port", port, "--results", self.results],
            cwd=self.folder,  # whose scenarios it offers
            stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().split()[-1]

    def restart(self) -> None:
        self.process.kill()
        self.process.wait(timeout=30)
        self.start(port=self.address.rstrip("/").rsplit(":", 1)[-1])

    def sweep(self, file: pathlib.Path) -> None:
        # 1: a scenario failed, which a busy machine may bring about, and is no matter here.
        command = [self.orchestrator, "run", file, "--only", "mode=thread", "--passes", "2",
                   "--results", self.results, "--no-plots", "--quiet"]
        code = subprocess.run(command, check=False).returncode
        if code not in (0, 1):
            raise RuntimeError(f"orchestrator run ended with {code}")

    def report_of_failures(self) -> pathlib.Path:
        """Of a sweep in which no scenario went well."""
        file = self.folder / "failing.yaml"
        file.write_text(FAILING)
        results = self.folder / "failing"
        command = [self.orchestrator, "run", file, "--results", results, "--no-plots", "--quiet"]
        subprocess.run(command, check=False)
        return next(results.glob("*/report.html"))

    def report(self) -> pathlib.Path:
        table = self.results / f"{self.runs[-1]}.csv"
        page = self.folder / "report.html"
        subprocess.run([self.orchestrator, "report", table, "--output", page], check=True)
        return page

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)
        shutil.rmtree(self.folder, ignore_errors=True)


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.program = None if OPTIONS.address else Program(OPTIONS.bin, OPTIONS.scenarios)
        address = OPTIONS.address or cls.program.address
        cls.browser = Browser(address, OPTIONS.screenshots, OPTIONS.axe)

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        if cls.program:
            cls.program.close()

    def setUp(self):
        self.browser.resize(1600)
        self.browser.console_errors()
        self.browser.foreign_requests()

    def tearDown(self):
        self.assertEqual(self.browser.console_errors(), [])
        self.assertEqual(self.browser.foreign_requests(), [])

    def start_smoke(self, only: str = "", **settings: str):
        """A run that has begun, by clicking."""
        self.stop_what_runs()
        self.browser.view("/start")
        self.browser.click(".file", "smoke.yaml")
        self.browser.wait("scenarios", "return document.querySelector('.start-total').textContent")
        for setting, value in settings.items():
            self.browser.fill(setting, value)
        if only:
            self.browser.fill("Only", only)
        self.browser.wait("scenarios", "return !document.querySelector('.start-bar button').disabled")
        self.browser.click("button.primary", "Start the run")
        self.browser.wait("run", f"{PHASE} === 'Running'")

    def stop_what_runs(self):
        self.browser.view("/live")
        self.browser.wait("first state", PHASE)
        at_rest = "return /^(Nothing runs|Ended)/.test(document.querySelector('.phase')?.textContent)"
        if not self.browser.run(at_rest):
            self.browser.run("document.querySelector('.progress-buttons .danger').click()")
        self.browser.wait("end", at_rest)

    def list_runs(self) -> list[str]:
        """The names of two whole runs, in the view of all."""
        self.browser.view("/runs")
        self.browser.wait("row", "return document.querySelector('.runs tbody a') !== null")
        if self.program:
            return self.program.runs
        return self.browser.run("return [...document.querySelectorAll('.runs tbody a')].map((a) => a.textContent)")[:2]

    def assert_fits(self, name: str):
        """The view as it stands, in all widths and themes."""
        for width in WIDTHS:
            for theme in THEMES:
                with self.subTest(width=width, theme=theme):
                    self.browser.resize(width)
                    self.browser.choose_theme(theme)
                    self.browser.wait("frame", "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")
                    self.browser.screenshot(f"{name}_{width}_{theme}")
                    self.assertLessEqual(self.browser.overflow(), 0)
                    self.assertEqual(self.browser.accessibility_faults(), [])

    def test_a_sweep_started_by_clicking_fills_its_cells_and_moves_its_graphs(self):
        self.start_smoke()
        self.browser.wait("cell", f"{NO_CELLS} > 0")
        cells = self.browser.run(NO_CELLS)
        seen = self.browser.run("return [...document.querySelectorAll('.time-chart canvas')].map((canvas) => canvas.toDataURL())")
        self.browser.wait("more cells", f"{NO_CELLS} > {cells}")
        moved = """return [...document.querySelectorAll('.time-chart canvas')]
            .every((canvas, place) => canvas.toDataURL() !== arguments[0][place])"""
        self.browser.wait("graphs that moved", moved, seen)
        self.assertEqual(len(seen), 5)
        self.assertRegex(self.browser.text(), r"\d+ of 12")

    def test_the_cache_can_be_switched_while_a_run_goes_on(self):
        # Scenarios that go on for longer than it takes to look and to click, of a file so small that
        # its content is kept.
        self.start_smoke("operation=get protocol=http", min_duration="10s", volume="16KiB")
        hits = "return fetch('/metrics').then((answer) => answer.json()).then(({cache_hits}) => cache_hits)"
        is_on = "return document.querySelector('.switch').getAttribute('aria-checked') === 'true'"
        self.browser.wait("cache", "return !document.querySelector('.switch').disabled")
        if self.browser.run(is_on):
            self.browser.click(".switch")
            self.browser.wait("cache that is off", f"{is_on} === false")
        self.browser.click(".switch")
        self.browser.wait("cache that is on", is_on)
        before = self.browser.run(hits)
        self.browser.wait("hits", f"{hits}.then((now) => now !== null && now !== arguments[0])", before)

    def test_a_run_can_be_paused_and_goes_on(self):
        self.start_smoke()
        self.browser.click("button", "Pause")
        self.browser.wait("pause", f"{PHASE} === 'Paused'")
        self.browser.click("button", "Continue")
        self.browser.wait("run that goes on", f"{PHASE} === 'Running'")

    def test_the_page_goes_on_by_itself_when_the_program_was_away(self):
        if not self.program:
            self.skipTest("the program is not ours to restart")
        self.start_smoke()
        self.program.restart()
        self.browser.wait("state of the new program", f"{PHASE}.startsWith('Nothing runs')")
        self.browser.run("fetch('/start_test', {method: 'POST'})")
        self.browser.wait("run that was started elsewhere", f"{PHASE} === 'Running'")
        self.stop_what_runs()
        self.browser.console_errors()  # of connections that were refused meanwhile

    def test_the_page_goes_on_by_itself_after_the_network_was_cut(self):
        self.start_smoke()
        self.browser.offline(True)
        time.sleep(2)
        self.browser.offline(False)
        self.browser.wait("cell", f"{NO_CELLS} > 0")
        self.browser.wait("end", f"{PHASE}.startsWith('Ended')")
        self.browser.console_errors()

    def test_a_run_can_be_stopped(self):
        self.start_smoke()
        self.browser.click("button.danger", "Stop")
        self.browser.wait("end", f"{PHASE} === 'Ended: interrupted'")

    def test_a_test_of_many_clients_starts_by_one_click(self):
        self.stop_what_runs()
        self.browser.click(".card-form button", "Start test")
        self.browser.wait("run", f"{PHASE} === 'Running'")
        self.stop_what_runs()

    def test_a_wrong_setting_is_told_at_its_field(self):
        self.browser.view("/start")
        self.browser.wait("field", "return document.querySelector('.setting input[type=text]')")
        self.browser.press(".setting input[type=text]", "x")
        self.browser.wait("message", "return document.querySelector('.setting .error:not(:empty)')")
        self.assertTrue(self.browser.run("return document.querySelector('.setting [aria-invalid]') !== null"))
        self.assertTrue(self.browser.run("return document.querySelector('.start-bar button').disabled"))
        # The browser writes down that the program refused it, and nothing else.
        self.assertTrue(all("/api/expand" in error and "422" in error for error in self.browser.console_errors()))

    def test_several_values_of_a_setting_make_an_axis(self):
        self.browser.view("/start")
        self.browser.click(".file", "smoke.yaml")
        total = "return document.querySelector('.start-total').textContent"
        self.browser.wait("scenarios", f"{total} === '12 scenarios'")
        self.browser.fill("client_pool", "2|3")
        self.browser.wait("more scenarios", f"{total} === '24 scenarios'", deadline_s=10)

    def test_a_run_of_the_past_is_shown_with_its_charts(self):
        self.browser.click(".runs tbody a", self.list_runs()[0])
        self.browser.wait("chart", "return document.querySelector('.panel canvas')")
        self.assertTrue(all(drawn > 50 for drawn in self.browser.drawn_charts()))
        self.browser.press(".heatmap [tabindex='0']", "\ue007")  # Enter
        self.browser.wait("scenario", "return document.activeElement.textContent === 'One scenario'")
        self.assert_fits("run")

    def test_a_scenario_is_shown_with_its_logs(self):
        self.browser.click(".runs tbody a", self.list_runs()[0])
        self.browser.click(".scenario .links a", "pass 1")
        self.browser.wait("logs", "return document.body.innerText.includes('Logs')")
        self.assert_fits("scenario")

    def value_of(self, module: str, expression: str):
        """Of what one of the page's modules exports, in a page that has them."""
        self.browser.view("/live")
        script = f"return import('gauntlet/{module}').then((module) => {expression})"
        return self.browser.run(script)

    def test_numbers_are_shown_with_units_and_what_is_missing_as_a_dash(self):
        shown = self.value_of("format", """[module.bytes(1023), module.bytes(1536), module.byte_rate(5.5 * 2 ** 30),
            module.request_rate(12345), module.seconds(0.00074), module.seconds(null), module.seconds(0),
            module.duration(200), module.change(-0.1234), module.in_unit(2, 'MiB/s'), module.digits(0.984)]""")
        self.assertEqual(shown, ["0.999 KiB", "1.5 KiB", "5.5 GiB/s", "12.3 k/s", "740 µs", "–", "0 s",
                                 "3 min 20 s", "−12%", "2 MiB/s", "0.984"])

    def test_saved_tables_quote_what_spreadsheets_would_run(self):
        saved = self.value_of("format", """module.csv(['a', 'b'], [['=1+1', 'x,"y"'], [null, -2]])""")
        self.assertEqual(saved, 'a,b\r\n\'=1+1,"x,""y"""\r\n,-2\r\n')

    def test_the_matrix_is_shaded_by_shares_of_the_best_of_its_group(self):
        cells = "[10, 5, null, 2].map((value, i) => ({value, group: i < 3}))"
        self.assertEqual(self.value_of("shades", f"module.levels({cells}, true)"), [1, 0.5, None, 0.75])
        self.assertEqual(self.value_of("shades", f"module.levels({cells}, false)"), [0.5, 1, None, 0.75])

    def test_what_the_live_page_keeps_has_a_bound(self):
        kept = self.value_of("live_state", """(() => {
            const state = new module.LiveState();
            state.apply('begin', {scenarios: ['a'], rows: []});
            for (let t = 1; t <= 1000; ++t) {
              state.apply('second', {t, p50_s: 1});
              state.apply('message', {text: String(t)});
              state.apply('row', {row: {scenario: 'a', planned: 'a', pass: 1, side: null}, done: t, failed: 0, total: 9});
            }
            return [state.series.t.length, state.series.p50_s.length, state.messages.length, state.rows_of('a').length];
          })()""")
        self.assertEqual(kept, [301, 301, 200, 1])

    def test_two_runs_can_be_compared(self):
        for name in self.list_runs():
            self.browser.click(f".runs input[aria-label='Compare {name}']")
        self.browser.click("a.button", "Compare the two")
        self.browser.wait("verdict", "return document.querySelector('.verdict-word')")
        self.assertTrue(self.browser.run("return document.querySelectorAll('.forest-row').length > 0"))
        self.assert_fits("compare")

    def test_every_view_fits_in_both_themes(self):
        for name in ("live", "start", "runs"):
            self.browser.view(f"/{name}")
            self.assert_fits(name)
        self.start_smoke()
        self.browser.wait("cell", f"{NO_CELLS} > 1")
        self.assert_fits("live_running")

    def test_markup_in_names_is_text(self):
        self.browser.view("/start")
        self.browser.wait("file", "return document.querySelectorAll('.file').length > 1")
        self.assertIn("<script>alert(", self.browser.text())
        runs = self.list_runs()
        self.assertIn("<script>alert(", self.browser.text())
        self.browser.click(".runs tbody a", runs[-1])
        self.browser.wait("run", "return document.querySelector('.run-head h1')")
        self.assertEqual(self.browser.run("return document.scripts.length"), 2)

    def test_a_report_from_disk_draws_all_its_charts_without_a_network(self):
        page = OPTIONS.report or self.program.report()
        self.browser.offline(True)
        try:
            self.browser.open(page.resolve().as_uri())
            self.browser.wait("chart", "return document.querySelectorAll('.chart canvas').length > 2")
            charts = self.browser.run("return document.querySelectorAll('.chart').length")
            drawn = self.browser.drawn_charts()
            self.assertEqual(len(drawn), charts)
            self.assertTrue(all(pixels > 50 for pixels in drawn))
            self.assert_fits("report")
        finally:
            self.browser.offline(False)

    def test_a_report_of_failures_alone_shows_them(self):
        if self.program is None:
            self.skipTest("needs a program of its own")
        self.browser.open(self.program.report_of_failures().resolve().as_uri())
        cells = "return document.querySelectorAll('.heatmap .cell.failed').length"
        self.browser.wait("failed cells", f"{cells} === 2", deadline_s=10)


def main():
    parser = argparse.ArgumentParser(description="Drives the live page and the report in a browser.")
    parser.add_argument("--bin", type=pathlib.Path, help="folder of the programs")
    parser.add_argument("--scenarios", type=pathlib.Path, help="folder with smoke.yaml")
    parser.add_argument("--address", help="of a page that is there already, instead of --bin")
    parser.add_argument("--report", type=pathlib.Path, help="the report.html to open, instead of one made now")
    parser.add_argument("--axe", type=pathlib.Path, help="axe.min.js; without it accessibility is not tested")
    parser.add_argument("--screenshots", type=pathlib.Path, help="folder for a picture of every view")
    arguments, rest = parser.parse_known_args(namespace=OPTIONS)
    if not arguments.address and not (arguments.bin and arguments.scenarios):
        parser.error("give --bin and --scenarios, or --address")
    if arguments.screenshots:
        arguments.screenshots.mkdir(parents=True, exist_ok=True)
    if arguments.axe and not arguments.axe.exists():
        print(f"Accessibility is not tested: there is no {arguments.axe}; scripts/setup --tests fetches it.")
        arguments.axe = None
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
