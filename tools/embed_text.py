#!/usr/bin/env python3
"""Turns a text file into a C++ string literal to be included. Usage: embed_text.py IN OUT.inc"""
import pathlib
import sys

source, target = map(pathlib.Path, sys.argv[1:3])
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text('R"text(' + source.read_text(encoding="utf-8") + ')text"\n', encoding="utf-8")
