"""Milestones and rewards as records: `/schema/milestone`, `/schema/reward_log`."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from unbroken.core.errors import ErrorCode, NotFound, Refusal
from unbroken.core.results import Milestone, Reward
from unbroken.engine.api import Engine
from unbroken.http.bodies import camel, camel_record
from unbroken.http.calls import Answer, Call
from unbroken.http.lists import Fields, Page, Record, Single, page_of
from unbroken.http.record_access import asked_of, known_streak, reader_of
from unbroken.http.record_bodies import MilestoneChange, NewMilestone, given_in

MILESTONE_FIELDS: Final[Fields] = {
    **dict.fromkeys(("id", "streakId", "title"), str),
    "milestoneTargetValue": int,
}


REWARD_FIELDS: Final[Fields] = {
    **dict.fromkeys(("id", "milestoneId", "streakId", "ownedById", "progressId"), str),
    "couponCode": str,
    "milestoneTargetValue": int,
    **dict.fromkeys(("rewardIssuedAt", "rewardExpiryAt"), datetime),
}


def list_milestones(engine: Engine, call: Call) -> Page:
    """Every milestone of the app's streaks."""
    wanted = call.query.streak_id
    found = (
        _milestone(streak.id, each)
        for streak in engine.streaks()
        if wanted in (None, streak.id)
        for each in streak.milestones
    )
    return page_of(found, call.query, MILESTONE_FIELDS)


def get_milestone(engine: Engine, call: Call) -> Single:
    """One milestone."""
    for streak in engine.streaks():
        for each in streak.milestones:
            if each.id == call.path["id"]:
                return Single(_milestone(streak.id, each))
    raise NotFound("There is no such milestone.")


def create_milestone(engine: Engine, call: Call) -> Single:
    """Adds a milestone to a streak."""
    body: NewMilestone = call.body
    streak, number = known_streak(engine, body.streak_id), body.milestone_target_value
    made = engine.add_milestone(streak.activity_type, number, body.title or str(number))
    return Single(_milestone(streak.id, made))


def change_milestone(engine: Engine, call: Call) -> Single:
    """Changes what is given of a milestone."""
    body: MilestoneChange = call.body
    engine.edit_milestone(call.path["id"], body.milestone_target_value, body.title)
    return get_milestone(engine, call)


def delete_milestone(engine: Engine, call: Call) -> Answer:
    """Removes a milestone with its rewards."""
    engine.remove_milestone(call.path["id"])
    return Answer(None, 204)


def _milestone(streak_id: str, milestone: Milestone) -> Record:
    return {**camel_record(milestone), "streakId": streak_id}


def list_rewards(engine: Engine, call: Call) -> Page:
    """Reward logs, oldest first: an admin's of everybody, a person's own."""
    asked = asked_of(engine, call)
    if asked is None:
        return page_of([], call.query, REWARD_FIELDS)
    found = asked.mine.rewards(asked.activity_type, all_owners=asked.of_everybody)
    return page_of(map(reward_record, found), call.query, REWARD_FIELDS)


def get_reward(engine: Engine, call: Call) -> Single:
    """One reward log."""
    mine = reader_of(engine, call)
    if mine is not None:
        for each in mine.rewards(all_owners=mine.caller.owner_id is None):
            if each.id == call.path["id"]:
                return Single(reward_record(each))
    raise NotFound("There is no such reward.")


def change_reward(engine: Engine, call: Call) -> Single:
    """Adds a coupon and its days to a reward log; nothing else of it can be changed."""
    given = given_in(call.body)
    names = {"reward_issued_at": "issued_at", "reward_expiry_at": "expires_at"}
    for name, value in given.items():
        if isinstance(value, datetime) and value.tzinfo is None:
            called = camel(name)
            message = f"The {called} must say its offset, such as Z."
            raise Refusal(ErrorCode.BAD_TIME, message, called)
    changes = {names.get(name, name): value for name, value in given.items()}
    return Single(reward_record(engine.set_coupon(call.path["id"], **changes)))


def reward_record(reward: Reward) -> Record:
    """A reward log as the family of records tells it."""
    return dict(camel_record(reward))
