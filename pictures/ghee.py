"""The ghee shop: jars, tins, pouches and pots in morning light; oils, honey, jaggery, lamps and gifts."""
import math

from scene import Look, Scene

STAGE = "#FBEBC4"
GOLD = "#FFB92E"
FONTS = "font-family='Noto Serif, Noto Serif Devanagari, serif'"


def label(english, local, paper="#FFF6DF", ink="#7A3E00", accent="#E0A526", small="PURE · SMALL BATCH"):
    """Paper round a jar: a sun over a word in two scripts. No maker's name: many makers share it."""
    rays = "".join(f"<path d='M500 170 l{math.cos(a) * 62:.1f} {math.sin(a) * 62:.1f}' stroke='{accent}' stroke-width='9' stroke-linecap='round'/>" for a in (math.pi * (1 + k / 8) for k in range(9)))
    width = 108 if len(english) < 10 else 84 if len(english) < 13 else 58
    return f"""<svg xmlns='http://www.w3.org/2000/svg' width='1000' height='620' viewBox='0 0 1000 620'><rect width='1000' height='620' fill='{paper}'/>
<rect x='0' y='18' width='1000' height='10' fill='{ink}'/><rect x='0' y='36' width='1000' height='4' fill='{accent}'/><rect x='0' y='592' width='1000' height='10' fill='{ink}'/><rect x='0' y='580' width='1000' height='4' fill='{accent}'/>
{rays}<path d='M462 170 a38 38 0 0 1 76 0 z' fill='{accent}'/><path d='M400 186 h200' stroke='{ink}' stroke-width='5'/>
<text x='500' y='318' text-anchor='middle' {FONTS} font-weight='700' font-size='{width}' fill='{ink}'>{english}</text>
<text x='500' y='430' text-anchor='middle' {FONTS} font-weight='600' font-size='84' fill='{accent}'>{local}</text>
<path d='M360 466 h110 M530 466 h110' stroke='{ink}' stroke-width='3'/><circle cx='500' cy='466' r='8' fill='{ink}'/>
<text x='500' y='528' text-anchor='middle' {FONTS} font-size='34' letter-spacing='6' fill='{ink}'>{small}</text></svg>"""


def stage(size=(640, 640), rise=11, width=0.2, target=(0, 0, 1.28)):
    return Scene("morning", STAGE, size, (6, 1), mirror=0.12).camera(-6, rise, 9, target, width)


def board(scene, radius=1.7):
    wood = scene.paint("#A86B35", 0.35, 0.12)
    scene.lathe(wood, [(0, 0.0), (radius - 0.06, 0.0), (radius, 0.05), (radius, 0.05), (radius, 0.16), (radius, 0.16), (radius - 0.05, 0.21), (0, 0.21)])
    for r in (0.35, 0.7, 1.05, 1.4):
        if r < radius:
            scene.lathe(scene.paint("#8F5727", 0.3, 0.1), [(r, 0.2105), (r + 0.05, 0.2105)])


def jar(scene, content, paper, lid, height=2.3, radius=0.95, glow=0.5, fill=0.86, squareness=2.0):
    r, h = radius, height
    shoulder = [(r, 0.12), (r, h * 0.74), (r * 0.97, h * 0.82), (r * 0.86, h * 0.9), (r * 0.78, h * 0.93), (r * 0.78, h)]
    scene.lathe(scene.glass("#FBFCFA"), [(0, 0.0), (r * 0.9, 0.0), (r * 0.98, 0.04)] + shoulder, squareness=squareness)
    inner = [(0, 0.07), (r * 0.88, 0.07), (r * 0.93, 0.14), (r * 0.94, h * 0.7), (r * 0.91, h * 0.8), (r * 0.8, h * fill), (r * 0.8, h * fill), (0, h * fill)]
    scene.lathe(content if isinstance(content, str) and content.startswith("m") else scene.paint(content, 0.5, 0.08, glow), inner, squareness=squareness)
    if paper:
        scene.lathe(scene.paint("#FFFFFF", 0.25, 0.15, 0, paper), [(r * 1.006, h * 0.17), (r * 1.006, h * 0.68)], arc=(192, 348), squareness=squareness)
    top, t = h * 0.955, r * 0.86
    scene.lathe(lid, [(t * 0.99, top), (t, top + 0.02), (t, top + 0.30), (t * 0.985, top + 0.34), (t * 0.93, top + 0.36), (t * 0.93, top + 0.36), (t * 0.9, top + 0.345), (0, top + 0.345)])
    for k in range(4):
        with scene.place((0, 0, top + 0.07 + 0.06 * k)):
            scene.ring(lid, t * 1.0, 0.018, count=16)


