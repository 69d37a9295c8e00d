"""The vault: what several machines share, laid out in files that each have one writer.

`vault.json` says what it is, and never changes; `d/DEVICE/FIRST-LAST.seg` are the segments of a
device (docs/sync.md). Whatever carries the files may bring them late, in any order, torn or twice.
"""

from __future__ import annotations

from contextlib import suppress

from unbroken.core.errors import ErrorCode, SyncError
from unbroken.core.typing import TYPE_CHECKING, Any, Final, NamedTuple
from unbroken.sync.segment_names import (
    DEVICES,
    ROOT,
    Span,
    mergeable,
    newest_in,
    numbers_of,
    outermost,
    path_of,
    place_of,
    reach_of,
    spans_in,
)
from unbroken.sync.segments import VERSION, digest_of, pack, text_of

if TYPE_CHECKING:  # every command that shares loads this, and none needs these for it
    from collections.abc import Callable, Collection, Iterable, Iterator

    from unbroken.sync.operations import Operation
    from unbroken.sync.sealing import Sealing
    from unbroken.sync.segment_reading import Glance
    from unbroken.sync.segments import Segment
    from unbroken.sync.transports.transport import Transport

FORMAT: Final = "unbroken-sync"
MANIFEST: Final = "vault.json"

_LARGE: Final = 1 << 16
"""Octets of a segment that is not merged any more."""


class Manifest(NamedTuple):
    """What `vault.json` says."""

    id: str
    recipients: tuple[str, ...]
    """The keys that segments are sealed to; none where they are not sealed."""


