"""Sums up what the runners of the tests report, in the plain line `N passed, N failed, N skipped`.

A runner that crashed, or a report that is missing or torn, is a failure. So is a skipped test that the caller did not
allow by name.

Usage: summary.py [--allow-skip NAME]... FOLDER

FOLDER holds, for each runner, `NAME.status` with its exit status, and `NAME.xml` with its report in JUnit's form if it
makes one, which `NAME.reports` says by being there. Without reports a runner is one test.
"""

import argparse
import sys
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree


@dataclass
class Summary:
    """How many tests passed and were skipped as allowed, and what failed: lines for people."""

    passed: int = 0
    skipped: int = 0
    failures: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.passed} passed, {len(self.failures)} failed, {self.skipped} skipped"


def summarise(folder: Path, allowed: set[str]) -> Summary:
    """Sum up all runners in `folder`; `allowed` are the names of tests that may be skipped."""
    summary = Summary()
    runners = sorted(folder.glob("*.status"))
    if not runners:
        summary.failures.append(f"{folder}: no test was run")
    for runner in runners:
        _add(summary, runner, allowed)
    return summary


def _add(summary: Summary, runner: Path, allowed: set[str]) -> None:
    name, status = runner.stem, runner.read_text("ascii").strip()
    failures_before = len(summary.failures)
    if not runner.with_suffix(".reports").exists():
        if status == "0":
            summary.passed += 1
    else:
        _add_report(summary, name, runner.with_suffix(".xml"), allowed)
    if status != "0" and len(summary.failures) == failures_before:
        summary.failures.append(f"{name}: exit status {status or 'unknown'}")


def _add_report(summary: Summary, name: str, report: Path, allowed: set[str]) -> None:
    try:
        cases = list(ElementTree.parse(report).getroot().iter("testcase"))
    except (FileNotFoundError, ElementTree.ParseError) as error:
        summary.failures.append(f"{name}: no whole report: the runner crashed ({error})")
        return
    if not cases:
        summary.failures.append(f"{name}: the report names no test")
    for case in cases:
        test = f"{case.get('classname', '')}.{case.get('name', '')}".strip(".")
        skip = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            summary.failures.append(f"{name}: {test}")
        elif skip is None:
            summary.passed += 1
        elif allowed & {test, case.get("name")}:
            summary.skipped += 1
        else:
            why = skip.get("message") or (skip.text or "").strip() or "no reason given"
            summary.failures.append(f"{name}: {test} was skipped, which nobody allowed: {why}")


def main() -> int:
    parser = argparse.ArgumentParser(description="Sums up the reports of test runners.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--allow-skip", action="append", default=[], metavar="NAME")
    options = parser.parse_args()
    summary = summarise(options.folder, set(options.allow_skip))
    for failure in summary.failures:
        print(f"failed: {failure}")
    print(summary)
    return 1 if summary.failures else 0


if __name__ == "__main__":
    sys.exit(main())
