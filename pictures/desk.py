"""Things of a desk, for any scene. A unit is about five centimetres; what is long lies along x, what stands has its foot at z = 0."""
import math

COLOURS = {"black": "#23262B", "blue": "#1F56C3", "red": "#C9252D", "green": "#1E8A4C", "purple": "#6B3FA0", "turquoise": "#14A3A8", "orange": "#EE7A1B", "pink": "#EC6A9C", "brown": "#7A4A2A", "grey": "#8A909A", "navy": "#1B2A6B", "maroon": "#7B1E32"}
STEEL, BRASS, WOOD, PAPER = (0.86, 0.86, 0.88), (0.95, 0.74, 0.38), "#D9A560", "#FAF8F1"


def lying(scene, height):
    """A place for what is turned on a lathe and then laid down."""
    return scene.place((0, 0, height), (0, 90, 0))


def pen(scene, colour, kind="gel"):
    body, dark, steel = scene.paint(colour, 0.9, 0.03), scene.paint("#1B1D22", 0.5, 0.1), scene.metal(STEEL, 0.05)
    with lying(scene, 0.13):
        if kind == "gel":
            scene.lathe(scene.paint("#E9EDF2", 0.9, 0.04), [(0.12, -0.9), (0.12, 1.2), (0.105, 1.35), (0, 1.37)])
            scene.lathe(dark, [(0.126, -0.95), (0.126, -0.3)])
            scene.lathe(body, [(0.126, 1.05), (0.126, 1.22), (0.1, 1.38), (0.03, 1.4)])
        else:
            scene.lathe(body, [(0.12, -0.9), (0.12, 1.25), (0.1, 1.4), (0, 1.42)])
        scene.lathe(body if kind != "gel" else dark, [(0.035, -1.42), (0.06, -1.3), (0.115, -0.95), (0.12, -0.9)])
        scene.lathe(steel, [(0.0, -1.56), (0.014, -1.55), (0.035, -1.42)])
        with scene.place((-0.14, 0, 0.85), (0, 0, 0)):
            scene.box(steel if kind != "gel" else body, (0.03, 0.08, 0.8), 0.012)


def fountain_pen(scene, colour):
    body, gold = scene.paint(colour, 1.0, 0.015), scene.metal(BRASS, 0.03)
    with lying(scene, 0.17):
        scene.lathe(body, [(0.15, -0.55), (0.165, -0.2), (0.165, 0.9), (0.14, 1.3), (0.08, 1.42), (0, 1.44)])
        for z in (-0.5, 0.15, 1.2):
            with scene.place((0, 0, z)):
                scene.ring(gold, 0.16 if z < 1 else 0.146, 0.018)
        scene.lathe(scene.paint("#17191D", 0.9, 0.03), [(0.095, -1.02), (0.13, -0.9), (0.145, -0.55)])
        with scene.place((-0.05, 0, -1.22), (0, 2, 0)):
            scene.lathe(gold, [(0, -0.32), (0.02, -0.3), (0.1, -0.05), (0.11, 0.1), (0.09, 0.22)], flat=0.55)
    with scene.place((0.4, 0.75, 0.19), (0, 0, 8)):
        with scene.place(turn=(0, 90, 0)):
            scene.lathe(body, [(0.185, -0.8), (0.185, 0.5), (0.15, 0.72), (0, 0.76)])
            with scene.place((0, 0, -0.74)):
                scene.ring(gold, 0.185, 0.02)
            with scene.place((-0.2, 0, 0.05)):
                scene.box(gold, (0.03, 0.07, 1.0), 0.014)


def marker(scene, colour, is_highlighter=False):
    body, shell = scene.paint(colour, 0.7, 0.06), scene.paint(colour if is_highlighter else "#E8EAEE", 0.8, 0.05)
    with lying(scene, 0.2):
        scene.lathe(shell, [(0.17, -0.5), (0.19, -0.4), (0.19, 1.1), (0.16, 1.2), (0, 1.22)], flat=0.8 if is_highlighter else 1)
        scene.lathe(body, [(0.195, 0.6), (0.195, 1.12)] if not is_highlighter else [(0.1, -0.5), (0.1, -0.72)])
        scene.lathe(scene.paint("#22252B", 0.5, 0.1), [(0.07, -0.78), (0.12, -0.7), (0.13, -0.5), (0.17, -0.48)])
        scene.lathe(body, [(0.0, -0.96), (0.045, -0.93), (0.065, -0.78)])
    with scene.place((-0.2, 0.7, 0.2), (0, 0, -14)):
        with scene.place(turn=(0, 90, 0)):
            scene.lathe(body, [(0.2, -0.45), (0.2, 0.4), (0.17, 0.48), (0, 0.5)])


