"""A BIOS boot ROM that is an ordinary PXE client.

Debian has no PXE ROM but iPXE's, and iPXE says who it is: user class "iPXE" (option 77) and its own option 175. Those
two are taken out here, of the binary in Debian's package `ipxe-qemu`: a server then sees PXEClient:Arch:00000 and no
more, as it does from the ROM of a network card.

An iPXE ROM ends with one block: its length (4 bytes, little endian), raw LZMA data, their CRC-32; then padding.
"""

import lzma
import re
import struct
import zlib
from pathlib import Path

SOURCE = Path("/usr/lib/ipxe/qemu/pxe-virtio.rom")

# iPXE's own decompressor knows just these parameters.
FILTERS = [
    {
        "id": lzma.FILTER_LZMA1,
        "dict_size": 1 << 20,
        "lc": 2,
        "lp": 0,
        "pb": 0,
        "mode": lzma.MODE_NORMAL,
        "mf": lzma.MF_BT4,
        "nice_len": 273,
    },
]


class RomError(Exception):
    """The ROM is not built as we know it."""


def plain_pxe(rom: bytes) -> bytes:
    """Return `rom`, an iPXE option ROM, without options 77 and 175 in its DHCP requests."""
    start, code = _find_code(rom)
    block = _pack(_silence(code))
    if start + len(block) > len(rom):
        raise RomError("the changed code does not fit into the ROM")
    image = bytearray(rom[:start] + block).ljust(len(rom), b"\xff")
    # A BIOS runs no ROM whose bytes do not add up to zero; the last byte is padding.
    image[-1] = (image[-1] - sum(image)) & 0xFF
    return bytes(image)


def _find_code(rom: bytes) -> tuple[int, bytes]:
    """Return where the packed block with the DHCP client starts, and what it unpacks to."""
    for start in range(0, len(rom) - 8, 4):
        (length,) = struct.unpack_from("<I", rom, start)
        data = rom[start + 4 : start + 4 + length]
        if length < 1024 or len(data) != length or _crc(data[:-4]) != struct.unpack("<I", data[-4:])[0]:
            continue
        code = lzma.decompress(data[:-4], lzma.FORMAT_RAW, filters=FILTERS)
        if b"PXEClient:Arch" in code:
            return start, code
    raise RomError("no packed block with a DHCP client in the ROM")


def _pack(code: bytes) -> bytes:
    data = lzma.compress(code, lzma.FORMAT_RAW, filters=FILTERS)
    return struct.pack("<I", len(data) + 4) + data + struct.pack("<I", _crc(data))


def _crc(data: bytes) -> int:
    return zlib.crc32(data) ^ 0xFFFFFFFF


def _silence(code: bytes) -> bytes:
    """Take the two options out of the unpacked code, keeping every address as it is."""
    return _without_option_175(_without_option_77(code))


def _without_option_77(code: bytes) -> bytes:
    """Drop the user class, and 175 from the requested parameters, from the constant options of every request."""
    user_class = b"\x4d\x04iPXE"
    start = _find_once(code, user_class + b"\x37")
    count = code[start + 7]
    wanted = code[start + 8 : start + 8 + count]
    end = start + 8 + count + 1
    if 175 not in wanted or code[end - 1] != 255:
        raise RomError("the options of the request are not those we know")
    wanted = wanted.replace(b"\xaf", b"")
    options = bytes([0x37, len(wanted)]) + wanted + b"\xff"
    # Bytes after the end option are ignored.
    return code[:start] + options.ljust(end - start, b"\0") + code[end:]


def _without_option_175(code: bytes) -> bytes:
    """Make both parts of the option, the list of features and the bus address, empty: iPXE then adds neither."""
    # mov eax, END; sub eax, START; push eax; mov ecx, START; mov edx, 175: the length becomes END - END.
    features = rb"(\xb8(.{4})\x2d)(.{4})(\x50\xb9\3\xba\xaf\0\0\0)"
    code = _replace_once(code, features, rb"\1\2\4")
    # push 5; lea ecx, ADDRESS; mov edx, 175 << 8 | 177: the length becomes 0.
    address = rb"\x6a\x05(\x8d\x4c\x24.\xba\xb1\xaf\0\0)"
    return _replace_once(code, address, b"\x6a\\0\\1")


def _replace_once(code: bytes, pattern: bytes, replacement: bytes) -> bytes:
    code, count = re.subn(pattern, replacement, code, flags=re.DOTALL)
    if count != 1:
        raise RomError(f"{count} places in the code add option 175 in the way we know, not one")
    return code


def _find_once(code: bytes, pattern: bytes) -> int:
    if code.count(pattern) != 1:
        raise RomError(f"{pattern.hex(' ')} is in the code {code.count(pattern)} times, not once")
    return code.index(pattern)
