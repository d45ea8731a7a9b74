import type { Happening, Phase, Report, Second } from './report.ts';

const WIDTH = 960;
const HEIGHT = 150;
const LEFT = 64;
const RIGHT = 16;
const BAR_HEIGHT = 20;

const STYLE = `
body { font: 15px/1.5 system-ui, sans-serif; max-width: ${WIDTH}px; margin: 2em auto; padding: 0 1em; color: #16191f; }
table { border-collapse: collapse; } td, th { padding: .2em .8em .2em 0; text-align: right; } td:first-child, th:first-child { text-align: left; }
.passed { color: #1d8102; } .failed, .stopped, .interrupted { color: #d13212; }
svg { display: block; width: 100%; height: auto; margin: .5em 0 1.5em; } text { font: 12px system-ui, sans-serif; fill: #545b64; }
`;

/** The report as one page that needs nothing else. */
export function reportPage(report: Report): string {
  const { name, title, hypothesis, seed, startedAt, verdict, findings } = report;
  const plots = [
    plot(report, 'Answers a second', [line('#0073bb', report, (second) => second.requests)]),
    plot(report, 'Latency, milliseconds', [
      line('#0073bb', report, ({ p50 }) => p50, 'p50'),
      line('#ff9900', report, ({ p95 }) => p95, 'p95'),
      line('#d13212', report, ({ p99 }) => p99, 'p99'),
    ]),
    plot(report, 'Errors a second', [
      line('#d13212', report, ({ errors }) => Object.values(errors).reduce((sum, count) => sum + count, 0)),
    ]),
    timeline(report),
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(name)}</title><style>${STYLE}</style></head><body>
<h1>${escaped(title)}: <span class="${verdict}">${verdict}</span></h1>
<p>${escaped(hypothesis)}</p>
<p>${escaped(name)}, seed ${escaped(seed)}, ${escaped(startedAt)}</p>
${findings.length === 0 ? '' : `<ul>${findings.map((finding) => `<li class="failed">${escaped(finding)}</li>`).join('')}</ul>`}
${table(report.phases)}
${plots.join('\n')}
</body></html>
`;
}

function table(phases: readonly Phase[]): string {
  const rows = phases.map(
    ({ name, measures: { requests, success, rate, p50, p95, p99 } }) =>
      `<tr><td>${name}</td><td>${requests}</td><td>${success.toFixed(2)}</td><td>${rate.toFixed(0)}</td><td>${p50.toFixed(1)}</td><td>${p95.toFixed(1)}</td><td>${p99.toFixed(1)}</td></tr>`,
  );
  return `<table><tr><th>Phase</th><th>Requests</th><th>Success %</th><th>A second</th><th>p50 ms</th><th>p95 ms</th><th>p99 ms</th></tr>${rows.join('')}</table>`;
}

interface Line {
  readonly color: string;
  readonly label: string;
  readonly points: readonly { readonly atMs: number; readonly value: number }[];
}

function line(color: string, { seconds }: Report, value: (measures: Second['measures']) => number, label = ''): Line {
  return { color, label, points: seconds.map(({ atMs, measures }) => ({ atMs, value: value(measures) })) };
}

function plot(report: Report, title: string, lines: readonly Line[]): string {
  const endMs = endOf(report);
  const top = Math.max(1, ...lines.flatMap(({ points }) => points.map(({ value }) => value)));
  const y = (value: number) => HEIGHT - (HEIGHT * value) / top;
  const drawn = lines.map(({ color, points }) => {
    const path = points.map(({ atMs, value }) => `${x(atMs, endMs)},${y(value).toFixed(1)}`).join(' ');
    return `<polyline fill="none" stroke="${color}" stroke-width="1.5" points="${path}"/>`;
  });
  const labels = lines.map(
    ({ color, label }, index) => `<text x="${LEFT + 60 * index}" y="-6" style="fill:${color}">${label}</text>`,
  );
  return `<h2>${title}</h2><svg viewBox="0 -20 ${WIDTH} ${HEIGHT + 45}" role="img" aria-label="${title}">
${shades(report, endMs)}<text x="0" y="12">${top.toFixed(top < 10 ? 1 : 0)}</text><text x="0" y="${HEIGHT}">0</text>
<path d="M${LEFT} 0V${HEIGHT}H${WIDTH - RIGHT}" fill="none" stroke="#879596"/>${drawn.join('')}${labels.join('')}${clock(endMs, HEIGHT)}</svg>`;
}

/** The time of the faults, behind every plot. */
function shades({ phases }: Report, endMs: number): string {
  return phases
    .filter(({ name }) => name === 'during')
    .map(({ fromMs, toMs }) => rectangle(fromMs, toMs, endMs, 0, HEIGHT, '#fdf3f1'))
    .join('');
}

function timeline(report: Report): string {
  const endMs = endOf(report);
  const happenings: readonly Happening[] = [...report.faults, ...report.work].toSorted((a, b) => a.fromMs - b.fromMs);
  const height = BAR_HEIGHT * Math.max(1, happenings.length);
  const bars = happenings.map(({ what, fromMs, toMs }, row) => {
    const y = row * BAR_HEIGHT;
    const bar = rectangle(fromMs, toMs, endMs, y + 3, BAR_HEIGHT - 6, '#ff9900');
    return `${bar}<text x="${Math.min(x(fromMs, endMs) + 4, WIDTH / 2)}" y="${y + BAR_HEIGHT - 6}">${escaped(what)}</text>`;
  });
  return `<h2>Faults</h2><svg viewBox="0 0 ${WIDTH} ${height + 25}" role="img" aria-label="Faults">${bars.join('')}${clock(endMs, height)}</svg>`;
}

function rectangle(fromMs: number, toMs: number, endMs: number, y: number, height: number, color: string): string {
  const left = x(fromMs, endMs);
  return `<rect x="${left}" y="${y}" width="${Math.max(2, x(toMs, endMs) - left).toFixed(1)}" height="${height}" fill="${color}"/>`;
}

function clock(endMs: number, y: number): string {
  return `<text x="${LEFT}" y="${y + 16}">0 s</text><text x="${WIDTH - RIGHT}" y="${y + 16}" text-anchor="end">${Math.round(endMs / 1_000)} s</text>`;
}

function endOf({ phases }: Report): number {
  return Math.max(1, ...phases.map(({ toMs }) => toMs));
}

function x(atMs: number, endMs: number): number {
  return Number((LEFT + ((WIDTH - LEFT - RIGHT) * atMs) / endMs).toFixed(1));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
