"""The jeweller: rings that stand, earrings and pendants that lie on warm paper, bracelets in a wave."""
import math

from jewels import METALS, along, bezel, engaged, gem_of, halo, head, link_chain
from scene import Look, Scene

STAGE = "#EFE6DA"
CUT_WORDS = {"emerald": "emerald cut"}


def on_paper(size=(560, 560), mirror=0.16):
    return Scene("warm", STAGE, size, (5, 1), mirror=mirror)


def ring(style, cut, gem, metal, size=(560, 560), width=0.2, turn=-30):
    scene = on_paper(size).camera(turn, 26, 9, (0, 0, 1.42), width)
    with scene.place(turn=(0, 0, -6)):
        engaged(scene, scene.metal(METALS[metal], 0.015), style, cut, gem_of(scene, gem), gem_of(scene, "natural diamond"))
    return scene.text()


def macro(style, cut, gem, metal):
    """The setting from near above."""
    scene = on_paper().camera(-22, 48, 9, (0, 0, 2.5), 0.09)
    engaged(scene, scene.metal(METALS[metal], 0.015), style, cut, gem_of(scene, gem), gem_of(scene, "natural diamond"))
    return scene.text()


RINGS = [("solitaire", "round", "natural diamond", "yellow gold"), ("solitaire", "oval", "lab-grown diamond", "white gold"), ("halo", "round", "natural diamond", "white gold"),
         ("halo", "oval", "blue sapphire", "white gold"), ("halo", "cushion", "morganite", "rose gold"), ("three-stone", "round", "natural diamond", "rose gold"), ("three-stone", "emerald", "emerald", "yellow gold"),
         ("pavé", "round", "natural diamond", "white gold"), ("pavé", "oval", "ruby", "yellow gold"), ("bezel", "round", "natural diamond", "yellow gold"), ("bezel", "oval", "aquamarine", "white gold"),
         ("cathedral", "princess", "natural diamond", "white gold"), ("cathedral", "cushion", "tanzanite", "white gold"), ("solitaire", "pear", "ruby", "rose gold"), ("solitaire", "emerald", "aquamarine", "white gold"),
         ("solitaire", "round", "emerald", "yellow gold"), ("solitaire", "oval", "blue sapphire", "yellow gold"), ("solitaire", "cushion", "tanzanite", "white gold"), ("solitaire", "oval", "morganite", "rose gold")]


def engagement_rings():
    for style, cut, gem, metal in RINGS:
        name = f"ring-{style.replace('é', 'e')}-{cut}-{gem.replace(' ', '-')}-{metal.split()[0]}"
        fits = {"category": ("engagement-rings",), "must": (gem,), "may": (style, CUT_WORDS.get(cut, cut), metal), "subject": name}
        yield Look(name, ring(style, cut, gem, metal), alt={"en": f"{style.capitalize()} ring with a {cut} {gem} in {metal}"}, **fits)
        if style in ("halo", "solitaire", "three-stone"):
            yield Look(name + "-macro", macro(style, cut, gem, metal), alt={"en": f"The setting of the {cut} {gem}, seen near"}, order=1, **fits)


def cocktail_rings():
    for cut, gem, metal in [("oval", "ruby", "yellow gold"), ("cushion", "blue sapphire", "white gold"), ("emerald", "emerald", "yellow gold"), ("pear", "aquamarine", "white gold"), ("oval", "tanzanite", "white gold"),
                            ("cushion", "morganite", "rose gold"), ("round", "natural diamond", "white gold"), ("cushion", "lab-grown diamond", "yellow gold")]:
        scene = on_paper().camera(-30, 32, 9, (0, 0, 1.6), 0.215)
        with scene.place(turn=(0, 0, -6)):
            engaged(scene, scene.metal(METALS[metal], 0.015), "halo", cut, gem_of(scene, gem), gem_of(scene, "natural diamond"), 0.66, 0.1)
        name = f"cocktail-{cut}-{gem.replace(' ', '-')}"
        yield Look(name, scene.text(), ("cocktail-rings",), (gem,), (CUT_WORDS.get(cut, cut), metal), {"en": f"Cocktail ring with a large {cut} {gem} in {metal}"}, subject=name)


