// Draws cut stones from above, facet by facet, as symbols for art.svg. Nothing is random: a facet's light depends on the way it faces.
const round = (value) => Math.round(value * 10) / 10;
const at = (cx, cy, x, y) => `${round(cx + x)} ${round(cy + y)}`;
const light = { x: -0.55, y: -0.83 };

/** How a facet that faces outward along (x, y) is painted: white where the light falls, dark on the other side, with contrast from its neighbour. */
function facet(points, x, y, index, strength = 1) {
  const length = Math.hypot(x, y) || 1;
  const facing = (x * light.x + y * light.y) / length;
  const wave = Math.sin(index * 2.4) * 0.35;
  const value = Math.max(-1, Math.min(1, facing * 0.75 + wave)) * strength;
  const fill = value >= 0 ? 'var(--w)' : 'var(--b)';
  const opacity = round(Math.abs(value) * 7) / 10;
  return opacity < 0.05 ? '' : `<path d="M${points.join('L')}z" fill="${fill}" opacity="${opacity}"/>`;
}

/** A brilliant: table, star, kite and girdle facets inside an outline r(angle) of radius 1. */
function brilliant(outline, size, cx, cy) {
  const count = 16;
  const ring = (scale, shift) => Array.from({ length: count }, (_, i) => {
    const angle = ((i + shift) / count) * 2 * Math.PI - Math.PI / 2;
    const [x, y] = outline(angle);
    return [x * size * scale, y * size * scale];
  });
  const girdle = ring(1, 0), middle = ring(0.78, 0.5), table = ring(0.54, 0);
  const p = ([x, y]) => at(cx, cy, x, y);
  let out = `<path d="M${girdle.map(p).join('L')}z" fill="var(--a)"/>`;
  for (let i = 0; i < count; i++) {
    const next = (i + 1) % count;
    out += facet([p(girdle[i]), p(girdle[next]), p(middle[i])], middle[i][0], middle[i][1], i * 3);
    out += facet([p(girdle[i]), p(middle[i]), p(table[i]), p(middle[(i + count - 1) % count])], girdle[i][0], girdle[i][1], i * 3 + 1, 0.8);
    out += facet([p(middle[i]), p(table[next]), p(table[i])], -middle[i][0], -middle[i][1], i * 3 + 2, 0.9);
  }
  const inner = table.map(([x, y]) => [x * 0.45, y * 0.45]);
  out += `<path d="M${table.map(p).join('L')}z" fill="var(--c)" opacity=".55"/>`;
  for (let i = 0; i < count; i += 2) out += facet([p(table[i]), p(table[(i + 2) % count]), p(inner[(i + 1) % count])], -table[i][0], table[i][1], i * 5 + 4, 0.8);
  return out + `<path d="M${table.map(p).join('L')}z" fill="none" stroke="var(--w)" stroke-width=".8" opacity=".8"/>` +
    `<path d="M${girdle.map(p).join('L')}z" fill="none" stroke="var(--b)" stroke-width="1" opacity=".55"/>`;
}

/** A step cut: rectangles with cut corners inside each other. */
function steps(width, height, corner, cx, cy) {
  const ring = (scale) => {
    const w = width * scale, h = height * scale, c = corner * Math.min(width, height) * scale;
    return [[-w + c, -h], [w - c, -h], [w, -h + c], [w, h - c], [w - c, h], [-w + c, h], [-w, h - c], [-w, -h + c]];
  };
  const p = ([x, y]) => at(cx, cy, x, y);
  const rings = [1, 0.8, 0.62, 0.44].map(ring);
  let out = `<path d="M${rings[0].map(p).join('L')}z" fill="var(--a)"/>`;
  for (let level = 0; level + 1 < rings.length; level++)
    for (let i = 0; i < 8; i++) {
      const next = (i + 1) % 8, outer = rings[level], inner = rings[level + 1];
      const x = (outer[i][0] + outer[next][0]) / 2, y = (outer[i][1] + outer[next][1]) / 2;
      out += facet([p(outer[i]), p(outer[next]), p(inner[next]), p(inner[i])], level % 2 ? -x : x, level % 2 ? -y : y, i + level * 3);
    }
  out += `<path d="M${rings[3].map(p).join('L')}z" fill="var(--c)" opacity=".6"/>`;
  out += `<path d="M${p(rings[3][7])}L${p(rings[3][0])}L${p(rings[3][1])}L${p(rings[3][6])}z" fill="var(--w)" opacity=".55"/>`;
  return out + `<path d="M${rings[0].map(p).join('L')}z" fill="none" stroke="var(--b)" stroke-width="1" opacity=".55"/>`;
}

