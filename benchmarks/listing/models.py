from django.db import models


class Project(models.Model):
    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=300)
    ministry = models.CharField(max_length=10)
    stage = models.CharField(max_length=20)
    amount = models.DecimalField(max_digits=20, decimal_places=0, null=True)
    started_on = models.DateField(null=True)
    people = models.IntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        app_label = "listing"
        managed = False
        db_table = "benchmark_projects"

    def __str__(self) -> str:
        return self.number
