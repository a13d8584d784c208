// The cart that follows its owner: hears at once what other devices and the shop do to it, and makes edits that count once. Edits wait in this browser
// until the server has said that it has them, so they survive a lost connection and a closed page. The server's own HTML is what is shown; what is not saved
// yet is laid over it. Where sockets or locks are missing the forms work as they do without this file. The protocol: src/modules/carts/README.md.
import { ask, place } from './fragments';

interface Edit { number: number; kind: 'add' | 'set'; variant: string; quantity: number; seen: number }
interface Line { device: string; next: number; cart: string; edits: Edit[] }
interface Message {
  type: string; tag?: string; from?: string; heard?: number; joined?: string[]; state?: string;
  device?: string; number?: number; outcome?: string; text?: string | null;
}

const store_key = 'basket';
const most_waiting = 100;
const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
const new_device = (): string => Array.from(crypto.getRandomValues(new Uint8Array(20)), (n) => letters[n % letters.length]).join('');

function load(cart: string): Line {
  try {
    const line = JSON.parse(localStorage.getItem(store_key) ?? '') as Line;
    if (typeof line.device === 'string' && Array.isArray(line.edits)) return line;
  } catch { /* nothing there, or nothing we wrote */ }
  return { device: new_device(), next: 1, cart, edits: [] };
}
const save = (line: Line): void => localStorage.setItem(store_key, JSON.stringify(line));

/** Reads and writes what waits, one page of this browser at a time. */
const change = <T>(cart: string, work: (line: Line) => T): Promise<T> =>
  navigator.locks.request('basket', () => { const line = load(cart); const result = work(line); save(line); return result; });

class Basket extends HTMLElement {
  private socket: WebSocket | null = null;
  private is_ready = false;       // greeted: edits may be sent
  private was_ready = false;      // on this page: from then on edits are ours, also without a connection
  private is_over = false;        // the cart takes no edits any more
  private is_sending = false;
  private tries = 0;
  private tag = '';
  private heard_at = 0;
  private timer = 0;
  private beat = 0;
  private is_showing = false;
  private shows_again = false;
  private answered: ((message: Message) => void) | null = null;
  private lost: (() => void) | null = null;
  private readonly news = 'BroadcastChannel' in window ? new BroadcastChannel('cart') : null;

  private get cart(): string { return this.dataset.cart ?? ''; }

  connectedCallback(): void {
    if (!this.dataset.live || !('WebSocket' in window) || !navigator.locks) return;
    this.tag = this.dataset.tag ?? '';
    document.addEventListener('submit', this.submitted, true);
    window.addEventListener('online', this.came_back);
    window.addEventListener('offline', this.went_away);
    window.addEventListener('storage', this.other_page);
    window.addEventListener('pagehide', this.hidden_away);
    window.addEventListener('pageshow', this.shown_again);
    this.connect();
  }
  disconnectedCallback(): void {
    document.removeEventListener('submit', this.submitted, true);
    window.removeEventListener('online', this.came_back);
    window.removeEventListener('offline', this.went_away);
    window.removeEventListener('storage', this.other_page);
    window.removeEventListener('pagehide', this.hidden_away);
    window.removeEventListener('pageshow', this.shown_again);
    this.leave();
  }

  private readonly came_back = (): void => { this.tries = 0; if (!this.socket) this.connect(); };
  private readonly went_away = (): void => { if (this.socket) this.closed(this.socket, 0); };  // its own end may never hear of it
  private readonly other_page = (event: StorageEvent): void => { if (event.key === store_key) { this.lay_over(); this.tell(); void this.drain(); } };
  private readonly hidden_away = (): void => this.leave();           // an open socket keeps a page out of the browser's memory
  private readonly shown_again = (event: PageTransitionEvent): void => { if (event.persisted) this.connect(); };

  private leave(): void {
    clearTimeout(this.timer);
    clearInterval(this.beat);
    const socket = this.socket;
    this.socket = null;
    this.is_ready = false;
    this.lost?.();
    socket?.close();
  }