def bowl(scene, content):
    brass = scene.metal((0.93, 0.68, 0.30), 0.05)
    scene.lathe(brass, [(0, 0.0), (0.3, 0.0), (0.34, 0.05), (0.3, 0.1), (0.52, 0.28), (0.62, 0.52), (0.66, 0.56), (0.6, 0.54), (0.5, 0.3), (0.2, 0.14)])
    scene.lathe(content, [(0, 0.45), (0.4, 0.45), (0.56, 0.43)])


def spoon(scene):
    wood = scene.paint("#B97B42", 0.3, 0.12)
    scene.tube(wood, [(-1.5, 0, 0.32), (-0.6, 0, 0.2), (0.2, 0, 0.13), (0.5, 0, 0.11)], [0.07, 0.06, 0.06, 0.07])
    with scene.place((0.78, 0, 0.13)):
        scene.ball(wood, (0.38, 0.26, 0.1))


def tin(scene, paper, colour):
    steel = scene.metal((0.86, 0.86, 0.87), 0.06)
    scene.lathe(steel, [(0, 0.0), (0.98, 0.0), (1.02, 0.03), (1.02, 0.08), (0.99, 0.1)])
    scene.lathe(scene.paint(colour, 0.9, 0.08), [(1.0, 0.08), (1.0, 2.3)])
    scene.lathe(scene.paint("#FFFFFF", 0.8, 0.08, 0, paper), [(1.004, 0.42), (1.004, 1.95)], arc=(187, 353))
    scene.lathe(steel, [(0.99, 2.26), (1.02, 2.29), (1.02, 2.36), (0.98, 2.38), (0.95, 2.33), (0.95, 2.33), (0.78, 2.33), (0.76, 2.37), (0.7, 2.42), (0.7, 2.42), (0, 2.42)])


def rounded(profile, steps=6):
    """More points between these, on a smooth line."""
    out = []
    for k in range(len(profile) - 1):
        before, a, b, after = (profile[max(0, min(len(profile) - 1, k + d))] for d in (-1, 0, 1, 2))
        for i in range(steps):
            t = i / steps
            out.append(tuple(0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t ** 3) for p, q, r, s in zip(before, a, b, after)))
    return [(max(r, 0), z) for r, z in out + [profile[-1]]]


def pouch(scene, paper, colour):
    with scene.place((0, 0, 1.2), (-4, 0, 0)):
        foil, printed = scene.paint(colour, 0.8, 0.1), scene.paint("#FFFFFF", 0.7, 0.12, 0, paper)
        scene.lathe(foil, [(0.0, -1.18), (0.6, -1.18), (0.95, -1.1), (1.02, -0.9), (1.02, -0.3), (1.0, 0.4), (0.99, 0.85)], squareness=2.6, flat=0.42)
        scene.lathe(printed, [(1.028, -0.78), (1.028, -0.3), (1.008, 0.42)], arc=(205, 335), squareness=2.6, flat=0.425)
        scene.lathe(foil, rounded([(0.99, 0.85), (0.985, 1.0), (0.98, 1.12)]), squareness=3, flat=0.36)
        with scene.place((0, 0, 1.2), (90, 0, 0)):
            scene.box(foil, (1.94, 0.34, 0.07), 0.03)


def clay_pot(scene):
    clay, cloth = scene.paint("#B4633A", 0.12, 0.3), scene.paint("#F2E6CB", 0.0)
    scene.lathe(clay, rounded([(0, 0.0), (0.45, 0.0), (0.8, 0.14), (1.1, 0.6), (1.16, 1.0), (1.04, 1.42), (0.8, 1.7), (0.72, 1.82), (0.78, 1.96)]))
    scene.lathe(cloth, rounded([(0.99, 1.64), (0.9, 1.8), (0.82, 1.9), (0.8, 2.0), (0.72, 2.07), (0.4, 2.1), (0, 2.1)]))
    for z in (1.84, 1.9):
        with scene.place((0, 0, z)):
            scene.ring(scene.paint("#8C5A2B", 0.1), 0.87, 0.04)


