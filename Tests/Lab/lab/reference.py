"""A boot server that is not ours, dnsmasq and Python's http.server: if it cannot boot a machine, the lab is broken."""

import subprocess
import sys
from pathlib import Path

from .media import Media
from .namespace import Lab

SCRIPT = """#!ipxe
kernel /assets/vmlinuz console=ttyS0 initrd=initrd.img ignition.config.url=http://10.75.0.1:8080/${mac:hexhyp}.ign
initrd /assets/initrd.img
boot
"""


def start(lab: Lab, media: Media, folder: Path, ignitions: dict[str, str]) -> None:
    """Serve machines on `lab` (10.75.0.1/16); `folder` takes the files, `ignitions` maps MAC addresses to documents."""
    (folder / "assets").symlink_to(media.assets)
    (folder / "boot.ipxe").write_text(SCRIPT, "ascii")
    for mac, document in ignitions.items():
        (folder / f"{mac.replace(':', '-')}.ign").write_text(document, "utf-8")
    web = ["-m", "http.server", "8080", "--bind", "10.75.0.1", "--directory", folder]
    lab.popen(sys.executable, *web, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    lab.popen(
        "dnsmasq",
        "--keep-in-foreground",
        "--conf-file=/dev/null",
        "--log-facility=/dev/null",
        "--pid-file",
        "--user=root",
        "--port=0",
        "--interface=br0",
        "--no-ping",
        "--leasefile-ro",
        "--dhcp-range=10.75.0.10,10.75.0.99",
        "--dhcp-match=set:ipxe,175",
        "--dhcp-match=set:bios,option:client-arch,0",
        "--dhcp-match=set:uefi,option:client-arch,7",
        "--dhcp-boot=tag:!ipxe,tag:bios,undionly.kpxe",
        "--dhcp-boot=tag:!ipxe,tag:uefi,ipxe.efi",
        "--dhcp-boot=tag:ipxe,http://10.75.0.1:8080/boot.ipxe",
        # iPXE need not wait for a ProxyDHCP server.
        "--dhcp-option=tag:ipxe,encap:175,176,1b",
        "--enable-tftp",
        f"--tftp-root={media.tftp}",
    )
