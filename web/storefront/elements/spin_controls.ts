// What is seen and pressed around a 360° view. The picture itself is the slider; the buttons do without dragging what it does.

export type Words = Record<'degrees' | 'left' | 'right' | 'play' | 'pause' | 'smaller' | 'larger' | 'full' | 'leave' | 'hint' | 'loading' | 'offline' | 'lost' | 'fault' | 'again', string>;

const english: Words = {
  degrees: '{n} degrees', left: 'Turn left', right: 'Turn right', play: 'Play', pause: 'Pause', smaller: 'Zoom out', larger: 'Zoom in', full: 'Full screen', leave: 'Leave full screen',
  hint: 'Drag to turn', loading: 'Loading the 360° view', offline: 'You are offline. More views load when the connection is back.', lost: 'The 360° view did not reach us.',
  fault: 'There is no 360° view of this right now.', again: 'Try again',
};

/** The words in the language of the page; English where we have none. */
export async function words_of(language: string): Promise<Words> {
  const short = language.slice(0, 2);
  return short === 'ur' || short === 'hi' ? (await import('./spin_words')).words[short] ?? english : english;
}

// Outlines of 24 by 24; arrows point the way the thing turns, in every language.
const outlines = {
  left: 'M3.5 13.5C1 10 6 6.5 12 6.5s11 3.5 8.5 7c-1 1.5-3.5 2.5-6 3M3.5 13.5c.8 1.2 2.3 2 4 2.6M4.8 18.7l3-2.5-2-3.3',
  right: 'M20.5 13.5C23 10 18 6.5 12 6.5S1 10 3.5 13.5c1 1.5 3.5 2.5 6 3M20.5 13.5c-.8 1.2-2.3 2-4 2.6M19.2 18.7l-3-2.5 2-3.3',
  play: 'M8 5.5v13l10.5-6.5z', pause: 'M8.5 5.5v13M15.5 5.5v13', smaller: 'M6 12h12', larger: 'M6 12h12M12 6v12',
  full: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5', leave: 'M9 4v5H4M20 9h-5V4M15 20v-5h5M4 15h5v5',
};
export type Icon = keyof typeof outlines;

const make = <K extends keyof HTMLElementTagNameMap>(tag: K, className: string, ...inside: Node[]): HTMLElementTagNameMap[K] => {
  const node = Object.assign(document.createElement(tag), { className });
  node.append(...inside);
  return node;
};

function icon(name: Icon): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  for (const [key, value] of Object.entries({ class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true' })) svg.setAttribute(key, value);
  path.setAttribute('d', outlines[name]);
  svg.append(path);
  return svg;
}

/** Gives a button its picture and its name. */
export function dress(button: HTMLButtonElement, name: Icon, words: Words): void {
  button.setAttribute('aria-label', words[name]);
  button.title = words[name];
  button.replaceChildren(icon(name));
}

/** The parts, not yet on the page. `press` hears which button was pressed. */
export function build_controls(words: Words, label: string, press: (name: Icon | 'again') => void) {
  const button = (name: Icon): HTMLButtonElement => {
    const node = Object.assign(make('button', `spin-button spin-${name}`), { type: 'button' });
    dress(node, name, words);
    node.addEventListener('click', () => press(name));
    return node;
  };
  const canvas = make('canvas', 'spin-canvas');
  const hint = make('span', 'spin-hint', document.createTextNode(words.hint));
  const stage = Object.assign(make('div', 'spin-stage', canvas, hint), { tabIndex: 0 });
  for (const [key, value] of Object.entries({ role: 'slider', 'aria-label': label, 'aria-valuemin': '0', 'aria-valuemax': '359' })) stage.setAttribute(key, value);
  hint.setAttribute('aria-hidden', 'true');

  const buttons = { left: button('left'), play: button('play'), right: button('right'), smaller: button('smaller'), larger: button('larger'), full: button('full') };
  const track = make('div', 'spin-track', make('span', 'spin-loaded'), make('span', 'spin-mark'));
  const angle = make('span', 'spin-angle');
  angle.setAttribute('aria-hidden', 'true');
  const note = Object.assign(make('p', 'spin-note'), { tabIndex: -1 });
  note.setAttribute('role', 'status');
  const again = Object.assign(make('button', 'btn small spin-again', document.createTextNode(words.again)), { type: 'button', hidden: true });
  again.addEventListener('click', () => press('again'));
  const bar = make('div', 'spin-bar', track, make('div', 'spin-turns', buttons.left, buttons.play, buttons.right), angle, make('div', 'spin-sizes', buttons.smaller, buttons.larger, buttons.full));
  bar.setAttribute('role', 'group');
  bar.setAttribute('aria-label', label);
  return { canvas, hint, stage, bar, track, angle, note, again, buttons };
}
export type Controls = ReturnType<typeof build_controls>;
