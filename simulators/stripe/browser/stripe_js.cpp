#include "simulators/stripe/browser/assets.h"

namespace vitrine::simulators::stripe::browser {

// Needs of the shop's Content-Security-Policy only this origin in script-src and frame-src: no inline style, no fetch from the shop's page.
const std::string_view stripe_js = R"js(// A local stand-in for https://js.stripe.com/v3/ (vitrine simulate).
(() => {
  'use strict';
  const origin = new URL(document.currentScript.src).origin;

  const make_frame = (src, title, style) => {
    const frame = document.createElement('iframe');
    frame.src = src;
    frame.title = title;
    Object.assign(frame.style, { border: '0', width: '100%', ...style });
    return frame;
  };

  // Asks a frame something and waits for its answer.
  let asked = 0;
  const ask = (frame, message) => new Promise((resolve) => {
    const id = ++asked;
    const hear = (event) => {
      if (event.origin !== origin || event.source !== frame.contentWindow || event.data.answer_to !== id) return;
      window.removeEventListener('message', hear);
      resolve(event.data.result);
    };
    window.addEventListener('message', hear);
    frame.contentWindow.postMessage({ ...message, id }, origin);
  });

  // The bank's page over the shop's, until the shopper has answered it.
  const challenge = (path) => new Promise((resolve) => {
    const shade = document.createElement('div');
    Object.assign(shade.style, { position: 'fixed', inset: '0', background: 'rgba(0,0,0,.5)', zIndex: '2147483647', display: 'grid', placeItems: 'center' });
    const frame = make_frame(origin + path, '3D Secure authentication', { maxWidth: '30rem', height: '24rem', background: '#fff', borderRadius: '.5rem' });
    const hear = (event) => {
      if (event.origin !== origin || event.source !== frame.contentWindow || event.data.kind !== 'challenge_ended') return;
      window.removeEventListener('message', hear);
      shade.remove();
      resolve(event.data.intent);
    };
    window.addEventListener('message', hear);
    shade.append(frame);
    document.body.append(shade);
    frame.focus();
  });

  class Element {
    constructor(key, options) { this.key = key; this.options = options; this.calls = {}; }
    on(event, call) { (this.calls[event] ??= []).push(call); return this; }
    emit(event, value) { for (const call of this.calls[event] ?? []) call({ elementType: 'payment', ...value }); }
    mount(where) {
      const node = typeof where === 'string' ? document.querySelector(where) : where;
      if (!node) throw new Error(`Nothing matches ${where}`);
      this.frame = make_frame(`${origin}/_browser/files/card.html`, 'Secure payment input frame', { height: '14rem' });
      this.hear = (event) => {
        if (event.origin !== origin || event.source !== this.frame.contentWindow) return;
        const { kind, height, complete } = event.data;
        if (kind === 'height') this.frame.style.height = `${height}px`;
        if (kind === 'ready') {
          this.frame.contentWindow.postMessage({ kind: 'appearance', variables: this.options.appearance?.variables ?? {} }, origin);
          this.emit('ready', {});
        }
        if (kind === 'change') this.emit('change', { complete, empty: !complete, value: { type: 'card' } });
      };
      window.addEventListener('message', this.hear);
      node.replaceChildren(this.frame);
    }
    unmount() { window.removeEventListener('message', this.hear); this.frame?.remove(); }
    destroy() { this.unmount(); }
    update() {}
    focus() { this.frame?.focus(); }
  }

  class Elements {
    constructor(key, options) { this.key = key; this.options = options; }
    create(kind) {
      if (kind !== 'payment' && kind !== 'card') throw new Error(`The simulator has no ${kind} element`);
      return (this.element = new Element(this.key, this.options));
    }
    getElement() { return this.element ?? null; }
    update(options) { Object.assign(this.options, options); }
    async submit() { return {}; }
    async fetchUpdates() { return {}; }
  }

  const id_of = (secret) => secret.split('_secret_')[0];

  // { paymentIntent } or { error }, as Stripe.js resolves.
  const settle = async (outcome) => {
    let intent = outcome;
    if (!intent.error && intent.status === 'requires_action') intent = await challenge(intent.next_action.use_stripe_sdk.stripe_js);
    if (intent.error) return { error: intent.error };
    const failed = intent.last_payment_error && intent.status === 'requires_payment_method';
    return failed ? { error: { ...intent.last_payment_error, payment_intent: intent } } : { paymentIntent: intent };
  };

  const go_back = (return_url, secret, intent) => {
    const url = new URL(return_url, location.href);
    url.searchParams.set('payment_intent', intent.id);
    url.searchParams.set('payment_intent_client_secret', secret);
    url.searchParams.set('redirect_status', ['succeeded', 'requires_capture'].includes(intent.status) ? 'succeeded' : 'pending');
    location.assign(url);
  };

  window.Stripe = (key) => {
    if (!String(key).startsWith('pk_')) throw new Error('Please call Stripe() with your publishable key.');
    return {
      elements: (options = {}) => new Elements(key, options),
      async confirmPayment({ elements, clientSecret, confirmParams = {}, redirect = 'always' }) {
        const secret = clientSecret ?? elements.options.clientSecret;
        const result = await settle(await ask(elements.element.frame, { kind: 'confirm', key, secret, intent: id_of(secret) }));
        if (result.error || redirect === 'if_required') return result;
        go_back(confirmParams.return_url, secret, result.paymentIntent);
        return new Promise(() => {});
      },
      async handleNextAction({ clientSecret }) {
        return settle(await challenge(`/_browser/challenge?intent=${id_of(clientSecret)}`));
      },
      async retrievePaymentIntent(clientSecret) {
        const frame = make_frame(`${origin}/_browser/files/card.html`, '', { display: 'none' });
        const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
        document.body.append(frame);
        await loaded;
        const intent = await ask(frame, { kind: 'retrieve', key, secret: clientSecret, intent: id_of(clientSecret) });
        frame.remove();
        return intent.error ? intent : { paymentIntent: intent };
      },
    };
  };
  window.Stripe.version = 3;
})();
)js";

}  // namespace vitrine::simulators::stripe::browser
