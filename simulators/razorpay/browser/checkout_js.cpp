#include "simulators/razorpay/browser/assets.h"

namespace vitrine::simulators::razorpay::browser {

// The part of checkout.js that shops use: razorpay.com/docs/payments/payment-gateway/web-integration/standard/integration-steps.
const std::string_view checkout_js = R"js(// A stand-in for Razorpay's checkout.js that talks to the simulator it came from.
(() => {
  'use strict';
  const origin = new URL(document.currentScript.src).origin;

  const post_to = (url, fields) => {
    const form = document.createElement('form');
    Object.assign(form, { method: 'post', action: url, hidden: true });
    for (const [name, value] of Object.entries(fields)) {
      const input = document.createElement('input');
      Object.assign(input, { type: 'hidden', name, value });
      form.append(input);
    }
    document.body.append(form);
    form.submit();
  };

  // "error[code]" and its kin become { error: { code } }, with the metadata read.
  const failure_of = (answer) => {
    const error = {};
    for (const [name, value] of Object.entries(answer)) error[name.slice(6, -1)] = value;
    try { error.metadata = JSON.parse(error.metadata); } catch { error.metadata = {}; }
    return { error };
  };

  window.Razorpay = class Razorpay {
    constructor(options) {
      if (!options?.key) throw new Error('No key passed');
      this.options = options;
      this.calls = {};
      this.tries = 0;
    }
    on(event, call) { (this.calls[event] ??= []).push(call); return this; }
    emit(event, value) { for (const call of this.calls[event] ?? []) call(value); }

    open() {
      if (this.shade) return;
      const { key, order_id } = this.options;
      this.shade = document.createElement('div');
      this.shade.className = 'razorpay-container';
      Object.assign(this.shade.style, { position: 'fixed', inset: '0', background: 'rgba(0,0,0,.6)', zIndex: '2147483647', display: 'grid', placeItems: 'center' });
      const frame = document.createElement('iframe');
      frame.src = `${origin}/_browser/checkout?${new URLSearchParams({ key, order_id })}`;
      frame.title = 'Razorpay checkout';
      Object.assign(frame.style, { border: '0', width: 'min(26rem, 100%)', height: 'min(34rem, 100%)', background: '#fff', borderRadius: '.5rem' });
      this.hear = (event) => {
        if (event.origin !== origin || event.source !== frame.contentWindow) return;
        if (event.data.kind === 'ready') frame.contentWindow.postMessage({ kind: 'start', key }, origin);
        if (event.data.kind === 'dismissed') { this.close(); this.options.modal?.ondismiss?.(); }
        if (event.data.kind === 'failed') this.failed(event.data.answer);
        if (event.data.kind === 'paid') this.paid(event.data.answer);
      };
      window.addEventListener('message', this.hear);
      if (this.options.timeout) this.timer = setTimeout(() => { this.close(); this.options.modal?.ondismiss?.(); }, this.options.timeout * 1000);
      this.shade.append(frame);
      document.body.append(this.shade);
      frame.focus();
    }

    close() {
      clearTimeout(this.timer);
      window.removeEventListener('message', this.hear);
      this.shade?.remove();
      this.shade = null;
    }

    paid(answer) {
      this.close();
      if (this.options.callback_url && (this.options.redirect || !this.options.handler)) return post_to(this.options.callback_url, answer);
      this.options.handler?.(answer);
    }

    failed(answer) {
      this.tries += 1;
      this.emit('payment.failed', failure_of(answer));
      const { enabled = true, max_count = Infinity } = this.options.retry ?? {};
      if (this.options.callback_url && this.options.redirect) { this.close(); return post_to(this.options.callback_url, answer); }
      if (!enabled || this.tries > max_count) { this.close(); this.options.modal?.ondismiss?.(); }
    }
  };
})();
)js";

}  // namespace vitrine::simulators::razorpay::browser