def pencil(scene, colour, length=2.9, lead="#2B2B2E", has_rubber=True):
    end = length / 2
    with lying(scene, 0.1):
        scene.lathe(scene.paint(colour, 0.8, 0.04), [(0.1, -end + 0.36), (0.1, end - (0.26 if has_rubber else 0))], squareness=2.35)
        scene.lathe(scene.paint("#E3B879", 0.1), [(0.026, -end + 0.1), (0.1, -end + 0.36)])
        scene.lathe(scene.paint(lead, 0.4, 0.2), [(0, -end), (0.008, -end + 0.01), (0.028, -end + 0.11)])
        if has_rubber:
            scene.lathe(scene.metal(BRASS, 0.08), [(0.104, end - 0.28), (0.104, end - 0.1)])
            scene.lathe(scene.paint("#E58C9A", 0.1), [(0.095, end - 0.1), (0.095, end + 0.05), (0.07, end + 0.09), (0, end + 0.1)])
        else:
            scene.lathe(scene.paint(colour, 0.8, 0.04), [(0.1, end), (0.1, end), (0, end)])


def brush(scene, colour, is_flat=False, size=1.0, hair="#6B3D1E"):
    with lying(scene, 0.14 * size):
        scene.lathe(scene.paint(colour, 0.9, 0.03), [(0, 2.0), (0.035 * size, 1.98), (0.06 * size, 1.2), (0.13 * size, 0.0), (0.1 * size, -0.3)])
        scene.lathe(scene.metal(STEEL, 0.05), [(0.105 * size, -0.28), (0.12 * size, -0.6), (0.13 * size, -0.95)])
        if is_flat:
            with scene.place((0, 0, -1.25)):
                scene.box(scene.paint(hair, 0.2, 0.2), (0.1 * size, 0.36 * size, 0.7), 0.05)
        else:
            scene.lathe(scene.paint(hair, 0.2, 0.2), [(0.125 * size, -0.9), (0.15 * size, -1.15), (0.1 * size, -1.45), (0.0, -1.72)])


def book(scene, cover, pages=0.28, size=(1.9, 2.7), spine="#333333", is_hard=True):
    """Lies with its cover up; `cover` is a drawing."""
    w, d = size
    with scene.place((0.03, 0, 0.03 + pages / 2)):
        scene.box(scene.paint("#F6F1E3", 0.0), (w - 0.06, d - 0.1, pages), 0.01)
    sides = scene.paint(spine, 0.4, 0.1)
    for z, top in ((0.018, None), (0.045 + pages, scene.paint("#FFFFFF", 0.5, 0.08, 0, cover))):
        with scene.place((0, 0, z)):
            scene.box(sides, (w, d, 0.036), 0.015, top)
    with scene.place((-w / 2 + 0.02, 0, 0.03 + pages / 2)):
        scene.box(sides, (0.05, d, pages + 0.06), 0.025)
    return pages + 0.07


def spiral(scene, depth, height, x):
    wire = scene.metal(STEEL, 0.04)
    for k in range(int(depth / 0.13)):
        with scene.place((x, -depth / 2 + 0.1 + 0.13 * k, height / 2), (90, 0, 0)):
            scene.ring(wire, height / 2 + 0.05, 0.016, count=10)


def bottle_of_ink(scene, colour, paper):
    scene.lathe(scene.glass("#F2F6FA"), [(0, 0), (0.8, 0), (0.86, 0.06), (0.86, 0.85), (0.8, 0.98), (0.45, 1.08), (0.42, 1.2)], squareness=4)
    scene.lathe(scene.paint(colour, 0.6, 0.04), [(0, 0.06), (0.76, 0.06), (0.81, 0.1), (0.81, 0.7), (0.81, 0.7), (0, 0.7)], squareness=4)
    scene.lathe(scene.paint("#FFFFFF", 0.3, 0.1, 0, paper), [(0.865, 0.16), (0.865, 0.7)], arc=(228, 312), squareness=4)
    scene.lathe(scene.paint("#1C1E22", 0.7, 0.06), [(0.5, 1.12), (0.52, 1.15), (0.52, 1.5), (0.48, 1.55), (0, 1.55)])


