// The cart that follows its owner: hears at once what other devices and the shop do to it, and makes edits that count once. Edits wait in this browser
// until the server has said that it has them, so they survive a lost connection and a closed page. The server's own HTML is what is shown; what is not saved
// yet is laid over it. Where sockets or locks are missing the forms work as they do without this file. The protocol: src/modules/carts/README.md.
import { add_edit, answered, forget_saved, greeted, laid_over, read_line, waiting_for, type Edit, type Line } from './basket_line';
import { ask, place } from './fragments';

interface Message {
  type: string; tag?: string; heard?: number; joined?: string[]; cart?: string; version?: number;
  device?: string; number?: number; outcome?: string; text?: string | null;
}

const store_key = 'basket';
const over_text = 'This cart was closed on another device. Load the page again to see your cart.';
const checkout_patience = 2_000;
const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
const new_device = (): string => Array.from(crypto.getRandomValues(new Uint8Array(20)), (n) => letters[n % letters.length]).join('');
const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const load = (): Line => read_line(localStorage.getItem(store_key)) ?? { device: new_device(), next: 1, edits: [], saved: [] };
const save = (line: Line): void => localStorage.setItem(store_key, JSON.stringify(line));

/** Reads and writes what waits, one page of this browser at a time. */
const change = <T>(work: (line: Line) => T): Promise<T> =>
  navigator.locks.request('basket', () => { const line = load(); const result = work(line); save(line); return result; });

