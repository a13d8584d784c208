// While the page of an order is open, it follows the order; without scripts it is read anew by hand.
import { ask, place } from './fragments';

class Order extends HTMLElement {
  private source: EventSource | null = null;
  private seen = this.dataset.seen ?? '';
  private is_asking = false;
  connectedCallback(): void {
    const src = this.dataset.src;
    if (!src || !('EventSource' in window)) return;
    this.source = new EventSource(src);
    this.source.addEventListener('order', (event) => void this.show((event as MessageEvent).lastEventId));
    window.addEventListener('pagehide', () => this.source?.close());
    window.addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
  }
  disconnectedCallback(): void { this.source?.close(); }

  /** A file that was chosen and not sent would be lost with the form it is in. */
  private is_filled_in(): boolean {
    return [...this.querySelectorAll<HTMLInputElement>('input[type=file]')].some((input) => (input.files?.length ?? 0) > 0);
  }
  private async show(tag: string): Promise<void> {
    if (tag === this.seen) return;
    this.seen = tag;
    if (this.is_asking) return;
    this.is_asking = true;
    let shown = '';
    try {
      while (shown !== this.seen && this.isConnected) {
        const wanted = this.seen;
        if (this.is_filled_in()) return this.say('Your order has changed. Send your file, or load the page again to see it.');
        const answer = await ask(location.href, 'order');
        if (answer.html === null || !answer.ok) return;
        place(answer.html);
        shown = wanted;
        this.say(this.querySelector('h1')?.textContent ?? '');
      }
    } catch { /* the next change asks again */ } finally { this.is_asking = false; }
  }
  private say(text: string): void {
    const region = this.querySelector('[role=status]');
    if (region) region.textContent = text;
  }
}
customElements.define('x-order', Order);
