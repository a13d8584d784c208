"""Gives a store's goods the pictures of its preset (presets/…/pictures.json), as a merchant does: by the upload routes and "what a product shows".

What is loaded once is left alone: content by its hash, the whole of it by a note in the shop's folder.
"""
import hashlib
import json
import time
import urllib.error
import urllib.parse
import urllib.request

from shop import ROOT, Api, Failed

PART_BYTES = 8 * 1024 * 1024


class Desk:
    """Staff of one store, with a key that may work with media."""

    def __init__(self, shop, store):
        key = shop.run("user", "key", "--store", store, "--name", "pictures of the preset", "--permission", "media:read", "--permission", "media:write").strip().splitlines()[-1]
        self.api, self.base = Api(shop.port, store), "/api/v1/admin"
        self.headers = {"Authorization": f"Bearer {key}"}
        shop.wait_until("the server to hear of the new key", lambda: self.api.call("GET", self.base + "/media?limit=1", headers=self.headers).status == 200)

    def must(self, method, path, body=None, status=200):
        return self.api.must(method, self.base + path, body, self.headers, status, timeout_s=60).json

    def send(self, upload, content):
        """One part, for none of our pictures is larger than a part."""
        headers = self.headers | {"X-Store": self.api.store, "Upload-Offset": "0", "Content-Type": "application/octet-stream"}
        request = urllib.request.Request(f"{self.api.base}{self.base}/media/uploads/{upload}", data=content, method="PATCH", headers=headers)
        try:
            urllib.request.urlopen(request, timeout=60).close()
        except urllib.error.HTTPError as fault:
            raise Failed(f"a picture was answered {fault.code}: {fault.read()[:400].decode(errors='replace')}") from fault


def goods(shop, store):
    """All products on sale: id, title, category."""
    api, cursor, found = Api(shop.port, store), "", []
    while cursor is not None:
        page = api.must("GET", f"/api/v1/products?limit=100&sort=newest{'&cursor=' + urllib.parse.quote(cursor) if cursor else ''}", timeout_s=60).json
        found += page["items"]
        cursor = page.get("next_cursor")
    return found


def subjects(entries):
    """Pictures of one thing together, in order."""
    grouped = {}
    for entry in sorted((one for one in entries if one.get("place") == "product"), key=lambda one: one.get("order", 0)):
        grouped.setdefault(entry["subject"], []).append(entry)
    return grouped


def fitting(product, grouped):
    """The subject that fits a product's category and all words it must have, and most of those it may; between equals the product's address decides."""
    title, best, found = product["title"].lower() + " ", 0, []
    for subject, (first, *_) in grouped.items():
        if product["category_slug"] not in first.get("category", ()) or any(word not in title for word in first.get("must", ())):
            continue
        fit = 1 + len(first.get("must", ())) + sum(2 for word in first.get("may", ()) if word in title)
        best, found = (fit, [subject]) if fit > best else (best, found + [subject] if fit == best else found)
    return found[int(hashlib.sha256(product["slug"].encode()).hexdigest(), 16) % len(found)] if found else None


def upload(desk, folder, entries):
    """Uploads all, then waits until each is checked and its renditions are made; gives file to media id."""
    open_ones, done = {}, {}
    for entry in entries:
        content = (folder / entry["file"]).read_bytes()
        if len(content) > PART_BYTES:
            raise Failed(f"{entry['file']} is larger than a part of an upload")
        opened = desk.must("POST", "/media/uploads", {"filename": entry["file"], "size": len(content), "sha256": hashlib.sha256(content).hexdigest(), "alt": entry["alt"]}, 201)
        desk.send(opened["id"], content)
        open_ones[entry["file"]] = opened["id"]
    deadline = time.monotonic() + 30 + 30 * len(open_ones)
    while open_ones:
        for file, wanted in list(open_ones.items()):
            now = desk.must("GET", f"/media/uploads/{wanted}")
            if now["state"] in ("refused", "expired"):
                raise Failed(f"{file} was not taken: {now}")
            if now["state"] == "done":
                done[file] = now["media"]
                del open_ones[file]
        if time.monotonic() > deadline:
            raise Failed(f"waited too long for {len(open_ones)} pictures")
        time.sleep(0.1)
    return done


def load(shop, store, most_subjects=None, most_each=None):
    """Pictures on the goods of a store; gives how many pictures and products. Of `most_subjects` things and `most_each` products of a thing alone when those are given."""
    folder = ROOT / "presets" / store
    if not (folder / "pictures.json").exists():
        return 0, 0
    text = (folder / "pictures.json").read_text(encoding="utf-8")
    note = shop.folder / f"pictures-{store}-{hashlib.sha256(f'{text}{most_subjects}{most_each}'.encode()).hexdigest()[:16]}.done"
    if note.exists():
        return 0, 0
    grouped, wanted = subjects(json.loads(text)), {}
    for product in goods(shop, store):
        subject = fitting(product, grouped)
        if subject and (subject in wanted or most_subjects is None or len(wanted) < most_subjects):
            wanted.setdefault(subject, []).append(product)
    desk = Desk(shop, store)
    media = upload(desk, folder / "pictures", [entry for subject in wanted for entry in grouped[subject]])
    count = 0
    for subject, products in wanted.items():
        items = [{"media": media[entry["file"]]} for entry in grouped[subject]]
        for product in products[:most_each]:
            desk.must("PUT", f"/products/{product['id']}/media", {"items": items})
            count += 1
    note.touch()
    return len(media), count
