"""isc-dhcp-relay in a namespace of its own, between the machines behind it and the server."""

import ipaddress
import tempfile
import time

from .namespace import Lab

SERVER = "10.75.0.1"
UPLINK = "10.75.255.254"


class Relay(Lab):
    """A router with dhcrelay, on the bridge of `lab` by its `eth0`, and with a bridge for machines.

    address: its address on its own bridge, such as 10.76.0.1/24; the server knows the way there.
    options: of dhcrelay, such as -a, with which it adds the name of its bridge as circuit-id (option 82).
    uplink: its address on the bridge of `lab`.
    link_selection: whether it speaks with the server by its uplink's address, and tells the other in option 82.5.
    """

    def __init__(
        self,
        lab: Lab,
        address: str,
        *options: object,
        bridge: str = "br0",
        uplink: str = UPLINK,
        link_selection: bool = False,
    ) -> None:
        super().__init__(address, bridge)
        self._output = tempfile.TemporaryFile()
        try:
            lab.connect(self, address=f"{uplink}/16")
            self.run("sysctl", "-qw", "net.ipv4.ip_forward=1")
            lab.ip(f"route add {ipaddress.ip_interface(address).network} via {uplink}")
            links = ["-id", bridge, "-U" if link_selection else "-iu", "eth0"]
            arguments = ["-4", "-d", "--no-pid", "-D", *options, *links, SERVER]
            self.popen("dhcrelay", *arguments, stdout=self._output, stderr=self._output)
            self._wait_until_listening()
        except BaseException:
            self.close()
            raise

    @property
    def output(self) -> str:
        """What dhcrelay has printed."""
        self._output.seek(0)
        return self._output.read().decode("utf-8", "replace")

    def close(self) -> None:
        super().close()
        self._output.close()

    def _wait_until_listening(self, timeout: float = 10) -> None:
        deadline = time.monotonic() + timeout
        # The last that it says of its sockets.
        while "Socket/fallback" not in self.output:
            assert time.monotonic() < deadline, f"dhcrelay does not listen after {timeout:.0f} s:\n{self.output}"
            time.sleep(0.02)