  private connect(): void {
    clearTimeout(this.timer);
    if (this.socket || this.is_over || !this.isConnected) return;
    const url = new URL(this.dataset.live ?? '', location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url);
    this.socket = socket;
    socket.addEventListener('open', () => {
      socket.send(JSON.stringify({ type: 'hello', device: load(this.cart).device, seen: this.tag }));
      this.heard_at = Date.now();
      this.beat = window.setInterval(() => this.check(socket), 10_000);
    });
    socket.addEventListener('message', (event) => { this.heard_at = Date.now(); void this.heard(JSON.parse(event.data as string) as Message); });
    socket.addEventListener('close', (event) => this.closed(socket, event.code));
  }

  /** Asks for a sign of life every ten seconds; three that are missing are a lost connection, whatever the browser thinks. */
  private check(socket: WebSocket): void {
    if (Date.now() - this.heard_at > 30_000) return this.closed(socket, 0);
    if (socket.readyState === WebSocket.OPEN) socket.send('{"type":"ping"}');
  }

  private closed(socket: WebSocket, code: number): void {
    if (this.socket !== socket) return;
    this.leave();
    if (code === 4404 || code === 4409) { this.end(); return; }
    if (code === 4400) { this.is_over = true; return; }
    this.tell();
    const wait = Math.min(15_000, 250 * 2 ** Math.min(this.tries++, 6)) * (0.5 + Math.random());
    this.timer = window.setTimeout(() => this.connect(), wait);
  }

  /** Ordered, or joined with the cart of who signed in: the page shows what there is now. */
  private end(): void {
    this.is_over = true;
    void this.show();
    this.tell('This cart was closed on another device. Load the page again to see your cart.');
  }

  private async heard(message: Message): Promise<void> {
    if (message.type === 'welcome') await this.greeted(message);
    else if (message.type === 'ack') this.answered?.(message);
    else if (message.type === 'current' || message.type === 'snapshot' || message.type === 'delta') {
      const is_new = message.tag !== this.tag;
      this.tag = message.tag ?? '';
      if (is_new) await this.show();
    }
  }

  /** What was heard of us needs not be said again; what was meant for another cart is meant for this one only if that one went into it. */
  private async greeted(message: Message): Promise<void> {
    const dropped = await change(this.cart, (line) => {
      const is_ours = line.cart === this.cart || (message.joined ?? []).includes(line.cart);
      const strangers = is_ours ? 0 : line.edits.length;
      line.edits = is_ours ? line.edits.filter((edit) => edit.number > (message.heard ?? 0)) : [];
      line.next = Math.max(line.next, (message.heard ?? 0) + 1);
      line.cart = this.cart;
      return strangers;
    });
    this.is_ready = this.was_ready = true;
    this.tries = 0;
    this.lay_over();
    this.tell(dropped > 0 ? 'Changes to an earlier cart came too late and were not made.' : '');
    void this.drain();
  }

  /** A line's form was sent: the edit is ours to make. */
  private readonly submitted = (event: SubmitEvent): void => {
    const form = event.target as HTMLFormElement;
    const variant = form.dataset.variant;
    const action = (event.submitter as HTMLButtonElement | null)?.value ?? 'set';
    if (!variant || !this.was_ready || this.is_over || action === 'later') return;
    const input = form.querySelector<HTMLInputElement>('[name=quantity]');
    const typed = Number(input?.value);
    if (action === 'set' && (!Number.isInteger(typed) || typed < 0 || typed > 9999)) return;
    event.preventDefault();
    const seen = Number(input?.defaultValue);  // the number that was shown, saved or not
    const edit = action === 'more' || action === 'less'
      ? { kind: 'add' as const, quantity: action === 'more' ? 1 : -1 }
      : { kind: 'set' as const, quantity: action === 'remove' ? 0 : typed };
    void this.make({ ...edit, variant, seen });
  };

  private async make(edit: Omit<Edit, 'number'>): Promise<void> {
    const is_kept = await change(this.cart, (line) => {
      if (line.edits.length >= most_waiting) return false;
      if (line.edits.length === 0) line.cart = this.cart;
      line.edits.push({ ...edit, number: line.next++ });
      return true;
    });
    this.lay_over();
    this.tell(is_kept ? '' : 'Too many changes are waiting. Connect to the internet first.');
    await this.drain();
  }