def bottle(scene, content, paper, cap="#3A2A14"):
    oil = scene.paint(content, 0.7, 0.04, 0.42)
    profile = [(0, 0), (0.62, 0.0), (0.7, 0.06), (0.7, 1.75), (0.66, 1.95), (0.4, 2.3), (0.27, 2.5), (0.25, 2.85)]
    scene.lathe(scene.glass("#F4FAF0"), profile)
    scene.lathe(oil, [(0, 0.06), (0.6, 0.06), (0.65, 0.1), (0.65, 1.75), (0.61, 1.95), (0.36, 2.28), (0.23, 2.5), (0.22, 2.62), (0.22, 2.62), (0, 2.62)])
    scene.lathe(scene.paint("#FFFFFF", 0.25, 0.15, 0, paper), [(0.708, 0.5), (0.708, 1.5)], arc=(182, 358))
    scene.lathe(scene.paint(cap, 0.5, 0.1), [(0.3, 2.72), (0.31, 2.75), (0.31, 3.12), (0.29, 3.16), (0, 3.16)])


# Category, word of the title, what the label says, colours of label's ink and accent, colour of what is inside.
GHEES = [("a2-ghee", "A2 GHEE", "ए2 घी", "#7A1F1F", "#D99A1E", GOLD), ("desi-ghee", "DESI GHEE", "देसी घी", "#7A3E00", "#E0851E", "#FFB01F"), ("buffalo-ghee", "BUFFALO GHEE", "भैंस का घी", "#24503A", "#B88A2B", "#FFF0C8")]
FLAVOURS = [("turmeric", "हल्दी", "#B36B00", "#E59A00"), ("garlic", "लहसुन", "#6B5535", "#FFE09A"), ("tulsi", "तुलसी", "#2F6B1F", "#D2B53C"), ("curry leaf", "करी पत्ता", "#275E2C", "#CDB03A"), ("black pepper", "काली मिर्च", "#3A3226", "#D9A63A"), ("saffron", "केसर", "#A8341A", "#EF9A1A"), ("ajwain", "अजवाइन", "#6A5A1F", "#DDB040")]
SEEDS = [("mustard", "सरसों", "#E0A010"), ("sesame", "तिल", "#E8B548"), ("groundnut", "मूंगफली", "#EBC04F"), ("coconut", "नारियल", "#F1EBD6"), ("sunflower", "सूरजमुखी", "#F2C93A")]
FLOWERS = [("wildflower", "जंगली फूल", "#B5620F"), ("mustard blossom", "सरसों", "#DFA02A"), ("acacia", "कीकर", "#E3B04B"), ("litchi", "लीची", "#C97C18"), ("sidr", "बेर", "#7F3F0C")]
LIDS = {"brass": (0.95, 0.72, 0.34), "steel": (0.86, 0.86, 0.87), "copper": (0.93, 0.60, 0.44)}


def ghees():
    for slug, english, local, ink, accent, content in GHEES:
        drawing = {"label.svg": label(english, local, ink=ink, accent=accent)}
        packs = {"glass jar": None, "steel tin": tin, "food-grade pouch": pouch, "clay pot": clay_pot}
        for pack in packs:
            scene = stage()
            if pack == "glass jar":
                board(scene)
                with scene.place((-0.15, 0.15, 0.21)):
                    jar(scene, content, "label.svg", scene.metal(LIDS["brass"], 0.06))
                with scene.place((1.15, -1.15, 0)):
                    bowl(scene, scene.paint(content, 0.6, 0.05, 0.35))
            elif pack == "clay pot":
                clay_pot(scene)
            else:
                packs[pack](scene, "label.svg", {"a2-ghee": "#F3D9A0", "desi-ghee": "#F0B54A", "buffalo-ghee": "#3E7A58"}[slug])
            subject = f"{slug}-{pack.replace(' ', '-')}"
            yield Look(subject, scene.text(), (slug,), (pack,), (), {"en": f"{english.capitalize()} in a {pack}", "hi": f"{local}"}, drawings=drawing, subject=subject)


def flavoured():
    for word, local, ink, content in FLAVOURS:
        scene = stage()
        with scene.place((0, 0, 0)):
            jar(scene, content, "label.svg", scene.metal(LIDS["copper"], 0.08), 2.0, 0.95)
        with scene.place((0.2, -1.6, 0), (0, 0, 8)):
            spoon(scene)
        yield Look(f"flavoured-{word.replace(' ', '-')}", scene.text(), ("flavoured-ghee",), (word,), (), {"en": f"Jar of {word} ghee with a wooden spoon", "hi": f"{local} घी"},
                   drawings={"label.svg": label(word.upper(), local + " घी", ink=ink, accent=content if word != "garlic" else "#C99A3C", small="FLAVOURED GHEE")}, subject=f"flavoured-{word.replace(' ', '-')}")


