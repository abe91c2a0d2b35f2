"""What `studio serve` says of how others reach it, found without sending anything."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from app import reachable
from app.cli_serve import _invited, _named
from app.reachable import addresses, everywhere, invitation


def test_each_address_is_printed_with_the_port_and_the_firewall_is_named():
    lines = invitation("0.0.0.0", 7861, ["192.168.1.20", "10.3.0.7"])
    assert lines[:2] == [
        "同一网络里的电脑和手机打开：http://192.168.1.20:7861/",
        "同一网络里的电脑和手机打开：http://10.3.0.7:7861/",
    ]
    assert len(lines) == 3 and "防火墙" in lines[2] and "7861" in lines[2]


def test_where_no_address_is_known_it_says_how_to_look_it_up():
    how, firewall = invitation("0.0.0.0", 7860, [])
    assert "ipconfig" in how and "macOS" in how and ":7860/" in how
    assert "防火墙" in firewall


def test_a_server_for_this_machine_alone_invites_nobody():
    assert _invited("127.0.0.1", 7860) == _invited("localhost", 7860) == _invited("::1", 7860) == []
    assert "http://192.168.1.20:7860/" in _invited("192.168.1.20", 7860)[0]
    assert everywhere("0.0.0.0") and everywhere("::") and not everywhere("192.168.1.20")
    assert (_named("0.0.0.0"), _named("::"), _named("fd00::2")) == ("127.0.0.1", "[::1]", "[fd00::2]")


def test_looking_for_addresses_sends_nothing_and_asks_no_names(monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object) -> None:
        raise AssertionError("this goes out")

    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "getfqdn"):
        monkeypatch.setattr(socket, name, refuse)
    for name in ("connect", "sendto", "send"):
        monkeypatch.setattr(socket.socket, name, refuse)
    found = addresses("0.0.0.0")
    assert all(socket.inet_aton(one) and not one.startswith(("127.", "169.254.")) for one in found)


@pytest.mark.skipif(sys.platform != "linux", reason="read from the kernel's table")
def test_global_addresses_of_the_newer_kind_are_read_from_the_kernels_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    table = tmp_path / "if_inet6"
    table.write_text(
        "00000000000000000000000000000001 01 80 10 80       lo\n"
        "20010db8000000000000000000000007 02 40 00 80     eth0\n"
        "fe800000000000000000000000000007 02 40 20 80     eth0\n"
        "20010db8000000000000000000000009 03 40 00 80  docker0\n",
        "ascii",
    )
    monkeypatch.setattr(reachable, "_SIX", table)
    assert addresses("::") == ["[2001:db8::7]"]


def test_elsewhere_than_on_linux_nothing_is_guessed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "platform", "win32")
    assert addresses("0.0.0.0") == []
