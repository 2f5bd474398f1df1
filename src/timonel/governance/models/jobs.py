"""Jobs: acts that take long, asked for now and done in the background, so that they can be left and found again."""

from __future__ import annotations

from django.db import models


class Job(models.Model):
    """An act asked for by a person in a post, how far it has come, and how it ended.

    It ends done (there is an entry), refused (by rights, mandate or rules, as the act's answer says) or failed (it
    broke off too often). The number is also the act's idempotency key.
    """

    WAITING, RUNNING, DONE, REFUSED, FAILED = "waiting", "running", "done", "refused", "failed"
    OPEN = (WAITING, RUNNING)

    number = models.CharField(max_length=20, unique=True)
    account = models.ForeignKey("governance.Account", on_delete=models.PROTECT, related_name="jobs")
    key = models.CharField(max_length=80)
    post = models.CharField(max_length=160)
    code = models.CharField(max_length=80)
    typed = models.JSONField()
    about = models.CharField(max_length=300, blank=True)
    stage = models.CharField(max_length=10, default=WAITING)
    asked_at = models.DateTimeField(auto_now_add=True)
    told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    entry = models.BigIntegerField(null=True)
    answer = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="governance_one_job_of_a_key")]
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(stage__in=("waiting", "running")), name="governance_jobs_open"
            )
        ]

    def __str__(self) -> str:
        return self.number
