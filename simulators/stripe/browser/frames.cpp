#include "simulators/stripe/browser/assets.h"

namespace vitrine::simulators::stripe::browser {

const std::string_view card_html = R"html(<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Card</title><link rel="stylesheet" href="/_browser/files/page.css">
<form id="card" novalidate>
<label>Card number <input name="number" inputmode="numeric" autocomplete="cc-number" placeholder="1234 1234 1234 1234" maxlength="23" required></label>
<div class="pair"><label>Expiry date <input name="expiry" inputmode="numeric" autocomplete="cc-exp" placeholder="MM / YY" maxlength="7" required></label>
<label>Security code <input name="cvc" inputmode="numeric" autocomplete="cc-csc" placeholder="CVC" maxlength="4" required></label></div>
<p id="problem" role="alert"></p>
</form>
<script src="/_browser/files/card.js"></script></html>
)html";

const std::string_view card_js = R"js('use strict';
const form = document.querySelector('#card');
const problem = document.querySelector('#problem');
const [number, expiry, cvc] = ['number', 'expiry', 'cvc'].map((name) => form.elements.namedItem(name));
const tell = (message) => parent.postMessage(message, '*');
const tell_height = () => tell({ kind: 'height', height: Math.ceil(document.body.getBoundingClientRect().height) + 4 });

const digits = (text) => text.replace(/\D/g, '');
number.addEventListener('input', () => { number.value = digits(number.value).replace(/(.{4})(?=.)/g, '$1 '); });
expiry.addEventListener('input', () => {
  const text = digits(expiry.value).slice(0, 4);
  expiry.value = text.length > 2 ? `${text.slice(0, 2)} / ${text.slice(2)}` : text;
});
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('input', () => tell({ kind: 'change', complete: fault() === null }));

function fault() {
  const [month, year] = [expiry.value.slice(0, 2), expiry.value.slice(-2)].map(Number);
  if (digits(number.value).length < 12) return { input: number, code: 'incomplete_number', message: 'Your card number is incomplete.' };
  if (digits(expiry.value).length !== 4 || month < 1 || month > 12) return { input: expiry, code: 'incomplete_expiry', message: "Your card's expiration date is incomplete." };
  if (new Date(2000 + year, month, 1) <= new Date()) return { input: expiry, code: 'invalid_expiry_year_past', message: "Your card's expiration year is in the past." };
  if (digits(cvc.value).length < 3) return { input: cvc, code: 'incomplete_cvc', message: "Your card's security code is incomplete." };
  return null;
}

function show(found) {
  problem.textContent = found?.message ?? '';
  for (const input of [number, expiry, cvc]) input.setAttribute('aria-invalid', String(input === found?.input));
  found?.input.focus();
  tell_height();
}

async function confirm({ key, secret, intent }) {
  const found = fault();
  show(found);
  if (found) return { error: { type: 'validation_error', code: found.code, message: found.message } };
  const body = new URLSearchParams({ key, client_secret: secret, use_stripe_sdk: 'true', 'payment_method_data[type]': 'card', 'payment_method_data[card][number]': digits(number.value) });
  const result = await (await fetch(`/v1/payment_intents/${intent}/confirm`, { method: 'POST', body })).json();
  if (result.error?.code === 'incorrect_number') show({ input: number, message: result.error.message });
  return result;
}

async function retrieve({ key, secret, intent }) {
  return (await fetch(`/v1/payment_intents/${intent}?${new URLSearchParams({ key, client_secret: secret })}`)).json();
}

window.addEventListener('message', async (event) => {
  if (event.source !== parent) return;
  const { kind, id, variables = {} } = event.data;
  if (kind === 'appearance') {
    const names = { colorPrimary: '--primary', colorText: '--text', colorDanger: '--danger', borderRadius: '--radius', colorBackground: '--background' };
    for (const [from, to] of Object.entries(names)) if (variables[from]) document.documentElement.style.setProperty(to, variables[from]);
  }
  const work = { confirm, retrieve }[kind];
  if (!work) return;
  const result = await work(event.data).catch(() => ({ error: { type: 'api_connection_error', message: 'The connection broke. Try again.' } }));
  parent.postMessage({ answer_to: id, result }, event.origin);
});
new ResizeObserver(tell_height).observe(document.body);
tell({ kind: 'ready' });
tell_height();
)js";

const std::string_view challenge_js = R"js('use strict';
document.querySelector('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const body = new URLSearchParams(new FormData(event.target, event.submitter));
  const intent = await (await fetch('/_browser/challenge', { method: 'POST', body })).json();
  parent.postMessage({ kind: 'challenge_ended', intent }, '*');
});
)js";

const std::string_view page_css = R"css(:root{--primary:#0570de;--text:#1f2937;--danger:#b91c1c;--radius:.375rem;--background:#fff}
*{box-sizing:border-box}
html,body{margin:0}
body{font:16px/1.5 system-ui,sans-serif;color:var(--text);background:var(--background)}
form{display:grid;gap:.75rem;padding:2px}
label{display:grid;gap:.25rem;font-size:.9rem}
input{font:inherit;padding:.6rem .75rem;border:1px solid #8a94a3;border-radius:var(--radius);color:inherit;background:inherit;width:100%}
input:focus-visible,button:focus-visible{outline:2px solid var(--primary);outline-offset:1px}
input[aria-invalid=true]{border-color:var(--danger)}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:.75rem}
#problem{margin:0;color:var(--danger);font-size:.9rem}
#problem:empty{display:none}
main{max-width:26rem;margin:0 auto;padding:1.5rem}
button{font:inherit;font-weight:600;padding:.7rem 1rem;border:1px solid var(--primary);border-radius:var(--radius);background:var(--primary);color:#fff;cursor:pointer;min-height:44px}
button.quiet{background:#fff;color:var(--danger);border-color:var(--danger)}
)css";

}  // namespace vitrine::simulators::stripe::browser
