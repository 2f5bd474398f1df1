"""The rows of an import: their facts are kept in a manifest, and the import's one entry names its Merkle root."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from django.db import connection, transaction

from timonel.domain.canonical import canonical
from timonel.domain.merkle import CompactRange, leaf_hash
from timonel.record.errors import RecordRefusal
from timonel.record.models import Manifest, ManifestRow

_ROWS_AT_ONCE = 2000


def store_manifest(rows: Iterable[Mapping[str, Any]]) -> Manifest:
    """Keep the facts of imported rows in their canonical form, in the order of the file; the same rows are kept once.

    They can never be erased: nothing personal may be in them. The Merkle root goes into the facts of the import.
    Refused with `NotCanonical`, and for no rows at all.
    """
    written = [canonical(dict(row)) for row in rows]
    tree = CompactRange()
    for each in written:
        tree.append(leaf_hash(each))
    if not tree.size:
        raise RecordRefusal("manifest-empty")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO record_manifest (root, count) VALUES (%s, %s) ON CONFLICT (root) DO NOTHING RETURNING id",
            [tree.root(), tree.size],
        )
        made = cursor.fetchone()
        if made is None:
            return Manifest.objects.get(root=tree.root())
        numbered = enumerate(written)
        while chunk := list(islice(numbered, _ROWS_AT_ONCE)):
            ManifestRow.objects.bulk_create(
                ManifestRow(manifest_id=made[0], position=position, facts=facts) for position, facts in chunk
            )
    return Manifest(pk=made[0], root=tree.root(), count=tree.size)


def manifest_rows(root: bytes) -> Iterator[bytes]:
    """Give the canonical facts of the rows of a manifest, in the order of the file; none when there is no such one."""
    rows = ManifestRow.objects.filter(manifest__root=root).order_by("position").values_list("facts", flat=True)
    return (bytes(facts) for facts in rows.iterator(chunk_size=_ROWS_AT_ONCE))
