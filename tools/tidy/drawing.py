"""The tree as its includes draw it."""
from includes import includes_of
from places import floor, room


def draw(tree):
    floors, rooms = set(), {}
    for file in tree.files:
        if not file.is_cpp or file.is_test or floor(file.path) is None:
            continue
        for _, _, _, target in includes_of(tree, file):
            if target is None or floor(target) is None:
                continue
            if floor(file.path) != floor(target):
                floors.add((floor(file.path), floor(target)))
            elif room(file.path) and room(target) and room(file.path) != room(target):
                rooms.setdefault(floor(file.path), set()).add((room(file.path), room(target)))
    lines = ["```mermaid", "flowchart TD"] + [f"  {a} --> {b}" for a, b in sorted(floors)] + ["```"]
    for ground, arrows in sorted(rooms.items()):
        lines += ["", f"{ground}:", "```mermaid", "flowchart TD"] + [f"  {a} --> {b}" for a, b in sorted(arrows)] + ["```"]
    return "\n".join(lines)
