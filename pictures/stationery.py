"""The stationery shop: things of a bright desk, seen from above at an angle."""
import desk
from desk import COLOURS, STEEL
from scene import Look, Scene

STAGE = "#EEF1F8"
SANS = "font-family='Noto Sans, DejaVu Sans, sans-serif'"
URDU = {"black": "سیاہ", "blue": "نیلا", "red": "سرخ", "green": "سبز", "purple": "جامنی", "turquoise": "فیروزی", "orange": "نارنجی", "pink": "گلابی", "brown": "بھورا", "grey": "سرمئی", "navy": "گہرا نیلا", "maroon": "میرون"}


def stage(width=0.21, rise=44, target=(0, 0, 0.2), turn=-16, size=(560, 560), distance=9):
    return Scene("desk", STAGE, size, (5, 1), mirror=0.06).camera(turn, rise, distance, target, width)


def svg(width, height, inside):
    return f"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' viewBox='0 0 {width} {height}'>{inside}</svg>"


def cover(ground, accent, style, title=""):
    """A cover, 380 by 540."""
    shapes = {"bands": f"<rect y='380' width='380' height='60' fill='{accent}'/><rect y='456' width='380' height='14' fill='{accent}' opacity='.6'/>",
              "dots": "".join(f"<circle cx='{30 + 40 * x}' cy='{30 + 40 * y}' r='6' fill='{accent}' opacity='.75'/>" for x in range(9) for y in range(13)),
              "arch": f"<path d='M80 540 V260 a110 130 0 0 1 220 0 V540 z' fill='{accent}' opacity='.9'/><circle cx='190' cy='230' r='46' fill='{ground}'/>",
              "hills": f"<circle cx='270' cy='150' r='60' fill='#FFD36B'/><path d='M0 540 V380 q95 -110 190 -20 t190 -40 V540 z' fill='{accent}'/><path d='M0 540 V450 q120 -80 240 -10 t140 -30 V540 z' fill='#000' opacity='.25'/>",
              "kite": f"<path d='M190 120 L290 250 L190 400 L90 250 z' fill='{accent}'/><path d='M190 120 V400 M90 250 H290' stroke='#fff' stroke-width='5'/><path d='M190 400 q40 50 -10 90 t30 40' stroke='#fff' stroke-width='5' fill='none'/><circle cx='70' cy='90' r='34' fill='#FFD36B'/>",
              "lines": "".join(f"<path d='M40 {230 + 28 * k} h{300 - (k % 3) * 40}' stroke='{accent}' stroke-width='5' opacity='.8'/>" for k in range(8)),
              "grid": "".join(f"<path d='M{38 * k} 0 V540' stroke='{accent}' opacity='.45'/>" for k in range(11)) + "".join(f"<path d='M0 {38 * k} H380' stroke='{accent}' opacity='.45'/>" for k in range(15))}
    plate = f"<rect x='90' y='110' width='200' height='96' rx='8' fill='#FFFDF6'/><path d='M112 150 h156 M112 178 h156' stroke='#9AA1B5' stroke-width='3'/>" if title == "plate" else f"<text x='190' y='84' text-anchor='middle' {SANS} font-weight='700' font-size='34' fill='#FFF8E6'>{title}</text>"
    return svg(380, 540, f"<rect width='380' height='540' fill='{ground}'/>{shapes[style]}<rect width='22' height='540' fill='#000' opacity='.18'/>{plate}")


def keys():
    rows = "".join(f"<rect x='{40 + 84 * x}' y='{250 + 72 * y}' width='70' height='56' rx='10' fill='{'#E6722E' if x == 3 and y == 4 else '#4B515E' if x == 3 or y == 0 else '#F1F3F7'}'/><text x='{75 + 84 * x}' y='{289 + 72 * y}' text-anchor='middle' {SANS} font-size='30' font-weight='700' fill='{'#fff' if x == 3 or y == 0 else '#23262B'}'>{'C√%÷789×456−123+0.±='[4 * y + x]}</text>" for x in range(4) for y in range(5))
    return rows + f"<rect x='40' y='110' width='322' height='100' rx='8' fill='#C9D6C2'/><text x='346' y='188' text-anchor='end' font-family='DejaVu Sans Mono' font-size='66' fill='#20301F'>1 250.50</text><rect x='40' y='36' width='190' height='44' rx='4' fill='#2C1F3A'/>"


