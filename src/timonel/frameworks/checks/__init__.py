"""Checks that need all files of a country: names, references, grounds, dates, parameters, reforms."""