  /** Sends what waits, oldest first, each until it was answered. One page of the browser does it at a time. */
  private async drain(): Promise<void> {
    if (!this.is_ready || this.is_sending) return;
    this.is_sending = true;
    let said = '';
    try {
      await navigator.locks.request('basket-send', async () => {
        for (let edit = load(this.cart).edits[0]; edit && this.is_ready; edit = load(this.cart).edits[0]) {
          const answer = await this.send(edit);
          if (!answer) return;
          const { number } = edit;
          await change(this.cart, (line) => { line.edits = line.edits.filter((other) => other.number !== number); });
          if (answer.text) said = answer.text;
        }
      });
    } finally {
      this.is_sending = false;
    }
    this.tell(said);
    if (said) await this.show();  // what was laid over is not how it stands
  }

  private send(edit: Edit): Promise<Message | null> {
    const line = load(this.cart);
    return new Promise((resolve) => {
      const finish = (answer: Message | null): void => { this.answered = this.lost = null; clearTimeout(patience); resolve(answer); };
      const patience = setTimeout(() => { finish(null); if (this.socket) this.closed(this.socket, 0); }, 10_000);
      this.lost = () => finish(null);
      this.answered = (message) => { if (message.device === line.device && message.number === edit.number) finish(message); };
      this.socket?.send(JSON.stringify({
        type: 'edit', device: line.device, number: edit.number, after: 0, kind: edit.kind, variant: edit.variant, quantity: edit.quantity,
        ...(edit.kind === 'set' ? { seen_quantity: edit.seen } : {}),
      }));
    });
  }

  /** Brings the page's cart up to date by the server's own HTML; not under the fingers of somebody who types. */
  private async show(): Promise<void> {
    if (this.is_showing) { this.shows_again = true; return; }
    this.is_showing = true;
    do {
      this.shows_again = false;
      const typing = document.activeElement as HTMLInputElement | null;
      if (typing?.name === 'quantity' && typing.value !== typing.defaultValue && typing.form?.dataset.variant) {
        await new Promise((resolve) => setTimeout(resolve, 300));
        this.shows_again = true;
        continue;
      }
      try {
        const answer = await ask('/cart', 'cart,saved,cart-count');
        if (answer.ok && answer.html !== null) place(answer.html);
        this.news?.postMessage('changed');
      } catch { /* the next news asks again */ }
      this.lay_over();
    } while (this.shows_again);
    this.is_showing = false;
    this.tell();
  }

  /** What waits, as if it were done: each line's number, with a mark that it is not saved. */
  private lay_over(): void {
    const wanted = new Map<string, number>();
    const forms = [...document.querySelectorAll<HTMLFormElement>('form[data-variant]')];
    const shown = (variant: string): number => Number(forms.find((form) => form.dataset.variant === variant)?.dataset.quantity ?? 0);
    const line = load(this.cart);
    for (const edit of line.cart === this.cart ? line.edits : []) {
      const now = wanted.get(edit.variant) ?? shown(edit.variant);
      wanted.set(edit.variant, edit.kind === 'add' ? Math.min(9999, Math.max(0, now + edit.quantity)) : edit.quantity);
    }
    for (const form of forms) {
      const number = wanted.get(form.dataset.variant ?? '');
      const input = form.querySelector<HTMLInputElement>('[name=quantity]');
      const row = form.closest<HTMLElement>('.line');
      if (!input || !row) continue;
      row.toggleAttribute('data-unsaved', number !== undefined);
      row.toggleAttribute('data-leaving', number === 0);
      if (number === undefined) continue;
      input.value = input.defaultValue = String(number);
    }
  }

  private tell(text = ''): void {
    const place_of = this.querySelector<HTMLElement>('.basket-state');
    if (!place_of) return;
    const waiting = load(this.cart).edits.length;
    const is_away = !this.is_ready && this.was_ready && !this.is_over;
    const state = text || (waiting > 0 ? (is_away ? 'Offline: your changes will be saved when you are back.' : 'Saving…')
      : is_away ? 'Offline: this is your cart as it was.' : this.was_ready ? 'Saved. Your other devices show the same.' : '');
    place_of.classList.toggle('offline', is_away);
    place_of.hidden = state === '';
    if (place_of.textContent !== state) place_of.textContent = state;
  }
}
customElements.define('x-basket', Basket);
