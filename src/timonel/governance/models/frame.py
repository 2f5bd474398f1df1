"""What the frame itself keeps: answers already given, letters to send, files, numbers, refusals counted."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class AnswerGiven(models.Model):
    """The answer to an act under its idempotency key: asked again, the first answer is given again."""

    asker = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    digest = models.BinaryField(max_length=32)
    answer = models.JSONField(null=True)
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asker", "key"], name="governance_one_answer_of_a_key")]
        indexes = [models.Index(fields=["given_at"], name="governance_answer_given_at")]

    def __str__(self) -> str:
        return self.key


class Letter(models.Model):
    """A message to be sent once its act is committed: the outbox."""

    to = models.EmailField()
    language = models.CharField(max_length=10)
    template = models.CharField(max_length=80)
    params = models.JSONField(default=dict)
    entry = models.BigIntegerField()
    written_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["written_at"], condition=models.Q(sent_at=None), name="governance_letters_unsent")
        ]

    def __str__(self) -> str:
        return f"{self.template} to {self.to}"


class StoredFile(models.Model):
    """A file, by the hash of its bytes; the bytes lie in the file store. Without an act that names it, it is swept."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    name = models.CharField(max_length=300)
    media_type = models.CharField(max_length=120)
    size = models.BigIntegerField()
    stored_at = models.DateTimeField(auto_now_add=True)
    stored_by = models.ForeignKey("governance.Person", null=True, on_delete=models.PROTECT, related_name="+")
    entry = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return self.name


class Counter(models.Model):
    """The last number given of a kind in a year; numbers are never used again."""

    kind = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    last = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="governance_one_counter_a_year")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last}"


class RefusalTally(models.Model):
    """How many refusals an asker has caused in an hour; past the quota they are no longer recorded."""

    asker = models.CharField(max_length=80)
    hour = models.DateTimeField()
    refusals = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asker", "hour"], name="governance_one_tally_an_hour")]

    def __str__(self) -> str:
        return f"{self.asker}: {self.refusals}"


class AskerPace(models.Model):
    """How many acts an asker has asked for in the last minute in which they asked for any; lost in a crash."""

    asker = models.CharField(max_length=80, unique=True)
    minute = models.DateTimeField()
    acts = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.asker}: {self.acts}"


class SearchEntry(models.Model):
    """One thing that the search finds: its title and text in Spanish, raw and folded, and its codes."""

    kind = models.CharField(max_length=60)
    number = models.CharField(max_length=160)
    title = models.CharField(max_length=400)
    detail = models.CharField(max_length=400, blank=True)
    codes = models.TextField(blank=True)
    words = SearchVectorField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="governance_one_search_entry")]
        indexes = [
            GinIndex(fields=["words"], name="governance_search_words"),
            models.Index(fields=["number"], name="governance_search_number", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.title


class SavedView(models.Model):
    """A list as somebody likes to see it: its address with filters and order, under a name of their own."""

    person = models.ForeignKey("governance.Person", on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=1000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="governance_one_view_of_a_name")]

    def __str__(self) -> str:
        return self.name