def swatch(colour, ink="#23262B"):
    return svg(900, 500, f"<rect width='900' height='500' fill='#FBFAF7'/><rect y='60' width='900' height='250' fill='{colour}'/><path d='M0 60 h900 M0 310 h900' stroke='{ink}' stroke-width='6'/><path d='M90 390 h360 M90 430 h240' stroke='{ink}' stroke-width='14' opacity='.6'/>")


def square_ruler():
    ticks = "".join(f"<path d='M{40 + 16 * k} 560 v-{26 if k % 5 else 44}' stroke='#1F56C3' stroke-width='3'/>" for k in range(32))
    return svg(640, 600, f"<path d='M10 590 H630 L10 20 z M120 480 V240 L380 480 z' fill='#CFE3F7' fill-rule='evenodd'/>{ticks}<path d='M10 590 H630 L10 20 z' fill='none' stroke='#8FB6DE' stroke-width='6'/>")


SETS = []


def thing(name, category, must=(), may=(), en="", ur="", drawings=None, **camera):
    """Registers the picture that the function below it builds."""
    def keep(build):
        SETS.append((name, category, must, may, en, ur, drawings or {}, camera, build))
        return build
    return keep


def coloured(kind, category, must, colours, build, en, ur, drawings=None, **camera):
    for colour in colours:
        thing(f"{kind}-{colour}", category, must, (f", {colour}",), f"{colour.capitalize()} {en}", f"{URDU[colour]} {ur}", {k: v(COLOURS[colour]) for k, v in (drawings or {}).items()}, **camera)(lambda scene, c=COLOURS[colour]: build(scene, c))


def beside(make, turns=(0, 0, -7), step=0.62):
    """Three of a kind, a little askew."""
    def build(scene, colour):
        for k, turn in enumerate(turns):
            with scene.place((0.1 * k, step * (k - (len(turns) - 1) / 2), 0), (0, 0, turn)):
                make(scene, colour)
    return build


def on_slope(make, turn=28):
    def build(scene, colour):
        with scene.place(turn=(0, 0, turn)):
            make(scene, colour)
    return build


coloured("gel-pen", ("gel-pens",), (), ("black", "blue", "red", "green"), beside(desk.pen, (24, 27, 19)), "gel pens", "جیل پین", width=0.2)
coloured("ballpoint", ("ballpoint-pens",), (), ("blue", "black", "red"), beside(lambda s, c: desk.pen(s, c, "ball"), (26, 22, 29)), "ballpoint pens", "بال پوائنٹ", width=0.2)
coloured("fountain-pen", ("fountain-pens",), (), ("navy", "maroon", "black"), on_slope(desk.fountain_pen), "fountain pen with a gilt nib", "فاؤنٹین قلم", width=0.19)
coloured("marker", ("markers",), ("marker",), ("black", "red"), on_slope(desk.marker), "permanent marker", "مارکر", width=0.17)
coloured("highlighter", ("markers",), ("highlighter",), ("pink", "green"), on_slope(lambda s, c: desk.marker(s, c, True)), "highlighter", "ہائی لائٹر", width=0.17)
coloured("ink", ("ink-refills",), (), ("blue", "turquoise", "maroon"), lambda s, c: desk.bottle_of_ink(s, c, "ink.svg"), "ink in a square bottle", "سیاہی", {"ink.svg": swatch}, width=0.16, rise=22, target=(0, 0, 0.75))
coloured("binder", ("files-folders",), (), ("blue", "red", "black"), lambda s, c: binder(s, c), "ring binders", "فائل", width=0.235, rise=26, target=(0, 0, 1.3))
coloured("stapler", ("staplers-punches",), ("stapler",), ("black", "blue"), on_slope(desk.stapler, 24), "stapler", "سٹیپلر", width=0.2, rise=30)
coloured("punch", ("staplers-punches",), ("punch",), ("grey", "navy"), on_slope(desk.punch, 24), "two-hole punch", "پنچ مشین", width=0.17, rise=34, target=(0, 0, 0.4))
coloured("organiser", ("desk-accessories",), (), ("brown", "grey"), on_slope(desk.organiser, 16), "desk organiser with pencils", "ڈیسک آرگنائزر", width=0.24, rise=32, target=(0, 0.1, 1.05))
coloured("calculator", ("calculators",), (), ("black", "grey"), lambda s, c: calculator(s, c), "desktop calculator", "کیلکولیٹر", {"keys.svg": lambda c: svg(402, 640, f"<rect width='402' height='640' fill='{c}'/>{keys()}")}, width=0.185, rise=52)
coloured("lamp", ("desk-lamps",), (), ("black", "red"), desk.lamp, "LED desk lamp", "ٹیبل لیمپ", width=0.235, rise=14, target=(-0.1, 0, 1.6))
coloured("school-bag", ("school-bags",), (), ("blue", "pink", "green"), on_slope(desk.bag, -12), "school bag", "اسکول بیگ", width=0.205, rise=14, target=(0, 0, 1.4))
coloured("geometry", ("geometry",), (), ("blue", "red"), lambda s, c: geometry(s, c), "geometry box with set square and compass", "جیومیٹری بکس", {"square.svg": lambda c: square_ruler()}, width=0.26)
coloured("craft-paper", ("craft-paper",), (), ("orange", "turquoise"), lambda s, c: craft_paper(s, c), "craft paper", "کرافٹ پیپر", width=0.22)
coloured("clay", ("clay",), (), ("green", "purple"), lambda s, c: clay(s, c), "modelling clay", "ماڈلنگ کلے", width=0.2)
coloured("eraser", ("erasers-sharpeners",), ("eraser",), ("blue", "red"), lambda s, c: eraser(s, c), "erasers in sleeves", "ربڑ", width=0.155)
coloured("sharpener", ("erasers-sharpeners",), ("sharpener",), ("turquoise",), lambda s, c: sharpener(s, c), "sharpener with a lid", "شارپنر", width=0.13)

