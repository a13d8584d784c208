#!/usr/bin/env python3
"""Writes presets/*/taxes.json: the tax tables a preset's shop starts with.

Rates are facts of a day, taken from src/modules/taxes/data (see its README there for sources and what is not confirmed); an accountant has to
confirm each before a shop goes live. Run it after changing the data: tools/tax_tables.py
"""
import csv
import json
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = ROOT / "src/modules/taxes/data"
UNION = ["AN", "CH", "DN", "LA", "LD"]  # union territories without legislature: UTGST instead of SGST
US = ("AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,DC District of Columbia,FL Florida,GA Georgia,HI Hawaii,ID Idaho,"
      "IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,"
      "NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,ND North Dakota,OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,"
      "RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,VT Vermont,VA Virginia,WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming")
PK = {"PB": ("Punjab", 16), "SD": ("Sindh", 15), "KP": ("Khyber Pakhtunkhwa", 15), "IS": ("Islamabad Capital Territory", 15), "BA": ("Balochistan", None),
      "GB": ("Gilgit-Baltistan", None), "JK": ("Azad Jammu and Kashmir", None)}


def rate(zone, tax_class, name, percent, position=1, since="2017-07-01", until=None):
    row = {"zone": zone, "tax_class": tax_class, "name": name, "ppm": round(percent * 10_000), "position": position, "is_compound": False, "valid_from": since}
    return row | ({"valid_until": until} if until else {})


def zone(code, name, country, states=(), prefixes=(), relation="any"):
    return {"code": code, "name": name, "country": country, "states": list(states), "postal_prefixes": list(prefixes), "relation": relation}


def settings(country, state, number, number_name, includes_tax, default, step=1):
    return {"country": country, "state": state, "tax_number": number, "tax_number_name": number_name, "prices_include_tax": includes_tax, "level": "line", "half": "half_up",
            "default_class": default, "shipping": "proportional", "payable_step_minor": step}


def tables(settings, regions, zones, classes, rates, assignments=()):
    return {"settings": {k: v for k, v in settings.items() if v is not None}, "regions": regions, "zones": zones, "classes": classes, "rates": rates,
            "assignments": list(assignments), "exemptions": []}


def of_categories(**classes):
    return [{"category": slug.replace("_", "-"), "tax_class": tax_class} for slug, tax_class in classes.items()]


def india(state, gstin, includes_tax, default, assignments, step=1):
    with open(DATA / "gst-state-codes.csv", newline="", encoding="utf-8") as file:
        states = [row for row in csv.DictReader(file) if row["usual_abbreviation"] and row["kind"] not in ("old", "special")]
    regions = [{"country": "IN", "code": s["usual_abbreviation"], "name": s["name"], "aliases": [s["gst_code"]]} for s in states]
    with_sgst = [s["usual_abbreviation"] for s in states if s["usual_abbreviation"] not in UNION]
    zones = [zone("in-state", "Within the state", "IN", with_sgst, relation="same_state"), zone("in-union", "Within the union territory", "IN", UNION, relation="same_state"),
             zone("in-other", "Between states", "IN", relation="other_state")]
    classes, rates = [], []

    def add(code, name, hsn, percent, since="2017-07-01", until=None):
        if not any(c["code"] == code for c in classes):
            classes.append({"code": code, "name": name} | ({"hsn": hsn} if hsn else {}))
        rates.extend([rate("in-state", code, "CGST", percent / 2, 1, since, until), rate("in-state", code, "SGST", percent / 2, 2, since, until),
                      rate("in-union", code, "CGST", percent / 2, 1, since, until), rate("in-union", code, "UTGST", percent / 2, 2, since, until),
                      rate("in-other", code, "IGST", percent, 1, since, until)])

    for percent in (0, 5, 18, 40):
        add(f"gst-{percent}", f"GST {percent} %", None, percent)
    with open(DATA / "gst-rates-seed.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            words = re.findall(r"[a-z]+", row["goods"].lower())
            code = "-".join([row["hsn"], *words[:2]])
            if row["note"].startswith(("12 before", "5 before")):
                add(code, row["goods"], row["hsn"], float(row["note"].split()[0]), "2017-07-01", "2025-09-21")
            add(code, row["goods"], row["hsn"], float(row["rate_percent"]), row["valid_from"])
    return tables(settings("IN", state, gstin, "GSTIN", includes_tax, default, step), regions, zones, classes, rates, assignments)


def pakistan():
    regions = [{"country": "PK", "code": code, "name": name, "aliases": []} for code, (name, _) in PK.items()]
    classes = [{"code": "standard", "name": "Goods at the standard rate"}, {"code": "zero", "name": "Zero-rated and exempt goods"},
               {"code": "service", "name": "Services, taxed by the provinces"}]
    zones = [zone("pk", "Pakistan", "PK")] + [zone(f"pk-{code.lower()}", name, "PK", [code]) for code, (name, percent) in PK.items() if percent]
    rates = [rate("pk", "standard", "Sales tax", 18, since="2023-02-15"), rate("pk", "zero", "Sales tax", 0), rate("pk", "service", "Sales tax", 0)]
    rates += [rate(f"pk-{code.lower()}", "service", f"{name} sales tax on services", percent) for code, (name, percent) in PK.items() if percent]
    rates += [rate(f"pk-{code.lower()}", other, f"{name} sales tax on services", 0) for code, (name, percent) in PK.items() if percent for other in ("standard", "zero")]
    return tables(settings("PK", "PB", "1234567-8", "NTN", True, "standard"), regions, zones, classes, rates)


def new_york():
    regions = [{"country": "US", "code": s[:2], "name": s[3:], "aliases": []} for s in US.split(",")]
    city = ["100", "101", "102", "103", "104", "111", "112", "113", "114", "116"]
    zones = [zone("us-ny", "New York State", "US", ["NY"]), zone("us-nyc", "New York City", "US", ["NY"], city)]
    rates = [rate("us-ny", "*", "New York State sales tax", 4, 1), rate("us-nyc", "*", "New York City sales tax", 4.5, 2), rate("us-nyc", "*", "MCTD surcharge", 0.375, 3)]
    return tables(settings("US", "NY", None, None, False, "standard"), regions, zones, [{"code": "standard", "name": "General goods"}], rates)


def write(preset, content):
    (ROOT / "presets" / preset / "taxes.json").write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


write("ghee", india("RJ", "08AAACV1234B2ZW", True, "0405-ghee-butter", of_categories(oils="gst-5", honey="gst-5", jaggery="gst-5", gift_boxes="gst-18", puja="gst-5")))
write("diamonds", india("GJ", "24AAAAA0000A1Z8", False, "7102-polished-diamonds", of_categories(lab_grown_diamonds="7104-laboratory-grown", settings="7113-jewellery-of")))
write("stationery", pakistan())
write("jewellery", new_york())
