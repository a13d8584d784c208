// Search box with suggestions: WAI-ARIA combobox with a listbox. Without it, or when it fails, it is a plain search form.
interface Item { text: string; href: string; note: string }
interface Group { label: string; items: Item[] }
interface Suggestion { kind: string; text: string; url: string }

const wide = matchMedia('(min-width: 48rem)');

function groups_of(items: Suggestion[]): Group[] {
  const shown = items.slice(0, wide.matches ? 10 : 7);
  const group = (label: string, kind: string, note: string): Group => ({
    label,
    items: shown.filter((item) => item.kind === kind)
      .map((item) => ({ text: item.text, href: kind === 'query' ? `/search?q=${encodeURIComponent(item.text)}` : item.url, note })),
  });
  return [group('Searches', 'query', ''), group('Categories', 'category', 'Category'), group('Products', 'product', '')].filter((g) => g.items.length);
}

/** What the shopper has not typed yet stands out; what was typed is already known. */
function predicted(text: string, typed: string): Node[] {
  const at = text.toLowerCase().indexOf(typed.toLowerCase());
  const strong = (part: string) => Object.assign(document.createElement('b'), { textContent: part });
  if (at < 0) return [strong(text)];
  return [strong(text.slice(0, at)), document.createTextNode(text.slice(at, at + typed.length)), strong(text.slice(at + typed.length))];
}

class Search extends HTMLElement {
  private input!: HTMLInputElement;
  private list!: HTMLElement;
  private live!: HTMLElement;
  private active = -1;
  private typed = '';
  private timer = 0;
  private running: AbortController | null = null;

  connectedCallback(): void {
    const input = this.querySelector('input');
    if (!input || this.list) return;
    this.input = input;
    this.list = Object.assign(document.createElement('div'), { id: 'suggest', className: 'suggest', hidden: true });
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-label', 'Suggestions');
    this.live = Object.assign(document.createElement('p'), { className: 'vh' });
    this.live.setAttribute('role', 'status');
    this.append(this.list, this.live);
    for (const [name, value] of Object.entries({ role: 'combobox', 'aria-expanded': 'false', 'aria-controls': 'suggest', 'aria-autocomplete': 'list' })) input.setAttribute(name, value);
    input.addEventListener('input', () => {
      this.typed = input.value.trim();
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.load(), 120);
    });
    input.addEventListener('keydown', (event) => this.on_key(event));
    input.addEventListener('focus', () => { if (this.list.childElementCount) this.open(true); });
    this.addEventListener('focusout', (event) => { if (!this.contains(event.relatedTarget as Node)) this.open(false); });
    this.list.addEventListener('pointerdown', (event) => event.preventDefault());
  }

  private async load(): Promise<void> {
    this.running?.abort();
    if (this.typed.length < 2) return this.fill([]);
    const mine = (this.running = new AbortController());
    try {
      const response = await fetch(`/api/v1/search/suggestions?q=${encodeURIComponent(this.typed)}&currency=${document.documentElement.dataset.currency ?? ''}`, { signal: mine.signal });
      if (!response.ok) return this.fill([]);
      const reply = (await response.json()) as { items?: Suggestion[] };
      if (mine === this.running) this.fill(groups_of(reply.items ?? []));
    } catch {
      if (mine === this.running && !mine.signal.aborted) this.fill([]);
    }
  }

  private fill(groups: Group[]): void {
    this.active = -1;
    this.input.removeAttribute('aria-activedescendant');
    let n = 0;
    this.list.replaceChildren(...groups.map((group) => {
      const box = document.createElement('div');
      box.setAttribute('role', 'group');
      box.setAttribute('aria-label', group.label);
      const title = Object.assign(document.createElement('p'), { textContent: group.label });
      title.setAttribute('aria-hidden', 'true');
      box.append(title, ...group.items.map((item) => {
        const row = Object.assign(document.createElement('div'), { id: `suggest-${n++}`, className: 'option' });
        row.setAttribute('role', 'option');
        row.setAttribute('aria-selected', 'false');
        row.dataset.href = item.href;
        row.dataset.text = item.text;
        const text = Object.assign(document.createElement('span'), { dir: 'auto' });
        text.append(...predicted(item.text, this.typed));
        row.append(text);
        if (item.note) row.append(Object.assign(document.createElement('small'), { textContent: item.note }));
        row.addEventListener('click', () => location.assign(item.href));
        return row;
      }));
      return box;
    }));
    this.open(n > 0 && document.activeElement === this.input);
    this.live.textContent = n ? `${n} suggestions` : '';
  }

  private open(show: boolean): void {
    this.list.hidden = !show;
    this.input.setAttribute('aria-expanded', String(show));
  }

  private on_key(event: KeyboardEvent): void {
    const rows = [...this.list.querySelectorAll<HTMLElement>('[role=option]')];
    if (event.key === 'Escape') {
      if (!this.list.hidden) {
        event.preventDefault();
        this.input.value = this.typed;
        this.input.removeAttribute('aria-activedescendant');
        this.open(false);
      }
      return;
    }
    if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && rows.length) {
      event.preventDefault();
      this.open(true);
      const stops = rows.length + 1;
      this.active = (this.active + 1 + (event.key === 'ArrowDown' ? 1 : -1) + stops) % stops - 1;
      rows.forEach((row, i) => row.setAttribute('aria-selected', String(i === this.active)));
      const row = rows[this.active];
      this.input.value = row?.dataset.text ?? this.typed;
      if (row) this.input.setAttribute('aria-activedescendant', row.id);
      else this.input.removeAttribute('aria-activedescendant');
    }
    const chosen = rows[this.active]?.dataset.href;
    if (event.key === 'Enter' && chosen && !this.list.hidden) { event.preventDefault(); location.assign(chosen); }
  }
}
customElements.define('x-search', Search);
