"""The Debian package: what is in it, how it comes, beside systemd-boot too, is upgraded, and goes."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab.namespace import Lab, Namespace
from system import build
from system.server import ADDRESS, CONFIGURATION, SERVICES, Server, lease
from system.shells import complete

UNITS = {path.name for path in (build.REPOSITORY / "units").iterdir() if path.suffix in (".target", ".socket", ".service")}
MANUALS = ["man8/bootd.8.gz", "man5/bootd.yaml.5.gz", "man1/bootdctl.1.gz", "man8/bootctl.8.gz"]
CONFIGURATION_FILES = ["/etc/bootd/bootd.yaml", "/etc/ufw/applications.d/bootd"]
PROGRAMS = [
    *("/usr/bin/bootd", "/usr/bin/bootdctl"),
    *(f"/usr/libexec/bootd/bootd-{name}" for name in ("dhcp", "tftp", "http")),
]
FILES = {
    *CONFIGURATION_FILES,
    *PROGRAMS,
    "/usr/sbin/bootctl",
    *(f"/usr/lib/systemd/system/{unit}" for unit in UNITS),
    *("/usr/lib/sysusers.d/bootd.conf", "/usr/lib/tmpfiles.d/bootd.conf", "/usr/lib/systemd/catalog/bootd.catalog"),
    "/usr/lib/firewalld/services/bootd.xml",
    *(f"/usr/share/bash-completion/completions/{name}" for name in ("bootd", "bootdctl")),
    *(f"/usr/share/zsh/vendor-completions/_{name}" for name in ("bootd", "bootdctl")),
    *(f"/usr/share/fish/vendor_completions.d/{name}.fish" for name in ("bootd", "bootdctl")),
    *(f"/usr/share/man/{page}" for page in MANUALS),
    *(f"/usr/share/doc/bootd/{name}" for name in ("copyright", "changelog.gz", "README.md.gz")),
    "/usr/share/lintian/overrides/bootd",
}
LOADERS = ["undionly.kpxe", "ipxe.efi"]
ACCOUNTS = ["/etc/passwd", "/etc/group", "/etc/shadow", "/etc/gshadow"]


@pytest.fixture(scope="module")
def fresh() -> Iterator[Server]:
    """A system with the package installed, and nothing done since."""
    with Server() as server:
        yield server


def ask_dpkg_deb(*arguments: object) -> str:
    return subprocess.run(["dpkg-deb", *map(str, arguments)], capture_output=True, text=True, check=True).stdout


def test_files_are_these_and_no_others() -> None:
    lines = [line.split(None, 5) for line in ask_dpkg_deb("--contents", build.package()).splitlines()]
    names = {name.removeprefix(".").split(" -> ")[0] for mode, _, _, _, _, name in lines if not mode.startswith("d")}
    assert names == FILES
    assert {owner for _, owner, *_ in lines} == {"root/root"}


def test_configuration_files_are_known_to_dpkg() -> None:
    assert ask_dpkg_deb("--info", build.package(), "conffiles").split() == CONFIGURATION_FILES


def test_version_is_that_of_the_source() -> None:
    source = (build.REPOSITORY / "Sources/Contract/Version.swift").read_text("utf-8")
    assert f'let bootdVersion = "{ask_dpkg_deb("--field", build.package(), "Version").strip()}"' in source


def test_depends_on_the_libraries_that_it_is_linked_with_and_recommends_the_loaders() -> None:
    field = ask_dpkg_deb("--field", build.package(), "Depends")
    depends = {alternative.split()[0] for alternative in field.split(", ")}
    assert {"libc6", "libjson-c5", "libsqlite3-0", "libsystemd0", "systemd"} <= depends
    assert ask_dpkg_deb("--field", build.package(), "Recommends").strip() == "ipxe"


def test_two_packages_of_one_build_are_the_same(tmp_path: Path) -> None:
    assert build.make_package(tmp_path).read_bytes() == build.package().read_bytes()


def test_version_that_debian_does_not_know_is_refused(tmp_path: Path) -> None:
    program = [build.REPOSITORY / "contrib/build-deb", "--output", tmp_path, "--version", "newest"]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "newest" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("there", "missing"), [([], "dpkg"), (["dpkg-deb"], "dpkg-dev"), (["dpkg-deb", "dpkg-shlibdeps"], "binutils")]
)
def test_tool_that_is_missing_is_said_with_its_package(tmp_path: Path, there: list[str], missing: str) -> None:
    for name in ["dirname", *there]:
        (tmp_path / name).symlink_to(f"/usr/bin/{name}")
    program = [build.REPOSITORY / "contrib/build-deb"]
    done = subprocess.run(program, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"apt-get install {missing}\n" in done.stderr


def test_nothing_is_enabled_or_runs_after_the_installation(fresh: Server) -> None:
    states = fresh.run("systemctl", "list-unit-files", "--no-legend", "bootd*").stdout.splitlines()
    assert {line.split()[0]: line.split()[1] for line in states} == {
        unit: "disabled" if unit == "bootd.target" else "static" for unit in UNITS
    }
    assert fresh.run("systemctl", "list-units", "--no-legend", "bootd*").stdout == ""


def test_no_toolchain_is_there(fresh: Server) -> None:
    assert fresh.run("sh", "-c", "command -v swift", check=False).returncode != 0
    for folder in build.toolchain():
        assert fresh.run("ls", "-A", folder).stdout == ""
    assert not re.search("libswift|not found", fresh.run("ldd", *PROGRAMS).stdout)


def test_catalogue_knows_our_events(fresh: Server) -> None:
    assert "bootd: A machine got an address" in fresh.run("journalctl", "--list-catalog").stdout


@pytest.mark.parametrize("page", MANUALS)
def test_manual_page_renders_without_a_warning(fresh: Server, page: str) -> None:
    done = fresh.run("man", "--warnings", "--encoding=UTF-8", "--local-file", f"/usr/share/man/{page}")
    assert done.stderr == ""
    assert "bootd" in done.stdout


@pytest.mark.parametrize("unit", sorted(UNITS))
def test_documentation_that_a_unit_names_is_there(fresh: Server, unit: str) -> None:
    (shown,) = fresh.show(unit, "Documentation")
    pages = shown.replace('"', "").split()
    assert "man:bootd(8)" in pages
    for page in pages:
        name, section = re.fullmatch(r"man:(.+)\((\d)\)", page).groups()
        assert fresh.run("man", "--where", section, name).stdout.startswith("/usr/share/man/")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    ("line", "offered"),
    [("bootdctl le", "leases"), ("bootdctl leases --net", "--network"), ("bootd --stan", "--standalone")],
)
def test_shell_completes(fresh: Server, shell: str, line: str, offered: str) -> None:
    assert complete(fresh, shell, line) == [offered]


def test_loaders_are_those_of_ipxe(fresh: Server) -> None:
    for name in LOADERS:
        fresh.run("cmp", f"/usr/lib/ipxe/{name}", f"/var/lib/bootd/tftp/{name}")
        fresh.run("test", "-r", f"/var/lib/bootd/tftp/{name}", user="bootd-tftp")


def upgrade_ipxe(server: Server, content: str) -> None:
    """Do what an upgrade of the package ipxe does."""
    for name in LOADERS:
        server.run("rm", f"/usr/lib/ipxe/{name}")
        server.path(f"/usr/lib/ipxe/{name}").write_text(content, "ascii")
    server.run("dpkg-trigger", "--by-package=ipxe", "/usr/lib/ipxe")
    server.dpkg("--triggers-only", "bootd")


def test_loaders_follow_ipxe_unless_the_administrator_has_his_own(fresh: Server) -> None:
    ours = [fresh.path(f"/var/lib/bootd/tftp/{name}") for name in LOADERS]
    upgrade_ipxe(fresh, "newer")
    assert [path.read_text("ascii") for path in ours] == ["newer", "newer"]
    ours[0].write_text("the administrator's", "ascii")
    ours[1].unlink()
    upgrade_ipxe(fresh, "newest")
    assert ours[0].read_text("ascii") == "the administrator's"
    assert not ours[1].exists()


def test_upgrade_starts_and_enables_nothing(fresh: Server) -> None:
    fresh.dpkg("--install", f"/package/{newer().name}")
    assert fresh.run("systemctl", "is-enabled", "bootd.target", check=False).stdout.strip() == "disabled"
    assert fresh.run("systemctl", "list-units", "--no-legend", "bootd*").stdout == ""


def test_upgrade_restarts_who_runs_and_nobody_else(fresh: Server) -> None:
    fresh.run("systemctl", "start", "bootd.target")
    fresh.run("bootctl", "info")
    before = fresh.main_pid("bootd.service")
    fresh.dpkg("--install", f"/package/{newer().name}")
    assert fresh.running() == {"bootd.service"}
    assert fresh.main_pid("bootd.service") != before
    assert fresh.run("systemctl", "is-enabled", "bootd.target", check=False).stdout.strip() == "disabled"


def newer() -> Path:
    """Return the same package with a higher version."""
    return build.package(ask_dpkg_deb("--field", build.package(), "Version").strip() + "+next")


def start_everything(server: Server, client: Namespace) -> str:
    """Have each service used, and return the client's address."""
    address = lease(client)["ip"]
    for url in (f"http://{ADDRESS}:8080/", f"tftp://{ADDRESS}/undionly.kpxe"):
        client.run("curl", "--silent", "--show-error", "--fail", "--max-time", "20", "--output", "/dev/null", url)
    assert server.running() == set(SERVICES)
    return address


