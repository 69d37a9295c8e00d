"""Looking whether others have written something since, and writing what waits for them."""

from __future__ import annotations

from unbroken.core.errors import SyncError
from unbroken.core.instants import Instant
from unbroken.core.typing import TYPE_CHECKING
from unbroken.engine.callers import Caller
from unbroken.engine.context import Context
from unbroken.engine.synchronisation.folder import shared_vault, shown_place
from unbroken.store.connection import Store
from unbroken.store.sync import load_devices, load_vault

if TYPE_CHECKING:  # mostly nothing is new
    from unbroken.core.reports import Synced
    from unbroken.engine.synchronisation.projection import Outcome
    from unbroken.sync.vault import Vault


def sync_read(context: Context, caller: Caller) -> Synced | None:
    """Takes over what others have written since, so that what is asked next knows of it.

    None where nothing has come, where the database is not synced, and where the folder cannot be
    read now: what is here is answered then.
    """
    vault = load_vault(context.store)
    if vault is None:
        return None
    try:
        with shared_vault(vault) as folder:
            found = read(context.store, folder, context.now())
    except SyncError:
        return None
    if found is None or not found[0]:
        return None
    context.merges += 1
    from unbroken.core.reports import Synced  # mostly nothing is new

    writes, outcome = found
    return Synced(shown_place(vault.place), writes, 0, outcome.logs, tuple(outcome.said))


def sync_write(context: Context, caller: Caller) -> str | None:
    """Writes what waits into the folder; answers why it cannot be written now, in a sentence."""
    from unbroken.engine.synchronisation.publishing import send_waiting  # what reads goes without

    return send_waiting(context.store)


def read(
    store: Store, folder: Vault, now: Instant, *, thoroughly: bool = False
) -> tuple[int, Outcome] | None:
    """Takes over what others have written since: how many writes, and what became of them.

    Where nothing new has come it costs one listing, and the database is not locked; unless it is
    done `thoroughly`: then it is looked whether the folder has what was written and read last.
    Raises SyncError where the folder cannot be read.
    """
    folder.pull()
    vault = load_vault(store)
    if vault is None:
        return None
    newest, known = folder.newest(), load_devices(store)
    is_new = any(
        number > (known[device].number if device in known else 0)
        for device, number in newest.items()
        if device != vault.device
    )
    is_own = newest.get(vault.device, 0) in (vault.number, vault.number + 1)
    if is_own and not (is_new or thoroughly):
        return None
    from unbroken.engine.synchronisation.merging import merge_new  # mostly nothing is new

    return merge_new(store, folder, now, thoroughly=thoroughly)