class Vault:
    """A vault that was found or made in a place."""

    def __init__(self, transport: Transport, manifest: Manifest, sealing: Sealing | None) -> None:
        self.id = manifest.id
        self.is_near = transport.is_near
        """Whether to read some dozens of files takes no time that anybody notices."""
        self._transport = transport
        self._sealing = sealing

    def devices(self) -> list[str]:
        """The ids of all devices that have written segments."""
        return sorted(self.spans())

    def newest(self) -> dict[str, int]:
        """The highest number of each device, whether what is before has arrived or not."""
        return newest_in(self.files())

    def spans(self) -> dict[str, list[Span]]:
        """What segments there are of each device, by their names alone."""
        return spans_in(self.files())

    def size(self) -> int:
        """How many segments there are to be read."""
        return sum(len(outermost(each)) for each in self.spans().values())

    def files(self) -> Collection[str]:
        """Every file of the vault. Raises SyncError where the vault is gone."""
        files = self._transport.files(ROOT)
        if MANIFEST not in files:
            from unbroken.sync.errors import not_there  # seldom needed

            raise not_there(f"The vault in {self._transport.place}")
        return files

    def glances(self, device: str, after: int) -> Iterator[Glance]:
        """The segments of a device that go beyond a number, in order, up to the first gap.

        One that is compacted may begin before it. What is torn or missing, and all behind it,
        waits: it may still be on its way.
        """
        read, listed = after, self._spans_of(device)
        while True:
            found, gone = self._next(device, listed, read)
            if found is None:
                if not gone:
                    return
                listed = self._spans_of(device)  # it was compacted meanwhile
                found, gone = self._next(device, listed, read)
                if found is None:
                    return
            yield found
            read = found.segment.last

    def log_writes(self, read: Glance) -> tuple[Operation, ...]:
        """The logs that are written in a segment that was read before."""
        from unbroken.sync.segment_reading import log_writes  # a change goes without

        return log_writes(read.content, self._sealing) if read.has_logs else ()

    def whole(self, read: Glance) -> Segment:
        """All of a segment that was read before."""
        from unbroken.sync.segment_reading import unpack  # a change goes without

        return unpack(read.content, self._sealing)[0]

    def append(self, segment: Segment) -> str:
        """Writes the next segment of a device; answers its digest, for the one after it.

        The same again is well. Raises NumberTaken where the folder knows more of the device, and
        FolderBehind where it lacks what was before; nothing is written then.
        """
        span, spans = Span(segment.first, segment.last), self._numbers_of(segment.device)
        text = text_of(segment)
        if span not in spans:
            reach, newest = reach_of(spans), max((last for _, last in spans), default=0)
            if newest > span.last or span.first <= reach:
                from unbroken.sync.errors import NumberTaken  # seldom needed

                raise NumberTaken(self._transport.place, newest)
            if span.first > reach + 1:
                from unbroken.sync.errors import FolderBehind  # seldom needed

                raise FolderBehind(self._transport.place, reach)
        try:
            self._write(segment.device, span, text)
        except FileExistsError:
            return self._written_before(segment.device, span, text, spans)
        return digest_of(text)

    def compact(
        self,
        device: str,
        reduced: Callable[[list[Operation]], Iterable[Operation]] = lambda operations: operations,
    ) -> None:
        """Merges many small segments of this device into one, where there are many.

        `reduced` leaves out the operations that later ones of the device make needless. What a
        merged segment replaces stays until the next merge, so that a reader has the one or the
        other whatever the carrier brings first. Stopped anywhere it has lost nothing, and the next
        time goes on. What is torn is left for `check` to tell.
        """
        spans = self._spans_of(device)
        kept = outermost(spans)
        run = mergeable(kept)
        if run:
            sizes = self._transport.sizes(f"{ROOT}/{DEVICES}{device}")
            run = mergeable([span for span in kept if sizes.get(span.name, _LARGE) < _LARGE])
        if not run:
            return
        from unbroken.sync.errors import Torn  # a change goes without

        with suppress(Torn, FileNotFoundError, FileExistsError):
            read = [self.read(device, span) for span in run]
            for whole in {span for span in kept if any(map(span.covers, spans))} - set(run):
                self.read(device, whole)
            for span in set(spans) - set(kept):
                self._transport.delete(path_of(device, span))
            first, (last, digest) = read[0][0], read[-1]
            merged = last._replace(
                first=first.first,
                previous=first.previous,
                operations=tuple(
                    reduced([each for segment, _ in read for each in segment.operations])
                ),
                replaces=last.replaces or digest,
            )
            self._write(device, Span(merged.first, merged.last), text_of(merged))

    def conflict_copies(self) -> Iterator[Segment]:
        """The segments in files that a carrier has put beside others of the same numbers.

        They are for those who have lost the others; what is none is left out.
        """
        from unbroken.sync.segment_reading import unpack  # a change goes without

        for file in sorted(self.files()):
            if file.startswith(DEVICES) and place_of(file) is None:
                try:
                    yield unpack(self._transport.read(f"{ROOT}/{file}"), self._sealing)[0]
                except (SyncError, FileNotFoundError):
                    continue

    def read(self, device: str, span: Span) -> tuple[Segment, str]:
        """A segment and its digest. Raises Torn, or FileNotFoundError where it is gone."""
        from unbroken.sync.segment_reading import unpack  # a change goes without

        segment, digest = unpack(self._transport.read(path_of(device, span)), self._sealing)
        return _expected(segment, device, span), digest

    def pull(self) -> None:
        """Fetches what others have written, where the place has to be told to do so."""
        self._transport.pull()

    def push(self) -> None:
        """Hands on what was written, where the place has to be told to do so."""
        self._transport.push()

    def _spans_of(self, device: str) -> list[Span]:
        """What segments there are of one device. Raises SyncError where the vault is gone."""
        return list(map(Span._make, self._numbers_of(device)))

    def _numbers_of(self, device: str) -> list[tuple[int, int]]:
        """The numbers that the segments of one device cover, as `_spans_of` lists them."""
        files = self._transport.files(f"{ROOT}/{DEVICES}{device}")
        if not files:
            self.files()
        return [numbers for numbers in map(numbers_of, files) if numbers is not None]

    def _next(self, device: str, spans: list[Span], read: int) -> tuple[Glance | None, bool]:
        """The segment that goes on from a number and reaches furthest; whether one was gone."""
        # a change goes without
        from unbroken.sync.errors import Torn
        from unbroken.sync.segment_reading import glance

        gone = False
        fitting = [span for span in spans if span.first <= read + 1 <= span.last]
        for span in sorted(fitting, key=lambda each: (each.last, each.first), reverse=True):
            try:
                found = glance(self._transport.read(path_of(device, span)), self._sealing)
                _expected(found.segment, device, span)
                return found, False
            except FileNotFoundError:
                gone = True
            except Torn:
                continue
        return None, gone

    def _write(self, device: str, span: Span, text: bytes) -> None:
        self._transport.write_new(path_of(device, span), pack(text, self._sealing))

    def _written_before(
        self, device: str, span: Span, text: bytes, spans: list[tuple[int, int]]
    ) -> str:
        """The digest of a segment that has its name already; written again where it is torn."""
        from unbroken.sync.errors import NumberTaken, Torn  # seldom needed

        try:
            found, digest = self.read(device, span)
        except Torn:
            self._transport.delete(path_of(device, span))
            self._write(device, span, text)
            return digest_of(text)
        if text_of(found).partition(b"\n")[2] != text.partition(b"\n")[2]:
            raise NumberTaken(self._transport.place, max(last for _, last in [span, *spans]))
        return digest


