"""`contrib/install`: into a system, into a package, twice, and away again."""

import subprocess
from pathlib import Path

import pytest
from system.server import REPOSITORY, Server, build


def install(destination: Path, *options: str) -> set[str]:
    """Install below `destination` and return the files that are there then."""
    program = REPOSITORY / "contrib/install"
    subprocess.run([program, "--build-dir", build(), "--destdir", destination, *options], check=True, timeout=60)
    return {str(path.relative_to(destination)) for path in destination.rglob("*") if not path.is_dir()}


def test_package_has_the_programs_the_units_and_their_companions(tmp_path: Path) -> None:
    files = install(tmp_path)
    assert {"usr/local/bin/bootd", "usr/local/bin/bootctl", "etc/bootd/bootd.yaml"} <= files
    assert {f"usr/local/libexec/bootd/bootd-{name}" for name in ("dhcp", "tftp", "http")} <= files
    kinds = (".target", ".socket", ".service")
    units = {path.name for path in (REPOSITORY / "units").iterdir() if path.suffix in kinds}
    assert {f"usr/local/lib/systemd/system/{unit}" for unit in units} <= files
    assert {"usr/local/lib/sysusers.d/bootd.conf", "usr/local/lib/tmpfiles.d/bootd.conf"} <= files


def test_under_usr_the_name_of_systemd_boots_tool_is_left_alone(tmp_path: Path) -> None:
    files = install(tmp_path, "--prefix", "/usr")
    assert {"usr/bin/bootdctl", "usr/sbin/bootctl"} <= files
    assert "usr/bin/bootctl" not in files
    assert not {file for file in files if file.startswith("usr/local")}
    unit = (tmp_path / "usr/lib/systemd/system/bootd.service").read_text("utf-8")
    assert "ExecStart=/usr/bin/bootd\n" in unit
    assert "ExecReload=/usr/bin/bootdctl reload\n" in unit


@pytest.mark.parametrize("prefix", ["/usr/local", "/usr", "/opt/bootd"])
def test_removal_leaves_the_configuration_and_the_loaders(tmp_path: Path, prefix: str) -> None:
    assert install(tmp_path, "--prefix", prefix) == install(tmp_path, "--prefix", prefix)
    left = install(tmp_path, "--prefix", prefix, "--uninstall")
    assert {file for file in left if not file.startswith("var/lib/bootd/tftp/")} == {"etc/bootd/bootd.yaml"}


def test_configuration_that_is_there_is_kept(tmp_path: Path) -> None:
    install(tmp_path)
    (tmp_path / "etc/bootd/bootd.yaml").write_text("networks: {}\n", "utf-8")
    install(tmp_path)
    assert (tmp_path / "etc/bootd/bootd.yaml").read_text("utf-8") == "networks: {}\n"


def test_system_image_has_the_users_and_their_directories(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/passwd").write_text("root:x:0:0:root:/root:/bin/sh\n", "ascii")
    (tmp_path / "etc/group").write_text("root:x:0:\n", "ascii")
    install(tmp_path)
    users = {line.split(":")[0] for line in (tmp_path / "etc/passwd").read_text("ascii").splitlines()}
    assert {"bootd", "bootd-dhcp", "bootd-tftp", "bootd-http"} <= users
    groups = dict(line.split(":")[::2] for line in (tmp_path / "etc/group").read_text("ascii").splitlines())
    assert (tmp_path / "etc/bootd").stat().st_gid == int(groups["bootd"])
    assert (tmp_path / "etc/bootd").stat().st_mode & 0o777 == 0o750
    assert not (tmp_path / "run").exists()


def test_system_is_as_before_after_the_removal() -> None:
    with Server() as server:
        server.enable()
        server.install("--uninstall")
        assert server.run("systemctl", "list-units", "--all", "--no-legend", "bootd*").stdout == ""
        assert server.run("systemctl", "list-unit-files", "--no-legend", "bootd*", check=False).stdout == ""
        assert server.run("find", "/usr/local", "/run/bootd", "-name", "*bootd*", check=False).stdout == ""


def test_nothing_is_enabled_by_the_installation() -> None:
    with Server() as server:
        server.install()
        assert server.run("systemctl", "is-enabled", "bootd.target", check=False).stdout.strip() == "disabled"
        assert server.run("systemctl", "list-units", "--no-legend", "bootd*").stdout == ""
