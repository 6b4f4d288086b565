/** A line chart as SVG, and its numbers: what a chart is redrawn from. */
export interface Chart {
  readonly title: string;
  /** `log`: equal factors are equal lengths; every value is above 0. */
  readonly x: Axis & { readonly log: boolean };
  /** From 0 up. */
  readonly y: Axis;
  /** How it was measured. */
  readonly note: string;
  readonly lines: readonly Line[];
}

interface Axis {
  readonly label: string;
}

export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

const size = { width: 720, height: 416 };
const plot = { left: 64, right: 680, top: 84, bottom: 340 };
/** Told apart, and read, on white and on black. */
const colours = ['#3d85c6', '#d9822b', '#2f9e6e', '#b065c9', '#d1495b', '#7d8590'];
const style = `text { font: 13px system-ui, sans-serif; fill: #757d86 } .title { font-size: 16px; font-weight: 600 }
.note { font-size: 11px }
.grid { stroke: #757d86; stroke-opacity: 0.25 } .axis { stroke: #757d86 } polyline { fill: none; stroke-width: 2 }`;

/** Nothing in it is fetched from elsewhere; it has no background of its own. */
export function drawChart({ title, x, y, note, lines }: Chart): string {
  const xs = [...new Set(lines.flatMap(({ points }) => points.map(([value]) => value)))].toSorted((a, b) => a - b);
  const ys = ticksUpTo(Math.max(...lines.flatMap(({ points }) => points.map(([, value]) => value))));
  const across = scale(x.log ? Math.log : Number, [xs[0] ?? 0, xs.at(-1) ?? 1], [plot.left, plot.right]);
  const up = scale(Number, [0, ys.at(-1) ?? 1], [plot.bottom, plot.top]);
  const middle = (plot.left + plot.right) / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    text(plot.left, 24, title, 'class="title"'),
    ...legend(lines),
    ...ys.flatMap((value) => [
      `<path class="grid" d="M${plot.left} ${up(value)}H${plot.right}"/>`,
      text(plot.left - 8, up(value) + 4, number(value), 'text-anchor="end"'),
    ]),
    `<path class="axis" d="M${plot.left} ${plot.bottom}H${plot.right}"/>`,
    ...apart(xs, across).flatMap((value) => [
      `<path class="axis" d="M${across(value)} ${plot.bottom}v5"/>`,
      text(across(value), plot.bottom + 21, number(value), 'text-anchor="middle"'),
    ]),
    text(middle, plot.bottom + 46, x.label, 'text-anchor="middle"'),
    text(plot.left - 48, plot.top - 14, y.label),
    text(plot.left, size.height - 8, note, 'class="note"'),
    ...lines.flatMap(({ points }, index) => {
      const places = points.map(([left, top]) => [across(left), up(top)] as const);
      return [
        `<polyline stroke="${colour(index)}" points="${places.map((place) => place.join(',')).join(' ')}"/>`,
        ...places.map(([left, top]) => `<circle cx="${left}" cy="${top}" r="3.5" fill="${colour(index)}"/>`),
      ];
    }),
    '</svg>\n',
  ].join('\n');
}

function legend(lines: readonly Line[]): readonly string[] {
  let left = plot.left;
  return lines.flatMap(({ name }, index) => {
    const at = left;
    left += 34 + name.length * 7;
    return [`<circle cx="${at + 5}" cy="44" r="5" fill="${colour(index)}"/>`, text(at + 16, 48, name)];
  });
}

/** Round numbers, five or so, the last of which is no less than `most`. */
function ticksUpTo(most: number): readonly number[] {
  const rough = (most > 0 ? most : 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, count) =>
    Number((count * step).toPrecision(12)),
  );
}

/** Those of the values that leave room for their text; the first and the last at any rate. */
function apart(values: readonly number[], across: (value: number) => number): readonly number[] {
  const last = values.at(-1) ?? 0;
  const kept: number[] = [];
  for (const value of values) {
    const room = (other: number): boolean => Math.abs(across(value) - across(other)) >= 10 + 8 * number(value).length;
    if (value === last || (kept.every(room) && room(last))) kept.push(value);
  }
  return kept;
}

function scale(by: (value: number) => number, from: readonly [number, number], to: readonly [number, number]) {
  const [low, high] = [by(from[0]), by(from[1])];
  return (value: number): number =>
    Math.round((to[0] + ((by(value) - low) / (high - low || 1)) * (to[1] - to[0])) * 10) / 10;
}

const colour = (index: number): string => colours[index % colours.length] ?? '#7d8590';
const number = (value: number): string => value.toLocaleString('en-US');
const text = (x: number, y: number, words: string, attributes = ''): string =>
  `<text x="${x}" y="${y}"${attributes && ` ${attributes}`}>${escaped(words)}</text>`;
const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
