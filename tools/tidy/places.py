"""Where a file stands: its floor, and its module or folder."""

FLOORS = {"core": 0, "io": 1, "modules": 2, "app": 3}
FREE_HEADERS = {"src/modules/app.h", "src/modules/module.h"}  # what every module and io-free helper may see


def floor(path):
    """core, io, modules, app, simulators; None for tests and tools, which may see everything."""
    parts = path.split("/")
    if parts[0] == "simulators":
        return "simulators"
    if parts[0] != "src":
        return None
    return "app" if len(parts) == 2 else parts[1]


def room(path):
    """The module of a file under src/modules, or the folder of a file under src/io; None elsewhere."""
    parts = path.split("/")
    return parts[2] if len(parts) > 3 and parts[0] == "src" and parts[1] in ("modules", "io") else None


def may_see(upper, lower):
    """Whether a file of floor `upper` may include one of floor `lower`."""
    if upper == "simulators":
        return lower in ("simulators", "io", "core")
    if lower == "simulators":
        return upper == "app"
    return FLOORS[upper] >= FLOORS[lower]
