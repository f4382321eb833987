import { describe, expect, it } from 'vitest'
import { escaped } from '../../../src/audio/pictures/escape.ts'
import { waveformSvg } from '../../../src/audio/pictures/waveform-svg.ts'
import { noise } from './signals.ts'

const columns = (high: number[], rms = high.map(value => value / 2)) => ({
  waveform: { low: high.map(value => -value), high, rms },
})

/** All places of the paths: x and y in turn. */
function placesOf(svg: string, className: string): [number, number][] {
  const data = new RegExp(`class="${className}"[^>]* d="([^"]+)"`).exec(svg)?.[1] ?? ''
  return [...data.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)])
}

describe('waveform picture', () => {
  it('reaches from edge to edge and from top to bottom, the core within the peaks', () => {
    const svg = waveformSvg(columns([1, 0.5, 1, 0.25]))
    const [peaks, core] = [placesOf(svg, 'p'), placesOf(svg, 'c')]
    expect([Math.min(...peaks.map(([x]) => x)), Math.max(...peaks.map(([x]) => x))]).toEqual([0, 1000])
    expect([Math.min(...peaks.map(([, y]) => y)), Math.max(...peaks.map(([, y]) => y))]).toEqual([1, 127])
    expect([Math.min(...core.map(([, y]) => y)), Math.max(...core.map(([, y]) => y))]).toEqual([32.5, 95.5])
    expect(peaks.slice(0, 3)).toEqual([
      [0, 1],
      [125, 1],
      [375, 32.5],
    ])
  })

  it('is at most 30 kB, however many columns there are', () => {
    const next = noise(3)
    const many = Array.from({ length: 20_000 }, () => Math.abs(next()))
    const svg = waveformSvg(columns(many), { label: 'Long' })
    expect(Buffer.byteLength(svg)).toBeLessThan(30_000)
    expect(placesOf(svg, 'p').length).toBeGreaterThan(900)
  })

  it('a peak of one column among thousands is not lost', () => {
    const svg = waveformSvg(columns(Array.from({ length: 4000 }, (_, i) => (i === 1234 ? 1 : 0.1))))
    const top = placesOf(svg, 'p').filter(([, y]) => y === 1)
    expect(top).toHaveLength(1)
    expect(Math.abs((top[0]?.[0] ?? 0) - 308.5)).toBeLessThan(2)
  })

  it('the core of columns put together has their power', () => {
    const rms = Array.from({ length: 1000 }, (_, i) => (i % 2 ? 0.8 : 0))
    const svg = waveformSvg(
      columns(
        Array.from(rms, () => 1),
        rms,
      ),
    )
    expect(placesOf(svg, 'c')[5]?.[1]).toBe(28.4)
  })

  it('one column fills the width', () => {
    const xs = placesOf(waveformSvg(columns([0.5])), 'p').map(([x]) => x)
    expect([Math.min(...xs), Math.max(...xs)]).toEqual([0, 1000])
  })

  it('silence is a line in the middle', () => {
    const ys = placesOf(waveformSvg(columns([0, 0, 0])), 'p').map(([, y]) => y)
    expect([Math.min(...ys), Math.max(...ys)]).toEqual([63.5, 64.5])
  })

  it('nothing is a line, and the title says so', () => {
    const svg = waveformSvg(columns([]), { label: 'Empty' })
    expect(svg).toContain('<title>Waveform of Empty: no sound</title>')
    expect(svg).toContain('d="M0 64H1000"')
    expect(placesOf(svg, 'p')).toEqual([])
  })

  it('broken columns leave no NaN', () => {
    const svg = waveformSvg(columns([Number.NaN, Infinity, 0.5], [Number.NaN, Infinity, 0.1]))
    expect(svg).not.toMatch(/NaN|Infinity|undefined/)
    expect(placesOf(svg, 'p').length).toBeGreaterThan(6)
  })

  it('names itself, loads nothing, runs nothing, and knows dark and light', () => {
    const svg = waveformSvg(columns([0.5, 0.2]), { label: 'A & B <script>alert("1")</script>' })
    expect(svg).toContain('role="img"')
    expect(svg).toContain('<title>Waveform of A &amp; B &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;</title>')
    expect(svg).toContain('prefers-color-scheme:dark')
    expect(svg).toContain('viewBox="0 0 1000 128"')
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/<script|href|url\(|https?:|@import|\son\w+=/i)
  })
})

describe('escaping', () => {
  it.each([
    [`<a href="x">'&'</a>`, '&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;'],
    ['one\u0000two\u001b[31m\nthree', 'one two [31m three'],
    ['half a pair \ud83d!', 'half a pair \ufffd!'],
    ['Beyoncé 🎧 東京', 'Beyoncé 🎧 東京'],
    ['&amp;', '&amp;amp;'],
  ])('%j', (text, expected) => {
    expect(escaped(text)).toBe(expected)
  })
})
