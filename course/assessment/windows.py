"""When, where and with which password a quiz of an event can be taken. PURE."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network

from course.base.errors import N_, Refused

MOST_NETWORKS = 50


class Openness(StrEnum):
    BEFORE = "before"
    OPEN = "open"
    AFTER = "after"


@dataclass(frozen=True)
class Window:
    """What an event has arranged for one quiz; nothing arranged is open always, to everyone, from anywhere."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    password_hash: str | None = None
    networks: tuple[str, ...] = ()
    """Ranges of addresses in CIDR notation; empty: from anywhere."""

    def openness(self, now: datetime) -> Openness:
        if self.opens_at and now < self.opens_at:
            return Openness.BEFORE
        return Openness.AFTER if self.closes_at and now >= self.closes_at else Openness.OPEN

    def admits(self, address: str) -> bool:
        """Whether a browser at `address` may take the quiz; an address that cannot be read may not."""
        if not self.networks:
            return True
        try:
            seen = ip_address(address)
        except ValueError:
            return False
        if isinstance(seen, IPv6Address) and seen.ipv4_mapped:
            seen = seen.ipv4_mapped
        return any(seen in ip_network(network) for network in self.networks)


UNARRANGED = Window()
ELSEWHERE = N_(
    "This quiz can be taken only in the networks that the trainers have named, for instance in the training room."
)


def read_networks(text: str) -> tuple[str, ...]:
    """Ranges as typed, separated by spaces, commas or lines, in their canonical form. Raises Refused."""
    found = []
    for typed in text.replace(",", " ").split():
        try:
            found.append(str(ip_network(typed, strict=False)))
        except ValueError:
            raise Refused(
                N_("“%(typed)s” is no range of addresses. Write one like 192.168.1.0/24."), typed=typed[:60]
            ) from None
    if len(found) > MOST_NETWORKS:
        raise Refused(N_("Write at most %(count)d ranges."), count=MOST_NETWORKS)
    return tuple(dict.fromkeys(found))
