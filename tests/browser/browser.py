"""A headless Chromium for the tests: opens a page, and says what went wrong in it."""

import base64
import json
import pathlib
import shutil
import tempfile
import time
import urllib.parse

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
# What is waited for comes at once or, where a scenario has to run for it, within seconds.
DEADLINE_S = 60


class Browser:
    def __init__(self, address: str, screenshots: pathlib.Path | None, axe: pathlib.Path | None):
        self.address = address
        self.screenshots = screenshots
        self.axe = axe.read_text() if axe else None
        self.profile = tempfile.mkdtemp(prefix="gauntlet_browser_")
        options = Options()
        options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
        for flag in FLAGS.split():
            options.add_argument(flag)
        options.add_argument(f"--user-data-dir={self.profile}")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        self.resize(1600)

    def close(self) -> None:
        self.driver.quit()
        shutil.rmtree(self.profile, ignore_errors=True)

    def resize(self, width: int) -> None:
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": False},
        )

    def offline(self, is_offline: bool) -> None:
        self.driver.execute_cdp_cmd("Network.enable", {})
        self.driver.execute_cdp_cmd(
            "Network.emulateNetworkConditions",
            {"offline": is_offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
        )

    def open(self, url: str) -> None:
        """Loads the page anew, even where only the part after the # differs."""
        self.driver.get("about:blank")
        self.driver.get(url)

    def view(self, path: str) -> None:
        self.open(f"{self.address}#{path}")
        self.wait(f"the view {path}", "return document.querySelector('main h1') !== null")

    def run(self, script: str, *arguments):
        return self.driver.execute_script(script, *arguments)

    def wait(self, what: str, script: str, *arguments, deadline_s: float = DEADLINE_S):
        """The script's value as soon as it is one."""
        end = time.monotonic() + deadline_s
        while time.monotonic() < end:
            value = self.run(script, *arguments)
            if value:
                return value
            time.sleep(0.05)
        raise AssertionError(f"no {what} within {deadline_s:.0f} s; the page says: {self.text()[:600]}")

    def text(self) -> str:
        return self.run("return document.body.innerText")

    def click(self, selector: str, text: str = "") -> None:
        """Clicks the first element that can be seen, is enabled, and has the text."""
        script = """
            const [selector, text] = arguments;
            const found = [...document.querySelectorAll(selector)].find((node) =>
              node.textContent.includes(text) && node.offsetParent !== null && !node.disabled);
            found?.scrollIntoView({block: 'center'});
            return found ?? null;"""
        self.wait(f"{selector} '{text}' to click", script, selector, text).click()

    def press(self, selector: str, key: str) -> None:
        node = self.wait(selector, "return document.querySelector(arguments[0])", selector)
        node.send_keys(key)

    def fill(self, label: str, text: str) -> None:
        """Types into the field of that label, instead of what is there."""
        script = """
            const label = [...document.querySelectorAll('label')]
              .find((node) => node.textContent.trim().startsWith(arguments[0]));
            return label ? label.control : null;"""
        node = self.wait(f"field {label}", script, label)
        node.clear()
        node.send_keys(text)

    def choose_theme(self, theme: str) -> None:
        self.run(
            """const control = document.querySelector('.theme-switch select');
            control.value = arguments[0];
            control.dispatchEvent(new Event('change'));""",
            theme,
        )

    def drawn_charts(self) -> list[int]:
        """Of each chart how many of its pixels have a colour: axes and grids are grey."""
        return self.run(
            """return [...document.querySelectorAll('.chart canvas')].map((canvas) => {
              const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
              let drawn = 0;
              for (let i = 0; i < data.length; i += 4) {
                const [red, green, blue] = data.subarray(i, i + 3);
                drawn += Math.max(red, green, blue) - Math.min(red, green, blue) > 60;
              }
              return drawn;
            });"""
        )

    def screenshot(self, name: str) -> None:
        if self.screenshots is None:
            return
        width, height = self.run("return [innerWidth, Math.min(document.documentElement.scrollHeight, 8000)]")
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        picture = self.driver.execute_cdp_cmd(
            "Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip}
        )
        (self.screenshots / f"{name}.png").write_bytes(base64.b64decode(picture["data"]))

    def console_errors(self) -> list[str]:
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]

    def foreign_requests(self) -> list[str]:
        """Requests since the last call that went neither to the page's own program nor nowhere."""
        own = urllib.parse.urlsplit(self.address).netloc
        foreign = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] != "Network.requestWillBeSent":
                continue
            url = urllib.parse.urlsplit(message["params"]["request"]["url"])
            if url.scheme in ("http", "https", "ws", "wss") and url.netloc != own:
                foreign.append(url.geturl())
        return foreign

    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        return self.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def accessibility_faults(self) -> list[str]:
        """What axe-core finds that is serious or critical; nothing where there is no axe-core."""
        if self.axe is None:
            return []
        self.run(self.axe)
        found = self.driver.execute_async_script(
            "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then(done);"
        )
        return [
            f"{fault['id']}: {node['html'][:200]} {node.get('failureSummary', '')[:300]}"
            for fault in found["violations"]
            if fault["impact"] in ("serious", "critical")
            for node in fault["nodes"][:5]
        ]