PAINTS = {"ultramarine blue": "#1E2F97", "crimson": "#B3132B", "sap green": "#4A7A2A", "cadmium yellow": "#FFC20E", "burnt sienna": "#8E4A24", "titanium white": "#F4F3EE"}
for word, tone in PAINTS.items():
    for kind, category in (("acrylic", "acrylic-paint"), ("oil", "oil-paint")):
        if kind == "acrylic" or word in ("ultramarine blue", "crimson", "burnt sienna"):
            thing(f"{kind}-{word.replace(' ', '-')}", (category,), (), (word,), f"Tube of {word} {kind} paint", "رنگ", {"tube.svg": swatch(tone)}, width=0.2)(lambda s, t=tone: desk.tube_of_paint(s, t, "tube.svg"))
for style, ground, accent, word in (("bands", "#1F3A8A", "#FFC83D", "single ruled"), ("dots", "#14756F", "#F6E7B2", "dotted"), ("grid", "#A63A2B", "#FBE3D0", "square ruled"), ("bands", "#7A3E8E", "#F3B6D2", "four ruled"), ("lines", "#2D3340", "#8AD1C8", "plain"), ("bands", "#2E7D4F", "#FDF3C4", "double ruled")):
    thing(f"notebook-{word.replace(' ', '-')}", ("notebooks",), ("notebook",), (word,), f"Notebooks, {word}", "کاپی", {"cover.svg": cover(ground, accent, style, "plate")}, width=0.225)(lambda s, g=ground: books(s, g, 0.16, (1.9, 2.7)))


@thing("register", ("notebooks",), ("register",), (), "Long registers with cloth spines", "رجسٹر", {"cover.svg": cover("#3B4A5A", "#C9B37A", "lines", "plate")}, width=0.24)
def _(scene):
    books(scene, "#7B1E32", 0.34, (1.7, 3.0))


def books(scene, spine, pages, size):
    """Two on each other, askew."""
    with scene.place((0.12, 0.1, 0), (0, 0, 9)):
        height = desk.book(scene, "cover.svg", pages, size, spine)
    with scene.place((-0.1, -0.1, height), (0, 0, -6)):
        desk.book(scene, "cover.svg", pages, size, spine)


def leaning(scene, cover_drawing, spine, pages):
    """A book that stands with its cover to the front, and one that lies beside it."""
    with scene.place((-0.25, 0.35, 1.33), (76, 0, 14)):
        desk.book(scene, cover_drawing, pages, (1.8, 2.6), spine)
    with scene.place((0.55, -1.0, 0), (0, 0, -18)):
        desk.book(scene, cover_drawing, pages, (1.8, 2.6), spine)


