"""Writes scenes for picture_render (pictures/README.md says what its lines mean), and says what pictures are for."""
import contextlib
import math
from typing import NamedTuple

ADAMANT = 2.42


class Look(NamedTuple):
    """A picture, the goods it may stand for, and what is said of it to those who do not see it."""
    name: str
    scene: str
    category: tuple = ()      # slugs; of goods
    must: tuple = ()          # words that the title has, all of them
    may: tuple = ()           # words that make it fit better
    alt: dict = {}
    place: str = "product"    # product, spin, banner, tile
    focus: tuple = (500, 500)  # thousandths from the left and from the top
    order: int = 0            # of a product's pictures; the lowest is seen in lists
    quality: int = 80
    drawings: dict = {}       # SVG by file name: what the scene lays on surfaces
    subject: str = ""         # looks of one subject go together to a product


def linear(colour):
    """#RRGGBB as three linear numbers."""
    channels = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    return [round(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4, 4) for c in channels]


def numbers(*values):
    return " ".join(f"{value:.5g}" for value in values)


class Scene:
    """Lines of a scene; `with scene.place(...)` nests."""

    def __init__(self, studio, backdrop, size=(640, 640), samples=(6, 1), seed=1, mirror=0.0):
        self.lines = [f"size {size[0]} {size[1]}", f"samples {samples[0]} {samples[1]}", f"studio {studio}", f"seed {seed}",
                      f"backdrop {numbers(*linear(backdrop))}", f"mirror {mirror}"]
        self.materials = {}

    def text(self):
        return "\n".join(self.lines) + "\n"

    def camera(self, turn, rise, distance, target=(0, 0, 0), width=0.25, aperture=0.0):
        """Stands `turn` degrees round from the front and `rise` degrees above, looking at `target`; `width` is half of what it sees at distance 1."""
        a, b = math.radians(turn - 90), math.radians(rise)
        at = [target[0] + distance * math.cos(a) * math.cos(b), target[1] + distance * math.sin(a) * math.cos(b), target[2] + distance * math.sin(b)]
        self.lines.append(f"camera {numbers(*at)} {numbers(*target)} {numbers(width)}")
        if aperture:
            self.lines.append(f"aperture {aperture}")
        return self

    @contextlib.contextmanager
    def place(self, move=(0, 0, 0), turn=(0, 0, 0), grow=1.0):
        self.lines.append("begin")
        if any(move):
            self.lines.append(f"move {numbers(*move)}")
        if any(turn):
            self.lines.append(f"turn {numbers(*turn)}")
        if grow != 1:
            self.lines.append(f"grow {numbers(grow)}")
        yield self
        self.lines.append("end")

    def _material(self, line):
        name = self.materials.setdefault(line, f"m{len(self.materials)}")
        if len(self.materials) == int(name[1:]) + 1 and f"material {name} {line}" not in self.lines:
            self.lines.append(f"material {name} {line}")
        return name

    def paint(self, colour, gloss=0.6, rough=0.05, glow=0.0, drawing=""):
        return self._material(f"paint {numbers(*(linear(colour) if isinstance(colour, str) else colour))} {gloss} {rough} {glow} {drawing}".rstrip())

    def metal(self, colour, rough=0.02):
        return self._material(f"metal {numbers(*(linear(colour) if isinstance(colour, str) else colour))} {rough}")

    def glass(self, colour="#FFFFFF"):
        return self._material(f"glass {numbers(*(linear(colour) if isinstance(colour, str) else colour))}")

    def gem(self, swallows, index=ADAMANT, fire=1.0):
        return self._material(f"gem {numbers(*swallows)} {index} {fire}")

    def stone(self, material, cut, seed=1):
        self.lines.append(f"stone {material} {cut} {seed}")

    def lathe(self, material, profile, arc=(0, 360), squareness=2, flat=1):
        self.lines.append(f"lathe {material} {numbers(*arc, squareness, flat)} {len(profile)} " + " ".join(numbers(*p) for p in profile))

    def tube(self, material, points, radius, closed=False, flat=1):
        radii = radius if isinstance(radius, (list, tuple)) else [radius]
        self.lines.append(f"tube {material} {int(closed)} {numbers(flat)} {len(radii)} {numbers(*radii)} {len(points)} " + " ".join(numbers(*p) for p in points))

    def box(self, material, size, radius=0.05, top=None):
        self.lines.append(f"box {material} {top or material} {numbers(*size, radius)}")

    def sheet(self, material, width, depth, bend=0.0):
        self.lines.append(f"sheet {material} {numbers(width, depth, bend)}")

    def ball(self, material, radii):
        self.lines.append(f"ball {material} {numbers(*radii)}")

    def ring(self, material, radius, wire, flat=1.0, count=12):
        """A closed wire about the z axis."""
        self.tube(material, circle(radius, count), wire, closed=True, flat=flat)


def circle(radius, count=12, z=0.0, stretch=1.0):
    return [(radius * math.cos(2 * math.pi * k / count) * stretch, radius * math.sin(2 * math.pi * k / count), z) for k in range(count)]