def sockets(server: Server) -> dict[str, str]:
    """Return the inode of each socket that systemd has opened for us."""
    lines = server.run("ss", "--no-header", "--numeric", "--extended", "--all", "--udp", "--tcp").stdout.splitlines()
    lines = [line for line in lines if re.search(r"(UNCONN|LISTEN)\s", line)]
    found = {line.split()[4]: re.search(r" ino:(\d+)", line).group(1) for line in lines}
    for name in ("control", "worker"):
        found[name] = server.run("stat", "--format=%i", f"/run/bootd/{name}.socket").stdout.strip()
    return {name: inode for name, inode in found.items() if re.search(":(67|4011|69|8080)$|control|worker", name)}


def test_upgrade_keeps_the_sockets_and_restarts_who_runs(server: Server, client: Namespace) -> None:
    address = start_everything(server, client)
    open_before, processes = sockets(server), {name: server.main_pid(name) for name in SERVICES}
    assert len(open_before) == 6, open_before
    server.dpkg("--install", f"/package/{newer().name}")
    assert sockets(server) == open_before
    for name, before in processes.items():
        pid = server.main_pid(name)
        assert pid not in (0, before), name
        assert not server.run("readlink", f"/proc/{pid}/exe").stdout.strip().endswith("(deleted)")
    assert server.run("systemctl", "is-enabled", "bootd.target").stdout.strip() == "enabled"
    assert server.path("/etc/bootd/bootd.yaml").read_text("utf-8") == CONFIGURATION
    assert address in server.run("bootctl", "leases").stdout
    assert lease(client)["ip"] == address


