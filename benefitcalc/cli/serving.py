"""Serving from the command line: where it listens, under which names, and whether behind a proxy."""

import re
import socket
import sys
from argparse import Namespace
from ipaddress import ip_address, ip_network

from benefitcalc.cli.commands import ANSWERED
from benefitcalc.cli.terminal import print_text
from benefitcalc.text.extras import installed
from benefitcalc.text.message import N_, Refused, say, shown
from benefitcalc.text.system_errors import why

HIGHEST_PORT = 65_535

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - to be told from an address
"""What listens on every address of the machine, and is the name of none."""

_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")


def serve(asked: Namespace) -> int:
    """The page and the API, until it is interrupted or told to end."""
    from benefitcalc.web import serve

    start = installed(serve)
    if asked.host in EVERYWHERE and not asked.allow_host:
        told = N_("{host} is the name of no machine; give the names under which it is asked for with --allow-host")
        raise Refused(say(told, host=asked.host))
    otherwise = N_("port {port} of {host} is not available ({why}); give another one with --port or --host")
    _try(asked.host, asked.port, otherwise)
    print_text(f"http://{_written(asked.host)}:{asked.port}/", sys.stdout)
    start(asked.host, asked.port, hosts=tuple(map(_written, asked.allow_host)), behind_proxy=asked.behind_proxy)
    return ANSWERED


def mcp(asked: Namespace) -> int:
    """The tools of a language model, for one client, or for those of this machine over HTTP."""
    from benefitcalc.assistant import serve_http, serve_stdio

    start, start_http = installed(serve_stdio), installed(serve_http)
    if not asked.http:
        start(lang=asked.lang)
        return ANSWERED
    _try("127.0.0.1", asked.port, N_("port {port} of {host} is not available ({why}); give another one with --port"))
    print_text(f"http://127.0.0.1:{asked.port}/mcp", sys.stdout)
    start_http(port=asked.port, lang=asked.lang)
    return ANSWERED


def _try(host: str, port: int, otherwise: str) -> None:
    """Refused, as ``otherwise`` says it, where a port cannot be listened on."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as error:
            raise Refused(say(otherwise, port=port, host=host, why=why(error))) from error


def _written(host: str) -> str:
    """A host as it stands in an address."""
    return f"[{host}]" if ":" in host else host


def port(text: str) -> int:
    """A port that a machine may have."""
    if not (text.isdecimal() and len(text) <= len(str(HIGHEST_PORT)) and 0 < int(text) <= HIGHEST_PORT):
        raise Refused(say(N_("{given} is not a number from 1 to {most}"), given=shown(text), most=HIGHEST_PORT))
    return int(text)


def address(text: str) -> str:
    """The address of a machine."""
    try:
        return str(ip_address(text))
    except ValueError:
        raise Refused(say(N_("{given} is not an address such as 127.0.0.1"), given=shown(text))) from None


def addresses(text: str) -> str:
    """The address of a machine, or those of a network."""
    try:
        return str(ip_network(text)) if "/" in text else address(text)
    except ValueError:
        told = N_("{given} is not an address such as 127.0.0.1, nor a network such as 10.0.0.0/24")
        raise Refused(say(told, given=shown(text))) from None


def name(text: str) -> str:
    """A name under which a machine is asked for, or its address."""
    if _NAME.fullmatch(text.lower()):
        return text.lower()
    try:
        return address(text.removeprefix("[").removesuffix("]"))
    except Refused:
        told = N_("{given} is not a name; write it like benefits.example, without http:// and without a port")
        raise Refused(say(told, given=shown(text))) from None
