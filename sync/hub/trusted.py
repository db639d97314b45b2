"""Whom a connection of the hub to another server trusts."""

import ssl


def context_for(url: str, certificates: str = "") -> ssl.SSLContext | None:
    """The system's authorities and our own; None for plain HTTP, which asks for none: reading them all takes 30 ms.

    Args:
        url: whom it is for.
        certificates: PEM file of authorities to trust beside the system's; empty = those alone.

    Raises:
        OSError: the certificates cannot be read.
    """
    plain = url.lower().startswith("http://")
    return trusting(certificates) if certificates or not plain else None


def trusting(certificates: str = "") -> ssl.SSLContext:
    """The system's authorities, and those of a PEM file if one is named."""
    context = ssl.create_default_context()
    if certificates:
        context.load_verify_locations(certificates)
    return context
