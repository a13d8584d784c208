// Choosing another variant asks the server for its price, stock and picture, and keeps the address in step.
import { ask, place } from './fragments';

let latest = 0;
class Variants extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener('change', (event) => {
      const radio = event.target as HTMLInputElement;
      const href = radio.dataset.href;
      if (radio.name !== 'variant' || !href) return;
      const turn = ++latest;
      void ask(href, 'buy').then((answer) => {
        if (turn !== latest || answer.html === null) return;
        history.replaceState(null, '', href);
        place(answer.html);
      }).catch(() => { if (turn === latest) location.assign(href); });
    });
  }
}
customElements.define('x-variants', Variants);
