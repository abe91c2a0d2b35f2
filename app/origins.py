"""Pure: where a request comes from. Other sites may not act through a browser that is logged in here."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_FORWARDED = ("forwarded", "x-real-ip", "via")


def is_ours(headers: Mapping[str, str]) -> bool:
    """Whether a request that changes something was sent by a page of ours, or by no browser at all.

    Browsers say so themselves (Sec-Fetch-Site where the address is safe, Origin everywhere); a program
    that says neither has no cookie of somebody else's to abuse.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or (origin != "null" and urlsplit(origin).netloc == headers.get("host", ""))


def is_forwarded(headers: Mapping[str, str]) -> bool:
    """Whether a proxy passed the request on: the other end may be anywhere."""
    return any(name in _FORWARDED or name.startswith("x-forwarded") for name in headers)


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine itself."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_of(headers: Mapping[str, str]) -> str:
    """The host that the browser believes to speak to, without its port."""
    return urlsplit(f"//{headers.get('host', '')}").hostname or ""


def local(address: str) -> str:
    """``address`` if it is a path of this server, else "/": nobody is sent elsewhere after the login."""
    split = urlsplit(address)
    odd = any(sign == "\\" or sign.isspace() or not sign.isprintable() for sign in address)
    if odd or split.scheme or split.netloc or not address.startswith("/") or address.startswith("//"):
        return "/"
    return address
