"""`contrib/install`: into a system, into a package, twice, and away again."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from system import build
from system.server import Server
from system.shells import complete

UNITS = {path.name for path in (build.REPOSITORY / "units").iterdir() if path.suffix in (".target", ".socket", ".service")}
COMPLETIONS = {
    "usr/local/share/bash-completion/completions/bootctl",
    "usr/local/share/zsh/site-functions/_bootctl",
    "etc/fish/completions/bootctl.fish",
}


class FromSource(Server):
    """A container with bootd installed by `contrib/install`, rather than from its package."""

    def install(self, *options: str) -> None:
        self.run("/source/contrib/install", "--build-dir", "/build", *options)


def install(destination: Path, *options: str) -> set[str]:
    """Install below `destination` and return the files that are there then."""
    program = build.REPOSITORY / "contrib/install"
    subprocess.run([program, "--build-dir", build.binaries(), "--destdir", destination, *options], check=True, timeout=60)
    return {str(path.relative_to(destination)) for path in destination.rglob("*") if not path.is_dir()}


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """A folder with the beginnings of a system, so that it is not taken for a package."""
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/passwd").write_text("root:x:0:0:root:/root:/bin/sh\n", "ascii")
    (tmp_path / "etc/group").write_text("root:x:0:\n", "ascii")
    return tmp_path


def test_package_has_the_programs_the_units_and_their_companions(tmp_path: Path) -> None:
    files = install(tmp_path)
    assert {"usr/local/bin/bootd", "usr/local/bin/bootctl", "etc/bootd/bootd.yaml"} <= files
    assert {f"usr/local/libexec/bootd/bootd-{name}" for name in ("dhcp", "tftp", "http")} <= files
    assert {f"usr/local/lib/systemd/system/{unit}" for unit in UNITS} <= files
    assert {f"usr/local/lib/{name}.d/bootd.conf" for name in ("sysusers", "tmpfiles")} <= files
    assert "usr/local/lib/systemd/catalog/bootd.catalog" in files
    manuals = {path.name for path in (build.REPOSITORY / "contrib/man").iterdir()}
    assert {f"usr/local/share/man/man{name[-1]}/{name}.gz" for name in manuals} <= files
    assert files >= COMPLETIONS
    assert {"etc/firewalld/services/bootd.xml", "etc/ufw/applications.d/bootd"} <= files
    assert not {file for file in files if file.startswith("var/")}


def test_installed_program_is_without_symbols_and_without_the_swift_runtimes_libraries(tmp_path: Path) -> None:
    install(tmp_path)
    for program in [*(tmp_path / "usr/local/bin").iterdir(), *(tmp_path / "usr/local/libexec/bootd").iterdir()]:
        sections = subprocess.run(["readelf", "--dynamic", "--sections", program], capture_output=True, text=True, check=True)
        assert "(NEEDED)" in sections.stdout
        assert "libswift" not in sections.stdout
        assert ".symtab" not in sections.stdout


def test_under_usr_the_name_of_systemd_boots_tool_is_left_alone(tmp_path: Path) -> None:
    files = install(tmp_path, "--prefix", "/usr")
    assert {"usr/bin/bootdctl", "usr/sbin/bootctl"} <= files
    assert "usr/bin/bootctl" not in files
    assert not {file for file in files if file.startswith("usr/local")}
    unit = (tmp_path / "usr/lib/systemd/system/bootd.service").read_text("utf-8")
    assert "ExecStart=/usr/bin/bootd\n" in unit
    assert "ExecReload=/usr/bin/bootdctl reload\n" in unit


@pytest.mark.parametrize("prefix", ["/usr/local", "/usr", "/opt/bootd"])
def test_removal_leaves_the_configuration(tmp_path: Path, prefix: str) -> None:
    assert install(tmp_path, "--prefix", prefix) == install(tmp_path, "--prefix", prefix)
    assert install(tmp_path, "--prefix", prefix, "--uninstall") == {"etc/bootd/bootd.yaml"}


def test_configuration_that_is_there_is_kept(tmp_path: Path) -> None:
    install(tmp_path)
    (tmp_path / "etc/bootd/bootd.yaml").write_text("networks: {}\n", "utf-8")
    install(tmp_path)
    assert (tmp_path / "etc/bootd/bootd.yaml").read_text("utf-8") == "networks: {}\n"


def test_system_image_has_the_users_their_directories_and_the_loaders(system: Path) -> None:
    files = install(system)
    users = {line.split(":")[0] for line in (system / "etc/passwd").read_text("ascii").splitlines()}
    assert {"bootd", "bootd-dhcp", "bootd-tftp", "bootd-http"} <= users
    groups = dict(line.split(":")[::2] for line in (system / "etc/group").read_text("ascii").splitlines())
    assert (system / "etc/bootd").stat().st_gid == int(groups["bootd"])
    assert (system / "etc/bootd").stat().st_mode & 0o777 == 0o750
    assert {"var/lib/bootd/tftp/undionly.kpxe", "var/lib/bootd/tftp/ipxe.efi"} <= files
    assert not (system / "run").exists()


def test_system_is_as_before_after_the_removal() -> None:
    with FromSource() as server:
        server.enable()
        server.run("bootctl", "info")
        server.install("--uninstall")
        assert server.run("systemctl", "list-units", "--all", "--no-legend", "bootd*").stdout == ""
        assert server.run("systemctl", "list-unit-files", "--no-legend", "bootd*", check=False).stdout == ""
        left = server.run("find", "/usr/local", "/run/bootd", "/etc", "-name", "*bootd*", check=False).stdout
        assert left == "/etc/bootd\n/etc/bootd/bootd.yaml\n"


@pytest.fixture(scope="module")
def fresh() -> Iterator[FromSource]:
    """A system with bootd installed, and nothing done since."""
    with FromSource() as server:
        yield server


def test_nothing_is_enabled_by_the_installation(fresh: FromSource) -> None:
    assert fresh.run("systemctl", "is-enabled", "bootd.target", check=False).stdout.strip() == "disabled"
    assert fresh.run("systemctl", "list-units", "--no-legend", "bootd*").stdout == ""


def test_units_find_their_programs_and_manual_pages(fresh: FromSource) -> None:
    units = [unit for unit in sorted(UNITS) if unit != "bootd.target"]
    done = fresh.run(
        "systemd-analyze", "verify", "--recursive-errors=no", *(f"/usr/local/lib/systemd/system/{unit}" for unit in units)
    )
    assert done.stdout + done.stderr == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completes_the_name_that_ours_has_here(fresh: FromSource, shell: str) -> None:
    assert complete(fresh, shell, "bootctl le") == ["leases"]


@pytest.mark.parametrize("page", ["bootd.8", "bootd.yaml.5", "bootctl.1"])
def test_manual_page_is_found(fresh: FromSource, page: str) -> None:
    name, section = page.rsplit(".", 1)
    found = fresh.run("man", "--where", section, name).stdout.strip()
    assert fresh.path(found).samefile(fresh.path(f"/usr/local/share/man/man{section}/{page}.gz"))


def test_second_installation_restarts_who_runs_and_nobody_else(fresh: FromSource) -> None:
    fresh.run("systemctl", "start", "bootd.target")
    fresh.run("bootctl", "info")
    before = fresh.main_pid("bootd.service")
    fresh.install()
    assert fresh.running() == {"bootd.service"}
    assert fresh.main_pid("bootd.service") != before