const polar = (r) => (angle) => [Math.cos(angle) * r(angle), Math.sin(angle) * r(angle)];
const rounded_square = (power) => polar((angle) => (Math.abs(Math.cos(angle)) ** power + Math.abs(Math.sin(angle)) ** power) ** (-1 / power));
const stretched = (outline, sx, sy) => (angle) => { const [x, y] = outline(angle); return [x * sx, y * sy]; };
const circle = polar(() => 1);
const pear = (angle) => { const x = Math.cos(angle), y = Math.sin(angle); return y > 0 ? [x * 0.8, y * 0.85] : [x * 0.8 * (1 - (-y) ** 2.2), y * 1.15]; };
const marquise = (angle) => { const x = Math.cos(angle), y = Math.sin(angle); return [x * 0.55 * (1 - Math.abs(y) ** 3.2), y * 1.15]; };
const heart = (angle) => {
  const t = angle + Math.PI / 2;
  return [(16 * Math.sin(t) ** 3) / 16, -(13 * Math.cos(t) - 5 * Math.cos(2 * t) - 2 * Math.cos(3 * t) - Math.cos(4 * t)) / 16];
};
const rotated = (outline) => (angle) => { const [x, y] = outline(angle); return [(x - y) * Math.SQRT1_2, (x + y) * Math.SQRT1_2]; };

const cuts = {
  round: (size, x, y) => brilliant(circle, size, x, y),
  oval: (size, x, y) => brilliant(stretched(circle, 0.78, 1.08), size, x, y),
  pear: (size, x, y) => brilliant(pear, size, x, y),
  marquise: (size, x, y) => brilliant(marquise, size, x, y),
  heart: (size, x, y) => brilliant(heart, size, x, y),
  cushion: (size, x, y) => brilliant(stretched(rounded_square(4), 0.9, 0.9), size, x, y),
  princess: (size, x, y) => brilliant(stretched(rounded_square(14), 0.82, 0.82), size, x, y),
  radiant: (size, x, y) => brilliant(stretched(rounded_square(7), 0.72, 0.98), size, x, y),
  emerald: (size, x, y) => steps(size * 0.74, size * 1.02, 0.3, x, y),
  asscher: (size, x, y) => steps(size * 0.88, size * 0.88, 0.5, x, y),
  baguette: (size, x, y) => steps(size * 0.42, size * 1.08, 0.12, x, y),
};

const symbol = (id, body) => `<symbol id="${id}" viewBox="0 0 120 120">${body}</symbol>`;
const metal = 'stroke="var(--m)" fill="none"';
const shine = 'stroke="var(--w)" fill="none" opacity=".7"';

