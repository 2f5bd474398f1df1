"""Make the registers of Chilean institutions that ship with the product from the published tables.

    python tools/build_cl_registers.py FOLDER

FOLDER holds `chile-presupuesto-2012-2020` and `chile-comunas-municipios`. The tables
`sources.csv` and `vocabulary.csv` beside the result are kept by hand.
"""

from __future__ import annotations

import argparse
import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

Row = dict[str, str]

CHECKED_ON = "2026-11-23"
RESULT = Path(__file__).resolve().parents[1] / "src/timonel/frameworks/cl/registers"
BUDGET, COMUNAS = "bcn-presupuesto-2020", "bcn-comunas"
GROUPS = "dfl-1-2020"
FIRST_YEAR, LAST_YEAR = "2012", "2020"

COLUMNS = [
    *("number", "name", "short", "kind", "level", "ministry", "sector", "region", "comuna", "group"),
    *("autonomous_regulator", "from", "to", "name_in_source", "source", "checked_on"),
]

# Spelling: the budget writes in capitals without accents. Each word that carries one stands here; all others have none.
ACCENTED = """
Administración Aérea Aerofotogramétrico Aeronáutica Agrícola Análisis Andalién Antártica Antártico Araucanía Aysén
Bío-Bío Biobío Cámara Capacitación Chiloé Comisión Comité Concepción Contraloría Contratación Cooperación Corporación
Crédito Defensoría Dirección Economía Económica Económicas Educación Ejército Energía Estadísticas Evaluación Fiscalía
Gendarmería Género Geográfico Geología Hidráulica Hidrográfico Ibáñez Identificación Indígena Innovación Inversión
Investigación Límites Maipú Marítimo Médico Minería Movilización Niñez Ñuble Oceanográfico Peñalolén Policía Políticas
Prevención Previsión Producción Promoción Pública Públicas Público Región Rehabilitación Reloncaví República Ríos
Secretaría Subsecretaría Tamaño Tarapacá Técnica Tecnología Televisión Tesorerías Valparaíso Viña O'Higgins Sur-Oriente
"""
CAPITALS = {"FACH", "SERVIU"}
SMALL = {"DE", "DEL", "LA", "LAS", "LOS", "EL", "Y", "E", "PARA"}
PROPER = {"de la Araucanía": "de La Araucanía", "de los Lagos": "de Los Lagos", "de los Ríos": "de Los Ríos"}

SECTORS = {
    **{"05": "interior", "06": "foreign-affairs", "07": "economy", "08": "finance", "09": "education"},
    **{"10": "justice", "11": "defence", "12": "public-works", "13": "agriculture", "14": "national-assets"},
    **{"15": "labour", "16": "health", "17": "mining", "18": "housing", "19": "transport"},
    **{"20": "government-secretariat", "21": "social-development", "22": "presidency-secretariat", "24": "energy"},
    **{"25": "environment", "26": "sport", "27": "women", "29": "culture", "30": "science"},
}
# partida: kind, level, sector of what is no ministry
OTHERS = {
    "01": ("presidency", "central", "presidency"),
    "02": ("congress", "other-power", "congress"),
    "03": ("judiciary", "other-power", "judiciary"),
    "04": ("autonomous", "autonomous", "audit"),
    "23": ("autonomous", "autonomous", "prosecution"),
    "28": ("autonomous", "autonomous", "elections"),
}
SHORT_OF_MINISTRY = {
    **{"05": "Interior", "07": "Economía, Fomento y Turismo", "20": ""},
    **{"21": "Desarrollo Social y Familia", "22": "SEGPRES", "27": "Mujer y Equidad de Género"},
    "29": "Culturas, Artes y Patrimonio",
}
# Names in use, with the source that gives them.
SHORT = {
    "cl-08-01": ("Subsecretaría de Hacienda", "ley-21658"),
    "cl-08-02": ("DIPRES", "evaltic-2025"),
    "cl-08-07": ("ChileCompra", "evaltic-2025"),
}
FORCES = {"05.31", "05.33", "11.01", "11.05", "11.09"}
# Chapters of which no source of ours says whether they are public services in the sense of the decree on groups.
GROUP_NOT_STATED = {"07.16", "07.19", "09.13", "13.05", "16.49", "20.02"}
# In 2018 the source writes under 12.03 the name of another institution.
SLIPS = {("2018", "12.03")}

