"""What the closing line of `contrib/test` counts."""

from pathlib import Path

import pytest
import summary

REPORT = """<testsuites><testsuite>
  <testcase classname="A" name="one()" time="0.1" />
  <testcase classname="A" name="two()"><failure message="1 == 2" /></testcase>
  <testcase classname="A.B" name="three()"><skipped>no KVM</skipped></testcase>
  <testcase classname="A" name="four"><error message="fixture" /></testcase>
</testsuite></testsuites>"""
GOOD = '<testsuites><testsuite><testcase classname="A" name="one()" /></testsuite></testsuites>'


def add(folder: Path, name: str, status: str, report: str | None = None) -> None:
    (folder / f"{name}.status").write_text(status, "ascii")
    if report is not None:
        (folder / f"{name}.reports").touch()
        (folder / f"{name}.xml").write_text(report, "utf-8")


def test_tests_of_all_runners_are_counted(tmp_path: Path) -> None:
    add(tmp_path, "swift", "1", REPORT)
    add(tmp_path, "lab", "0", GOOD)
    add(tmp_path, "format", "0")
    assert str(summary.summarise(tmp_path, set())) == "3 passed, 3 failed, 0 skipped"


@pytest.mark.parametrize("name", ["three()", "A.B.three()"])
def test_skipped_test_is_no_failure_if_it_was_named(tmp_path: Path, name: str) -> None:
    add(tmp_path, "swift", "1", REPORT)
    assert str(summary.summarise(tmp_path, {name})) == "1 passed, 2 failed, 1 skipped"


@pytest.mark.parametrize(
    ("status", "report"),
    [
        ("0", GOOD[:40]),
        ("139", GOOD[:40]),
        ("139", GOOD),
        ("0", "<testsuites></testsuites>"),
        ("0", ""),
        ("", GOOD),
        ("5", None),
        ("", None),
    ],
    ids=["torn", "torn-crash", "crash", "empty", "no-text", "no-status", "check", "check-without-status"],
)
def test_what_did_not_end_well_is_one_failure(tmp_path: Path, status: str, report: str | None) -> None:
    add(tmp_path, "runner", status, report)
    assert len(summary.summarise(tmp_path, set()).failures) == 1


def test_missing_report_is_a_failure(tmp_path: Path) -> None:
    add(tmp_path, "runner", "0", "")
    (tmp_path / "runner.xml").unlink()
    assert len(summary.summarise(tmp_path, set()).failures) == 1


def test_no_runner_is_a_failure(tmp_path: Path) -> None:
    assert str(summary.summarise(tmp_path, set())) == "0 passed, 1 failed, 0 skipped"