for name, category, ground, accent, style, must in (("novel-lantern", "novels", "#24344D", "#E8A33D", "arch", ()), ("novel-river", "novels", "#7A2E2E", "#E9C99A", "hills", ()), ("novel-garden", "novels", "#2F5D50", "#CFE0A8", "hills", ()), ("poetry-moon", "poetry", "#3A2A57", "#D9B8F0", "arch", ()), ("poetry-lines", "poetry", "#8A5A2B", "#F5E3C3", "lines", ()),
                                                  ("children-kite", "children-books", "#2C8FCB", "#F25C54", "kite", ()), ("children-hills", "children-books", "#7BC8E8", "#4CA64C", "hills", ())):
    thing(name, (category,), must, (), "Book with a drawn cover", "کتاب", {"cover.svg": cover(ground, accent, style)}, width=0.225, rise=30, target=(0.1, -0.2, 0.95))(lambda s, g=ground, c=category: leaning(s, "cover.svg", g, 0.16 if c == "children-books" else 0.34))


def binder(scene, colour):
    for k, tone in enumerate((colour, colour, "#F2F3F6")):
        with scene.place((-0.85 + 0.72 * k, 0.1 * k, 1.5), (0, 0, 8)):
            scene.box(scene.paint(tone, 0.6, 0.1), (0.6, 2.2, 2.9), 0.05)
            with scene.place((0, -1.101, 0.35), (90, 0, 0)):
                scene.box(scene.paint("#FFFFFF", 0.2), (0.42, 1.1, 0.01), 0.002)
            with scene.place((0, -1.1, -0.85), (90, 0, 0)):
                scene.ring(scene.metal(STEEL, 0.05), 0.15, 0.03)


def calculator(scene, colour):
    with scene.place((0, 0, 0.2), (7, 0, 14)):
        scene.box(scene.paint(colour, 0.5, 0.1), (2.0, 3.0, 0.3), 0.12, scene.paint("#FFFFFF", 0.35, 0.12, 0, "keys.svg"))


def geometry(scene, colour):
    tin = scene.paint(colour, 0.9, 0.06)
    with scene.place((-0.2, 0.75, 0.16), (0, 0, 8)):
        scene.box(tin, (3.0, 1.3, 0.3), 0.1)
    with scene.place((0.75, -0.75, 0.03), (0, 0, 20)):
        scene.sheet(scene.paint("#FFFFFF", 0.9, 0.03, 0, "square.svg"), 1.8, 1.7)
    with scene.place((-0.95, -0.7, 0.1), (0, 0, 60)):
        desk.pencil(scene, COLOURS["red"], 2.0)
    steel = scene.metal(STEEL, 0.04)
    scene.tube(steel, [(-0.35, -1.5, 0.06), (0.05, -0.35, 0.06)], [0.03, 0.06])
    scene.tube(steel, [(0.35, -1.5, 0.06), (0.05, -0.35, 0.06)], [0.03, 0.06])
    with scene.place((0.05, -0.28, 0.08)):
        scene.ball(steel, (0.12, 0.12, 0.08))


def craft_paper(scene, colour):
    for k, tone in enumerate(("#FFFFFF", "#FFC83D", "#EC6A9C", "#1E8A4C", colour)):
        with scene.place((-0.5 + 0.24 * k, 0.3 - 0.16 * k, 0.02 + 0.02 * k), (0, 0, 16 - 7 * k)):
            scene.sheet(scene.paint(tone, 0.05), 2.0, 2.7, 0.03 if k < 4 else 0.5)


def clay(scene, colour):
    for k, tone in enumerate((colour, "#FFC83D", "#C9252D", "#1F56C3")):
        with scene.place((-1.05 + 0.7 * k, 0.25, 0.22)):
            scene.box(scene.paint(tone, 0.15, 0.25), (0.6, 1.9, 0.42), 0.12)
    with scene.place((0.1, -1.2, 0.3)):
        scene.ball(scene.paint(colour, 0.15, 0.25), (0.36, 0.36, 0.3))


def eraser(scene, colour):
    for x, y, turn in ((-0.25, 0.35, 18), (0.3, -0.45, -8)):
        with scene.place((x, y, 0.2), (0, 0, turn)):
            scene.box(scene.paint("#FBFBF8", 0.05), (1.5, 0.6, 0.36), 0.07)
            with scene.place((0.28, 0, 0)):
                scene.box(scene.paint(colour, 0.4, 0.1), (0.95, 0.63, 0.39), 0.03)


