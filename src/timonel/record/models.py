"""The tables of the record. Entries, nodes, checkpoints, time-stamps and manifests are only ever added.

`append.py` writes entries, nodes, openings and the head in one statement; nothing else does.
"""

from __future__ import annotations

import json
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from timonel.domain.merkle import leaf_hash


class Entry(models.Model):
    """One line of the record: the exact bytes that were hashed, and the columns by which it is found.

    The columns repeat what the bytes say; where they differ, the bytes are right and an audit says so.
    """

    seq = models.BigIntegerField(primary_key=True)
    body = models.BinaryField()
    recorded_at = models.DateTimeField()
    on_day = models.DateField()
    origin = models.TextField()
    act = models.TextField()
    outcome = models.TextField()
    person = models.TextField()
    post = models.TextField()
    institution = models.TextField(null=True)
    power = models.TextField()
    subject_kind = models.TextField()
    subject_number = models.TextField()
    framework_hash = models.TextField()
    instruments = ArrayField(models.TextField())
    cause = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(seq__gte=0), name="record_entries_start_at_zero"),
            models.CheckConstraint(condition=models.Q(cause__lt=models.F("seq")), name="record_cause_comes_before"),
        ]
        indexes = [
            models.Index(fields=["on_day"], name="record_by_day"),
            models.Index(fields=["act", "seq"], name="record_by_act"),
            models.Index(fields=["post", "seq"], name="record_by_post"),
            models.Index(fields=["person", "seq"], name="record_by_person"),
            models.Index(fields=["power", "seq"], name="record_by_power"),
            models.Index(fields=["institution", "seq"], name="record_by_institution"),
            models.Index(fields=["subject_kind", "subject_number", "seq"], name="record_by_subject"),
            models.Index(fields=["cause"], name="record_by_cause", condition=models.Q(cause__isnull=False)),
            models.Index(fields=["seq"], name="record_refused", condition=models.Q(outcome="refused")),
            models.Index(fields=["seq"], name="record_imported", condition=models.Q(origin="import")),
            GinIndex(fields=["instruments"], name="record_by_instrument"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.act}"

    @property
    def leaf(self) -> bytes:
        """Hash the bytes as they are here; the hash that was recorded is the node of level 0."""
        return leaf_hash(bytes(self.body))

    @property
    def said(self) -> dict[str, Any]:
        """Read the bytes: everything the entry says."""
        fields: dict[str, Any] = json.loads(bytes(self.body))
        return fields


class Node(models.Model):
    """The hash of a complete subtree: level 0 is the leaf of one entry, level 1 spans two, level 8 a full tile."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class Head(models.Model):
    """The one row that says where the record ends: each act locks it last and makes it grow."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField()
    hashes = ArrayField(models.BinaryField())
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="record_has_one_head")]

    def __str__(self) -> str:
        return str(self.size)


class Opening(models.Model):
    """What stands behind a hash in an entry: the value and its salt. Erasing it leaves every proof valid.

    `name` is the JSON pointer of the hash in the entry; `value` is the canonical form.
    """

    entry = models.ForeignKey(Entry, on_delete=models.DO_NOTHING, db_index=False)
    name = models.TextField()
    value = models.TextField()
    salt = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "name"], name="record_opened_once")]

    def __str__(self) -> str:
        return f"{self.entry_id}{self.name}"


class Manifest(models.Model):
    """The row facts of one import, named in its entry by their Merkle root."""

    root = models.BinaryField(unique=True)
    count = models.BigIntegerField()

    def __str__(self) -> str:
        return bytes(self.root).hex()


class ManifestRow(models.Model):
    """The canonical facts of one imported row, at its place in the file, counted from zero."""

    pk = models.CompositePrimaryKey("manifest", "position")
    manifest = models.ForeignKey(Manifest, on_delete=models.DO_NOTHING, related_name="rows", db_index=False)
    position = models.BigIntegerField()
    facts = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.manifest_id}/{self.position}"


class Checkpoint(models.Model):
    """A signed head: `note` is the text that was signed and its signature lines, as published."""

    size = models.BigIntegerField()
    root = models.BinaryField()
    note = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-size", "-id"], name="record_newest_checkpoint")]

    def __str__(self) -> str:
        return str(self.size)


class TimeStamp(models.Model):
    """A time-stamp (RFC 3161) over a checkpoint's note, by an authority outside: the token as it was given."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.DO_NOTHING, related_name="time_stamps")
    token = models.BinaryField()
    stated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.stated_at:%Y-%m-%d}"