def others():
    for word, local, content in SEEDS:
        scene = stage(width=0.225, target=(0, 0, 1.5))
        bottle(scene, content, "label.svg")
        yield Look(f"oil-{word}", scene.text(), ("oils",), (word,), (), {"en": f"Bottle of cold-pressed {word} oil", "hi": f"{local} का तेल"},
                   drawings={"label.svg": label(word.upper(), local + " तेल", ink="#4A3A10", accent="#B98A12", small="COLD-PRESSED OIL")}, subject=f"oil-{word}")
    for word, local, content in FLOWERS:
        scene = stage(width=0.19, target=(0, 0, 1.1))
        jar(scene, content, "label.svg", scene.metal(LIDS["brass"], 0.1), 1.85, 0.95, 0.3, 0.86, 3.4)
        yield Look(f"honey-{word.replace(' ', '-')}", scene.text(), ("honey",), (word,), (), {"en": f"Jar of {word} honey", "hi": f"{local} शहद"},
                   drawings={"label.svg": label(word.upper(), local + " शहद", ink="#6B3A06", accent="#D08A16", small="RAW HONEY")}, subject=f"honey-{word.replace(' ', '-')}")
    for form in ("blocks", "powder", "liquid"):
        yield Look(f"jaggery-{form}", jaggery(form), ("jaggery",), (form,), (), {"en": f"Sugarcane jaggery: {form}", "hi": "गुड़"}, drawings={"label.svg": label("JAGGERY", "गुड़", ink="#5A2E0C", accent="#B5701F", small="SUGARCANE")}, subject=f"jaggery-{form}")
    yield Look("puja", puja(), ("puja",), (), (), {"en": "Puja ghee beside a burning lamp", "hi": "पूजा का घी और दीया"}, drawings={"label.svg": label("PUJA GHEE", "पूजा घी", ink="#8A1F14", accent="#E0851E", small="FOR LAMPS")}, subject="puja")
    for word, colour in (("diwali", "#8A1F2E"), ("wedding", "#7A1F4B"), ("raksha bandhan", "#B2551A"), ("housewarming", "#2F5E3A"), ("new year", "#1F3F6B")):
        yield Look(f"gift-{word.replace(' ', '-')}", gift(colour), ("gift-boxes",), (word,), (), {"en": f"Gift box for {word.title()} with ghee and honey", "hi": "घी और शहद का उपहार"},
                   drawings={"a.svg": label("GHEE", "घी", ink=colour), "b.svg": label("HONEY", "शहद", ink=colour)}, subject=f"gift-{word.replace(' ', '-')}")


def jaggery(form):
    scene = stage(rise=20, width=0.18, target=(0, 0, 0.75))
    brown = scene.paint("#9A5A1E", 0.25, 0.2, 0.12)
    if form == "liquid":
        with scene.place((0, 0, 0)):
            jar(scene, "#6E3208", "label.svg", scene.metal(LIDS["steel"], 0.1), 1.75, 0.85, 0.2)
    elif form == "blocks":
        board(scene, 1.75)
        for x, y, z, turn in ((-0.55, 0.1, 0.5, 12), (0.6, 0.25, 0.5, -20), (0.05, -0.75, 0.5, 40), (0.0, 0.1, 1.05, 70)):
            with scene.place((x, y, z), (0, 0, turn)):
                scene.box(brown, (0.85, 0.72, 0.55), 0.09)
    else:
        with scene.place(grow=1.8):
            bowl(scene, brown)
            for k in range(5):
                scene.lathe(brown, [(0.5 - 0.1 * k, 0.44 + 0.07 * k), (0.42 - 0.1 * k, 0.51 + 0.07 * k)])
            scene.ball(brown, (0.02, 0.02, 0.02))
            with scene.place((0, 0, 0.42)):
                scene.ball(brown, (0.52, 0.52, 0.34))
    return scene.text()


def puja():
    scene = stage(width=0.19, target=(0.2, 0, 1.0))
    with scene.place((-0.5, 0.4, 0)):
        jar(scene, "#F0C65A", "label.svg", scene.metal(LIDS["brass"], 0.06), 1.9, 0.85)
    brass, flame = scene.metal((0.95, 0.70, 0.32), 0.04), scene.paint((3.0, 1.7, 0.45), 0, 0, 1)
    with scene.place((1.0, -0.9, 0)):
        scene.lathe(brass, [(0, 0), (0.42, 0), (0.44, 0.05), (0.16, 0.12), (0.12, 0.3), (0.22, 0.4), (0.55, 0.52), (0.6, 0.62), (0.52, 0.58), (0, 0.5)])
        scene.lathe(scene.paint(GOLD, 0.6, 0.05, 0.4), [(0, 0.575), (0.5, 0.575)])
        with scene.place((0, -0.3, 0.78)):
            scene.lathe(flame, [(0, -0.18), (0.06, -0.12), (0.085, -0.02), (0.06, 0.12), (0.025, 0.24), (0, 0.32)])
    return scene.text()