/** All symbols made here: each cut alone, a pair, and the jewels that carry stones. */
export function gem_symbols() {
  const out = Object.entries(cuts).map(([name, cut]) => symbol(`gem-${name}`, cut(44, 60, 60)));
  out.push(symbol('gem-pair', cuts.round(27, 34, 66) + cuts.round(27, 86, 54)));
  out.push(symbol('ring', `<ellipse cx="60" cy="76" rx="31" ry="32" ${metal} stroke-width="7"/><path d="M33 62a31 32 0 0 1 14-15" ${shine} stroke-width="2"/>` +
    `<path d="M46 46l14 9 14-9" ${metal} stroke-width="4"/>` + cuts.round(21, 60, 30)));
  out.push(symbol('ring-halo', `<ellipse cx="60" cy="78" rx="30" ry="30" ${metal} stroke-width="8"/><path d="M34 66a30 30 0 0 1 12-14" ${shine} stroke-width="2"/>` +
    Array.from({ length: 18 }, (_, i) => { const t = (i / 18) * 2 * Math.PI; return `<circle cx="${round(60 + 27 * Math.cos(t))}" cy="${round(36 + 27 * Math.sin(t))}" r="4" fill="var(--w)" stroke="var(--m)" stroke-width="1.4"/>`; }).join('') +
    cuts.cushion(22, 60, 36)));
  out.push(symbol('band', `<ellipse cx="50" cy="64" rx="30" ry="33" ${metal} stroke-width="11"/><path d="M25 55a30 33 0 0 1 16-22" ${shine} stroke-width="3"/>` +
    `<ellipse cx="76" cy="58" rx="26" ry="30" ${metal} stroke-width="8" opacity=".85"/><path d="M56 46a26 30 0 0 1 12-16" ${shine} stroke-width="2"/>`));
  out.push(symbol('studs', cuts.round(20, 36, 66) + cuts.round(20, 84, 48) +
    `<circle cx="36" cy="66" r="22" ${metal} stroke-width="2.5"/><circle cx="84" cy="48" r="22" ${metal} stroke-width="2.5"/>`));
  out.push(symbol('hoops', `<ellipse cx="40" cy="66" rx="20" ry="32" ${metal} stroke-width="8"/><path d="M23 58a20 32 0 0 1 10-19" ${shine} stroke-width="2"/>` +
    `<ellipse cx="82" cy="60" rx="20" ry="32" ${metal} stroke-width="8"/><path d="M65 52a20 32 0 0 1 10-19" ${shine} stroke-width="2"/>`));
  out.push(symbol('drops', `<path d="M38 12v26M82 12v26" ${metal} stroke-width="3"/><circle cx="38" cy="13" r="5" fill="var(--m)"/><circle cx="82" cy="13" r="5" fill="var(--m)"/>` +
    `<circle cx="38" cy="42" r="5" fill="var(--w)" stroke="var(--m)" stroke-width="2"/><circle cx="82" cy="42" r="5" fill="var(--w)" stroke="var(--m)" stroke-width="2"/>` +
    cuts.pear(22, 38, 78) + cuts.pear(22, 82, 78)));
  out.push(symbol('pendant', `<path d="M14 10c6 34 24 48 46 56 22-8 40-22 46-56" ${metal} stroke-width="2.4"/><circle cx="60" cy="68" r="4" ${metal} stroke-width="2.4"/>` + cuts.oval(17, 60, 90)));
  out.push(symbol('chain', Array.from({ length: 15 }, (_, i) => {
    const t = Math.PI * (0.02 + (0.96 * i) / 14), x = 60 - 46 * Math.cos(t), y = 18 + 84 * Math.sin(t) ** 0.8;
    return `<ellipse cx="${round(x)}" cy="${round(y)}" rx="7" ry="4" ${metal} stroke-width="2.6" transform="rotate(${round((Math.atan2(Math.cos(t) * 84, Math.sin(t) * 46) * 180) / Math.PI)} ${round(x)} ${round(y)})"/>`;
  }).join('')));
  out.push(symbol('bangle', `<ellipse cx="60" cy="62" rx="44" ry="34" ${metal} stroke-width="10"/><ellipse cx="60" cy="58" rx="44" ry="34" ${metal} stroke-width="3" opacity=".6"/><path d="M20 50c6-14 20-22 36-23" ${shine} stroke-width="2.6"/>`));
  out.push(symbol('tennis', Array.from({ length: 20 }, (_, i) => {
    const t = (i / 20) * 2 * Math.PI, x = 60 + 43 * Math.cos(t), y = 60 + 33 * Math.sin(t);
    return `<rect x="${round(x - 6)}" y="${round(y - 6)}" width="12" height="12" rx="2" fill="var(--m)"/><circle cx="${round(x)}" cy="${round(y)}" r="4.4" fill="var(--a)"/><path d="M${round(x - 3)} ${round(y)}l3-3 3 3z" fill="var(--w)" opacity=".8"/>`;
  }).join('')));
  return out.join('\n');
}
