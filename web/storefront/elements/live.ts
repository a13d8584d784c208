// While a product page is open, what is left follows the shop; when it sells out or comes back, the whole form does.
import { ask, place } from './fragments';

class Live extends HTMLElement {
  private source: EventSource | null = null;
  connectedCallback(): void {
    const src = this.dataset.src;
    if (!src || !('EventSource' in window)) return;
    let told = '';
    this.source = new EventSource(src);
    this.source.addEventListener('availability', (event) => {
      const before = told;
      told = (event as MessageEvent<string>).data;
      if (before === '' || before === told) return;  // what the page was made from, or a sign of life
      void ask(location.href, 'stock').then((answer) => {
        if (answer.html === null || !answer.ok || !this.isConnected) return;
        place(answer.html);
        const is_out = this.querySelector('.out') !== null;
        const can_buy = document.querySelector('.buy-row') !== null;
        if (is_out === can_buy) void ask(location.href, 'buy').then((whole) => { if (whole.ok && whole.html !== null) place(whole.html); });
      }).catch(() => { /* the next change asks again */ });
    });
  }
  disconnectedCallback(): void { this.source?.close(); }
}
customElements.define('x-live', Live);
