#include "simulators/razorpay/browser/assets.h"

namespace vitrine::simulators::razorpay::browser {

const std::string_view frame_js = R"js('use strict';
const form = document.querySelector('#pay');
const bank = document.querySelector('#bank');
const problem = document.querySelector('#problem');
const tell = (message) => parent.postMessage(message, '*');
let key = '';

window.addEventListener('message', (event) => {
  if (event.source === parent && event.data.kind === 'start') key = event.data.key;
});
tell({ kind: 'ready' });

const method = () => form.elements.namedItem('method').value;
form.addEventListener('change', () => {
  for (const detail of document.querySelectorAll('.detail')) detail.hidden = detail.dataset.for !== method();
});

async function pay(bank_says) {
  const detail = form.elements.namedItem(method()).value.replace(/^(\d{4}) (\d{4}) (\d{4}) (\d{4})$/, '$1$2$3$4');
  const body = new URLSearchParams({ key, order_id: form.elements.namedItem('order_id').value, method: method(), detail, bank_says });
  const answer = await (await fetch('/_browser/pay', { method: 'POST', body })).json().catch(() => ({ error: { description: 'No answer from the bank.' } }));
  bank.hidden = true;
  form.hidden = false;
  if (answer.razorpay_payment_id) return tell({ kind: 'paid', answer });
  problem.textContent = answer['error[description]'] ?? answer.error?.description ?? 'The payment failed.';
  if (answer['error[code]']) tell({ kind: 'failed', answer });
}

// UPI asks no bank page: the address decides, as in Razorpay's test mode.
form.addEventListener('submit', (event) => {
  event.preventDefault();
  problem.textContent = '';
  if (method() === 'upi') return void pay('yes');
  form.hidden = true;
  bank.hidden = false;
  bank.querySelector('button').focus();
});
for (const button of bank.querySelectorAll('button')) button.addEventListener('click', () => void pay(button.dataset.bank));
document.querySelector('#close').addEventListener('click', () => tell({ kind: 'dismissed' }));
document.addEventListener('keydown', (event) => { if (event.key === 'Escape') tell({ kind: 'dismissed' }); });
)js";

const std::string_view checkout_css = R"css(body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #14213d; }
main { padding: 1.25rem; display: grid; gap: 1rem; max-width: 26rem; margin-inline: auto; }
header { display: flex; justify-content: space-between; align-items: center; background: #0d2366; color: #fff; margin: -1.25rem -1.25rem 0; padding: .75rem 1.25rem; }
h1 { font-size: 1.25rem; margin: 0; }
form, section { display: grid; gap: .9rem; }
[hidden] { display: none; }
fieldset { border: 1px solid #c5cad8; border-radius: .4rem; display: grid; gap: .4rem; }
label { display: grid; gap: .25rem; }
fieldset label { display: flex; gap: .5rem; align-items: center; }
input:not([type=radio]), select { font: inherit; padding: .6rem; border: 1px solid #767e92; border-radius: .3rem; }
button { font: inherit; padding: .7rem 1rem; border-radius: .3rem; border: 1px solid #767e92; background: #fff; cursor: pointer; min-height: 44px; }
button.main { background: #2f5fe0; border-color: #2f5fe0; color: #fff; }
#close { background: none; border: 0; color: inherit; font-size: 1.5rem; }
#problem { color: #a3161a; margin: 0; min-height: 1.5em; }
)css";

}  // namespace vitrine::simulators::razorpay::browser
