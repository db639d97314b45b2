"""Who works at the desk now."""

from desk.settings import Settings
from models.clerk import ALL_ROLES, Clerk
from models.store import Store


def first(store: Store, settings: Settings) -> Clerk | None:
    """Who works here when the desk opens: nobody yet, or, where no accounts were made, the clerk of the settings."""
    if store.accounts.keys():
        return None
    alone = settings.clerk
    return Clerk(id=alone.id, name=alone.name, phone=alone.phone, roles=ALL_ROLES)
