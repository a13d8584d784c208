"""The diamond house: loose stones on a light stage, from above and from the side, turning; pairs; settings without a stone."""
from jewels import METALS, setting_ring
from scene import Look, Scene

STAGE = "#EDF0F3"
WHITE, WARM = (0, 0, 0), (0.0, 0.006, 0.03)
FANCY = {"yellow": (0.005, 0.05, 0.55), "pink": (0.02, 0.21, 0.11), "blue": (0.26, 0.11, 0.02), "green": (0.24, 0.03, 0.22),
         "orange": (0.01, 0.15, 0.75), "brown": (0.10, 0.22, 0.45), "champagne": (0.03, 0.075, 0.17)}
HINDI = {"yellow": "पीला", "pink": "गुलाबी", "blue": "नीला", "green": "हरा", "orange": "नारंगी", "brown": "भूरा", "champagne": "शैम्पेन",
         "round": "गोल", "princess": "प्रिंसेस", "emerald": "एमरल्ड", "oval": "अंडाकार", "cushion": "कुशन", "pear": "नाशपाती", "marquise": "मार्क्विज़", "asscher": "ऐशर", "baguette": "बैगेट"}
CUTS = ("round", "princess", "emerald", "oval", "cushion", "pear")
# After how many degrees a turned stone looks the same: its symmetry.
SAME_AFTER = {"round": 45, "princess": 90, "cushion": 90, "emerald": 180, "oval": 180, "pear": 360}
FANCY_OF = {"round": ("yellow", "pink"), "princess": ("champagne", "yellow"), "emerald": ("yellow", "green"), "oval": ("pink", "orange"), "cushion": ("blue", "brown"), "pear": ("orange", "blue")}
DEPTH = {"round": 0.88, "princess": 1.02, "emerald": 0.95, "oval": 0.9, "cushion": 0.95, "pear": 0.78, "marquise": 0.9, "asscher": 0.95, "baguette": 0.6}
STEP_DEGREES = 11.25   # of a spin: 32 frames a turn


def on_stage(size, samples):
    return Scene("cold", STAGE, size, samples)


def loose(cut, swallows, seed, turn=0.0, rise=34, size=(640, 640), samples=(6, 1), width=0.22):
    scene = on_stage(size, samples).camera(0, rise, 6, (0, 0, DEPTH[cut] * (0.78 if rise < 50 else 0.9)), width)
    with scene.place((0, 0, DEPTH[cut]), (0, 0, turn)):
        scene.stone(scene.gem(swallows), cut, seed)
    return scene.text()


def stones():
    """24 stones: each cut twice without colour and twice with."""
    for cut in CUTS:
        yield cut, "", WHITE, 3
        yield cut, "", WARM, 8
        for number, colour in enumerate(FANCY_OF[cut]):
            yield cut, colour, FANCY[colour], 11 + number


def alt_of(cut, colour, view):
    shade, local = (f"{colour} ", HINDI[colour] + " ") if colour else ("", "")
    return {"en": f"{cut.capitalize()} {shade}diamond, {view[0]}", "hi": f"{HINDI[cut]} {local}हीरा, {view[1]}"}


def stills():
    for number, (cut, colour, swallows, seed) in enumerate(stones()):
        fits = {"category": ("fancy-colour-diamonds",) if colour else ("natural-diamonds", "lab-grown-diamonds"), "must": (f"{cut}",) + ((colour,) if colour else ()),
                "subject": f"{cut}-{colour or ('fine' if swallows == WHITE else 'warm')}"}
        if not colour:
            fits["may"] = (", d ", ", e ", ", f ") if swallows == WHITE else (", i ", ", j ", ", k ")
        turn = 20 if cut in ("emerald", "oval", "pear") else 11
        yield Look(fits["subject"], loose(cut, swallows, seed, turn, 38), alt=alt_of(cut, colour, ("seen from the front", "सामने से")), **fits)
        yield Look(fits["subject"] + "-above", loose(cut, swallows, seed, 90 if number % 2 and cut in ("pear", "oval") else 0, 76, width=0.2), alt=alt_of(cut, colour, ("seen from above", "ऊपर से")), order=1, **fits)


def more_shapes():
    for cut in ("marquise", "asscher", "baguette"):
        yield Look(f"{cut}-fine", loose(cut, WHITE, 3, 18, 42), ("natural-diamonds", "lab-grown-diamonds"), (cut,), alt=alt_of(cut, "", ("seen from the front", "सामने से")), subject=f"{cut}-fine")
    for colour, swallows in FANCY.items():   # fancy stones of the other shapes are shown by their colour and the nearest shape
        yield Look(f"radiant-{colour}", loose("cushion", swallows, 21, 30, 48), ("fancy-colour-diamonds",), ("radiant", colour), alt=alt_of("cushion", colour, ("seen from the front", "सामने से")), subject=f"radiant-{colour}")