def gift(colour):
    scene = stage(rise=26, width=0.215, target=(0, 0.1, 0.85))
    wood, inside, ribbon = scene.paint("#B5803F", 0.3, 0.12), scene.paint("#F3E3BE", 0.05), scene.paint(colour, 0.4, 0.12)
    for y, h in ((-0.95, 0.62), (0.95, 0.62)):
        with scene.place((0, y, h / 2)):
            scene.box(wood, (3.3, 0.12, h), 0.03)
    for x in (-1.6, 1.6):
        with scene.place((x, 0, 0.31)):
            scene.box(wood, (0.12, 1.9, 0.62), 0.03)
    with scene.place((0, 0, 0.12)):
        scene.box(inside, (3.1, 1.8, 0.1), 0.02)
    for x, paper, content in ((-0.78, "a.svg", GOLD), (0.78, "b.svg", "#B5620F")):
        with scene.place((x, 0, 0.17), grow=0.8):
            jar(scene, content, paper, scene.metal(LIDS["brass"], 0.06), 2.1, 0.88)
    with scene.place((0, -1.02, 0.31)):
        scene.box(ribbon, (0.34, 0.02, 0.63), 0.005)
        for side in (-1, 1):
            scene.tube(ribbon, [(0, -0.05, 0.1), (side * 0.3, -0.12, 0.32), (side * 0.52, -0.1, 0.12), (side * 0.3, -0.08, -0.02)], 0.07, closed=True, flat=0.35)
    return scene.text()


def row(scene, members):
    """Jars beside each other; x, y, size, content, drawing, lid."""
    for x, y, grow, content, paper, lid in members:
        with scene.place((x, y, 0), grow=grow):
            jar(scene, content, paper, scene.metal(LIDS[lid], 0.06))


def banner():
    scene = stage((1280, 533), 9, 0.31, (-1.9, 0, 1.35))
    row(scene, [(-0.4, 0.6, 1.0, GOLD, "a.svg", "brass"), (1.75, 0.1, 1.15, "#FFB01F", "b.svg", "brass"), (3.7, 0.9, 0.85, "#B5620F", "c.svg", "copper")])
    with scene.place((0.75, -1.3, 0)):
        bowl(scene, scene.paint(GOLD, 0.6, 0.05, 0.35))
    with scene.place((2.9, -1.5, 0), (0, 0, 12)):
        spoon(scene)
    return Look("banner", scene.text(), place="banner", alt={"en": "Jars of ghee and honey in morning light", "hi": "सुबह की रोशनी में घी और शहद"}, focus=(680, 500),
                drawings={"a.svg": label("DESI GHEE", "देसी घी"), "b.svg": label("A2 GHEE", "ए2 घी", ink="#7A1F1F"), "c.svg": label("HONEY", "शहद")})


TILES = {"cow-ghee": ("a2-ghee-glass-jar", "A jar of cow ghee", "गाय का घी"), "buffalo-ghee": ("buffalo-ghee-glass-jar", "A jar of buffalo ghee", "भैंस का घी"), "flavoured-ghee": ("flavoured-saffron", "A jar of saffron ghee", "केसर घी"), "oils": ("oil-mustard", "A bottle of mustard oil", "सरसों का तेल"),
         "honey": ("honey-wildflower", "A jar of honey", "शहद"), "jaggery": ("jaggery-blocks", "Blocks of jaggery", "गुड़"), "gift-boxes": ("gift-diwali", "A gift box", "उपहार"), "puja": ("puja", "Puja ghee and a lamp", "पूजा का घी")}


def tiles(products):
    for slug, (name, english, local) in TILES.items():
        look = next(one for one in products if one.name == name)
        yield Look(f"tile-{slug}", widened(look.scene), (slug,), place="tile", alt={"en": english, "hi": local}, drawings=look.drawings)


def widened(scene):
    """The same from as near, on a picture of 4 to 3."""
    lines = scene.split("\n")
    for number, line in enumerate(lines):
        if line.startswith("size "):
            lines[number] = "size 640 480"
        if line.startswith("camera "):
            *rest, width = line.split()
            lines[number] = " ".join(rest + [f"{float(width) * 1.3:.4g}"])
    return "\n".join(lines)


def looks():
    products = [*ghees(), *flavoured(), *others()]
    yield banner()
    yield from products
    yield from tiles(products)
