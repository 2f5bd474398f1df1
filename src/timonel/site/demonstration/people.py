"""Invented people, always the same ones in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

_FIRST = (
    "Amanda", "Bruno", "Catalina", "Diego", "Elisa", "Fabián", "Gabriela", "Héctor", "Isidora", "Joaquín",
    "Karina", "Lautaro", "Millaray", "Nicolás", "Olivia", "Pablo", "Quena", "Rodrigo", "Sofía", "Tomás",
    "Úrsula", "Vicente", "Ximena", "Yerko", "Zunilda",
)  # fmt: skip
_LAST = (
    "Araya Muñoz", "Bravo Ñanco", "Contreras Peña", "Díaz Huenchumilla", "Espinoza Ibáñez", "Fuentes Quiñones",
    "González Marín", "Henríquez Rojas", "Inostroza Lagos", "Jara Painemal", "Kovacic Soto",
)  # fmt: skip


def names() -> Iterator[str]:
    """Give invented names, each once, without end to the point where all combinations are used."""
    for shift, _round in enumerate(_LAST):
        for place, first in enumerate(_FIRST):
            yield f"{first} {_LAST[(place + shift) % len(_LAST)]}"
    for first, last in product(_FIRST, _LAST):
        yield f"{first} {last} (otra persona)"