def pair(cut, swallows=WHITE, turn=12):
    scene = on_stage((640, 640), (6, 1)).camera(0, 36, 9, (0, 0, 0.7), 0.26)
    for side in (-1, 1):
        with scene.place((1.12 * side, 0.25 * side, DEPTH[cut]), (0, 0, turn * side)):
            scene.stone(scene.gem(swallows), cut, 3)
    return scene.text()


def pairs():
    for cut in CUTS:
        yield Look(f"pair-{cut}", pair(cut), ("diamond-pairs",), (cut,), alt={"en": f"Two matched {cut} diamonds", "hi": f"{HINDI[cut]} हीरों की जोड़ी"}, subject=f"pair-{cut}")


def settings():
    for style in ("solitaire", "halo", "three-stone", "bezel", "cathedral"):
        for metal in ("white gold", "yellow gold"):
            yield Look(f"setting-{style}-{metal.split()[0]}", setting_ring(style, METALS[metal], STAGE, "cold"), ("settings",), (style,), (metal,),
                       {"en": f"{style.capitalize()} ring setting in {metal}", "hi": "हीरे के लिए अंगूठी की जड़ाई"}, subject=f"setting-{style}-{metal.split()[0]}")


def spins():
    """Frames of a turn; what a stone's symmetry repeats is drawn once."""
    for cut, colour, swallows, seed in stones():
        subject = f"{cut}-{colour or ('fine' if swallows == WHITE else 'warm')}"
        for frame in range(int(SAME_AFTER[cut] / STEP_DEGREES)):
            yield Look(f"spin-{subject}-{frame:02}", loose(cut, swallows, seed, frame * STEP_DEGREES, 34, (400, 400), (4, 1)), place="spin", subject=subject, quality=66)


def banner():
    scene = on_stage((1280, 533), (6, 1)).camera(0, 24, 12, (-2.2, 0, 1.0), 0.34)
    row = [("oval", WHITE, -0.2, 0.3, 1.0, 25), ("round", WHITE, 1.9, -0.5, 1.25, 11), ("emerald", FANCY["yellow"], -2.3, 1.2, 0.9, 15), ("pear", FANCY["pink"], 0.6, 2.2, 0.8, 40), ("cushion", FANCY["blue"], 3.4, 1.9, 0.85, 30), ("princess", WHITE, -0.9, -1.6, 0.55, 30)]
    for cut, swallows, x, y, grow, turn in row:
        with scene.place((x, y, DEPTH[cut] * grow), (0, 0, turn), grow):
            scene.stone(scene.gem(swallows), cut, 3)
    return Look("banner", scene.text(), place="banner", alt={"en": "Loose diamonds of six cuts on a light stage", "hi": "छह तराश के हीरे"}, focus=(680, 500))


def tile(slug, alt, members, rise=40):
    scene = on_stage((640, 480), (6, 1)).camera(0, rise, 9, (0, 0, 0.6), 0.3)
    for cut, swallows, x, y, grow, turn in members:
        with scene.place((x, y, DEPTH[cut] * grow), (0, 0, turn), grow):
            scene.stone(scene.gem(swallows), cut, 3)
    return Look(f"tile-{slug}", scene.text(), (slug,), place="tile", alt=alt)


def tiles():
    yield tile("natural-diamonds", {"en": "Three natural diamonds", "hi": "प्राकृतिक हीरे"}, [("round", WHITE, -0.1, -0.3, 1.15, 11), ("oval", WHITE, 1.55, 0.7, 0.8, 30), ("pear", WHITE, -1.6, 0.8, 0.7, 60)])
    yield tile("lab-grown-diamonds", {"en": "An emerald cut beside a princess cut", "hi": "लैब में बने हीरे"}, [("emerald", WHITE, -0.55, -0.2, 1.1, 14), ("princess", WHITE, 1.3, 0.6, 0.7, 30)])
    yield tile("fancy-colour-diamonds", {"en": "Diamonds in yellow, pink and blue", "hi": "रंगीन हीरे"}, [("cushion", FANCY["yellow"], 0, -0.4, 1.0, 20), ("oval", FANCY["pink"], 1.6, 0.7, 0.8, 30), ("round", FANCY["blue"], -1.6, 0.7, 0.75, 11)])
    yield tile("diamond-pairs", {"en": "A matched pair of round diamonds", "hi": "हीरों की जोड़ी"}, [("round", WHITE, -1.05, 0, 0.95, 11), ("round", WHITE, 1.05, 0, 0.95, 11)])
    yield Look("tile-settings", setting_ring("halo", METALS["white gold"], STAGE, "cold", (640, 480), 0.26), ("settings",), place="tile", alt={"en": "A halo setting without its stone", "hi": "अंगूठी की जड़ाई"})


def looks():
    yield banner()
    for part in (tiles, stills, pairs, more_shapes, settings, spins):
        yield from part()
