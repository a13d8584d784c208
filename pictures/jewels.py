"""Parts of jewels, for any scene: shanks, heads with prongs, halos, chains. The finger of a ring has radius 1; z is up."""
import math

from scene import Scene

METALS = {"yellow gold": (1.0, 0.74, 0.34), "white gold": (0.87, 0.86, 0.83), "rose gold": (0.98, 0.66, 0.52), "platinum": (0.84, 0.85, 0.86)}
# What a stone swallows of red, green and blue in half its width; its index; its fire against diamond's.
GEMS = {"natural diamond": ((0, 0, 0), 2.42, 1.0), "lab-grown diamond": ((0, 0, 0), 2.42, 1.0), "blue sapphire": ((1.25, 0.62, 0.03), 1.77, 0.45), "ruby": ((0.06, 2.4, 1.5), 1.77, 0.45),
        "emerald": ((0.95, 0.06, 0.50), 1.65, 0.4), "morganite": ((0.01, 0.16, 0.11), 1.65, 0.45), "aquamarine": ((0.26, 0.05, 0.015), 1.65, 0.45), "tanzanite": ((0.42, 0.55, 0.05), 1.7, 0.6)}
OUTLINE = {"round": (1, 1), "oval": (1, 0.71), "cushion": (0.98, 0.98), "pear": (1.2, 0.85), "emerald": (1, 0.72), "princess": (0.98, 0.98), "marquise": (1, 0.52)}


def gem_of(scene, name):
    swallows, index, fire = GEMS[name]
    return scene.gem(swallows, index, fire)


def shank(scene, metal, wire=0.085, flat=1.0, radius=1.0):
    """Stands on the floor: its highest point is at 2 radius + 3 wire."""
    with scene.place((0, 0, radius + 2 * wire), (90, 0, 0)):
        scene.ring(metal, radius + wire, wire, flat, 16)


def corners(cut, count):
    """Where prongs hold a stone: directions with the reach of its outline."""
    x, y = OUTLINE[cut]
    for k in range(count):
        a = 2 * math.pi * (k + 0.5) / count
        if cut in ("princess", "cushion", "emerald") and count == 4:
            yield math.copysign(x * 0.86, math.cos(a)), math.copysign(y * 0.86, math.sin(a))
        else:
            yield x * math.cos(a), y * math.sin(a)


def head(scene, metal, stone, cut, size, prongs=4, seed=3):
    """A stone of half width `size` with its girdle at the origin, in a basket of prongs."""
    with scene.place(grow=size):
        scene.stone(stone, cut, seed)
        for x, y in corners(cut, prongs):
            scene.tube(metal, [(x * 0.25, y * 0.25, -0.95), (x * 0.72, y * 0.72, -0.5), (x * 1.05, y * 1.05, -0.05), (x * 1.04, y * 1.04, 0.1), (x * 0.88, y * 0.88, 0.24)], [0.075, 0.075, 0.08, 0.09, 0.1])
        low = [(x * 0.62, y * 0.62, -0.55) for x, y in corners(cut, 8)] if prongs != 4 or cut in ("round", "oval", "pear", "marquise") else [(x * 0.68, y * 0.68, -0.55) for x, y in corners(cut, 4)]
        scene.tube(metal, low, 0.055, closed=True)


def cup(scene, metal, cut, size):
    """What a head is without its stone: prongs that wait."""
    with scene.place(grow=size):
        for x, y in corners(cut, 4):
            scene.tube(metal, [(x * 0.25, y * 0.25, -0.95), (x * 0.72, y * 0.72, -0.5), (x * 1.05, y * 1.05, 0), (x * 1.06, y * 1.06, 0.34)], [0.075, 0.08, 0.085, 0.09])
        scene.tube(metal, [(x * 0.62, y * 0.62, -0.55) for x, y in corners("round", 8)], 0.055, closed=True)
        scene.tube(metal, [(x * 0.95, y * 0.95, -0.12) for x, y in corners("round", 8)], 0.05, closed=True)


def halo(scene, metal, stone, cut, size, count=20):
    """Small stones round a stone of half width `size`."""
    x, y = OUTLINE[cut]
    reach = 1.2 if cut in ("princess", "cushion", "emerald") else 1.0
    power = 2 if reach == 1.0 else 4
    line = []
    for k in range(count):
        a = 2 * math.pi * k / count
        c, s = math.cos(a), math.sin(a)
        r = (abs(c) ** power + abs(s) ** power) ** (-1 / power)
        line.append(((x * r * c + 0.2 * c * r) * size, (y * r * s + 0.2 * s * r) * size, 0))
    scene.tube(metal, [(px, py, -0.1 * size) for px, py, _ in line], 0.13 * size, closed=True)
    for px, py, _ in line:
        with scene.place((px, py, 0.02 * size), grow=0.135 * size):
            scene.stone(stone, "round", 0)


