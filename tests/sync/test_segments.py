"""Segments: what is written is read again, and nothing else is ever read."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from sync.places import LAPTOP, segment
from unbroken.core.errors import SyncError
from unbroken.sync.errors import Mixed, Torn
from unbroken.sync.operations import Operation, Stamp
from unbroken.sync.sealing import Sealing, new_identity
from unbroken.sync.segment_reading import decode
from unbroken.sync.segments import Segment, encode, text_of

NUMBERS = st.integers(0, 2**63 - 1)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | NUMBERS
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
DEVICES = st.sampled_from([LAPTOP, "other", "ß"])
OPERATIONS = st.builds(
    Operation, st.builds(Stamp, NUMBERS, NUMBERS, DEVICES), st.text(), st.text(), st.text(), VALUES
)
SEGMENTS = st.builds(
    lambda first, more, previous, seen, operations, replaces: Segment(
        LAPTOP, first, first + more, previous, seen, "1.0", tuple(operations), replaces
    ),
    st.integers(1, 10**9),
    st.integers(0, 10**6),
    st.text("0123456789abcdef", max_size=64),
    st.dictionaries(st.text(), NUMBERS, max_size=3),
    st.lists(OPERATIONS, max_size=4),
    st.text("0123456789abcdef", max_size=64),
)
SEALING = Sealing(new_identity())


@settings(max_examples=examples(1000))
@given(SEGMENTS, st.booleans())
def test_what_is_written_is_read(written: Segment, is_sealed: bool) -> None:
    sealing = SEALING if is_sealed else None
    assert decode(encode(written, sealing), sealing) == written


@settings(max_examples=examples(1000))
@given(SEGMENTS, st.booleans(), st.data())
def test_what_is_altered_is_told(written: Segment, is_sealed: bool, data: st.DataObject) -> None:
    sealing = SEALING if is_sealed else None
    content = encode(written, sealing)
    place = int(data.draw(st.floats(0, 1, exclude_max=True)) * len(content))  # age adds at random
    kind = data.draw(st.sampled_from(["cut", "bit", "more"]))
    if kind == "cut":
        altered = content[:place]
    elif kind == "bit":
        bit = 1 << data.draw(st.integers(0, 7))
        altered = content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :]
    else:
        altered = content + content[: place + 1]
    with pytest.raises(Torn):
        decode(altered, sealing)


@given(st.binary(max_size=200))
@settings(max_examples=examples(500))
def test_what_is_no_segment_is_torn(content: bytes) -> None:
    for each in (content, zlib.compress(content)):
        with pytest.raises(Torn):
            decode(each, SEALING)


def _packed(text: bytes) -> bytes:
    import hashlib

    return zlib.compress(text + hashlib.sha256(text).hexdigest().encode() + b"\n")


@pytest.mark.parametrize(
    "old, new",
    [
        (b'"from":1', b'"from":0'),
        (b'"from":1', b'"from":2'),
        (b'"from":1', b'"from":true'),
        (b'"device":"', b'"device":7,"was":"'),
        (b'"seen":{}', b'"seen":[]'),
        (b'"seen":{}', b'"seen":{"a":"b"}'),
        (b'"log"', b"7"),
        (b'"log"', b'"log",7'),
        (b'"version":1', b'"version":"1"'),
        (b",0]", b",0,1]"),
        (b",0]", b',"0"]'),
        (b'{"amount":1}', b"[" * 100_000),
    ],
)
def test_what_says_something_else_is_torn(old: bytes, new: bytes) -> None:
    """Whoever can write a file can give it a hash as well."""
    text = text_of(segment(1))
    assert old in text
    assert decode(_packed(text)) == segment(1)
    with pytest.raises(Torn):
        decode(_packed(text.replace(old, new, 1)))


def test_text_that_is_no_unicode_is_carried() -> None:
    odd = segment(1)._replace(operations=(segment(1).operations[0]._replace(value="a\udcff"),))
    assert decode(encode(odd)) == odd


def test_a_newer_format_asks_for_an_upgrade() -> None:
    text = text_of(segment(1)).replace(b'"version":1', b'"version":2,"more":{}')
    with pytest.raises(SyncError) as caught:
        decode(_packed(text))
    assert caught.value.code == "newer_version"
    assert "upgrade" in caught.value.message


def test_more_than_any_segment_holds_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    content = encode(segment(1, last=1000))
    monkeypatch.setattr("unbroken.sync.segment_reading._LARGEST", 10_000)
    assert len(content) < 10_000
    with pytest.raises(Torn):
        decode(content)


def test_a_sealed_segment_needs_the_key() -> None:
    sealed = encode(segment(1), SEALING)
    with pytest.raises(Mixed, match="is sealed, and this folder is not"):
        decode(sealed)
    with pytest.raises(Torn):
        decode(sealed, Sealing(new_identity()))
    with pytest.raises(Mixed, match="is not sealed, and this folder is"):
        decode(encode(segment(1)), SEALING)
    assert b"amount" not in sealed


def test_a_change_takes_few_octets() -> None:
    assert len(encode(segment(1, previous="ab" * 32))) < 350