def sharpener(scene, colour):
    with scene.place((-0.3, 0.2, 0), (0, 0, 20)):
        scene.lathe(scene.paint(colour, 0.9, 0.05), [(0, 0), (0.5, 0), (0.55, 0.05), (0.55, 0.7), (0.5, 0.78), (0.16, 0.8), (0.13, 0.74)], squareness=3)
    with scene.place((0.75, -0.4, 0), (0, 0, 70)):
        desk.pencil(scene, "#FFC83D", 1.9)


@thing("pencils", ("pencils",), (), (), "Pencils with rubber ends", "پنسل", width=0.2)
def _(scene):
    for k, tone in enumerate(("#FFC83D", "#FFC83D", "#1E8A4C", "#C9252D")):
        with scene.place((0.1 * (k % 2), -0.75 + 0.48 * k, 0), (0, 0, 24 + 3 * (k % 3))):
            desk.pencil(scene, tone)


@thing("pencils-soft", ("pencils",), (), (" 4b", " 6b", " 8b", " 2b"), "Soft pencils in black", "پنسل", width=0.2)
def _(scene):
    for k in range(4):
        with scene.place((0.1 * (k % 2), -0.75 + 0.48 * k, 0), (0, 0, 26 - 2 * (k % 3))):
            desk.pencil(scene, "#2B3442", has_rubber=False)


@thing("drawing-pencils", ("sketching",), ("drawing pencils",), (), "Drawing pencils in a row on their tin", "ڈرائنگ پنسل", width=0.22)
def _(scene):
    with scene.place((0, 0, 0.12), (0, 0, 14)):
        scene.box(scene.metal((0.35, 0.37, 0.40), 0.1), (3.3, 2.3, 0.2), 0.08)
        for k in range(8):
            with scene.place((0, -0.94 + 0.27 * k, 0.1)):
                desk.pencil(scene, ("#2F3B4C", "#3C4B60")[k % 2], 2.8, has_rubber=False)


@thing("sketchbook", ("sketching",), ("sketchbook",), (), "Spiral sketchbook with a pencil", "اسکیچ بک", {"cover.svg": cover("#33302C", "#D8C7A2", "arch")}, width=0.235)
def _(scene):
    with scene.place(turn=(0, 0, 10)):
        desk.book(scene, "cover.svg", 0.22, (2.2, 2.8), "#33302C")
        desk.spiral(scene, 2.7, 0.3, -1.08)
    with scene.place((1.45, -0.5, 0), (0, 0, 72)):
        desk.pencil(scene, "#FFC83D", 2.4)


@thing("colour-pencils", ("colouring",), (), (), "Colour pencils spread like a fan", "رنگین پنسلیں", width=0.23)
def _(scene):
    tones = ("#C9252D", "#EE7A1B", "#FFC83D", "#8BC34A", "#1E8A4C", "#14A3A8", "#1F56C3", "#6B3FA0", "#EC6A9C", "#7A4A2A")
    with scene.place((0, -0.3, 0)):
        desk.fan(scene, len(tones), lambda k: desk.pencil(scene, tones[k], 2.7, tones[k], False), 70, 1.1)


@thing("qalam", ("calligraphy",), (), (), "Reed pens and an inkwell for calligraphy", "خطاطی کا قلم", {"ink.svg": swatch("#23262B")}, width=0.22)
def _(scene):
    for k, y in enumerate((-0.9, -0.5, -0.1)):
        with scene.place((-0.1, y, 0.1), (0, 0, 22 + 4 * k)):
            with scene.place(turn=(0, 90, 0)):
                scene.lathe(scene.paint("#8A5A2B", 0.5, 0.1), [(0.03, -1.5), (0.09, -1.15), (0.1, -0.6), (0.11, -0.58), (0.1, -0.55), (0.1, 0.5), (0.11, 0.52), (0.1, 0.55), (0.09, 1.4), (0, 1.4)])
    with scene.place((0.55, 1.0, 0), grow=0.7):
        desk.bottle_of_ink(scene, "#23262B", "ink.svg")


