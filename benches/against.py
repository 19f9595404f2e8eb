#!/usr/bin/env python3
"""flowc beside programs that do comparable work, in processor time of whole processes, in one run.

    cargo build --release
    python3 benches/against.py target/release/flowc

Needs `ruff` (PyPI) and `promtool` (Debian package prometheus) on the PATH; what is missing is left out.
"""

import os
import pathlib
import resource
import shutil
import subprocess
import sys
import sysconfig
import tempfile

FLOWS = """flow order_{n} "Commande {n}" {{
  on keyword "ORDER{w}", "CMD {w}" from sms
  send "Répondez LIVRAISON ou EMPORTER, {{contact.first_name | cher client}}."
}}

flow silent_{n} "Le contact ne répond plus" {{
  on silence
  when contact has tag "bloc {n}" and (visitor.history is new or device.language is not "en")
  via webchat for 10m, else whatsapp for 24h, else sms
  within mon..fri 08:00..12:00, 14:00..17:00
  stop on intent not_interested, booking

  after 5m   send ai
  after 15m  send "Toujours là, {{contact.first_name | vous}} ?"
  after 1d {{ tag "à relancer {n}" notify "sales@example.com" "Silencieux depuis hier" }}
}}
"""

PYTHON = '''def order_{n}(message, contact, history=None):
    """Takes an order, and asks how it is to be delivered."""
    if "ORDER{n}" in message and contact.get("first_name") is not None:
        return [f"Deliver or collect, {{contact['first_name']}}?", history or []]
    return [part for part in message.split(" ") if len(part) > {n} % 7]


'''

SCENARIO = """scenario "follow-up {n}" {{
  at 2026-03-02 09:00
  contact marie {{ first_name "Marie" phone "+33612345678" }}
  marie says "Bonjour" on webchat
  bot says "Je regarde." to marie
  wait 5m
  expect send "Toujours là, Marie ?" to marie on webchat
  marie says "Pardon"
  expect no pending from silent
}}
"""

PROMETHEUS = """  - interval: 1m
    input_series: [{{series: 'up{{job="a{n}"}}', values: '0x20'}}]
    alert_rule_test: [{{eval_time: 10m, alertname: Down, exp_alerts: [{{exp_labels: {{job: a{n}}}}}]}}]
"""


def letters(number):
    return "".join(chr(ord("A") + int(digit)) for digit in f"{number:06}")


def cpu(*command, ok=(0, 1)):
    """The least processor time of three runs, in seconds."""
    best = None
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode not in ok:
            sys.exit(f"{command}: {done.returncode}\n{done.stderr.decode()[:2000]}")
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best = spent if best is None else min(best, spent)
    return best


def write(folder, ending, block, size, per_file=30):
    total, number = 0, 0
    while total < size:
        text = ""
        for _ in range(per_file):
            text += block.format(n=number, w=letters(number))
            number += 1
        path = folder / f"part{number}.{ending}"
        path.write_text(text)
        total += len(text.encode())
    return total


def real_python(folder, size):
    """Copies that many bytes of the standard library of the Python that runs this, without its tests."""
    root, total = pathlib.Path(sysconfig.get_paths()["stdlib"]), 0
    for source in sorted(root.rglob("*.py")):
        parts = source.relative_to(root).parts
        if {"site-packages", "test", "tests", "lib2to3"} & set(parts):
            continue
        if total + source.stat().st_size > size:
            break
        copy = folder.joinpath(*parts)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(source.read_bytes())
        total += source.stat().st_size
    return total


def memory(*command):
    """The most memory that a run holds at once, in bytes."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(child.pid, 0)
    return usage.ru_maxrss * 1024


def main():
    flowc = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        room = pathlib.Path(name)
        flows, python, tests, small = (room / part for part in ("flows", "python", "tests", "small"))
        for folder in (flows, python, tests, small):
            folder.mkdir()

        (small / "three.flow").write_text(FLOWS.format(n=1, w="A") + 'flow coupon { on purchase send "MERCI" }\n')
        print(f"flowc check, three flows: {cpu(flowc, 'check', str(small)) * 1000:.1f} ms (at most 5)")

        size = bytes_of_flows = write(flows, "flow", FLOWS, 10_000_000)
        ours = cpu(flowc, "check", "--format", "short", str(flows))
        print(f"flowc check, {size / 1e6:.1f} MB: {ours:.2f} s")
        if shutil.which("ruff"):
            size = write(python, "py", PYTHON, 10_000_000)
            theirs = cpu("ruff", "check", "--no-cache", "--isolated", "-q", str(python))
            print(f"ruff check, {size / 1e6:.1f} MB of simple Python: {theirs:.2f} s; flowc is {ours / theirs:.2f} × ruff")
            size = real_python(room / "real", 10_000_000)
            theirs = cpu("ruff", "check", "--no-cache", "--isolated", "-q", str(room / "real"))
            print(f"ruff check, {size / 1e6:.1f} MB of Python's own library: {theirs:.2f} s; flowc is {ours / theirs:.2f} × ruff")
        peak = memory(flowc, "check", "--format", "short", str(flows))
        print(f"flowc check, peak memory: {peak / 1e6:.0f} MB, {peak / bytes_of_flows:.1f} × the bytes read (at most 12)")

        rule = 'flow silent { on silence after 5m send "Toujours là, {contact.first_name | vous} ?" }\n'
        (tests / "all.flow").write_text(rule + "".join(SCENARIO.format(n=n) for n in range(1000)))
        ours = cpu(flowc, "test", str(tests), ok=(0,))
        print(f"flowc test, 1,000 scenarios: {ours:.3f} s")
        if shutil.which("promtool"):
            (tests / "rules.yml").write_text(
                "groups: [{name: g, rules: [{alert: Down, expr: up == 0, for: 5m}]}]\n"
            )
            (tests / "tests.yml").write_text(
                "rule_files: [rules.yml]\ntests:\n" + "".join(PROMETHEUS.format(n=n) for n in range(1000))
            )
            theirs = cpu("promtool", "test", "rules", str(tests / "tests.yml"))
            print(f"promtool test rules, 1,000 tests: {theirs:.2f} s; flowc is {theirs / ours:.0f} × faster (at least 50)")


main()
