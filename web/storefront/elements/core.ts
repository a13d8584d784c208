// Loaded on every page: upgrades forms marked data-upgrade, guards against double submission, keeps the cart count true.
import { ask, place } from './fragments';

const islands: Record<string, () => Promise<unknown>> = {
  'x-facets': () => import('./facets'),
  'x-variants': () => import('./variants'),
  'x-form': () => import('./form'),
  'x-pay': () => import('./pay'),
  'x-modal': () => import('./modal'),
  'x-submit': () => import('./submit'),
  'x-poll': () => import('./poll'),
  'x-copy': () => import('./copy'),
  'x-live': () => import('./live'),
  'x-order': () => import('./order'),
  'x-basket': () => import('./basket'),
  'x-passkey': () => import('./passkey'),
  'x-spin': () => import('./spin'),
  '[data-spin]': () => import('./spin_warm'),
};
for (const [tag, load] of Object.entries(islands)) if (document.querySelector(tag)) void load();
document.querySelector('x-search')?.addEventListener('focusin', () => void import('./search'), { once: true });

const news = 'BroadcastChannel' in window ? new BroadcastChannel('cart') : null;
const request_key = (): string =>
  crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join('');

/** Marks the pressed button as busy; the spinner is CSS and waits 150 ms. Returns the release. */
/** A form's own address: `form.action` would be the button called "action" where there is one. */
const action_of = (form: HTMLFormElement): string => new URL(form.getAttribute('action') ?? '', location.href).href;

function busy(form: HTMLFormElement, button: HTMLElement | null): () => void {
  form.dataset.pending = '';
  button?.setAttribute('aria-busy', 'true');
  return () => {
    delete form.dataset.pending;
    button?.removeAttribute('aria-busy');
  };
}

function say(text: string): void {
  const region = document.querySelector('[data-fragment="flash"]');
  if (!region) return;
  const box = document.createElement('div');
  box.className = 'flash bad';
  box.append(Object.assign(document.createElement('p'), { textContent: text }));
  region.replaceChildren(box);
}

function hidden(form: HTMLFormElement, name: string, value: string): void {
  let input = form.querySelector<HTMLInputElement>(`input[type=hidden][name="${name}"]`);
  if (!input) {
    input = Object.assign(document.createElement('input'), { type: 'hidden', name });
    form.append(input);
  }
  input.value = value;
}

async function send(form: HTMLFormElement, button: HTMLButtonElement | null, names: string): Promise<void> {
  if (!form.querySelector('[name=idempotency_key]')) hidden(form, 'idempotency_key', request_key());
  const release = busy(form, button);
  const slow = setTimeout(() => say('Still working. If nothing happens, try again.'), 10_000);
  const body = new URLSearchParams(new FormData(form, button) as unknown as Record<string, string>);
  try {
    const answer = await ask(action_of(form), names, { method: 'POST', body });
    if (answer.location) return location.assign(answer.location);
    if (answer.status >= 500 || answer.html === null) throw new Error('not fragments');
    place(answer.html);
    form.querySelector('[name=idempotency_key]')?.remove();
    news?.postMessage('changed');
    show_flash();
  } catch {
    if (form.dataset.native !== undefined || !navigator.onLine) return say('That did not reach us. Check the connection and try again.');
    form.dataset.native = '';
    if (button?.name) hidden(form, button.name, button.value);
    HTMLFormElement.prototype.submit.call(form);
  } finally {
    clearTimeout(slow);
    release();
  }
}

/** A notice that lies above the window is brought into sight without moving the page. */
function show_flash(): void {
  const region = document.querySelector<HTMLElement>('[data-fragment="flash"]');
  region?.classList.toggle('afloat', region.getBoundingClientRect().bottom < 0 || window.scrollY > 80);
}

document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement;
  if (form.getAttribute('method')?.toLowerCase() !== 'post' || event.defaultPrevented) return;
  if (form.dataset.pending !== undefined) return event.preventDefault();
  const button = event.submitter as HTMLButtonElement | null;
  const names = form.dataset.upgrade;
  if (names && form.dataset.native === undefined) {
    event.preventDefault();
    void send(form, button, names);
  } else {
    busy(form, button);
  }
});

document.addEventListener('click', (event) => {
  const step = (event.target as Element).closest<HTMLElement>('[data-step]');
  const input = step?.parentElement?.querySelector<HTMLInputElement>('input');
  if (!step || !input) return;
  if (Number(step.dataset.step) > 0) input.stepUp(); else input.stepDown();
});

document.addEventListener('change', (event) => {
  const input = event.target as HTMLInputElement;
  if (input.name === 'quantity' && input.closest('.line-qty')) input.form?.requestSubmit();
});

/** The cart's state cookie is "version.count"; pages kept by the browser or shared between shoppers learn the count from it. */
function sync_count(): void {
  const count = /(?:^|; )cart_state=\d+\.(\d+)/.exec(document.cookie)?.[1] ?? '0';
  for (const slot of document.querySelectorAll('[data-fragment="cart-count"]')) {
    if ((slot.textContent?.match(/\d+/)?.[0] ?? '0') === count) continue;
    const badge = Object.assign(document.createElement('span'), { className: 'badge', textContent: count });
    badge.append(Object.assign(document.createElement('span'), { className: 'vh', textContent: ' items in cart' }));
    slot.replaceChildren(...(count === '0' ? [] : [badge]));
  }
}
news?.addEventListener('message', sync_count);
window.addEventListener('pageshow', (event) => {
  if (event.persisted) document.querySelectorAll<HTMLFormElement>('form[data-pending]').forEach((f) => {
    delete f.dataset.pending;
    f.querySelectorAll('[aria-busy]').forEach((b) => b.removeAttribute('aria-busy'));
  });
  sync_count();
});

document.addEventListener('keydown', (event) => {
  const inside = (event.target as Element).closest('input, textarea, select, [contenteditable]');
  if (event.key !== '/' || inside || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.querySelector<HTMLInputElement>('#q');
  if (box) { event.preventDefault(); box.focus(); box.select(); }
});

document.querySelector<HTMLElement>('#faults')?.focus();