class Basket extends HTMLElement {
  private socket: WebSocket | null = null;
  private is_ready = false;       // greeted: edits may be sent
  private was_ready = false;      // on this page: from then on edits are ours, also without a connection
  private is_over = false;        // the cart takes no edits any more
  private is_sending = false;
  private making = 0;             // edits on their way into the line
  private tries = 0;
  private tag = '';               // of the cart that stands on the page
  private wanted = '';            // of the cart as the server told it last
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
    this.tag = this.wanted = this.dataset.tag ?? '';
    document.addEventListener('submit', this.submitted, true);
    document.addEventListener('click', this.clicked, true);
    window.addEventListener('online', this.came_back);
    window.addEventListener('offline', this.went_away);
    window.addEventListener('storage', this.other_page);
    window.addEventListener('pagehide', this.hidden_away);
    window.addEventListener('pageshow', this.shown_again);
    this.connect();
  }
  disconnectedCallback(): void {
    document.removeEventListener('submit', this.submitted, true);
    document.removeEventListener('click', this.clicked, true);
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
      void change((line) => line.device).then((device) => { if (this.socket === socket) socket.send(JSON.stringify({ type: 'hello', device, seen: this.tag })); });
      this.heard_at = Date.now();
      this.beat = window.setInterval(() => this.check(socket), 10_000);
    });
    socket.addEventListener('message', (event) => { this.heard_at = Date.now(); void this.heard(socket, JSON.parse(event.data as string) as Message); });
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
    if (code === 4404 || code === 4409 || code === 4401) { this.end(); return; }
    if (code === 4400) { this.is_over = true; return; }
    this.tell();
    const wait = Math.min(15_000, 250 * 2 ** Math.min(this.tries++, 6)) * (0.5 + Math.random());
    this.timer = window.setTimeout(() => this.connect(), wait);
  }

  /** Ordered, or joined with the cart of who signed in: the page shows what there is now. */
  private end(): void {
    this.is_over = true;
    void this.show();
    this.tell(over_text);
  }

  private async heard(socket: WebSocket, message: Message): Promise<void> {
    if (this.socket !== socket) return;
    if (message.type === 'welcome') await this.greeted(socket, message);
    else if (message.type === 'ack') this.answered?.(message);
    else if (message.type === 'current' || message.type === 'snapshot' || message.type === 'delta') {
      this.wanted = message.tag ?? '';
      if (this.wanted === this.tag) this.tries = 0;
      else await this.show();
    }
  }

  private async greeted(socket: WebSocket, message: Message): Promise<void> {
    if (message.cart !== this.cart) {  // this browser holds another cart by now: what this page shows is not it, and must not be edited
      this.is_over = true;
      this.leave();
      location.reload();
      return;
    }
    const dropped = await change((line) => greeted(line, message));
    if (this.socket !== socket) return;
    this.is_ready = this.was_ready = true;
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

  /** Whoever goes to the checkout takes along what he has just pressed: the link waits for it, but not for ever. */
  private readonly clicked = (event: MouseEvent): void => {
    const link = (event.target as Element | null)?.closest<HTMLAnchorElement>('a[href^="/checkout"]');
    if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!this.is_ready || !this.has_unsaved()) return;
    event.preventDefault();
    void this.drained().then(() => location.assign(link.href));
  };
  private has_unsaved(): boolean { return this.making > 0 || waiting_for(load(), this.cart).length > 0; }
  private async drained(): Promise<void> {
    for (const end = Date.now() + checkout_patience; this.has_unsaved() && Date.now() < end;) await rest(20);
  }

  private async make(edit: Omit<Edit, 'number' | 'cart'>): Promise<void> {
    ++this.making;
    const is_kept = await change((line) => add_edit(line, { ...edit, cart: this.cart })).finally(() => { --this.making; });
    this.lay_over();
    this.tell(is_kept ? '' : 'Too many changes are waiting. Connect to the internet first.');
    await this.drain();
  }

  /** Sends what waits for this cart, oldest first, each until it was answered. One page of the browser does it at a time. */
  private async drain(): Promise<void> {
    if (!this.is_ready || this.is_sending) return;
    this.is_sending = true;
    let said = '';
    const next = (): Edit | undefined => waiting_for(load(), this.cart)[0];
    try {
      await navigator.locks.request('basket-send', async () => {
        for (let edit = next(); edit && this.is_ready; edit = next()) {
          const answer = await this.send(edit);
          if (!answer) return;
          const { number } = edit;
          await change((line) => answered(line, number, answer.outcome ?? '', answer.version ?? 0));
          this.lay_over();
          if (answer.text) said = answer.text;
        }
      });
    } finally {
      this.is_sending = false;
    }
    this.tell(said);
    if (said) await this.show();  // what was laid over is not how it stands
    if (this.is_ready && next()) void this.drain();  // made while the last one was on its way out
  }

  private send(edit: Edit): Promise<Message | null> {
    const line = load();
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
    let is_shown = true;
    do {
      this.shows_again = false;
      const typing = document.activeElement as HTMLInputElement | null;
      if (typing?.name === 'quantity' && typing.value !== typing.defaultValue && typing.form?.dataset.variant) {
        await rest(300);
        this.shows_again = true;
        continue;
      }
      is_shown = await this.fetch_page();
      this.lay_over();
    } while (this.shows_again);
    this.is_showing = false;
    this.tell();
    // Not until it stands on the page is it seen: a connection begun anew asks for what is missing, less and less often.
    if (!is_shown && this.socket) this.closed(this.socket, 0);
  }

  private async fetch_page(): Promise<boolean> {
    const wanted = this.wanted;  // told before it was asked for, so the answer holds at least that
    const saved = load().saved;
    try {
      const answer = await ask('/cart', 'cart,saved,cart-count');
      if (!answer.ok || answer.html === null) return false;
      place(answer.html);
      await change((line) => forget_saved(line, saved));
      this.tag = wanted;
      this.tries = 0;
      this.news?.postMessage('changed');
      return true;
    } catch {
      return false;
    }
  }

  /** What waits, as if it were done: each line's number, with a mark that it is not saved. */
  private lay_over(): void {
    const forms = [...document.querySelectorAll<HTMLFormElement>('form[data-variant]')];
    const shown = (variant: string): number => Number(forms.find((form) => form.dataset.variant === variant)?.dataset.quantity ?? 0);
    const version = Number(forms[0]?.querySelector<HTMLInputElement>('[name=version]')?.value);
    const over = this.is_over ? new Map<string, never>() : laid_over(load(), this.cart, version, shown);
    for (const form of forms) {
      const wanted = over.get(form.dataset.variant ?? '');
      const input = form.querySelector<HTMLInputElement>('[name=quantity]');
      const row = form.closest<HTMLElement>('.line');
      if (!input || !row) continue;
      const was_laid = row.hasAttribute('data-laid');
      row.toggleAttribute('data-laid', wanted !== undefined);
      row.toggleAttribute('data-unsaved', wanted?.waits ?? false);
      row.toggleAttribute('data-leaving', wanted?.quantity === 0);
      if (wanted || was_laid) input.value = input.defaultValue = wanted ? String(wanted.quantity) : form.dataset.quantity ?? '';
    }
  }

  private tell(text = ''): void {
    const place_of = this.querySelector<HTMLElement>('.basket-state');
    if (!place_of) return;
    const is_waiting = this.has_unsaved();
    const is_away = !this.is_ready && this.was_ready && !this.is_over;
    const is_stale = this.is_ready && this.tag !== this.wanted;
    const state = text || (this.is_over ? over_text : is_waiting ? (is_away ? 'Offline: your changes will be saved when you are back.' : 'Saving…')
      : is_away ? 'Offline: this is your cart as it was.' : is_stale ? 'Loading your cart as it is now…' : this.was_ready ? 'Saved. Your other devices show the same.' : '');
    place_of.classList.toggle('offline', is_away);
    place_of.hidden = state === '';
    if (place_of.textContent !== state) place_of.textContent = state;
  }
}
customElements.define('x-basket', Basket);
