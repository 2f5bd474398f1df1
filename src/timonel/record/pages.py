"""The certificate on one sheet of paper, in Spanish and English, with a QR code that leads to its verification."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import segno
from django.conf import settings

from timonel.domain.merkle import leaf_hash
from timonel.record.certificates import parts

_TEMPLATE = Path(__file__).parent / "templates" / "certificate.typ"

_OUTCOMES = {"done": "hecho / done", "refused": "rechazado / refused"}
_ORIGINS = {"act": "acto / act", "import": "importación / import", "demonstration": "demostración / demonstration"}


def certificate_pdf(document: Mapping[str, Any], made_at: datetime, act: str = "") -> bytes:
    """Print a certificate that `queries.certificate` made; `act` is the act as a sentence, its code when left out.

    The PDF is tagged (PDF/UA-1) and says its title.
    """
    import typst

    said, site = parts(document), settings.BASE_URL.rstrip("/")
    moment = made_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    address, leaf = verification_address(document), leaf_hash(said.entry).hex()
    inputs = {
        "title": f"Certificado del registro de decisiones, anotación {said.index}",
        "origin": said.checkpoint.origin,
        "made_at": moment,
        "seq": str(said.index),
        "demonstration": said.fields["origin"] == "demonstration",
        "note": said.note.rstrip("\n"),
        "address": address,
        "verify": f"{site}/verify",
        "keys": f"{site}/record/keys",
        "qr": _qr(address),
        "rows": [*_rows(said.fields, act), _row("Huella de la anotación", "Leaf hash (SHA-256)", leaf, mono=True)],
    }
    written: bytes = typst.compile(
        _TEMPLATE.read_bytes(), sys_inputs={"certificate": json.dumps(inputs)}, format="pdf", pdf_standards=["ua-1"]
    )
    return written


def verification_address(document: Mapping[str, Any]) -> str:
    """Give what the QR code holds: the address that verifies the entry, with its number and leaf hash."""
    said = parts(document)
    asked = urlencode({"entry": said.index, "leaf": leaf_hash(said.entry).hex()})
    return f"{settings.BASE_URL.rstrip('/')}/verify?{asked}"


def _qr(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=2)
    return drawn.getvalue().decode()


def _row(spanish: str, english: str, value: Any, *, mono: bool = False) -> dict[str, Any]:
    return {"es": spanish, "en": english, "value": str(value) if value not in (None, "") else "—", "mono": mono}


def _rows(fields: Mapping[str, Any], act: str) -> list[dict[str, Any]]:
    subject = fields["subject"]
    bases = [" ".join(str(each[key]) for key in ("instrument", "where") if each.get(key)) for each in fields["basis"]]
    shown = [*bases[:4], *(["…"] if len(bases) > 4 else [])]
    return [
        _row("Acto", "Act", act or fields["act"]),
        _row("Resultado", "Outcome", _OUTCOMES.get(fields["outcome"], fields["outcome"])),
        _row("Origen", "Origin", _ORIGINS.get(fields["origin"], fields["origin"])),
        _row("Fecha legal", "Legal day", fields["on"]),
        _row("Anotado el", "Recorded at (UTC)", fields["recorded_at"].replace("T", " ").rstrip("Z")),
        _row("Cargo", "Post", fields["post"]),
        _row("Atribución", "Power", fields["power"]),
        _row("Institución", "Institution", fields["institution"]),
        _row("Materia", "Subject", f"{subject['kind']} {subject['number']}" if subject else ""),
        _row("Base legal", "Legal basis", "; ".join(shown)),
    ]