def open_vault(
    transport: Transport, sealing: Sealing | None = None, identifier: str | None = None
) -> Vault:
    """The vault that lies in a place, which has to have the `identifier`, if one is given.

    Raises SyncError: `other_vault` where it has not, `not_found` where there is none,
    `newer_version` where this program is too old for it, and `sealed` where it is sealed and no
    key, or another one, is given, or it is not and one is given: then nothing is written in the
    open that was to be sealed.
    """
    manifest = read_manifest(transport)
    if identifier not in (None, manifest.id):
        raise SyncError(ErrorCode.OTHER_VAULT, f"{transport.place} holds another vault.")
    if manifest.recipients and (sealing is None or sealing.recipient not in manifest.recipients):
        raise SyncError(
            ErrorCode.SEALED,
            f"The vault in {transport.place} is sealed, and this machine has no key to it; end with"
            " `unbroken sync leave` what it is synced to, and join with `unbroken sync setup"
            " FOLDER`.",
        )
    if sealing is not None and not manifest.recipients:
        raise SyncError(
            ErrorCode.SEALED,
            f"The vault in {transport.place} is not sealed any more, as it was; nothing is written"
            " there. Put its vault.json back, or seal a new folder and join that.",
        )
    return Vault(transport, manifest, sealing)


def create_vault(transport: Transport, identifier: str, sealing: Sealing | None = None) -> Vault:
    """Makes a vault with an id of its own. Raises SyncError, `exists`, where there is one."""
    import json  # once for each vault

    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "vault": identifier,
        "recipients": None if sealing is None else [sealing.recipient],
    }
    try:
        transport.pull()  # what another machine has made is not made twice
        if MANIFEST in transport.files(ROOT):  # not every place knows how to write only what is new
            raise FileExistsError
        transport.write_new(f"{ROOT}/{MANIFEST}", (json.dumps(manifest) + "\n").encode())
    except FileExistsError:
        raise SyncError(
            ErrorCode.EXISTS, f"There is a vault in {transport.place} already; join that one."
        ) from None
    return open_vault(transport, sealing)


def read_manifest(transport: Transport) -> Manifest:
    """What `vault.json` says. Raises SyncError as `open_vault` does, and where it is damaged."""
    import json  # a command that shares nothing goes without

    try:
        said: Any = json.loads(_manifest_text(transport))
        if said["format"] != FORMAT:
            raise ValueError(said["format"])
        if said["version"] > VERSION:
            raise SyncError(
                ErrorCode.NEWER_VERSION,
                f"{transport.place} was made by a newer Unbroken; upgrade Unbroken to share it.",
            )
        return Manifest(str(said["vault"]), tuple(map(str, said["recipients"] or ())))
    except FileNotFoundError:
        raise SyncError(
            ErrorCode.NOT_FOUND, f"There is no vault in {transport.place} yet."
        ) from None
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        from unbroken.sync.errors import Torn  # seldom needed

        raise Torn(f"{ROOT}/{MANIFEST} in {transport.place}") from error


def _manifest_text(transport: Transport) -> bytes:
    try:
        return transport.read(f"{ROOT}/{MANIFEST}")
    except FileNotFoundError:
        transport.pull()  # it may wait there to be fetched
        return transport.read(f"{ROOT}/{MANIFEST}")


def _expected(segment: Segment, device: str, span: Span) -> Segment:
    """Raises Torn for a copy of another file under a segment's name."""
    if (segment.device, segment.first, segment.last) != (device, *span):
        from unbroken.sync.errors import Torn  # seldom needed

        raise Torn(f"{span.name} of {device}")
    return segment