@thing("brush-round", ("round-brushes",), (), (), "Round brushes", "گول برش", width=0.22)
def _(scene):
    for k, (tone, size) in enumerate((("#C9252D", 1.2), ("#23262B", 1.0), ("#1F56C3", 0.8))):
        with scene.place((0, -0.6 + 0.55 * k, 0), (0, 0, 24 + 3 * k)):
            desk.brush(scene, tone, False, size)


@thing("brush-flat", ("flat-brushes",), (), (), "Flat brushes", "چپٹے برش", width=0.22)
def _(scene):
    for k, (tone, size) in enumerate((("#1E8A4C", 1.2), ("#D9A560", 1.0), ("#6B3FA0", 0.85))):
        with scene.place((0, -0.65 + 0.6 * k, 0), (0, 0, 24 - 3 * k)):
            desk.brush(scene, tone, True, size, "#C98F4A")


@thing("brush-set", ("brush-sets",), (), (), "Set of seven brushes", "برش سیٹ", width=0.25)
def _(scene):
    tones = ("#7A4A2A", "#23262B", "#C9252D", "#D9A560", "#1F56C3", "#1E8A4C", "#6B3FA0")
    desk.fan(scene, 7, lambda k: desk.brush(scene, tones[k], k % 2 == 1, 0.8 + 0.07 * k), 74, 1.0)


@thing("copy-paper", ("paper",), (), (), "Reams of copy paper", "کاغذ", {"wrap.svg": svg(380, 540, f"<rect width='380' height='540' fill='#F7F9FC'/><path d='M0 330 q120 -90 380 -30 V540 H0 z' fill='#1F56C3'/><path d='M0 370 q150 -80 380 -20 V420 q-200 -60 -380 30 z' fill='#FFC83D'/><text x='40' y='120' {SANS} font-weight='700' font-size='92' fill='#1B2A6B'>A4</text><text x='40' y='170' {SANS} font-size='30' fill='#535B75'>500 sheets</text>")}, width=0.22, rise=36, target=(0, 0, 0.4))
def _(scene):
    for z, turn in ((0.24, 12), (0.74, 5)):
        with scene.place((0, 0, z), (0, 0, turn)):
            scene.box(scene.paint("#F4F7FB", 0.4, 0.1), (2.1, 2.97, 0.48), 0.03, scene.paint("#FFFFFF", 0.4, 0.1, 0, "wrap.svg"))


@thing("glue", ("tape-glue",), (), (), "Glue sticks", "گوند", {"wrap.svg": svg(900, 500, f"<rect width='900' height='500' fill='#FFC83D'/><rect y='330' width='900' height='60' fill='#C9252D'/><text x='450' y='240' text-anchor='middle' {SANS} font-weight='700' font-size='150' fill='#1B2A6B'>GLUE</text>")}, width=0.165, rise=20, target=(0, 0, 0.8))
def _(scene):
    for x, y, is_open in ((-0.55, 0.15, True), (0.5, -0.1, False)):
        with scene.place((x, y, 0)):
            scene.lathe(scene.paint("#F4F5F8", 0.7, 0.05), [(0, 0), (0.34, 0), (0.36, 0.03), (0.36, 1.3), (0.34, 1.33), (0.3, 1.33)])
            scene.lathe(scene.paint("#FFFFFF", 0.7, 0.05, 0, "wrap.svg"), [(0.364, 0.2), (0.364, 1.15)], arc=(170, 370))
            if is_open:
                scene.lathe(scene.paint("#EFE9F5", 0.3, 0.1), [(0.27, 1.2), (0.27, 1.55), (0.24, 1.6), (0, 1.6)])
            else:
                scene.lathe(scene.paint("#C9252D", 0.8, 0.05), [(0.37, 1.2), (0.37, 1.85), (0.34, 1.9), (0, 1.9)])


@thing("usb-drive", ("usb-drives",), (), (), "USB drive in steel", "یو ایس بی", width=0.12)
def _(scene):
    with scene.place((0, 0, 0.14), (0, 0, 26)):
        scene.box(scene.metal((0.55, 0.57, 0.6), 0.08), (1.5, 0.6, 0.24), 0.06)
        with scene.place((-1.0, 0, 0)):
            scene.box(scene.metal(STEEL, 0.04), (0.55, 0.44, 0.17), 0.02)
        with scene.place((0.62, 0, 0.125)):
            scene.ring(scene.metal(STEEL, 0.04), 0.1, 0.02)


