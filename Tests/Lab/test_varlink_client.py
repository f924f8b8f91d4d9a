"""The control and worker sockets, spoken to by an independent Varlink client: the Python package varlink."""

from collections.abc import Iterator

import pytest
import varlink
from lab.clients import Udhcpc
from lab.namespace import Lab
from lab.server import Server

NODE1 = "52:54:00:00:00:01"


@pytest.fixture
def server(namespace: Lab) -> Iterator[Server]:
    with Server(namespace) as server:
        yield server


def client(server: Server, socket: str = "control") -> varlink.Client:
    return varlink.Client.new_with_address(f"unix:{server.runtime}/{socket}.socket")


@pytest.mark.parametrize(("socket", "interface"), [("control", "io.bootd.Control"), ("worker", "io.bootd.Worker")])
def test_service_says_what_it_is(server: Server, socket: str, interface: str) -> None:
    with client(server, socket).open("org.varlink.service") as service:
        info = service.GetInfo()
        assert (info["product"], interface in info["interfaces"]) == ("bootd", True)
        assert info["version"]
        description = service.GetInterfaceDescription(interface)["description"]
        # The package parses it, comments and all.
        assert varlink.Interface(description).name == interface


@pytest.mark.parametrize("interface", ["io.bootd.Control", "org.varlink.service"])
def test_description_names_every_method(server: Server, interface: str) -> None:
    with client(server).open("org.varlink.service") as service:
        description = service.GetInterfaceDescription(interface)["description"]
        methods = {name for name, _ in varlink.Interface(description).members.items()}
    wanted = {
        "io.bootd.Control": {"Info", "Hosts", "Leases", "Reload", "Trail"},
        "org.varlink.service": {"GetInfo", "GetInterfaceDescription"},
    }
    assert wanted[interface] <= methods


def test_call_is_answered(server: Server) -> None:
    with client(server).open("io.bootd.Control") as control:
        info = control.Info()
        assert (info["configuration"], info["generation"]) == (str(server.configuration), 1)
        assert [network["name"] for network in info["networks"]] == ["cloud"]
        assert {worker["role"] for worker in info["workers"]} == {"dhcp", "tftp", "http"}


def test_error_has_its_name_and_its_parameters(server: Server) -> None:
    with client(server).open("io.bootd.Control") as control:
        with pytest.raises(varlink.VarlinkError) as caught:
            control.Trail(machine="nobody")
        assert caught.value.error() == "io.bootd.Control.NotFound"
        assert caught.value.parameters() == {"name": "nobody"}


def test_refused_reload_names_every_problem(server: Server) -> None:
    server.configure("hosts:\n  a: {mac: 1}\n  b: {nic: 2}\n")
    with client(server).open("io.bootd.Control") as control:
        with pytest.raises(varlink.VarlinkError) as caught:
            control.Reload()
    assert caught.value.error() == "io.bootd.Control.ConfigurationInvalid"
    problems = caught.value.parameters()["problems"]
    assert {(problem["file"], problem["line"]) for problem in problems} == {
        (str(server.configuration), 2),
        (str(server.configuration), 3),
    }


def test_unknown_method_and_interface_are_refused(server: Server) -> None:
    with client(server).open("org.varlink.service") as service:
        with pytest.raises(varlink.InterfaceNotFound):
            service.GetInterfaceDescription("io.example.Nothing")
    with client(server).open("io.bootd.Control") as control:
        with pytest.raises(varlink.MethodNotFound):
            control._call("Explode")


def test_list_comes_in_pages_that_join(server: Server) -> None:
    count = 1203
    hosts = "".join(
        f"  h{n}: {{mac: '52:54:01:00:{n >> 8:02x}:{n & 255:02x}', address: 10.75.{10 + (n >> 8)}.{n & 255}}}\n"
        for n in range(count)
    )
    (server.configuration.parent / "conf.d/many.yaml").write_text("hosts:\n" + hosts, "utf-8")
    server.bootctl("reload")
    with client(server).open("io.bootd.Control") as control:
        pages = [page["hosts"] for page in control.Hosts(_more=True)]
        assert [len(page) for page in pages] == [500, 500, 204]
        with pytest.raises(varlink.VarlinkError) as caught:
            control.Hosts()
        assert caught.value.error() == "org.varlink.service.ExpectedMore"
    assert len(server.ask("hosts")["hosts"]) == count + 1


def test_trail_streams_what_happens(server: Server, namespace: Lab) -> None:
    with client(server).open("io.bootd.Control") as control:
        stream = control.Trail(machine=NODE1, follow=True, _more=True)
        # What was before: nothing.
        assert next(stream)["events"] == []
        with Udhcpc(namespace.client(NODE1)) as udhcpc:
            udhcpc.wait_for("bound")
            (event,) = next(stream)["events"]
        assert (event["machine"], event["host"], event["stage"], event["event"]) == (NODE1, "node1", "dhcp", "ack")