def band(scene, metal, width, rough=0.015, beads=None):
    """A wedding band about the z axis, its lower edge at 0."""
    w = width
    scene.lathe(metal, [(1.0, 0.03 * w), (1.0, 0.97 * w), (1.03, w), (1.09, 0.97 * w), (1.13, 0.8 * w), (1.145, 0.5 * w), (1.13, 0.2 * w), (1.09, 0.03 * w), (1.03, 0), (1.0, 0.03 * w)])
    for z in (0.1 * w, 0.9 * w) if beads else ():
        for k in range(72):
            a = 2 * math.pi * k / 72
            with scene.place((1.125 * math.cos(a), 1.125 * math.sin(a), z)):
                scene.ball(beads, (0.036, 0.036, 0.036))


def bands():
    for metal in ("yellow gold", "white gold", "rose gold"):
        for finish in ("polished", "brushed", "hammered", "milgrain"):
            rough = {"brushed": 0.16, "hammered": 0.07}.get(finish, 0.012)
            scene = on_paper().camera(-20, 30, 9, (0.1, 0.1, 0.72), 0.2)
            material = scene.metal(METALS[metal], rough)
            with scene.place((0.25, -0.15, 0.02)):
                band(scene, material, 0.5, rough, material if finish == "milgrain" else None)
            with scene.place((-0.75, 1.25, 1.17), (78, 0, 32)):
                with scene.place((0, 0, -0.25)):
                    band(scene, material, 0.5, rough, material if finish == "milgrain" else None)
            name = f"band-{finish}-{metal.split()[0]}"
            yield Look(name, scene.text(), ("wedding-bands",), (finish, metal), (), {"en": f"{finish.capitalize()} wedding bands in {metal}"}, subject=name)


def earrings():
    for cut, gem, metal in [("round", "natural diamond", "white gold"), ("round", "lab-grown diamond", "yellow gold"), ("oval", "blue sapphire", "white gold"), ("cushion", "ruby", "yellow gold"),
                            ("emerald", "emerald", "yellow gold"), ("pear", "morganite", "rose gold"), ("round", "aquamarine", "white gold"), ("oval", "tanzanite", "white gold")]:
        label = f"{cut}-{gem.replace(' ', '-')}"
        yield Look(f"studs-{label}", studs(cut, gem, metal), ("studs",), (gem,), (CUT_WORDS.get(cut, cut), metal), {"en": f"Pair of {cut} {gem} studs in {metal}"}, subject=f"studs-{label}")
        yield Look(f"drops-{label}", drops(cut, gem, metal), ("drops",), (gem,), (CUT_WORDS.get(cut, cut), metal), {"en": f"Pair of {cut} {gem} drop earrings in {metal}"}, subject=f"drops-{label}")
    for metal in ("yellow gold", "white gold", "rose gold"):
        for finish, rough in (("polished", 0.012), ("brushed", 0.16)):
            yield Look(f"hoops-{finish}-{metal.split()[0]}", hoops(metal, rough), ("hoops",), (metal,), (finish,), {"en": f"{finish.capitalize()} hoop earrings in {metal}"}, subject=f"hoops-{finish}-{metal.split()[0]}")


def studs(cut, gem, metal):
    scene = on_paper().camera(0, 42, 9, (0, 0, 0.35), 0.185)
    gold, stone = scene.metal(METALS[metal], 0.015), gem_of(scene, gem)
    for side in (-1, 1):
        with scene.place((side * 0.82, 0.1 * side, 0.62), (52, 0, 18 * side)):
            head(scene, gold, stone, cut, 0.56)
            scene.tube(gold, [(0, 0, -0.5), (0, 0, -1.25)], 0.045)
    return scene.text()


