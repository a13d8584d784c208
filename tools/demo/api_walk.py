"""A guest buys by the API and pays at the simulated Stripe; the webhook arrives twice and the order is paid once."""
import json
import secrets
import time

from shop import Failed


def buy(shop, steps):
    api = shop.api
    with steps.step("API: search 'notebook', open the first product in stock") as notes:
        found = api.must("GET", "/api/v1/products?q=notebook&in_stock=true&limit=12").json
        if not found["items"]:
            raise Failed("no notebook in a stationery shop")
        product = api.must("GET", f"/api/v1/products/{found['items'][0]['slug']}").json
        variant = next(variant for variant in product["variants"] if variant["available"] > 2)
        notes.append(f"{found['total']} found, {len(found['facets'])} facets, {product['title']}")

    with steps.step("API: cart, address, delivery, quote") as notes:
        cart = api.must("POST", "/api/v1/carts", {}, status=201).json
        key = {"X-Cart-Token": cart["token"]}
        place = f"/api/v1/carts/{cart['id']}"
        api.must("POST", f"{place}/lines", {"variant": variant["id"], "quantity": 2}, key)
        address = {"name": "Amina Guest", "line1": "12 Mall Road", "city": "Lahore", "postal_code": "54000", "country": "PK", "phone": "+923001234567"}
        api.must("PUT", f"{place}/addresses", {"email": "amina@example.com", "shipping": address}, key)
        options = api.must("GET", f"{place}/shipping-options", headers=key).json["items"]
        api.must("PUT", f"{place}/shipping-option", {"option": options[0]["id"]}, key)
        quote = api.must("GET", f"{place}/quote", headers=key).json
        notes.append(f"total {quote['total']['minor']} {quote['total']['currency']} minor units")

    order = place_order(api, cart, key, quote, steps)
    pay_twice_told(shop, order, steps)
    read_mail(shop, order["order"], steps)
    move_on(shop, order["order"], steps)


def place_order(api, cart, key, quote, steps):
    request = {"cart": cart["id"], "payment_method": "stripe", "expected_total": quote["total"]}
    key = key | {"Idempotency-Key": f"demo-{secrets.token_hex(12)}"}
    with steps.step("API: place the order, then send the same request again") as notes:
        placed = api.must("POST", "/api/v1/orders", request, key, status=201).json
        again = api.must("POST", "/api/v1/orders", request, key, status=201)
        if again.json["order"]["id"] != placed["order"]["id"] or again.headers.get("Idempotency-Replayed") != "true":
            raise Failed("the repeated request was not answered with the first order")
        if placed["next"]["kind"] != "client_secret":
            raise Failed(f"Stripe's next step is {placed['next']}")
        notes.append(f"order {placed['order']['number']}, once")
    return placed


def pay_twice_told(shop, placed, steps):
    order, secret = placed["order"], placed["next"]["client_secret"]
    intent = secret.split("_secret_")[0]
    told = "payment_intent.succeeded"
    with steps.step("Stripe (simulated): card confirmed, webhook sent twice") as notes:
        shop.stripe.must("POST", "/_control/faults", {"call": f"webhooks.{told}", "kind": "duplicate", "times": 1})
        shop.stripe.must("POST", f"/v1/payment_intents/{intent}/confirm",
                         form={"key": placed["next"]["publishable_key"], "client_secret": secret, "payment_method": "pm_card_visa"})
        shop.wait_until("both webhooks to be taken", lambda: len(taken(shop, told)) >= 2, 30)
        notes.append(f"{intent}, answered {' and '.join(map(str, taken(shop, told)))}")
    owner = {"X-Order-Token": order["token"]}
    with steps.step("API: the order is paid, once") as notes:
        shop.wait_until("the order to be paid", lambda: shop.api.must("GET", f"/api/v1/orders/{order['id']}", headers=owner).json["state"] == "paid", 30)
        states = [entry["state"] for entry in shop.api.must("GET", f"/api/v1/orders/{order['id']}/tracking", headers=owner).json["items"]]
        if states.count("paid") != 1:
            raise Failed(f"the order went through {states}")
        notes.append(" → ".join(states))


def mails_to(shop, address):
    return [mail for mail in shop.postbox.must("GET", "/_control/state").json["mails"] if mail["to"] == address]


def read_mail(shop, order, steps):
    """What the buyer finds in the mailbox: one mail that the order is there, one that it is paid, each once, with the link that opens the order."""
    with steps.step("Mail (simulated): the buyer got exactly one mail of the order and one of the payment") as notes:
        def of_order():
            return [mail for mail in mails_to(shop, "amina@example.com") if order["number"] in mail["subject"] + mail["text"]]
        shop.wait_until("both mails", lambda: len(of_order()) >= 2, 30)
        time.sleep(1.5)  # for one too many
        mails = of_order()
        if len(mails) != 2 or any(mail["is_repeat"] for mail in mails):
            raise Failed(f"the buyer got {[mail['subject'] for mail in mails]}")
        if not all(f"/orders/{order['id']}?token=" in mail["text"] for mail in mails):
            raise Failed("a mail lacks the link to its order")
        notes.append("; ".join(mail["subject"] for mail in mails))


def move_on(shop, order, steps):
    """What staff do at the command line: the admin API's own routes, refusals and audit."""
    with steps.step("vitrine admin: staff find the order, write a note on it, and see who did") as notes:
        def admin(*words):
            return json.loads(shop.run("admin", "call", *words, "--store", "stationery"))
        found = admin("GET", "/orders", f"number={order['number']}")["items"]
        if [one["id"] for one in found] != [order["id"]]:
            raise Failed(f"the order's number finds {found}")
        admin("POST", f"/orders/{order['id']}/notes", "text=The buyer asked for blue ribbon", "visible:=false")
        told = admin("GET", f"/orders/{order['id']}/timeline")["items"]
        if not any(entry.get("actor") == "cli" for entry in told):
            raise Failed(f"the order's story does not say who wrote the note: {told}")
        notes.append(next(entry["text"] for entry in told if entry["actor"] == "cli"))


def taken(shop, told):
    """The answers to the webhooks of this type that were taken."""
    return [sent["status"] for sent in shop.stripe.must("GET", "/_control/webhooks").json["items"] if sent["type"] == told and 200 <= sent["status"] < 300]
