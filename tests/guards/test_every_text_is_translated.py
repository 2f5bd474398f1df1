from timonel.site import translations


def test_every_text_has_its_spanish_and_nothing_is_left_over():
    assert translations.faults() == []


def test_the_catalogue_that_django_loads_is_made_from_the_parts():
    stale = [path.name for path, content in translations.compiled().items() if path.read_bytes() != content]
    assert stale == [], "run: python tools/translations.py"
