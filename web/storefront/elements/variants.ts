// Choosing another variant asks the server for its price, stock and picture, and keeps the address in step.
import { ask, place } from './fragments';

let latest = 0;
class Variants extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener('change', (event) => {
      const control = event.target as HTMLInputElement | HTMLSelectElement;
      const options = control.closest<HTMLFormElement>('form.options');
      const href = options ? `${options.getAttribute('action')}?${new URLSearchParams(new FormData(options) as unknown as Record<string, string>)}` : control.dataset.href;
      if (!href || (!options && control.name !== 'variant')) return;
      const turn = ++latest;
      void ask(href, 'buy').then((answer) => {
        if (turn !== latest || answer.html === null) return;
        history.replaceState(null, '', answer.url);
        place(answer.html);
      }).catch(() => { if (turn === latest) location.assign(href); });
    });
  }
}
customElements.define('x-variants', Variants);
