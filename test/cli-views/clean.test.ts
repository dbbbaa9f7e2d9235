import { describe, expect, it } from 'vitest';
import { clean, jsonText, onlyColours, plain } from '../../cli/terminal/index.ts';
import { processorMs } from '../processor-ms.ts';
import { harmful, PAYLOADS } from './payloads.ts';

describe('text of others', () => {
  it('there are more than fifty payloads, and each would be noticed', () => {
    expect(PAYLOADS.length).toBeGreaterThanOrEqual(50);
    const noticed = PAYLOADS.filter((payload) => harmful(payload).length > 0 || /\n|\u0300{5}/.test(payload));
    expect(noticed).toEqual(PAYLOADS);
  });

  it.each(PAYLOADS)('keeps what can be read and nothing that acts: %j', (payload) => {
    const text = clean(`a ${payload} the end`);
    expect(harmful(text)).toEqual([]);
    expect(text).not.toContain('\n');
    expect(text.startsWith('a ')).toBe(true);
    expect(text.endsWith('end')).toBe(true);
  });

  it.each(PAYLOADS)('is caught by the line itself where nobody cleaned it: %j', (payload) => {
    const coloured = onlyColours(payload).replaceAll('\u001b[31m', '');
    expect(harmful(coloured)).toEqual([]);
    expect(harmful(plain(payload))).toEqual([]);
  });

  it.each(PAYLOADS)('is the same value in JSON, and no character of it acts: %j', (payload) => {
    const text = jsonText({ payload });
    expect(harmful(text)).toEqual([]);
    expect(JSON.parse(text)).toEqual({ payload: payload.replace(/\ud800/g, '\ud800') });
  });

  it('takes the payload of a terminated string away with it', () => {
    expect(clean('a\u001b]0;title\u0007b')).toBe('ab');
    expect(clean('a\u009d0;title\u009cb')).toBe('ab');
  });

  it('leaves languages, marks and emoji as they are', () => {
    for (const text of ['Ærø, Zürich, naïve', '東京の夜', 'क्षि', 'שלום', 'é', '🎬 take 1'])
      expect(clean(text)).toBe(text);
  });

  it('is bounded, and quick on megabytes', () => {
    const started = processorMs();
    expect([...clean('x'.repeat(2_000_000))]).toHaveLength(400);
    expect([...clean('\u009d'.repeat(2_000_000))].length).toBeLessThanOrEqual(400);
    expect([...clean('\u001b]'.repeat(1_000_000), 50)].length).toBeLessThanOrEqual(50);
    expect(processorMs() - started).toBeLessThan(1000);
  });

  it('keeps our own colours where they are on', () => {
    expect(onlyColours('\u001b[32mgood\u001b[39m\u001b[2J')).toBe('\u001b[32mgood\u001b[39m');
    expect(plain('\u001b[32mgood\u001b[39m')).toBe('good');
  });
});
