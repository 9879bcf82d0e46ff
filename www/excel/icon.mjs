// Draws the pictures of the ribbon and the add-in list into `icons`: three bars on a rounded square, or the bars alone.
// `node icon.mjs` after a change; what it writes is committed, because packing differs between versions of Node.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';

const GREEN = [0x12, 0x4b, 0x4e];

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

/** A PNG of `size` by `size`; `outline`: white on nothing, as Teams asks for. */
function icon(size, outline = false) {
  const bars = [
    [7, 13, 23],
    [14.5, 9, 23],
    [22, 16, 23],
  ];
  const colour = (x, y) => {
    const bar = bars.some(([left, top, bottom]) => x >= left && x < left + 3 && y >= top && y < bottom);
    if (bar) return [255, 255, 255, 255];
    const dx = Math.max(6 - x, x - 26, 0);
    const dy = Math.max(6 - y, y - 26, 0);
    return !outline && dx * dx + dy * dy <= 36 ? [...GREEN, 255] : [255, 255, 255, 0];
  };
  const rows = [];
  for (let y = 0; y < size; y++) {
    const row = Buffer.alloc(1 + size * 4);
    for (let x = 0; x < size; x++) {
      // Four samples to a pixel, so that edges are soft.
      const samples = [0.25, 0.75].flatMap((v) => [0.25, 0.75].map((u) => colour(((x + u) * 32) / size, ((y + v) * 32) / size)));
      const alpha = samples.reduce((sum, sample) => sum + sample[3], 0);
      for (let c = 0; c < 3; c++) {
        const weighed = samples.reduce((sum, sample) => sum + sample[c] * sample[3], 0);
        row[1 + x * 4 + c] = alpha === 0 ? 255 : Math.round(weighed / alpha);
      }
      row[1 + x * 4 + 3] = Math.round(alpha / 4);
    }
    rows.push(row);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const folder = fileURLToPath(new URL('icons', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const size of [16, 32, 64, 80, 192]) writeFileSync(`${folder}/icon-${size}.png`, icon(size));
writeFileSync(`${folder}/outline-32.png`, icon(32, true));