def pave(scene, metal, stone, size=0.062, wire=0.085, radius=1.0, to_degrees=68):
    """Small stones along the upper half of a shank."""
    reach, step = radius + 2 * wire, math.degrees(2.15 * size / (radius + 2 * wire))
    angle = 15.0
    while angle < to_degrees:
        for side in (-1, 1):
            a = math.radians(angle * side)
            with scene.place((reach * math.sin(a), 0, radius + 2 * wire + reach * math.cos(a) * 1.0 - size * 0.2), (0, angle * side, 0)):
                with scene.place(grow=size):
                    scene.stone(stone, "round", 0)
                for y in (-1, 1):
                    with scene.place((size * 1.05, y * size * 0.8, size * 0.05)):
                        scene.ball(metal, (size * 0.2, size * 0.2, size * 0.2))
        angle += step


def bezel(scene, metal, stone, cut, size):
    x, y = OUTLINE[cut]
    if stone:
        with scene.place(grow=size):
            scene.stone(stone, cut, 3)
    scene.lathe(metal, [(0.55 * size, -0.72 * size), (0.98 * size * x, -0.1 * size), (1.1 * size * x, 0.0), (1.12 * size * x, 0.12 * size), (1.08 * size * x, 0.19 * size), (1.0 * size * x, 0.2 * size), (0.95 * size * x, 0.12 * size), (0.96 * size * x, -0.05 * size)], flat=y / x)


def engaged(scene, metal, style, cut, main, small, size=0.44, wire=0.085):
    """An engagement ring that stands on the floor; `main` None: its setting alone."""
    top = 2 + 3 * wire
    shank(scene, metal, wire, 1.0)
    lift = size * (0.62 if style == "bezel" else 0.86)
    with scene.place((0, 0, top + lift)):
        if style == "bezel":
            bezel(scene, metal, main, cut, size)
        elif main:
            head(scene, metal, main, cut, size, 6 if cut == "round" and style == "solitaire" else 4)
        else:
            cup(scene, metal, "round", size)
        if style == "halo":
            halo(scene, metal, small, cut, size)
    if style == "three-stone":
        for side in (-1, 1):
            with scene.place((side * size * 1.62, 0, top + lift * 0.55), (0, side * 24, 0)):
                head(scene, metal, small, "round", size * 0.62)
    if style in ("pavé", "halo"):
        pave(scene, metal, small)
    if style == "cathedral":
        for side in (-1, 1):
            scene.tube(metal, [(side * 0.86, 0, 1.85), (side * 0.62, 0, 2.1), (side * 0.42, 0, top + lift * 0.3), (side * 0.36, 0, top + lift * 0.6)], [0.08, 0.075, 0.06, 0.05])


def setting_ring(style, metal, stage, studio, size=(640, 640), width=0.2):
    scene = Scene(studio, stage, size, (6, 1), mirror=0.2).camera(-28, 24, 9, (0, 0, 1.42), width)
    with scene.place(turn=(0, 0, -8)):
        engaged(scene, scene.metal(metal, 0.015), style, "round", None, scene.gem((0, 0, 0)))
    return scene.text()


def link_chain(scene, metal, points, size=0.1, wire=0.026):
    """Links along a line of points that lie about one link apart; every other stands on edge."""
    for number, (a, b) in enumerate(zip(points, points[1:])):
        middle = [(p + q) / 2 for p, q in zip(a, b)]
        turn = math.degrees(math.atan2(b[1] - a[1], b[0] - a[0]))
        with scene.place((middle[0], middle[1], middle[2]), (0, 0, turn)):
            with scene.place(turn=(72 if number % 2 else 14, 0, 0)):
                scene.tube(metal, [(size * 0.95 * c, size * 0.6 * s, 0) for c, s in ((1, 0), (0.55, 1), (-0.55, 1), (-1, 0), (-0.55, -1), (0.55, -1))], wire, closed=True)


def along(curve, step):
    """Points of a curve (a function of 0..1) at equal steps."""
    fine = [curve(k / 4000) for k in range(4001)]
    points, left = [fine[0]], step
    for p, q in zip(fine, fine[1:]):
        left -= math.dist(p, q)
        if left <= 0:
            points.append(q)
            left += step
    return points

