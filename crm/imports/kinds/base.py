"""What every kind of import answers; the engine (planning, service) knows kinds only by this."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from flask_babel import gettext as _

from crm.core.parks import list_parks
from crm.core.permissions import is_own_park
from crm.imports.cells import CellError, refused_word
from crm.imports.columns import COLUMNS, FREE, KEY, Column
from crm.imports.rows import Cells, Row
from crm.imports.rules import Kind
from crm.imports.vocabulary import fold, matching
from crm.web.labels import local_name
from kernel.errors import RuleError
from models import Firm, ImportChange, Park, User

T = TypeVar("T")

Files = Callable[[str], bytes | None]
"""The files handed in beside the import file, by their names."""


def no_files(_name: str) -> bytes | None:
    return None


@dataclass(slots=True)
class Scene:
    """Whose import it is, what lies beside the file, and what was answered where a row was not clear.

    ``user`` None is the system itself, for an export by the machine. ``answers`` maps (row, column)
    to the key of the candidate that was chosen.
    """

    user: User | None
    files: Files = no_files
    answers: Mapping[tuple[int, str], str] = field(default_factory=dict)
    is_undo: bool = False
    is_rehearsal: bool = False
    """Everything is done and then rolled back: no file goes into the store."""

    @property
    def actor(self) -> User:
        if self.user is None:
            raise RuleError(_("An import has an owner: name the user."))
        return self.user


class Importer(ABC, Generic[T]):
    """Rows of one kind. ``prepare`` loads in bulk what the rows name, so that no row asks for itself."""

    kind: ClassVar[Kind]
    fields: ClassVar[Mapping[str, str]] = {}
    """Where the services' names of inputs differ from the columns: input → column."""
    growing: ClassVar[frozenset[str]] = frozenset()
    """Columns to which others may add without the record having changed."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.parks: dict[str, Park] = {}
        self._park_words: dict[str, frozenset[str]] = {}

    @property
    def columns(self) -> tuple[Column, ...]:
        return COLUMNS[self.kind]

    @property
    def key_columns(self) -> list[Column]:
        return [column for column in self.columns if column.need is KEY]

    def load_parks(self) -> None:
        self.parks = {park.code: park for park in list_parks()}
        self._park_words = {code: _words_of(park) for code, park in self.parks.items()}

    def park_code(self, word: str) -> str:
        """The code of the park that a cell names by its code or by its name in any script.

        Raises:
            CellError: no park is called so, or several are.
        """
        found = [fold(word).upper()] if fold(word).upper() in self.parks else matching(word, self._park_words)
        if len(found) == 1:
            return found[0]
        names = {code: local_name(park) for code, park in self.parks.items()}
        raise CellError(refused_word(word, names, is_known=bool(found)))

    # Planning: reads only.

    @abstractmethod
    def prepare(self, rows: Sequence[Row]) -> None:
        """Load what the rows name."""

    @abstractmethod
    def place(self, row: Row) -> None:
        """Set ``row.key``, and ``row.record`` where it is there; refuse or ask where it isn't clear."""

    def resolve(self, row: Row) -> None:
        """Find the records that the row's cells name, into ``row.found``; refuse those that aren't there."""

    @abstractmethod
    def check(self, row: Row) -> None:
        """Resolve, and refuse what the row can't say: another park, a broken rule."""

    def check_together(self, rows: Sequence[Row]) -> None:
        """Refuse what rows can't say together."""

    def require(self, row: Row) -> None:
        row.require([column for column in self.columns if column.need is not FREE])

    @abstractmethod
    def cells_of(self, record: T) -> Cells:
        """A record as the cells of its row, without what the scene's user may not see."""

    def compare(self, row: Row) -> None:
        row.compare(self.kind, self.cells_of(row.record))

    # Writing: through the services of the feature.

    @abstractmethod
    def create(self, row: Row) -> T:
        """Make the record of a new row."""

    @abstractmethod
    def change(self, row: Row) -> T:
        """Change the record by the cells in ``row.after``; the record, or the one appended after it."""

    def finish(self, rows: Sequence[Row]) -> None:
        """What has to wait until every record is there."""

    # Reading back: for exports and for undoing.

    @abstractmethod
    def load(self, ids: Sequence[int]) -> Sequence[T]:
        """Records by their ids, with everything that their cells name."""

    @abstractmethod
    def iterate_ids(self) -> Iterator[int]:
        """The ids of every record that the scene's user may see, in the order of an export."""

    def exported_columns(self) -> Sequence[Column]:
        """The columns of an export, in their order."""
        return self.columns

    def record_id(self, record: Any) -> int:
        return int(record.id)

    # Undoing.

    def current(self, changes: Sequence[ImportChange]) -> dict[int, T]:
        """What the batch's changes are about as it is now, by the change's id."""
        records = {
            self.record_id(record): record for record in self.load([each.record_id for each in changes])
        }
        return {each.id: records[each.record_id] for each in changes if each.record_id in records}

    def undo_order(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The order in which rows are put back: the last one first."""
        return list(reversed(rows))

    def undo_new(self, record: T, change: ImportChange) -> str | None:
        """Take back a record that the batch made; what is to be said of it, if anything.

        Raises:
            RuleError: something hangs on the record by now.
        """
        raise RuleError(_("Rows of this kind can't be undone."))

    def undo_changed(self, row: Row) -> str | None:
        """Put back what the batch changed: ``row`` gives the cells as they were before."""
        self.change(row)
        return None

    # Shared by several kinds.

    def refuse_ref(self, row: Row) -> None:
        """The ref is another's record: whose and what stays unsaid, only that it can't be taken again."""
        row.is_back = False
        row.deny("ref", _("This ref is taken; use another one."))

    def place_by_key(self, row: Row, found: Mapping[str, T], column: str = "ref") -> None:
        row.key = str(row.get(column) or "")
        row.record = found.get(row.key)

    def known_park(self, row: Row, column: str = "park") -> Park | None:
        """The park that the row names, refused where there is none or it isn't the user's."""
        word = row.get(column)
        if word is None:
            return None
        try:
            park = self.parks[self.park_code(str(word))]
        except CellError as error:
            row.refuse(column, error.reason)
            return None
        row.given[column] = park.code
        row.found[column] = park
        if not is_own_park(self.scene.actor, park.id):
            row.deny(column, _("You import for your own park only."))
        return park

    def known(
        self,
        row: Row,
        column: str,
        records: Mapping[str, Any],
        words: str,
        hidden: Collection[str] = frozenset(),
    ) -> Any:
        """The record that a cell names, also in ``row.found``; or None with ``words`` as the reason.

        ``hidden`` are refs of records that the user may not know of: the reason is the same.
        """
        wanted = row.get(column)
        if wanted is None:
            return None
        record = records.get(wanted)
        if record is None and wanted in hidden:
            row.deny(column, words)
        elif record is None:
            row.refuse(column, words)
        else:
            row.found[column] = record
            self.note_merged(row, wanted, record)
        return record

    def note_merged(self, row: Row, ref: Any, record: Any) -> None:
        """Say so where the ref is that of a record that was merged into another: the other is meant."""
        kept = getattr(record, "ref", ref)
        if kept != ref:
            row.notes.append(_("%(ref)s was merged into %(kept)s, which is taken.", ref=ref, kept=kept))

    def take_kept(self, row: Row) -> None:
        """A row that names a merged record is about the one that is kept, whose ref stays as it is."""
        if row.record is not None and row.record.ref != row.key and row.gives("ref"):
            self.note_merged(row, row.key, row.record)
            row.given["ref"] = row.record.ref

    def refuse_firm_away(self, row: Row, firm: Firm | None) -> None:
        """Under a firm that was put away nothing is added or changed."""
        if firm is not None and firm.is_archived:
            row.refuse("firm_ref", _("%(name)s was put away.", name=firm.name))


def _words_of(park: Park) -> frozenset[str]:
    return frozenset(fold(name) for name in (park.name_hans, park.name_hant, park.name_en))


def values_of(rows: Iterable[Row], *columns: str) -> set[Any]:
    """Everything that the rows name in ``columns``."""
    return {row.given[column] for row in rows for column in columns if row.get(column) is not None}


def chunks(items: Sequence[Any], size: int = 500) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