def tube_of_paint(scene, colour, paper):
    with scene.place((0, 0, 0.3), (0, 90, 0)):
        scene.lathe(scene.metal((0.9, 0.9, 0.91), 0.12), [(0.36, -0.7), (0.36, 0.6), (0.33, 1.1), (0.3, 1.35)], flat=0.8)
        scene.lathe(scene.paint("#FFFFFF", 0.5, 0.08, 0, paper), [(0.365, -0.55), (0.365, 0.6), (0.34, 1.0)], arc=(90, 270), flat=0.8)
        scene.lathe(scene.metal((0.9, 0.9, 0.91), 0.12), [(0.14, -0.85), (0.3, -0.78), (0.36, -0.7)])
        scene.lathe(scene.paint("#2A2C31", 0.5, 0.08), [(0, -1.3), (0.2, -1.3), (0.22, -1.25), (0.22, -0.86)])
    with scene.place((1.5, 0, 0.3)):
        scene.box(scene.metal((0.9, 0.9, 0.91), 0.12), (0.4, 0.72, 0.06), 0.02)
    with scene.place((-1.35, -0.9, 0.05)):
        scene.ball(scene.paint(colour, 0.7, 0.08), (0.42, 0.26, 0.1))
        with scene.place((0.12, 0.02, 0.07)):
            scene.ball(scene.paint(colour, 0.7, 0.08), (0.22, 0.16, 0.1))


def stapler(scene, colour):
    body, steel = scene.paint(colour, 0.9, 0.04), scene.metal(STEEL, 0.06)
    with scene.place((0, 0, 0.09)):
        scene.box(scene.paint("#2A2D33", 0.4, 0.12), (2.6, 0.62, 0.16), 0.06)
    with scene.place((0.05, 0, 0.42), (0, -5, 0)):
        scene.box(steel, (2.4, 0.4, 0.16), 0.04)
    with scene.place((0.08, 0, 0.66), (0, -5, 0)):
        scene.box(body, (2.5, 0.54, 0.4), 0.18)
    with scene.place((1.2, 0, 0.4)):
        scene.box(body, (0.5, 0.6, 0.6), 0.1)


def punch(scene, colour):
    body, steel = scene.paint(colour, 0.9, 0.04), scene.metal(STEEL, 0.06)
    with scene.place((0, 0, 0.12)):
        scene.box(scene.paint("#2A2D33", 0.4, 0.12), (1.9, 1.5, 0.22), 0.08)
    for x in (-0.55, 0.55):
        with scene.place((x, -0.35, 0.2)):
            scene.lathe(steel, [(0.16, 0), (0.16, 0.5), (0.14, 0.53), (0, 0.53)])
    with scene.place((0, 0.12, 0.82), (14, 0, 0)):
        scene.box(body, (1.75, 1.3, 0.2), 0.1)
    for x in (-0.8, 0.8):
        with scene.place((x, 0.5, 0.5)):
            scene.box(steel, (0.06, 0.5, 0.6), 0.02)


def lamp(scene, colour):
    body, steel = scene.paint(colour, 0.9, 0.05), scene.metal(STEEL, 0.05)
    scene.lathe(body, [(0, 0), (0.85, 0), (0.9, 0.04), (0.88, 0.14), (0.2, 0.2), (0, 0.2)])
    scene.tube(steel, [(0.3, 0, 0.15), (0.55, 0, 1.1), (0.7, 0, 2.0)], 0.055)
    scene.tube(steel, [(0.7, 0, 2.0), (0.0, 0, 2.5), (-0.75, 0, 2.95)], 0.055)
    for at in ((0.7, 0, 2.0), (-0.75, 0, 2.95)):
        with scene.place(at):
            scene.ball(body, (0.13, 0.13, 0.13))
    with scene.place((-0.85, 0, 2.9), (0, 28, 0)):
        scene.lathe(body, [(0.12, 0.12), (0.2, 0.05), (0.34, -0.2), (0.62, -0.62)])
        scene.lathe(scene.paint((1.9, 1.75, 1.4), 0, 0, 1), [(0, -0.5), (0.5, -0.5)])


