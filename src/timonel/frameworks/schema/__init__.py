"""The shape of every file of a framework, from which both the reader and the JSON Schema are made."""

from timonel.frameworks.schema.files import FILES, SECTIONS, json_schema

__all__ = ["FILES", "SECTIONS", "json_schema"]