def test_installs_and_works_beside_systemd_boot(server: Server) -> None:
    packages = [f"/package/{path.name}" for path in build.systemd_boot()]
    server.dpkg("--install", *packages)
    assert server.dpkg("--search", "/usr/bin/bootctl") == "systemd-boot: /usr/bin/bootctl\n"
    assert server.dpkg("--search", "/usr/sbin/bootctl") == "bootd: /usr/sbin/bootctl\n"
    assert server.run("/usr/bin/bootctl", "--version", check=False).stdout.startswith("systemd ")
    for arguments in (["is-installed"], ["--print-esp-path"], ["status", "--help"]):
        ours, theirs = (server.run(program, *arguments, check=False) for program in ("/usr/sbin/bootctl", "/usr/bin/bootctl"))
        assert (ours.returncode, ours.stdout, ours.stderr) == (theirs.returncode, theirs.stdout, theirs.stderr)
    assert "10.75.0.0/16" in server.run("/usr/sbin/bootctl", "info").stdout
    assert server.run("man", "--where", "1", "bootctl").stdout == "/usr/share/man/man1/bootctl.1.gz\n"
    assert server.run("man", "--where", "8", "bootctl").stdout == "/usr/share/man/man1/bootdctl.1.gz\n"
    server.dpkg("--purge", "bootd")
    assert server.run("/usr/bin/bootctl", "--version", check=False).stdout.startswith("systemd ")


class Watched(Server):
    """A server that remembers how its system was before the installation."""

    def install(self) -> None:
        self.before = self.inventory()
        self.accounts = self.read_accounts()
        super().install()

    def inventory(self) -> set[str]:
        """Return the names of all files that are there for good; apt tells PackageKit of itself, where there is one."""
        files = self.run("find", "/boot", "/etc", "/usr", "/var", "-xdev").stdout.splitlines()
        return {file for file in files if "PackageKit" not in file}

    def read_accounts(self) -> dict[str, str]:
        return {path: self.path(path).read_text("utf-8") for path in ACCOUNTS}


@pytest.fixture
def watched(network: Lab) -> Iterator[Watched]:
    with Watched() as server:
        server.connect(network)
        server.enable()
        yield server


def test_removal_keeps_the_state_and_purge_leaves_nothing(watched: Watched, client: Namespace) -> None:
    watched.run("gpasswd", "--add", "nobody", "bootd")
    address = start_everything(watched, client)
    watched.dpkg("--remove", "bootd")
    assert watched.run("systemctl", "list-units", "--all", "--no-legend", "bootd*").stdout == ""
    assert watched.run("find", "/etc/systemd", "/run/bootd", "-name", "*bootd*", check=False).stdout == ""
    assert watched.path("/etc/bootd/bootd.yaml").read_text("utf-8") == CONFIGURATION

    Server.install(watched)
    assert watched.run("systemctl", "is-enabled", "bootd.target", check=False).stdout.strip() == "disabled"
    watched.enable()
    assert address in watched.run("bootctl", "leases").stdout

    start_everything(watched, client)
    watched.run("apt-get", "--assume-yes", "purge", "bootd")
    assert watched.inventory() - watched.before == set()
    assert watched.run("find", "/run", "-name", "*bootd*", check=False).stdout == ""
    assert watched.read_accounts() == watched.accounts
    assert "Defined-By: bootd" not in watched.run("journalctl", "--dump-catalog").stdout
    assert watched.run("systemctl", "list-units", "--all", "--no-legend", "bootd*").stdout == ""
    assert watched.run("dpkg-query", "--show", "bootd", check=False).returncode == 1