GROUP_B = """
Alto Hospicio, Antofagasta, Arica, Buin, Calama, Calera, Cartagena, Cerrillos, Cerro Navia, Chiguayante, Chillán,
Chillán Viejo, Colina, Concepción, Conchalí, Concón, Copiapó, Coquimbo, Coronel, Coyhaique, Curicó, El Bosque, El Tabo,
Estación Central, Hualpén, Huechuraba, Independencia, Iquique, La Cisterna, La Cruz, La Florida, La Granja, La Pintana,
La Reina, La Serena, Lampa, Las Condes, Lo Barnechea, Lo Espejo, Lo Prado, Los Ángeles, Lota, Machalí, Macul, Maipú,
Ñuñoa, Osorno, Padre Hurtado, Pedro Aguirre Cerda, Penco, Peñaflor, Peñalolén, Pirque, Providencia, Pudahuel,
Puente Alto, Puerto Montt, Puerto Varas, Punta Arenas, Quilicura, Quillota, Quilpué, Quinta Normal, Rancagua, Recoleta,
Renca, San Antonio, San Bernardo, San Joaquín, San Miguel, San Pedro de la Paz, San Ramón, Santiago, Santo Domingo,
Talagante, Talca, Talcahuano, Temuco, Tomé, Valdivia, Valparaíso, Villa Alemana, Viña del Mar, Vitacura
"""
IN_NO_GROUP = {"Canela", "Quillón"}  # and Antártica, which has no municipality
ANTARTICA, CABO_DE_HORNOS = "12202", "12201"

PUBLIC_SECURITY = "cl-seguridad-publica"
LAST_DAY_BEFORE, FIRST_DAY = "2025-03-31", "2025-04-01"
MOVED = {  # to Seguridad Pública, with the source that says so
    "cl-05-08": "dfl-1-21730",
    "cl-05-31": "ley-21730",
    "cl-05-33": "ley-21730",
}


