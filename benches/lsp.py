"""What the language server takes: the time from a keystroke to its findings, that of common requests, and its memory.

    cargo build --release && python3 benches/lsp.py target/release/flowc [flows]

Keystrokes are timed against `flowc check` of the same workspace in the same run, so that the ratio says something on any machine.
"""

import json
import os
import pathlib
import queue
import statistics
import subprocess
import sys
import tempfile
import threading
import time

PER_FILE = 20
ROUNDS = 60


def flow(number: int) -> str:
    return f"""flow flow_{number} "Flow {number}" {{
  on keyword "WORD{number}", "Word {number}" ignoring case from sms
  when contact.plan is "pro" or contact.first_name is known
  via sms, else whatsapp for 24h
  within office
  at most 3 per 1d
  send "Hello {{contact.first_name | there}}, this is flow {number}."
  after 1d within mon..fri 09:00..18:00 {{
    ask "Do you want number {number}?" {{
      "yes{number}" {{ tag "yes" send "Good." }}
      otherwise {{ assign to team sales }}
    }}
  }}
  if contact has tag "vip" {{ start flow_{(number + 1) // PER_FILE * PER_FILE} }} else {{ send welcome }}
}}

"""


def workspace(folder: pathlib.Path, flows: int) -> None:
    (folder / "shared.flow").write_text(
        'workspace "Bench" { timezone "Europe/Paris"  languages en }\n'
        "schedule office { mon..fri 09:00..12:00, 14:00..18:00 }\n"
        'field contact.plan: text one of "free", "pro"\n'
        'text welcome { en "Welcome back." }\n'
    )
    for start in range(0, flows, PER_FILE):
        text = "".join(flow(number) for number in range(start, min(start + PER_FILE, flows)))
        (folder / f"flows_{start:05}.flow").write_text(text)


class Server:
    def __init__(self, program: str):
        self.process = subprocess.Popen([program, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.told: queue.Queue = queue.Queue()
        self.asked = 0
        threading.Thread(target=self.read, daemon=True).start()

    def read(self) -> None:
        while line := self.process.stdout.readline():
            length = int(line.split(b":")[1])
            self.process.stdout.readline()
            self.told.put((time.perf_counter(), json.loads(self.process.stdout.read(length))))

    def send(self, message: dict) -> None:
        text = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(text), text))
        self.process.stdin.flush()

    def notify(self, method: str, params: dict) -> None:
        self.send({"method": method, "params": params})

    def ask(self, method: str, params: dict | None) -> float:
        """How long the answer took, in milliseconds."""
        self.asked += 1
        start = time.perf_counter()
        self.send({"id": self.asked, "method": method, "params": params})
        return self.until(lambda message: message.get("id") == self.asked, start)

    def until(self, fits, start: float) -> float:
        while True:
            at, message = self.told.get(timeout=120)
            if "error" in message:
                raise SystemExit(message["error"])
            if fits(message):
                return (at - start) * 1000

    def memory(self) -> float:
        """Megabytes that are resident."""
        pages = int(pathlib.Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    program, flows = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name).resolve()
        workspace(folder, flows)
        checks = []
        for _ in range(5):
            start = time.perf_counter()
            subprocess.run([program, "check", folder], stdout=subprocess.DEVNULL, check=False)
            checks.append((time.perf_counter() - start) * 1000)
        server = Server(program)
        start = time.perf_counter()
        server.ask("initialize", {"capabilities": {}, "workspaceFolders": [{"uri": folder.as_uri(), "name": "w"}]})
        print(f"ready after {(time.perf_counter() - start) * 1000:.0f} ms")
        server.notify("initialized", {})
        time.sleep(1)
        print(f"memory at rest {server.memory():.0f} MB")
        file = folder / f"flows_{flows // 2 // PER_FILE * PER_FILE:05}.flow"
        text, uri = file.read_text(), file.as_uri()
        document = {"uri": uri, "languageId": "flow", "version": 1, "text": text}
        server.notify("textDocument/didOpen", {"textDocument": document})
        line = text[: text.index("send \"Hello")].count("\n")
        place = {"line": line, "character": 10}
        keystrokes = []
        for version in range(2, ROUNDS):
            change = {"range": {"start": place, "end": place}, "text": "x"}
            start = time.perf_counter()
            params = {"textDocument": {"uri": uri, "version": version}, "contentChanges": [change]}
            server.notify("textDocument/didChange", params)
            at_version = lambda message: (
                message.get("method") == "textDocument/publishDiagnostics"
                and message["params"]["uri"] == uri
                and message["params"].get("version") == version
            )
            keystrokes.append(server.until(at_version, start))
        check, key = statistics.median(checks), statistics.median(keystrokes)
        print(f"flowc check {check:.1f} ms, a keystroke {key:.1f} ms ({check / key:.0f} times less), at worst {max(keystrokes):.1f} ms")
        at = {"textDocument": {"uri": uri}, "position": {"line": line + 8, "character": 14}}
        whole = {"range": {"start": {"line": 0, "character": 0}, "end": {"line": 10000, "character": 0}}}
        for method, params in [
            ("textDocument/completion", at),
            ("textDocument/hover", {**at, "position": {"line": 0, "character": 6}}),
            ("textDocument/documentHighlight", {**at, "position": {"line": 0, "character": 6}}),
            ("textDocument/semanticTokens/full", at),
            ("textDocument/inlayHint", {**at, **whole}),
            ("textDocument/codeLens", at),
            ("textDocument/formatting", {**at, "options": {"tabSize": 2, "insertSpaces": True}}),
            ("workspace/symbol", {"query": "fl7"}),
            ("textDocument/rename", {**at, "position": {"line": 0, "character": 6}, "newName": "another"}),
        ]:
            first, second = server.ask(method, params), server.ask(method, params)
            print(f"{method} {first:.1f} ms, again {second:.1f} ms")
        print(f"memory after all of that {server.memory():.0f} MB")
        time.sleep(1)
        server.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        server.ask("workspace/symbol", {"query": "zzz"})
        print(f"memory after closing {server.memory():.0f} MB")
        server.ask("shutdown", None)
        server.notify("exit", {})
        server.process.wait(10)


main()
