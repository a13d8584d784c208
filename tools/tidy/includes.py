"""Includes point down: floors, module order, api.h only, no circles, no Boost in the headers of modules."""
import posixpath
import re

from places import FLOORS, FREE_HEADERS, floor, may_see, room

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def includes_of(tree, file):
    """(line, bracket, name, path): path is the project file meant, or None."""
    for number, line in enumerate(file.lines, 1):
        match = INCLUDE.match(line)
        if match:
            yield number, match[1], match[2], resolve(tree, file, match[2])


def resolve(tree, file, name):
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(file.path), name))
    for path in (beside, "src/" + name, name):
        if path in tree.by_path:
            return path
    # A generated header is named but not in the tree: modules/orders/sql.h
    return "src/" + name if name.split("/")[0] in FLOORS else None


def check(tree):
    edges = {}
    for file in tree.files:
        if not file.is_cpp:
            continue
        for line, bracket, name, path in includes_of(tree, file):
            if bracket == "<" and name.startswith("boost/") and file.suffix == ".h" and file.path.startswith("src/modules/"):
                yield file.fault(line, "boost-in-module", f"<{name}> in a header of a module; keep it behind the io floor or in the .cpp")
            if path:
                yield from check_arrow(tree, file, line, path)
                edges.setdefault(file.path, []).append((path, line))
    yield from check_modules_listed(tree)
    yield from check_circles(tree, edges)


def check_arrow(tree, file, line, target):
    here, there = floor(file.path), floor(target)
    if here is None or there is None or here not in FLOORS | {"simulators": 0}:
        if here is not None and target.startswith("tests/") and not file.is_test:
            yield file.fault(line, "upward-include", f"{target} belongs to the tests")
        return
    if file.is_test:  # a test may look at what it needs, but not into other modules' insides
        if here == there == "modules" and is_inside_of_another(file.path, target):
            yield file.fault(line, "module-boundary", f"{target} is the inside of module {room(target)}; include its api.h")
        return
    if not may_see(here, there):
        yield file.fault(line, "upward-include", f"{target}: {here} may not know {there}")
    elif here == there == "modules":
        yield from check_module_arrow(tree, file, line, target)


def is_inside_of_another(path, target):
    return target not in FREE_HEADERS and room(target) != room(path) and not target.endswith("/api.h")


def check_module_arrow(tree, file, line, target):
    mine, other = room(file.path), room(target)
    if mine == other or target in FREE_HEADERS:
        return
    if is_inside_of_another(file.path, target):
        yield file.fault(line, "module-boundary", f"{target} is the inside of module {other}; include its api.h")
    elif mine in tree.module_order and other in tree.module_order and tree.module_order.index(other) > tree.module_order.index(mine):
        yield file.fault(line, "module-order", f"{other} stands after {mine} in src/modules/order.txt; send news instead")


def check_modules_listed(tree):
    names = {}
    for file in tree.under("src/modules/"):
        if room(file.path):
            names.setdefault(room(file.path), file)
    for name, file in sorted(names.items()):
        if name not in tree.module_order:
            yield file.fault(1, "module-order", f"module {name} is missing in src/modules/order.txt")


def check_circles(tree, edges):
    files = {path: {target for target, _ in targets} for path, targets in edges.items() if path.endswith(".h")}
    yield from circles(tree, edges, files, "file")
    for ground in ("src/modules/", "src/io/"):
        rooms = {}
        for path, targets in edges.items():
            if not path.startswith(ground) or tree.by_path[path].is_test or not room(path):
                continue
            for target, _ in targets:
                if target.startswith(ground) and room(target) and room(target) != room(path):
                    rooms.setdefault(room(path), set()).add(room(target))
        circle = find_circle(rooms)
        if circle:
            path, line = first_arrow(edges, ground, circle[0], circle[1])
            yield tree.by_path[path].fault(line, "include-circle", f"folders of {ground} include each other: {' -> '.join(circle)}")


def circles(tree, edges, graph, what):
    circle = find_circle(graph)
    if circle:
        line = next(line for target, line in edges[circle[0]] if target == circle[1])
        yield tree.by_path[circle[0]].fault(line, "include-circle", f"{what}s include each other: {' -> '.join(circle)}")


def first_arrow(edges, ground, source, target):
    return next((path, line) for path, targets in sorted(edges.items()) if path.startswith(ground) and room(path) == source
                for other, line in targets if other.startswith(ground) and room(other) == target)


def find_circle(graph):
    """One circle as [a, b, …, a], or None. Walks without recursion: include chains may be long."""
    done = set()
    for start in sorted(graph):
        stack, path, on_path = [(start, iter(sorted(graph.get(start, ()))))], [start], {start}
        while stack and start not in done:
            node, targets = stack[-1]
            step = next((target for target in targets if target not in done), None)
            if step is None:
                stack.pop(), path.pop(), on_path.discard(node), done.add(node)
            elif step in on_path:
                return path[path.index(step):] + [step]
            else:
                stack.append((step, iter(sorted(graph.get(step, ())))))
                path.append(step), on_path.add(step)
    return None