def organiser(scene, colour):
    side = scene.paint(colour, 0.35, 0.1)
    for x, y, w, d, h in ((0, 0, 2.6, 1.7, 0.5), (-0.75, 0.5, 1.0, 0.7, 1.5), (0.65, 0.5, 1.2, 0.7, 1.1)):
        for dx, dy, sw, sd in ((0, -d / 2, w, 0.07), (0, d / 2, w, 0.07), (-w / 2, 0, 0.07, d), (w / 2, 0, 0.07, d)):
            with scene.place((x + dx, y + dy, h / 2)):
                scene.box(side, (sw, sd, h), 0.02)
    with scene.place((0, 0, 0.05)):
        scene.box(side, (2.6, 1.7, 0.08), 0.02)
    for k, (x, name) in enumerate(((-1.0, "blue"), (-0.8, "red"), (-0.6, "turquoise"), (-0.45, "orange"))):
        with scene.place((x, 0.45 + 0.08 * (k % 2), 1.5), (8 - 5 * k, 96 - 4 * k, 0)):
            pencil(scene, COLOURS[name], 2.6)


def bag(scene, colour):
    cloth, dark, steel = scene.paint(colour, 0.12, 0.25), scene.paint("#23262E", 0.2, 0.2), scene.metal(STEEL, 0.08)
    with scene.place((0, 0, 1.35), (-5, 0, 0)):
        scene.box(cloth, (2.1, 0.95, 2.7), 0.42)
        with scene.place((0, -0.5, -0.6)):
            scene.box(cloth, (1.6, 0.5, 1.15), 0.2)
        with scene.place((0, -0.77, -0.2)):
            scene.tube(dark, [(-0.65, 0, 0), (0, -0.01, 0.02), (0.65, 0, 0)], 0.03)
        scene.tube(dark, [(-1.02, -0.2, 0.2), (-0.85, -0.36, 0.95), (0, -0.42, 1.12), (0.85, -0.36, 0.95), (1.02, -0.2, 0.2)], 0.03)
        scene.tube(dark, [(-0.3, 0.1, 1.3), (-0.2, 0.1, 1.55), (0.2, 0.1, 1.55), (0.3, 0.1, 1.3)], 0.06)
        for side in (-1, 1):
            scene.tube(cloth, [(side * 0.5, 0.4, 1.25), (side * 1.0, 0.75, 0.5), (side * 1.1, 0.7, -0.6), (side * 0.8, 0.45, -1.15)], 0.12, flat=0.4)
        with scene.place((0.5, -0.8, -0.25)):
            scene.box(steel, (0.05, 0.04, 0.16), 0.015)


def easel(scene, wood):
    bar = scene.paint(wood, 0.3, 0.12)
    for points in ([(-0.95, -0.2, 0), (-0.15, 0.1, 3.6)], [(0.95, -0.2, 0), (0.15, 0.1, 3.6)], [(0, 1.3, 0), (0, 0.15, 3.4)]):
        scene.tube(bar, points, 0.07)
    with scene.place((0, -0.2, 1.15)):
        scene.box(bar, (2.1, 0.22, 0.12), 0.03)
    with scene.place((0, -0.1, 2.1), (-7, 0, 0)):
        scene.box(scene.paint("#FBFAF6", 0.0), (1.75, 0.08, 1.75), 0.02)
    with scene.place((0, 0.02, 3.05)):
        scene.box(bar, (0.3, 0.2, 0.1), 0.03)


def fan(scene, count, make, spread=46.0, reach=1.0):
    """Things that lie like the ribs of a fan."""
    for k in range(count):
        a = -spread / 2 + spread * k / max(count - 1, 1)
        x, y = reach * math.sin(math.radians(a)) * 1.6, reach * math.cos(math.radians(a)) - reach
        with scene.place((x, y, 0.012 * k), (0, 0, 90 - a)):
            make(k)
