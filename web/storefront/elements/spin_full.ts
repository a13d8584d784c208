// Full screen for a 360° view: the browser's own; where it has none for elements (as on an iPhone), the view covers the page.
const covers = 'spin-full-page';

export class FullScreen {
  /** `home` gets the focus that would leave the view while it covers the page. */
  constructor(private readonly view: HTMLElement, private readonly home: HTMLElement, private readonly changed: () => void) {
    view.addEventListener('fullscreenchange', changed);
    view.addEventListener('keydown', (event) => { if (event.key === 'Escape' && view.classList.contains(covers)) this.cover(false); });
  }

  get is_on(): boolean { return document.fullscreenElement === this.view || this.view.classList.contains(covers); }

  async toggle(): Promise<void> {
    if (this.view.classList.contains(covers)) return this.cover(false);
    if (document.fullscreenElement === this.view) return document.exitFullscreen();
    try {
      await this.view.requestFullscreen();
    } catch {
      this.cover(true);
    }
  }

  /** Also takes the cover away when the view leaves the page. */
  cover(on: boolean): void {
    if (on === this.view.classList.contains(covers)) return;
    this.view.classList.toggle(covers, on);
    document.documentElement.classList.toggle('spin-behind', on);
    if (on) document.addEventListener('focusin', this.keep_focus);
    else document.removeEventListener('focusin', this.keep_focus);
    this.changed();
  }

  private readonly keep_focus = (event: FocusEvent): void => { if (!this.view.contains(event.target as Node)) this.home.focus(); };
}
