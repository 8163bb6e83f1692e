"""What a person or a program may do."""

from enum import StrEnum
from typing import Literal

Scope = Literal["read", "upload", "review", "admin"]


class Role(StrEnum):
    """What a user is: each may do what those before it may."""

    VIEWER = "viewer"
    REVIEWER = "reviewer"
    ADMIN = "admin"


ROLE_NAMES = {Role.VIEWER: "查看", Role.REVIEWER: "复核", Role.ADMIN: "管理"}

SCOPES: dict[Role, frozenset[Scope]] = {
    Role.VIEWER: frozenset[Scope]({"read"}),
    Role.REVIEWER: frozenset[Scope]({"read", "upload", "review"}),
    Role.ADMIN: frozenset[Scope]({"read", "upload", "review", "admin"}),
}
"""What each role may do. A token may do a part of what its user may."""

ALL_SCOPES: tuple[Scope, ...] = ("read", "upload", "review", "admin")