@thing("watercolours", ("watercolours",), (), (), "Half pans of watercolour in a tin with a brush", "واٹر کلر", width=0.215)
def _(scene):
    with scene.place(turn=(0, 0, 12)):
        with scene.place((0, 0.3, 0.1)):
            scene.box(scene.paint("#23262B", 0.8, 0.06), (3.2, 1.6, 0.2), 0.06)
        for k, tone in enumerate(("#FFC20E", "#EE7A1B", "#B3132B", "#EC6A9C", "#6B3FA0", "#1E2F97", "#2D7FC1", "#14A3A8", "#4A7A2A", "#8BC34A", "#8E4A24", "#2B2B2E")):
            with scene.place((-1.25 + 0.5 * (k % 6), 0.66 - 0.7 * (k // 6), 0.22)):
                scene.box(scene.paint("#FFFFFF", 0.6), (0.44, 0.6, 0.14), 0.04)
                with scene.place((0, 0, 0.07)):
                    scene.box(scene.paint(tone, 0.5, 0.12), (0.34, 0.5, 0.03), 0.012)
    with scene.place((0.1, -1.15, 0), (0, 0, 8)):
        desk.brush(scene, "#7A4A2A")


@thing("canvas", ("canvas",), (), (), "Stretched canvases against each other", "کینوس", width=0.225, rise=16, target=(0, 0, 1.25))
def _(scene):
    for x, y, size, turn in ((0.35, 0.6, 2.5, 8), (-0.45, -0.1, 1.8, -6)):
        with scene.place((x, y, size / 2), (-9, 0, turn)):
            scene.box(scene.paint("#FBFAF6", 0.02), (size * 0.85, 0.14, size), 0.02)


for wood, tone in (("beech", "#E0B57C"), ("sheesham", "#6E3F22"), ("pine", "#EAC58D")):
    thing(f"easel-{wood}", ("easels",), (), (wood,), f"{wood.capitalize()} easel with a canvas", "ایزل", width=0.26, rise=12, target=(0, 0.2, 1.75))(lambda s, t=tone: desk.easel(s, t))


def products():
    for name, category, must, may, en, ur, drawings, camera, build in SETS:
        scene = stage(**camera)
        build(scene)
        yield Look(name, scene.text(), category, must, may, {"en": en, "ur": ur}, drawings=drawings, subject=name)


TILES = {"electronics": "calculator-black", "fine-arts": "watercolours", "pens": "fountain-pen-navy", "brushes": "brush-set", "office-supplies": "stapler-blue", "school-supplies": "school-bag-blue", "books-novels": "novel-lantern", "arts-crafts": "colour-pencils", "canvas-easel": "easel-beech"}


def tiles(made):
    from ghee import widened
    for slug, name in TILES.items():
        look = next(one for one in made if one.name == name)
        yield Look(f"tile-{slug}", widened(look.scene), (slug,), place="tile", alt=look.alt, drawings=look.drawings)


def banner():
    scene = stage(0.34, 38, (-2.0, 0, 0.4), -10, (1280, 533), 12)
    with scene.place((0.2, 0.5, 0), (0, 0, 12)):
        desk.book(scene, "a.svg", 0.2, (1.9, 2.7), "#1F3A8A")
    with scene.place((0.1, 0.4, 0.27), (0, 0, 50)):
        desk.fountain_pen(scene, COLOURS["maroon"])
    with scene.place((2.4, 1.2, 0), (0, 0, 8)):
        desk.organiser(scene, "#B98A55")
    with scene.place((2.2, -1.2, 0)):
        desk.bottle_of_ink(scene, COLOURS["turquoise"], "b.svg")
    with scene.place((-2.0, -1.5, 0), (0, 0, 14)):
        desk.pencil(scene, "#FFC83D")
    return Look("banner", scene.text(), place="banner", alt={"en": "A desk with notebook, fountain pen, ink and pencils", "ur": "کاپی، قلم اور پنسلیں"}, focus=(680, 500), drawings={"a.svg": cover("#1F3A8A", "#FFC83D", "bands", "plate"), "b.svg": swatch(COLOURS["turquoise"])})


def looks():
    made = list(products())
    yield banner()
    yield from made
    yield from tiles(made)
