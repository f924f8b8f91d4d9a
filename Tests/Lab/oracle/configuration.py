"""The same configuration for both: networks, hosts, options, loaders."""

import json

from .matrix import BY_IDENTIFIER, BY_MAC, BY_PORT, NETWORKS, RANGE, RANGE_END, RESIDENTS, UNKNOWN, Case, Network

SCRIPT = "http://10.75.0.1:8080/boot.ipxe"
LOADER_BY_HTTP = "http://10.75.0.1:8080/assets/ipxe.efi"
# The second fits whole where `file` is, the first does not.
LONG = ["a" * 150, "b" * 120]

_DHCPD = f"""
option arch code 93 = unsigned integer 16;
option greeting code 224 = text;
option first-text code 225 = text;
option second-text code 226 = text;
option space ipxe;
option ipxe.no-pxedhcp code 176 = unsigned integer 8;
option ipxe-options code 175 = encapsulate ipxe;

default-lease-time 3600;
min-lease-time 300;
max-lease-time 7200;
dhcp-cache-threshold 0;
ping-check false;
ignore-client-uids true;
echo-client-id true;
use-host-decl-names true;

option domain-name-servers 10.75.0.1, 10.75.0.2;
option domain-name "lab.example.org";
option ntp-servers 10.75.0.1;
option interface-mtu 1400;
option greeting "hello";
option first-text "{LONG[0]}";
option second-text "{LONG[1]}";

if option user-class = "iPXE" or option user-class = "\\004iPXE" {{
    next-server 10.75.0.1;
    filename "{SCRIPT}";
    option bootfile-name "{SCRIPT}";
    option ipxe.no-pxedhcp 1;
}} elsif substring(option vendor-class-identifier, 0, 10) = "HTTPClient" {{
    next-server 10.75.0.1;
    option vendor-class-identifier "HTTPClient";
    if option arch = 00:10 {{
        filename "{LOADER_BY_HTTP}";
        option bootfile-name "{LOADER_BY_HTTP}";
    }}
}} elsif substring(option vendor-class-identifier, 0, 9) = "PXEClient" {{
    next-server 10.75.0.1;
    option tftp-server-name "10.75.0.1";
    if option arch = 00:07 or option arch = 00:09 {{
        filename "ipxe.efi";
        option bootfile-name "ipxe.efi";
    }} else {{
        filename "undionly.kpxe";
        option bootfile-name "undionly.kpxe";
    }}
}}
"""


def _range(network: Network) -> tuple[str, str]:
    return network.address(RANGE, 0), network.address(RANGE_END, 255)


def dhcpd(cases: list[Case]) -> str:
    """Return dhcpd.conf."""
    networks = "".join(
        f"subnet {network.subnet} netmask 255.255.0.0 {{\n"
        f"    {'' if network.is_authoritative else 'not '}authoritative;\n"
        f"    range {' '.join(_range(network))};\n"
        f"    option routers {network.address(0, 1)};\n"
        f"    option broadcast-address {network.address(255, 255)};\n"
        "}\n"
        for network in NETWORKS
    )
    hosts = "".join(
        f"host {host.name} {{ hardware ethernet {host.mac}; fixed-address {host.address}; }}\n" for host in RESIDENTS
    )
    return _DHCPD + networks + hosts + "".join(_dhcpd_host(case) for case in cases if case.known != UNKNOWN)


def _dhcpd_host(case: Case) -> str:
    keys = {
        BY_MAC: f"hardware ethernet {case.mac}",
        BY_IDENTIFIER: f"option dhcp-client-identifier {(case.identifier or b'').hex(':')}",
        BY_PORT: f"host-identifier option agent.circuit-id {case.port.hex(':')}",
    }
    return f"host {case.name} {{ {keys[case.known]}; fixed-address {case.address}; }}\n"


def bootd(cases: list[Case]) -> str:
    """Return bootd.yaml, as the JSON that YAML takes as well."""
    networks = {
        f"net{network.number}": {
            "subnet": f"{network.subnet}/16",
            "range": " - ".join(_range(network)),
            "gateway": network.address(0, 1),
            "dns": ["10.75.0.1", "10.75.0.2"],
            "domain": "lab.example.org",
            "lease": {"default": "1h", "least": "5m", "most": "2h"},
            "probe": False,
            "authoritative": network.is_authoritative,
        }
        for network in NETWORKS
    }
    texts = {224: "hello", 225: LONG[0], 226: LONG[1]}
    options = {"ntp-servers": "10.75.0.1", "interface-mtu": 1400}
    options |= {str(code): {"type": "text", "value": value} for code, value in texts.items()}
    hosts = {case.name: _bootd_host(case) for case in cases if case.known != UNKNOWN}
    hosts |= {host.name: {"mac": host.mac, "address": host.address} for host in RESIDENTS}
    return json.dumps(
        {"networks": networks, "hosts": hosts, "options": options, "limits": {"interface": 0, "relay_port": 0}}
    )


def _bootd_host(case: Case) -> dict[str, str]:
    keys = {
        BY_MAC: {"mac": case.mac},
        BY_IDENTIFIER: {"client_id": (case.identifier or b"").hex(":")},
        BY_PORT: {"circuit_id": case.port.decode()},
    }
    return keys[case.known] | {"address": case.address}
