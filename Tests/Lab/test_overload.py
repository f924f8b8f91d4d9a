"""Options that a message has no room for but in its fields for names (option 52), as dhclient and udhcpc read them."""

import re
from pathlib import Path

from lab.clients import Dhclient, Udhcpc
from lab.namespace import Lab
from lab.server import Server


def addresses(network: int, count: int) -> list[str]:
    return [f"10.{network}.0.{number}" for number in range(1, count + 1)]


# As they stand here: one list in the options proper, one in the field for the file, and one in that for the server's name.
NTP, NETBIOS, NIS = addresses(1, 60), addresses(2, 30), addresses(3, 14)
CROWDED = f"""
networks: {{cloud: {{subnet: 10.75.0.0/16, range: 10.75.0.2 - 10.75.255.254, dns: [10.75.0.1]}}}}
options:
  ntp-servers: {{value: {NTP}, always: yes}}
  netbios-name-servers: {{value: {NETBIOS}, always: yes}}
  nis-servers: {{value: {NIS}, always: yes}}
"""


def test_dhclient_finds_every_option(namespace: Lab, tmp_path: Path) -> None:
    with Server(namespace, CROWDED), Dhclient(namespace.client(), tmp_path) as client:
        client.wait_for("BOUND")
        lease = (tmp_path / "leases").read_text("ascii")
    told = dict(re.findall(r"option ([a-z-]+) (.*);", lease))
    assert told["ntp-servers"] == ",".join(NTP)
    assert told["netbios-name-servers"] == ",".join(NETBIOS)
    assert told["nis-servers"] == ",".join(NIS)
    assert re.search(r"^  option dhcp-option-overload|^  server-name", lease, re.M)


def test_udhcpc_finds_its_domain(namespace: Lab) -> None:
    domain = "rack-0123456789.building-0123456789.example.org"
    network = f"subnet: 10.75.0.0/16, range: 10.75.0.2 - 10.75.255.254, dns: {addresses(1, 58)}, domain: {domain}"
    with Server(namespace, f"networks: {{cloud: {{{network}}}}}"), Udhcpc(namespace.client()) as client:
        assert client.wait_for("bound")["domain"] == domain
