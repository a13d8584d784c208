// Server HTML in, DOM out. The server sends <template data-fragment="name">…</template>; each replaces what the
// element with the same data-fragment name holds. This is the only place that turns text into HTML.

interface Policy { createHTML(html: string): unknown }
interface TrustedTypesFactory { createPolicy(name: string, rules: { createHTML(html: string): string }): Policy }

const factory = (globalThis as { trustedTypes?: TrustedTypesFactory }).trustedTypes;
const policy: Policy = factory?.createPolicy('vitrine', { createHTML: (html) => html }) ?? { createHTML: (html) => html };

export interface Answer { ok: boolean; status: number; url: string; html: string | null; location: string | null }

/** Asks our own server for fragments. `html` is null when the answer is not made of fragments. */
export async function ask(url: string, names: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, {
    ...init,
    credentials: 'same-origin',
    headers: { Accept: 'text/html', 'X-Fragment': names, ...init.headers },
  });
  const text = await response.text();
  return {
    ok: response.ok, status: response.status, url: response.url,
    html: response.headers.get('X-Fragment') ? text : null,
    location: response.headers.get('X-Location'),
  };
}

const key_of = (node: Element | null): string => {
  if (!node) return '';
  if (node.id) return `#${CSS.escape(node.id)}`;
  const name = node.getAttribute('name');
  const form = node.closest('form')?.getAttribute('action');
  const value = node.getAttribute('value');
  if (!name) return '';
  const plain = node instanceof HTMLInputElement && node.type !== 'checkbox' && node.type !== 'radio';
  return `${form ? `form[action="${CSS.escape(form)}"] ` : ''}[name="${CSS.escape(name)}"]${value !== null && !plain ? `[value="${CSS.escape(value)}"]` : ''}`;
};

/** Puts the fragments in place. Focus and opened <details> survive. Returns the names replaced. */
export function place(html: string): string[] {
  const holder = document.createElement('template');
  (holder as { innerHTML: unknown }).innerHTML = policy.createHTML(html);
  const focus = key_of(document.activeElement);
  const done: string[] = [];
  for (const part of holder.content.querySelectorAll<HTMLTemplateElement>('template[data-fragment]')) {
    const name = part.dataset.fragment ?? '';
    for (const target of document.querySelectorAll(`[data-fragment="${CSS.escape(name)}"]:not(template)`)) {
      const open = [...target.querySelectorAll('details')].map((d) => d.open);
      target.replaceChildren(part.content.cloneNode(true));
      target.querySelectorAll('details').forEach((d, i) => { if (open[i]) d.open = true; });
      done.push(name);
    }
  }
  if (focus && document.activeElement === document.body) document.querySelector<HTMLElement>(focus)?.focus({ preventScroll: true });
  return done;
}