def table(path: Path) -> list[Row]:
    """Read a table of the source."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def plain(text: str) -> str:
    """Take the accents off and write in capitals, as the budget does."""
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if unicodedata.category(letter) != "Mn").upper()


SPELLED = {plain(word): word for word in ACCENTED.split()}


def spelled(word: str, *, first: bool) -> str:
    """Write one word of the budget as Spanish does."""
    if word in CAPITALS:
        return word
    if word in SMALL and not first:
        return word.lower()
    return SPELLED.get(word, word.capitalize())


def readable(name: str) -> str:
    """Write a name of the budget with its accents and small letters; only the spelling changes."""
    words = re.split(r"([ ,]+)", name)
    text = "".join(spelled(word, first=not place) for place, word in enumerate(words))
    for found, proper in PROPER.items():
        text = re.sub(rf"{found}\b", proper, text)
    assert plain(text) == name, (name, text)
    return text


def row(number: str, name: str, **values: str) -> Row:
    """Give one version of an institution; what is not known stays empty."""
    empty = dict.fromkeys(COLUMNS, "")
    known = {"number": number, "name": name, "autonomous_regulator": "no", "group": "unknown", "checked_on": CHECKED_ON}
    return empty | known | values


def ministry_row(partida: str, name: str) -> Row:
    """Give a ministry of the 2020 budget."""
    title = readable(name)
    short = SHORT_OF_MINISTRY.get(partida, re.sub(r"^Ministerio (del|de la|de) ", "", title))
    values = {"short": short, "kind": "ministry", "level": "central", "sector": SECTORS[partida], "group": "A"}
    source = f"{BUDGET} {GROUPS}{' evaltic-2025' * (short == 'SEGPRES')}"
    return row(f"cl-{partida}", title, **values, name_in_source=name, source=source)


def kind_of(code: str, name: str) -> str:
    """Say what a chapter under a ministry is, by its name."""
    if code in FORCES:
        return "force"
    if code == "16.49":
        return "budget-entry"
    for start, kind in (
        ("SUBSECRETARIA", "undersecretariat"),
        ("SECRETARIA", "undersecretariat"),
        ("SUPERINTENDENCIA", "superintendency"),
        ("GOBIERNO REGIONAL", "regional-government"),
    ):
        if name.startswith(start):
            return kind
    return "agency"


def region_of(partida: str, capitulo: str, name: str) -> str:
    """Give the region of regional governments and of SERVIU, whose chapters count like the regions."""
    if name.startswith("GOBIERNO REGIONAL"):
        return f"{int(capitulo) - 60:02}"
    return f"{int(capitulo) - 20:02}" if partida == "18" and name.startswith("SERVIU") else ""


def chapter_row(entry: Row, ministries: Mapping[str, Row]) -> Row:
    """Give a chapter of the 2020 budget as an institution."""
    partida, capitulo, name = entry["partida"], entry["capitulo"], entry["institucion"]
    number, code = f"cl-{partida}-{capitulo}", f"{partida}.{capitulo}"
    if partida in OTHERS:
        kind, level, sector = OTHERS[partida]
        values = {"kind": kind, "level": level, "sector": sector, "group": "A" if partida == "04" else "unknown"}
        source = f"{BUDGET} {GROUPS}" if partida == "04" else BUDGET
        return row(number, readable(name), **values, name_in_source=name, source=source)
    kind = kind_of(code, name)
    regional = kind == "regional-government"
    short, said_by = SHORT.get(number, ("", ""))
    if not short and name == "SECRETARIA Y ADMINISTRACION GENERAL":
        short = f"Secretaría y Adm. General ({ministries[partida]['short']})"
    return row(
        number,
        readable(name),
        short=short,
        kind=kind,
        level="regional" if regional else "central",
        ministry=f"cl-{partida}",
        sector="regional-government" if regional else SECTORS[partida],
        region=region_of(partida, capitulo, name),
        group="unknown" if code in GROUP_NOT_STATED else "B" if regional else "A",
        autonomous_regulator="yes" if kind == "superintendency" else "no",
        name_in_source=name,
        source=f"{BUDGET} {GROUPS} {said_by}".strip(),
    )


def seat_of(comuna: str) -> str:
    """Give the number of the municipality that serves a comuna; Cabo de Hornos serves Antártica too."""
    return f"cl-mun-{CABO_DE_HORNOS if comuna == ANTARTICA else comuna}"


def municipality_row(comuna: Row, group_b: set[str]) -> Row:
    """Give the municipality of a comuna, with its group of Law 21.180."""
    name = comuna["nombre_comuna"]
    group = "B" if name in group_b else "unknown" if name in IN_NO_GROUP else "C"
    return row(
        seat_of(comuna["codigo_comuna"]),
        f"Municipalidad de {name}",
        short=name,
        kind="municipality",
        level="local",
        sector="local-government",
        region=comuna["codigo_region"],
        comuna=comuna["codigo_comuna"],
        group=group,
        name_in_source=name,
        source=f"{COMUNAS} {GROUPS}",
    )


def changed_since(rows: Iterable[Row]) -> Iterator[Row]:
    """Give each row as it stands, or cut into its versions where a source tells of a change.

    A version that ended before the decree on groups was published (2021-04-06) has none.
    """
    for old in rows:
        number = old["number"]
        if number == "cl-05":
            before = {"name": "Ministerio del Interior", "name_in_source": "Ministerio del Interior"}
            source = f"interior-nombre seguridad-publica-2025 {GROUPS}"
            yield old | before | {"to": "2011-02-20", "source": "interior-nombre", "group": "unknown"}
            between = {"short": "Interior y Seguridad Pública", "from": "2011-02-21", "to": LAST_DAY_BEFORE}
            yield old | between | {"source": f"{BUDGET} interior-nombre {GROUPS}"}
            yield old | before | {"from": FIRST_DAY, "source": source}
        elif number == "cl-21":
            before = {"short": "Desarrollo Social", "to": "2019-04-15", "group": "unknown"}
            yield old | before | {"source": f"{BUDGET} ley-20530"}
            name = "Ministerio de Desarrollo Social y Familia"
            source = f"ley-20530 {BUDGET} {GROUPS}"
            yield old | {"name": name, "from": "2019-04-16", "source": source}
        elif number in MOVED:
            yield old | {"to": LAST_DAY_BEFORE}
            new = {"ministry": PUBLIC_SECURITY, "sector": "public-security", "from": FIRST_DAY}
            yield old | new | {"source": f"{MOVED[number]} seguridad-publica-2025 {BUDGET} {GROUPS}"}
        else:
            yield old


def institutions(chapters: list[Row], comunas: list[Row]) -> list[Row]:
    """Give all institutions: ministries, the Congress, chapters of the budget, municipalities."""
    partidas = {entry["partida"]: entry["ministerio"] for entry in chapters}
    ministries = {number: ministry_row(number, name) for number, name in partidas.items() if number not in OTHERS}
    kind, level, sector = OTHERS["02"]
    congress = row("cl-02", readable(partidas["02"]), kind=kind, level=level, sector=sector)
    congress |= {"name_in_source": partidas["02"], "source": BUDGET}
    name = "Ministerio de Seguridad Pública"
    values = {"short": "Seguridad Pública", "kind": "ministry", "level": "central", "sector": "public-security"}
    values |= {"group": "A", "from": FIRST_DAY, "source": f"seguridad-publica-2025 ley-21730 {GROUPS}"}
    security = row(PUBLIC_SECURITY, name, name_in_source=name, **values)
    group_b = {name.strip() for name in GROUP_B.split(",")}
    assert group_b <= {comuna["nombre_comuna"] for comuna in comunas}
    municipal = [municipality_row(comuna, group_b) for comuna in comunas if comuna["codigo_comuna"] != ANTARTICA]
    stands = [*ministries.values(), security, congress, *(chapter_row(entry, ministries) for entry in chapters)]
    return list(changed_since([*stands, *municipal]))


def codes_by_name(folder: Path) -> Mapping[str, Mapping[str, set[str]]]:
    """Give for each name of a chapter the codes it had and the years in which it had them."""
    partidas = table(folder / "partidas.csv")
    numbers = {(partida["anio"], partida["id_partida"]): partida["numero_partida"] for partida in partidas}
    years: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for entry in table(folder / "capitulos.csv"):
        code = f"{numbers[entry['anio'], entry['id_partida']]}.{entry['numero_capitulo']}"
        if (entry["anio"], code) not in SLIPS:
            years[entry["nombre_capitulo"]][code].add(entry["anio"])
    return years


def identifier(number: str, scheme: str, value: str, source: str, years: Iterable[str] = ()) -> Row:
    """Give one code of an institution; the first and last year of the tables say nothing about its start and end."""
    first, last = min(years, default=FIRST_YEAR), max(years, default=LAST_YEAR)
    return {
        "number": number,
        "scheme": scheme,
        "value": value,
        "from": "" if first == FIRST_YEAR else f"{first}-01-01",
        "to": "" if last == LAST_YEAR else f"{last}-12-31",
        "source": source,
    }


def identifiers(chapters: list[Row], comunas: list[Row], folder: Path) -> list[Row]:
    """Give the budget codes, with the years in which they held, and the comunas of the municipalities."""
    years: dict[str, set[str]] = defaultdict(set)
    for entry in table(folder / "partidas.csv"):
        years[entry["numero_partida"]].add(entry["anio"])
    named = codes_by_name(folder)
    rows: list[Row] = []
    for partida, name in {entry["partida"]: entry["ministerio"] for entry in chapters}.items():
        same = any(entry["partida"] == partida and entry["institucion"] == name for entry in chapters)
        rows.append(identifier(f"cl-{partida}{'-01' * same}", "cl-budget", partida, BUDGET, years[partida]))
    for entry in chapters:
        code = f"{entry['partida']}.{entry['capitulo']}"
        shared = sum(entry["institucion"] == other["institucion"] for other in chapters) > 1
        codes = named[entry["institucion"]]
        for value in [code] if shared else sorted(codes):
            number = f"cl-{code.replace('.', '-')}"
            rows.append(identifier(number, "cl-budget", value, BUDGET, codes[value]))
    rows.append(identifier("cl-08-07", "cl-mercado-publico", "6945", "mercado-publico-api"))
    for comuna in comunas:
        code = comuna["codigo_comuna"]
        rows.append(identifier(seat_of(code), "cl-comuna", code, COMUNAS))
    return rows


def places(comunas: list[Row], chapters: list[Row]) -> list[Row]:
    """Give comuna, province and region, the regions named as in the budget, and the municipality that serves each."""
    start = "GOBIERNO REGIONAL "
    regional = [entry for entry in chapters if entry["institucion"].startswith(start)]
    regions = {f"{int(entry['capitulo']) - 60:02}": readable(entry["institucion"][len(start) :]) for entry in regional}
    return [
        {
            "comuna": comuna["codigo_comuna"],
            "name": comuna["nombre_comuna"],
            "province": comuna["codigo_provincia"],
            "province_name": comuna["nombre_provincia"],
            "region": comuna["codigo_region"],
            "region_name": regions[comuna["codigo_region"]],
            "municipality": seat_of(comuna["codigo_comuna"]),
        }
        for comuna in comunas
    ]


def write(name: str, rows: list[Row]) -> None:
    """Write a table of the register."""
    with (RESULT / name).open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Read the published tables and write the registers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    budget = folder / "chile-presupuesto-2012-2020"
    chapters = table(budget / "instituciones_2020.csv")
    comunas = sorted(table(folder / "chile-comunas-municipios/comunas.csv"), key=lambda comuna: comuna["codigo_comuna"])
    write("institutions.csv", institutions(chapters, comunas))
    write("identifiers.csv", identifiers(chapters, comunas, budget))
    write("comunas.csv", places(comunas, chapters))


if __name__ == "__main__":
    main()