def drops(cut, gem, metal):
    scene = on_paper().camera(0, 62, 9, (0, 0, 0.1), 0.205)
    gold, stone, small = scene.metal(METALS[metal], 0.015), gem_of(scene, gem), gem_of(scene, "natural diamond")
    for side in (-1, 1):
        with scene.place((side * 0.72, 0.05 * side, 0.42), (0, 0, -7 * side)):
            with scene.place((0, -0.75, 0), (16, 0, 90)):
                head(scene, gold, stone, cut, 0.46)
            with scene.place((0, 0.12, 0.02)):
                head(scene, gold, small, "round", 0.15)
            scene.tube(gold, [(0, -0.22, 0), (0, -0.02, 0)], 0.03)
            scene.tube(gold, [(0, 0.26, 0), (0, 0.7, 0.05), (0.06, 1.05, 0.0), (0.28, 1.18, -0.1), (0.46, 0.95, -0.22), (0.48, 0.5, -0.3)], 0.032)
    return scene.text()


def hoops(metal, rough):
    scene = on_paper().camera(-18, 24, 9, (0.05, 0.2, 0.95), 0.19)
    gold = scene.metal(METALS[metal], rough)
    for x, y, turn in ((-0.55, 0.7, 34), (0.55, -0.35, -24)):
        with scene.place((x, y, 1.0), (90, 0, turn)):
            scene.ring(gold, 0.9, 0.1, 1.0, 16)
            with scene.place((0, 0.9, 0)):
                scene.ball(gold, (0.13, 0.11, 0.11))
    return scene.text()


def hanging(t):
    """The two sides of a chain that lies like a V."""
    a = (t - 0.5) * 2
    return (a * 2.1, -0.9 + 3.6 * (abs(a) ** 1.45), 0.09)


def pendant(style, cut, gem, metal):
    scene = on_paper().camera(0, 58, 9, (0, -0.35, 0), 0.225)
    gold, stone, small = scene.metal(METALS[metal], 0.02), gem_of(scene, gem), gem_of(scene, "natural diamond")
    link_chain(scene, gold, along(hanging, 0.145), 0.085, 0.024)
    with scene.place((0, -1.02, 0.2)):
        scene.tube(gold, [(0, 0.16, 0), (0.07, 0, 0.05), (0, -0.2, 0), (-0.07, 0, 0.05)], 0.034, closed=True)
    with scene.place((0, -1.68, 0.46), (14, 0, 90 if cut in ("pear", "oval", "emerald", "marquise") else 0)):
        if style == "bezel":
            bezel(scene, gold, stone, cut, 0.46)
        else:
            head(scene, gold, stone, cut, 0.46)
        if style == "halo":
            halo(scene, gold, small, cut, 0.46)
    return scene.text()


def necklaces():
    for style, cut, gem, metal in [("solitaire", "round", "natural diamond", "yellow gold"), ("halo", "oval", "blue sapphire", "white gold"), ("solitaire", "pear", "ruby", "rose gold"), ("halo", "emerald", "emerald", "yellow gold"),
                                   ("bezel", "round", "lab-grown diamond", "yellow gold"), ("halo", "cushion", "morganite", "rose gold"), ("solitaire", "oval", "aquamarine", "white gold"), ("halo", "pear", "tanzanite", "white gold")]:
        name = f"pendant-{style}-{cut}-{gem.replace(' ', '-')}"
        yield Look(name, pendant(style, cut, gem, metal), ("pendants",), (gem,), (style, CUT_WORDS.get(cut, cut), metal), {"en": f"{style.capitalize()} pendant with a {cut} {gem} on a {metal} chain"}, subject=name, focus=(500, 620))
    for metal in ("yellow gold", "white gold", "rose gold"):
        scene = on_paper().camera(0, 52, 9, (0, 0, 0), 0.21)
        link_chain(scene, scene.metal(METALS[metal], 0.02), along(lambda t: (1.35 * math.cos(5.4 * math.pi * t) * (1 - 0.42 * t), 1.2 * math.sin(5.4 * math.pi * t) * (1 - 0.42 * t), 0.13), 0.2), 0.125, 0.036)
        yield Look(f"chain-{metal.split()[0]}", scene.text(), ("chains",), (metal,), (), {"en": f"Chain in {metal}, coiled"}, subject=f"chain-{metal.split()[0]}")


