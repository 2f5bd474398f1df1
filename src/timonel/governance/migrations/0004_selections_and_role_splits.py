"""Tables of competitions for posts, and of the cases for which overlapping posts stand apart."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0003_texts_of_frameworks_never_change'),
    ]

    operations = [
        migrations.CreateModel(
            name='Selection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('procedure', models.CharField(max_length=60)),
                ('size', models.PositiveSmallIntegerField()),
                ('instrument', models.CharField(max_length=300)),
                ('opened_on', models.DateField()),
                ('stage', models.CharField(choices=[('open', 'open'), ('shortlisted', 'shortlisted'), ('filled', 'filled'), ('void', 'void')], default='open', max_length=20)),
                ('entry', models.BigIntegerField(null=True)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='selections', to='governance.post')),
            ],
        ),
        migrations.CreateModel(
            name='Candidacy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField(null=True)),
                ('entry', models.BigIntegerField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='candidacies', to='governance.person')),
                ('selection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='candidacies', to='governance.selection')),
            ],
        ),
        migrations.CreateModel(
            name='PanelScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.DecimalField(decimal_places=2, max_digits=5)),
                ('entry', models.BigIntegerField(null=True)),
                ('candidacy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='governance.candidacy')),
                ('panelist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('candidacy', 'panelist'), name='governance_one_score_of_a_panelist'), models.CheckConstraint(condition=models.Q(('score__gte', 0), ('score__lte', 100)), name='governance_score_from_0_to_100')],
            },
        ),
        migrations.CreateModel(
            name='RoleSplit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.TextField()),
                ('objectives', models.TextField()),
                ('alignment', models.TextField()),
                ('instrument', models.CharField(max_length=300)),
                ('filed_on', models.DateField()),
                ('entry', models.BigIntegerField(null=True)),
                ('beside', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.post')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='splits', to='governance.post')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('post', models.F('beside')), _negated=True), name='governance_no_split_from_oneself'), models.CheckConstraint(condition=models.Q(models.Q(('case', ''), _negated=True), models.Q(('objectives', ''), _negated=True), models.Q(('alignment', ''), _negated=True)), name='governance_split_with_its_case')],
            },
        ),
        migrations.AddConstraint(
            model_name='selection',
            constraint=models.UniqueConstraint(condition=models.Q(('stage__in', ('open', 'shortlisted'))), fields=('post',), name='governance_one_selection_of_a_post_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='selection',
            constraint=models.CheckConstraint(condition=models.Q(('size__gte', 1)), name='governance_shortlist_of_one_at_least'),
        ),
        migrations.AddConstraint(
            model_name='candidacy',
            constraint=models.UniqueConstraint(fields=('selection', 'person'), name='governance_one_candidacy_of_a_person'),
        ),
    ]
