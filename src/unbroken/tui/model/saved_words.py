"""What is said once the rules of a streak were saved; keys are named as `keys_in_force` has it."""

from __future__ import annotations

from unbroken.core.reports import Change
from unbroken.tui.model.streak_row import Row


def saved_words(change: Change | None, before: Row | None, now: Row, order: str) -> str:
    """`Saved: Jog, group.`, and where that shows; of a streak that is new (`before` None) only
    where it stands. `change` is what the journal has of it, `order` the one that is listed.
    """
    said = []
    if before is not None:
        changed = f", {change.rows}" if change is not None and change.rows else ""
        said.append(f"Saved: {now.name}{changed}.")
    if now.own_group and order != "own" and (before is None or now.own_group != before.own_group):
        said.append(
            f"Below “{now.own_group}” it stands in your own order; <dashboard.order> orders."
        )
    if before is not None and now.number not in (" ", before.number):
        said.append(f"Its number is {now.number} now.")
    return "\n".join(said)