def bracelets():
    for gem, metal in [("natural diamond", "white gold"), ("lab-grown diamond", "yellow gold"), ("blue sapphire", "white gold"), ("ruby", "yellow gold"), ("emerald", "yellow gold"), ("morganite", "rose gold"), ("aquamarine", "white gold"), ("tanzanite", "white gold")]:
        scene = on_paper().camera(-12, 46, 9, (0, 0, 0), 0.215)
        gold, stone = scene.metal(METALS[metal], 0.015), gem_of(scene, gem)
        for x, y, z in along(lambda t: (1.62 * math.cos(2 * math.pi * t + 0.4), 1.28 * math.sin(2 * math.pi * t + 0.4), 0.26), 0.262):
            angle = math.degrees(math.atan2(y / 1.28 ** 2, x / 1.62 ** 2))
            with scene.place((x, y, z), (0, 0, angle)):
                with scene.place(turn=(0, 38, 0)):
                    head(scene, gold, stone, "round", 0.125)
        name = f"tennis-{gem.replace(' ', '-')}"
        yield Look(name, scene.text(), ("tennis-bracelets",), (gem,), (metal,), {"en": f"Tennis bracelet of {gem} in {metal}"}, subject=name)
    for metal in ("yellow gold", "white gold", "rose gold"):
        for finish, rough in (("polished", 0.012), ("brushed", 0.16)):
            scene = on_paper().camera(-14, 30, 9, (0, 0, 0.45), 0.22)
            gold = scene.metal(METALS[metal], rough)
            for z, shift in ((0.13, 0.0), (0.39, 0.05), (0.65, -0.04)):
                with scene.place((shift, shift * 0.7, z), (0, 0, 0)):
                    scene.ring(gold, 1.6, 0.125, 1.0, 18)
            yield Look(f"bangle-{finish}-{metal.split()[0]}", scene.text(), ("bangles",), (metal,), (finish,), {"en": f"{finish.capitalize()} bangles in {metal}"}, subject=f"bangle-{finish}-{metal.split()[0]}")


def banner():
    scene = on_paper((1280, 533), 0.2).camera(-16, 22, 14, (-2.3, 0, 1.15), 0.34)
    small = gem_of(scene, "natural diamond")
    for x, y, turn, style, cut, gem, metal in [(-0.6, 0.2, -10, "halo", "oval", "blue sapphire", "white gold"), (2.1, -0.4, -30, "three-stone", "round", "natural diamond", "rose gold"), (1.2, 3.0, 20, "solitaire", "emerald", "emerald", "yellow gold"), (-2.6, 2.6, 12, "pavé", "round", "natural diamond", "yellow gold")]:
        with scene.place((x, y, 0), (0, 0, turn)):
            engaged(scene, scene.metal(METALS[metal], 0.015), style, cut, gem_of(scene, gem), small)
    return Look("banner", scene.text(), place="banner", alt={"en": "Four rings with a sapphire, diamonds and an emerald"}, focus=(660, 480))


def tiles():
    size = (640, 480)
    yield Look("tile-rings", ring("halo", "oval", "blue sapphire", "white gold", size, 0.24), ("rings",), place="tile", alt={"en": "A sapphire ring"})
    for slug, make, alt in (("earrings", drops("pear", "morganite", "rose gold"), "Morganite drop earrings"), ("necklaces", pendant("halo", "emerald", "emerald", "yellow gold"), "An emerald pendant"),
                            ("bracelets", next(bracelets()).scene, "A diamond tennis bracelet")):
        yield Look(f"tile-{slug}", make.replace("size 560 560", "size 640 480").replace("camera", "camera", 1), (slug,), place="tile", alt={"en": alt})


def looks():
    yield banner()
    for part in (tiles, engagement_rings, bands, earrings, necklaces, bracelets, cocktail_rings):
        yield from part()

