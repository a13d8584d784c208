// Filters, sorting and paging of a listing: fetches the same address as a fragment. The address is the state.
import { ask, place } from './fragments';

const seen = new Map<string, string>();
let running: AbortController | null = null;
let timer = 0;

/** One order for every set of choices, several values of one filter joined by commas: an address that can be shared. */
function address_of(form: HTMLFormElement): string {
  const values = new Map<string, string[]>();
  for (const [name, value] of new FormData(form)) {
    const text = String(value).trim();
    if (!text || (name === 'sort' && text === form.querySelector<HTMLOptionElement>('#sort option')?.value)) continue;
    values.set(name, [...(values.get(name) ?? []), text]);
  }
  const query = new URLSearchParams([...values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, [...new Set(v)].sort().join(',')]));
  const text = query.toString().replaceAll('%2C', ',').replaceAll('%5B', '[').replaceAll('%5D', ']');
  return form.getAttribute('action') + (text ? `?${text}` : '');
}

async function show(url: string, push: boolean, to_top: boolean): Promise<void> {
  running?.abort();
  running = new AbortController();
  const results = document.querySelector('.results');
  results?.setAttribute('aria-busy', 'true');
  try {
    let html = seen.get(url) ?? null;
    if (html === null) {
      const answer = await ask(url, 'listing', { signal: running.signal });
      html = answer.html;
      if (html === null) return location.assign(url);
      if (answer.ok) seen.set(url, html);
    }
    if (push) history.pushState(null, '', url);
    place(html);
    if (to_top) {
      document.querySelector('.listing-head')?.scrollIntoView();
      document.querySelector<HTMLElement>('#main')?.focus({ preventScroll: true });
    }
  } catch (error) {
    if ((error as Error).name !== 'AbortError') location.assign(url);
  } finally {
    results?.removeAttribute('aria-busy');
  }
}

class Facets extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector('form');
    if (!form) return;
    form.addEventListener('change', () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => void show(address_of(form), true, false), 120);
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      clearTimeout(timer);
      void show(address_of(form), true, false);
    });
    this.addEventListener('click', (event) => {
      const link = (event.target as Element).closest<HTMLAnchorElement>('.chips a, .pager a');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      void show(link.pathname + link.search, true, link.closest('.pager') !== null);
    });
  }
}
customElements.define('x-facets', Facets);
window.addEventListener('popstate', () => void show(location.pathname + location.search, false, false));
