"""The manual pages and the README say what the programs do: every key, verb and option, and examples that are accepted."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from lab.server import REPOSITORY, build

MANUAL = REPOSITORY / "contrib/man"
PAGES = ["bootd.8", "bootd.yaml.5", "bootctl.1"]
README = REPOSITORY / "README.md"
DOCUMENT = '{"ignition": {"version": "3.3.0"}}\n'

# A configuration in which every map has a key that nobody knows, so that the answer names those that there are.
UNKNOWN = """\
zzzzzzzz: 1
boot: {zzzzzzzz: 1, loaders: {zzzzzzzz: 1}, menu: {zzzzzzzz: 1, entries: [{zzzzzzzz: 1, text: a, local: yes}]}}
paths: {zzzzzzzz: 1}
http: {zzzzzzzz: 1}
workers: {zzzzzzzz: 1}
limits: {zzzzzzzz: 1}
options: {ipxe: {zzzzzzzz: 1}}
networks: {cloud: {zzzzzzzz: 1, lease: {zzzzzzzz: 1}, subnet: 10.75.0.0/16}}
profiles: {node: {zzzzzzzz: 1, kernel: /assets/vmlinuz}}
hosts: {node1: {zzzzzzzz: 1, mac: 52:54:00:00:00:01}}
"""


def run(program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [build() / program, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)


def page(name: str) -> str:
    return (MANUAL / name).read_text("utf-8")


def plain(name: str) -> str:
    """Return a page as a reader sees it, but for line breaks: every run of blanks is one."""
    shown = subprocess.run(["mandoc", "-T", "ascii", "-O", "width=1000", MANUAL / name], capture_output=True, check=True)
    return re.sub(r"\s+", " ", re.sub(r".\x08", "", shown.stdout.decode("ascii")))


# The pages themselves


@pytest.mark.parametrize("name", PAGES)
def test_the_formatters_have_nothing_to_say(name: str) -> None:
    lint = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", MANUAL / name], capture_output=True, check=False)
    assert (lint.returncode, lint.stdout) == (0, b"")
    groff = ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", MANUAL / name]
    assert subprocess.run(groff, capture_output=True, check=True).stderr == b""


def test_no_other_page_is_there() -> None:
    assert sorted(path.name for path in MANUAL.iterdir()) == sorted(PAGES)


# Command lines


def options(text: str) -> set[str]:
    """Return the options that a help names at the beginning of a line."""
    return {word for line in re.findall(r"^  (-.*)$", text, re.M) for word in re.findall(r"(?<![\w-])--?[a-z][\w-]*", line[:24])}


def documented(name: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", plain(name)))


def test_every_option_of_bootd_is_documented_and_no_other() -> None:
    real = options(run("bootd", "--help").stdout)
    assert "--standalone" in real and "-h" in real
    assert real <= documented("bootd.8")
    headings = {f"--{name}" for name in re.findall(r"^\.It (?:Fl h , )?Fl -([a-z-]+)", page("bootd.8"), re.M)}
    assert headings == real - {"-h"}


@pytest.mark.parametrize("program", ["bootd-dhcp", "bootd-tftp", "bootd-http"])
def test_every_option_of_a_worker_is_documented(program: str) -> None:
    usage = run(program, "--help").stdout.splitlines()[0]
    assert usage == f"usage: {program} [--runtime DIR]"
    assert run(program, "--version").stdout.startswith(program)
    assert program in plain("bootd.8")


def verbs() -> list[str]:
    help = run("bootctl", "--help").stdout
    return re.findall(r"^  ([a-z]+)  ", help.split("SUBCOMMANDS:")[1], re.M)


def test_every_verb_of_bootctl_is_documented_with_its_options() -> None:
    text = page("bootctl.1")
    items = dict(re.findall(r"^\.It Cm ([a-z]+)(.*?)(?=^\.It Cm |^\.Ss )", text, re.M | re.S))
    assert set(items) == {*verbs(), "help"}
    everywhere = options(run("bootctl", "--help").stdout)
    assert everywhere == {"--socket", "--json", "--version", "-h", "--help"}
    for option in everywhere:
        assert option in documented("bootctl.1")
    for verb in verbs():
        own = options(run("bootctl", "help", verb).stdout) - everywhere
        said = {f"--{name}" for name in re.findall(r"^\.It Fl -([a-z-]+)", items[verb], re.M)}
        assert said == own, verb
        for option in own:
            assert f"Fl {option[1:]}" in items[verb].splitlines()[0], f"{verb}: {option} is not in its synopsis"


# Events


def test_every_event_is_documented_with_its_id() -> None:
    identifiers = (REPOSITORY / "Sources/Systemd/EventID.swift").read_text("utf-8")
    real = set(re.findall(r'= "([0-9a-f]{32})"', identifiers))
    assert real and set(re.findall(r"^\.It Li ([0-9a-f]{32})$", page("bootd.8"), re.M)) == real


def test_every_field_of_the_catalogue_is_documented() -> None:
    named = set(re.findall(r"@(BOOTD_[A-Z_]+)@", (REPOSITORY / "units/bootd.catalog").read_text("utf-8")))
    assert "BOOTD_MACHINE" in named
    assert named <= set(re.findall(r"BOOTD_[A-Z_]+", page("bootd.8")))


# Keys


def keys(tmp_path: Path) -> dict[str, set[str]]:
    """Return the keys of every map, as the program names them to who has made a mistake."""
    (tmp_path / "bootd.yaml").write_text(UNKNOWN, "utf-8")
    said = run("bootd", "--check", "--config", tmp_path / "bootd.yaml").stderr
    found = re.findall(r'unknown key "zzzzzzzz"(?: in ([a-z.]+)(?: \w+)?(?:: (\w+))?)?; the keys here are (.*)', said)
    return {inner or place: set(names.split(", ")) for place, inner, names in found}


def sections(text: str) -> dict[str, str]:
    return {title: body for title, body in re.findall(r"^\.Sh ([A-Z ]+)\n(.*?)(?=^\.Sh |\Z)", text, re.M | re.S)}


def test_every_key_is_documented_where_it_belongs_and_no_other(tmp_path: Path) -> None:
    real = keys(tmp_path)
    titles = {"": "GENERAL KEYS", "network": "NETWORKS", "profile": "PROFILES", "host": "HOSTS", "boot": "BOOT"}
    titles |= {"paths": "PATHS", "http": "HTTP", "workers": "WORKERS", "limits": "LIMITS"}
    assert set(real) == {*titles, "boot.loaders", "boot.menu", "boot.menu.entries", "lease", "options.ipxe"}
    said = sections(page("bootd.yaml.5"))
    for place, title in titles.items():
        assert set(re.findall(r"^\.It Cm ([a-z0-9_]+)(?: Pq|$)", said[title], re.M)) == real[place], title
    assert set(re.findall(r"^\.It Cm lease\.([a-z]+) Pq", said["NETWORKS"], re.M)) == real["lease"]
    assert set(re.findall(r"^\.It Cm menu\.([a-z]+) Pq", said["BOOT"], re.M)) == real["boot.menu"]
    assert set(re.findall(r"^\.It Cm menu\.entries\.([a-z]+) Pq", said["BOOT"], re.M)) == real["boot.menu.entries"]
    names = re.search(r"by iPXE's names:\n((?:\.Cm .*\n)+)", said["OPTIONS"])
    assert names and set(re.findall(r"[a-z-]{2,}", names[1])) == real["options.ipxe"]
    architectures = set(
        re.findall(
            r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+|alpha|pc98|s390",
            " ".join(
                line for line in said["BOOT"].splitlines() if line.startswith((".It Cm ", ".Cm ")) and "http ) " not in line
            ),
        )
    )
    assert real["boot.loaders"] <= architectures


def test_every_default_loader_is_documented() -> None:
    source = REPOSITORY / "Sources/DHCP/ClientArchitecture+Table.swift"
    rows = re.findall(r'\("([a-z0-9-]+)", \.\w+, \w+, (?:"([^"]+)"|nil)\)', source.read_text("utf-8"))
    table = dict(re.findall(r"^\.It Cm (\S+) Ta Pa (\S+)$", page("bootd.yaml.5"), re.M))
    assert rows and table == {name: loader for name, loader in rows if loader}


def test_every_option_is_documented_unless_it_is_refused(tmp_path: Path) -> None:
    source = (REPOSITORY / "Sources/DHCP/DHCPOptionDefinition.swift").read_text("utf-8").split("static let ipxe")[0]
    rows = {code: (name, kind) for code, name, kind in re.findall(r'Self\((\d+), "([^"]+)", \.(\w+)\)', source)}
    rows.pop("175")
    (tmp_path / "bootd.yaml").write_text("options:\n" + "".join(f"  {code}: {{value: }}\n" for code in rows), "utf-8")
    said = run("bootd", "--check", "--config", tmp_path / "bootd.yaml").stderr
    refused = set(re.findall(r'options: "(\d+)" is not for configuration', said))
    kinds = {"ipPairs": "ip-pairs"}
    table = dict(re.findall(r"^\.It Cm (\S+) Ta (\d+ Ta \S+)$", page("bootd.yaml.5"), re.M))
    assert {"51", "82"} <= refused
    assert table == {name: f"{code} Ta {kinds.get(kind, kind)}" for code, (name, kind) in rows.items() if code not in refused}


# Examples


def literal_blocks(text: str) -> list[str]:
    blocks = re.findall(r"^\.Bd -literal.*?\n(.*?)^\.Ed$", text, re.M | re.S)
    return [block for block in blocks if re.match(r"[a-z]+:", block)]


def fenced_blocks(text: str) -> list[str]:
    return re.findall(r"^```yaml\n(.*?)^```$", text, re.M | re.S)


def assert_accepted(example: str, network: str, tmp_path: Path) -> None:
    """Assert that the configuration is valid: alone, or beside the network that its page begins with."""
    (tmp_path / "conf.d").mkdir()
    (tmp_path / "ignition").mkdir()
    (tmp_path / "ignition/node.ign").write_text(DOCUMENT, "utf-8")
    example = example.replace("matchbox: /var/lib/bootd}", f"matchbox: {tmp_path}}}")
    (tmp_path / "bootd.yaml").write_text(example if "networks:" in example else network, "utf-8")
    if "networks:" not in example:
        (tmp_path / "conf.d/example.yaml").write_text(example, "utf-8")
    if "matchbox:" not in example:
        (tmp_path / "conf.d/paths.yaml").write_text(f"paths: {{matchbox: {json.dumps(str(tmp_path))}}}\n", "utf-8")
    checked = run("bootd", "--check", "--config", tmp_path / "bootd.yaml")
    assert (checked.returncode, checked.stderr) == (0, "")


IN_PAGE = literal_blocks(page("bootd.yaml.5"))
IN_README = fenced_blocks(README.read_text("utf-8"))


@pytest.mark.parametrize("number", range(len(IN_PAGE)))
def test_example_of_the_page_is_accepted(number: int, tmp_path: Path) -> None:
    assert_accepted(IN_PAGE[number], IN_PAGE[0], tmp_path)


@pytest.mark.parametrize("number", range(len(IN_README)))
def test_example_of_the_readme_is_accepted(number: int, tmp_path: Path) -> None:
    assert_accepted(IN_README[number], IN_README[0], tmp_path)


def test_the_file_that_is_installed_names_every_key_and_is_accepted_without_its_comment_signs(tmp_path: Path) -> None:
    lines = (REPOSITORY / "units/bootd.yaml").read_text("utf-8").splitlines()
    example = "\n".join(line[2:] for line in lines if re.match(r"# ( +#| *[a-z0-9_]+:)", line)) + "\n"
    said = set(re.findall(r"([a-z0-9_]+):(?: |$)", example, re.M))
    (tmp_path / "of").mkdir()
    for place, names in keys(tmp_path / "of").items():
        if place in {"", "network", "profile", "limits", "paths", "workers"}:
            assert names <= said, place
    assert_accepted(example, "", tmp_path)


def one_line_examples() -> list[tuple[str, str]]:
    """Return the example of each key, with the title of its section."""
    said = sections(page("bootd.yaml.5").replace(r"\(dq", '"'))
    return [(title, line) for title, body in said.items() for line in re.findall(r"^\.Dl ([a-z0-9_]+: .*)$", body, re.M)]


@pytest.mark.parametrize(("section", "line"), one_line_examples())
def test_example_of_a_key_is_accepted(section: str, line: str, tmp_path: Path) -> None:
    beside = {
        "NETWORKS": "subnet: 10.75.0.0/16",
        "PROFILES": "kernel: /assets/vmlinuz",
        "HOSTS": "mac: 52:54:00:00:00:01",
    }.get(section, "")
    lines = [line] if beside.split(":")[0] == line.split(":")[0] else [beside, line]
    inner = "\n".join(f"    {text}" for text in lines if text)
    maps = {"NETWORKS": "networks:\n  cloud:", "PROFILES": "profiles:\n  node:", "HOSTS": "hosts:\n  node1:"}
    maps |= {"BOOT": "boot:"}
    example = f"{maps[section]}\n{inner}\n" if section in maps else f"{line}\n"
    if section == "HOSTS":
        example += "profiles: {node: {kernel: /assets/vmlinuz}}\n"
    assert_accepted(example, IN_PAGE[0], tmp_path)
