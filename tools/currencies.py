#!/usr/bin/env python3
"""Turns iso4217.csv into the rows of src/core/currency.cpp. Usage: currencies.py iso4217.csv OUT.inc"""
import csv
import sys

source, target = sys.argv[1:3]
with open(source, encoding="utf-8", newline="") as file:
    rows = [row for row in csv.DictReader(file) if row["minor_units"].isdigit()]
with open(target, "w", encoding="utf-8") as out:
    for row in sorted(rows, key=lambda row: row["code"]):
        units = row["minor_units"]
        stripe = row["stripe_api_decimals"] or units
        display = row["display_digits_cldr"] or units
        out.write(f'{{"{row["code"]}", {units}, {stripe}, {display}}},\n')
