"""By which addresses others in the network reach this machine. Nothing is sent to find out."""

from __future__ import annotations

import socket
import struct
import sys
from ipaddress import IPv6Address, ip_address
from pathlib import Path

_ADDRESS_OF = 0x8915
"""Linux: SIOCGIFADDR, the IPv4 address of an interface."""
_INNER = ("docker", "br-", "veth", "virbr", "cni", "flannel")
"""How interfaces are named that lead nowhere but into this machine."""
_ALL_GLOBAL = "00"
"""The scope of an address in the kernel's table that is not only for one cable."""
_SIX = Path("/proc/net/if_inet6")


def everywhere(host: str) -> bool:
    """Whether a server that listens on ``host`` is reached by all of the machine's addresses."""
    return host in ("0.0.0.0", "::")  # noqa: S104 (compared, not bound)


def addresses(host: str) -> list[str]:
    """The machine's own addresses of the kind that ``host`` is, as they stand in a URL. Linux only; else none."""
    if sys.platform != "linux":
        return []
    return _six() if host == "::" else _four()


def invitation(host: str, port: int, found: list[str]) -> list[str]:
    """What to print for a server that others may reach. Pure."""
    lines = [f"同一网络里的电脑和手机打开：http://{one}:{port}/" for one in found]
    if not lines:
        lines = [
            f"同一网络里的电脑和手机打开 http://本机地址:{port}/ 。本机地址这样查：Windows 在命令提示符里运行 ipconfig，"
            "看“IPv4 地址”；macOS 运行 ipconfig getifaddr en0；Linux 运行 ip addr。"
        ]
    return [
        *lines,
        f"别的电脑打不开，多半是本机防火墙没有放行 {port} 端口：Windows 在弹出的提示里选“允许访问”（专用网络）；"
        f"Linux 用 ufw 的运行 sudo ufw allow {port}/tcp。只在可信的网络里这样用。",
    ]


def _four() -> list[str]:
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        for _, name in socket.if_nameindex():
            if not name.startswith(_INNER):
                found.append(_address(asker, name))
    return [one for one in found if one and _useful(one)]


def _address(asker: socket.socket, name: str) -> str:
    """An interface's address; empty where it has none."""
    if sys.platform != "linux":
        return ""
    from fcntl import ioctl

    try:
        told = ioctl(asker.fileno(), _ADDRESS_OF, struct.pack("256s", name.encode()[:15]))
    except OSError:
        return ""
    return socket.inet_ntoa(told[20:24])


def _six() -> list[str]:
    rows = [line.split() for line in _SIX.read_text("ascii").splitlines()] if _SIX.is_file() else []
    return [
        f"[{IPv6Address(int(row[0], 16))}]"
        for row in rows
        if row[3] == _ALL_GLOBAL and not row[5].startswith(_INNER)
    ]


def _useful(address: str) -> bool:
    known = ip_address(address)
    return not (known.is_loopback or known.is_link_local or known.is_unspecified)
