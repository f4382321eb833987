import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Analysis, Curves } from '../../../src/audio/analysis/analysis.ts'
import { type PlotInput, plotPage } from '../../../src/audio/pictures/plot-page.ts'
import { noise } from './signals.ts'

const SECONDS = 240

const analysis: Analysis = {
  seconds: SECONDS,
  tempo: {
    bpm: 124.25,
    confidence: 0.874,
    alternatives: [62.13, 123.5],
    grid: { firstBeat: 0.31, firstDownbeat: 1.28 },
    drift: { from: 123.5, to: 125 },
  },
  key: {
    key: { pitchClass: 9, mode: 'minor' },
    confidence: 0.72,
    alternative: { pitchClass: 0, mode: 'major' },
    tuning: 442.3,
  },
  loudness: -9.8,
  loudnessRange: 4.2,
  truePeak: 0.6,
  cutoff: 16_000,
  missing: [],
}

const curves: Curves = {
  waveform: {
    low: Array.from({ length: 3000 }, () => -0.6),
    high: Array.from({ length: 3000 }, () => 0.7),
    rms: Array.from({ length: 3000 }, () => 0.2),
  },
  loudness: Array.from({ length: SECONDS - 2 }, (_, i) => (i < 100 ? -12 : -9)),
  tempo: Array.from({ length: 47 }, (_, i) => ({ at: 5 + 5 * i, bpm: i > 19 && i < 24 ? 0 : i < 20 ? 123.5 : 125 })),
  chroma: Array.from({ length: 120 }, () => [0.6, 0, 0, 0, 0.8, 0, 0, 0, 0, 1, 0, 0]),
}

const facts = {
  container: 'mp3',
  codec: 'mp3',
  sampleRate: 44_100,
  channels: 2,
  bitDepth: 16 as const,
  hasPicture: false,
}

const input: PlotInput = { label: 'Artist – Title', path: '/music/a.mp3', facts, analysis, curves }
const page = (changes: Partial<PlotInput> = {}) => plotPage({ ...input, ...changes })
const analysed = (changes: Partial<Analysis>) => page({ analysis: { ...analysis, ...changes } })
const drawn = (changes: Partial<Curves>) => page({ curves: { ...curves, ...changes } })
const NO_CURVES: Curves = { waveform: { low: [], high: [], rms: [] }, loudness: [], tempo: [], chroma: [] }

/** The words a person reads, without markup. */
const wordsOf = (html: string) =>
  (/<main>.*<\/main>/s.exec(html)?.[0] ?? '').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

const chartOf = (html: string, id: string) => new RegExp(`<figure id="${id}">.*?</figure>`, 's').exec(html)?.[0] ?? ''

const partsOf = (html: string) => ({
  style: /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? '',
  script: /<script>(.*?)<\/script>/s.exec(html)?.[1] ?? '',
  data: /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)?.[1] ?? '',
  policy: /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '',
})

describe('plot page in words', () => {
  it.each([
    '124.25 BPM',
    'Confidence 87 %',
    'Could also be read as 62.13 or 123.5 BPM',
    'Drifts between 123.5 and 125 BPM',
    'First beat 0:00.31, first downbeat 0:01.28',
    'A minor 8A',
    'Confidence 72 %',
    'Next best: C major (8B',
    'Neighbours on the wheel: 7A, 9A, 8B',
    'Tuned to A = 442.3 Hz (+9 cents)',
    '−9.8 LUFS',
    'Range 4.2 LU',
    'True peak +0.6 dBTP: may clip',
    '−4.2 dB to reach −14 LUFS',
    'Length 4:00',
    'Codec mp3',
    'Sample rate 44.1 kHz',
    'Channels stereo',
    'Sound up to 16 kHz of 22.05 kHz',
  ])('%s', words => {
    expect(wordsOf(page())).toContain(words)
  })

  it('says what could not be measured, and why', () => {
    const words = wordsOf(analysed({ tempo: undefined, key: undefined, missing: ['no tempo: it has no steady beat'] }))
    expect(words).toContain('No tempo: it has no steady beat.')
    expect(words).toContain('Tempo – Not measured')
    expect(words).toContain('Key – Not measured')
    expect(words).not.toContain('First eight bars')
  })

  it('a table has the figures at the marks of the time axis', () => {
    const words = wordsOf(page())
    expect(words).toContain('0:00 123.5 −12.0 A E C')
    expect(words).toContain('1:30 123.5 −12.0 A E C')
    expect(words).toContain('2:00 no beat −9.0 A E C')
    expect(words).toContain('4:00 125 −9.0 A E C')
  })
})

describe('plot page in charts', () => {
  it('has all five, each with a title and a description for those who cannot see it', () => {
    const html = page()
    for (const id of ['waveform', 'beats', 'tempo', 'chroma', 'loudness']) {
      const chart = chartOf(html, id)
      expect(chart).toMatch(new RegExp(`role="img" aria-labelledby="${id}-t ${id}-d"`))
      expect(chart).toMatch(new RegExp(`<title id="${id}-t">[^<]+</title><desc id="${id}-d">[^<]+</desc>`))
    }
  })

  it('no coordinate is NaN, whatever the curves hold', () => {
    const broken = Number.NaN
    const html = drawn({
      waveform: { low: [broken], high: [Infinity], rms: [broken] },
      loudness: [-10, broken, -12],
      chroma: [[broken], [1, 2, -1]],
      tempo: [
        { at: 1, bpm: 120 },
        { at: 2, bpm: broken },
      ],
    })
    expect(html).not.toMatch(/(?:NaN|Infinity|undefined)[ "%L]/)
  })

  it('the tempo curve has a gap where there is no beat', () => {
    const chart = chartOf(page(), 'tempo')
    const curve = /class="curve" d="([^"]+)"/.exec(chart)?.[1] ?? ''
    expect(curve.match(/M/g)).toHaveLength(2)
    expect(chart.match(/class="gap"/g)).toHaveLength(1)
    expect(chart).toContain('4 stretches have no beat.')
    const [x, width] = [/class="gap" x="([\d.]+)" width="([\d.]+)"/.exec(chart)].flatMap(m => [
      Number(m?.[1]),
      Number(m?.[2]),
    ])
    expect([x, width]).toEqual([427.1, 83.3])
  })

  it('a reading near the curve is a line, one far away is named', () => {
    const chart = chartOf(page(), 'tempo')
    expect(chart.match(/<line class="other" x1="0"/g)).toHaveLength(1)
    expect(chart).toContain('Off the chart, as nothing lies near: 62.13 BPM.')
  })

  it('a curve is never at the edge of its chart', () => {
    const html = drawn({ tempo: curves.tempo.map(({ at }, i) => ({ at, bpm: 100 + i })) })
    const path = /class="curve" d="([^"]+)"/.exec(chartOf(html, 'tempo'))?.[1] ?? ''
    const ys = [...path.matchAll(/ ([\d.]+)/g)].map(([, y]) => Number(y))
    expect(ys).toHaveLength(47)
    expect([Math.min(...ys) > 5, Math.max(...ys) < 145]).toEqual([true, true])
  })

  it('a curve that jumps to the half shows that reading as a line', () => {
    const tempo = curves.tempo.map(({ at }, i) => ({ at, bpm: i % 2 ? 62.13 : 124.25 }))
    expect(chartOf(drawn({ tempo }), 'tempo').match(/<line class="other" x1="0"/g)).toHaveLength(2)
  })

  it('the scale of the key is marked, and its notes are named as the key writes them', () => {
    const chart = chartOf(page(), 'chroma')
    expect(chart.match(/class="mark"/g)).toHaveLength(7)
    expect(chart.match(/class="level tonic"[^>]*>([^<]+)/)?.[1]).toBe('A')
    expect([...chart.matchAll(/class="level in-scale"[^>]*>([^<]+)/g)].map(([, name]) => name)).toEqual(
      expect.arrayContaining(['C', 'D', 'E', 'F', 'G', 'B']),
    )
  })

  it('each shade of the heat map stands in its row', () => {
    const heat = [...chartOf(page(), 'chroma').matchAll(/class="heat" opacity="([\d.]+)" d="([^"]+)"/g)]
    expect(heat.map(([, opacity, path]) => [opacity, path])).toEqual([
      ['0.625', 'M0 11.5h120'],
      ['0.75', 'M0 7.5h120'],
      ['1', 'M0 2.5h120'],
    ])
  })

  it('loudness has lines for the whole recording and for −14 LUFS', () => {
    const chart = chartOf(page(), 'loudness')
    expect(chart).toMatch(/<line class="chosen" x1="0"[^/]+\/><text[^>]+>−9\.8</)
    expect(chart).toMatch(/<line class="other" x1="0"[^/]+\/><text[^>]+>−14\.0</)
    expect(chart).toContain('between −12.0 and −9.0 LUFS')
  })

  it.each([
    [-9.8, -5, 13],
    [-20, 13, -5],
  ])('%d LUFS and −14 LUFS do not write over each other', (loudness, chosen, other) => {
    const chart = chartOf(analysed({ loudness }), 'loudness')
    const shift = (name: string) =>
      Number(new RegExp(`class="${name}" x1="0"[^/]+/><text[^>]+dy="(-?\\d+)"`).exec(chart)?.[1])
    expect([shift('chosen'), shift('other')]).toEqual([chosen, other])
  })

  it('the axis reaches to the integrated loudness, wherever the curve is', () => {
    expect(chartOf(analysed({ loudness: -38 }), 'loudness')).toMatch(/class="level "[^>]*>−30</)
  })

  it('silence before the music is not its quietest stretch', () => {
    const html = drawn({ loudness: [-70, -70, -70, -20, -12, -9] })
    expect(chartOf(html, 'loudness')).toContain('between −20.0 and −9.0 LUFS')
    expect(wordsOf(html)).toContain('0:00 123.5 silent')
  })

  it('a loudness of three seconds stands in their middle', () => {
    expect(/class="curve" d="M([\d.]+) /.exec(chartOf(page(), 'loudness'))?.[1]).toBe('6.3')
  })

  it('the first downbeat is marked on the waveform', () => {
    expect(chartOf(page(), 'waveform')).toContain('<circle class="mark" cx="0.5%"')
  })

  it('eight bars of beats begin at the first downbeat', () => {
    const chart = chartOf(page(), 'beats')
    const marks = chart.slice(chart.indexOf('</svg>', chart.indexOf('class="peaks"')))
    const places = [...marks.matchAll(/<line class="downbeat" x1="([\d.]+)%"/g)].map(([, x]) => Number(x))
    expect([places.length, places[0], places.at(-1)]).toEqual([9, 7.3, 100])
    expect(chart).toContain('<text class="time" x="11.6%"')
    expect(chart).toContain('translate(-4.1 0)')
    expect(marks.match(/<line class="beat"/g)).toHaveLength(8 * 3 + 2)
    expect([...marks.matchAll(/class="bar"[^>]*>(\d)</g)].map(([, bar]) => bar)).toEqual([...'12345678'])
  })

  it.each([
    ['a set of two hours', 7200],
    ['an hour', 3600],
  ])('%s shows no single beats, and says so', (_, seconds) => {
    const html = analysed({ seconds })
    expect(chartOf(html, 'beats')).toBe('')
    expect(wordsOf(html)).toContain('too long for its waveform to show single beats')
  })
})

describe('plot page without curves', () => {
  it.each([
    ['waveform', 'holds no sound to draw'],
    ['tempo', 'The tempo over time was not measured'],
    ['chroma', 'The tones over time were not measured'],
    ['loudness', 'silent, so there is no loudness to draw'],
  ])('%s is a sentence', (id, sentence) => {
    const html = page({ curves: NO_CURVES })
    expect(chartOf(html, id)).toBe('')
    expect(wordsOf(html)).toContain(sentence)
  })

  it('less than three seconds have no short-term loudness', () => {
    expect(wordsOf(page({ analysis: { ...analysis, seconds: 2 }, curves: NO_CURVES }))).toContain('needs three seconds')
  })

  it('without tempo or key the reason is another', () => {
    const words = wordsOf(page({ analysis: { seconds: 12, missing: [] }, curves: NO_CURVES }))
    expect(words).toContain('No stretch has a beat')
    expect(words).toContain('No stretch has clear tones')
  })

  it('an empty recording has nothing to draw', () => {
    const html = page({ analysis: { seconds: 0, missing: [] }, curves: NO_CURVES })
    expect(wordsOf(html)).toContain('The recording is empty')
    expect(html).not.toMatch(/NaN|<table|class="chart" /)
  })
})

describe('plot page as a document', () => {
  const evil = '</title></script><script>alert(1)</script><img src=x onerror="alert(2)">\'&'

  it('everything from files and rows is text', () => {
    const html = page({
      label: evil,
      path: evil,
      facts: { ...facts, codec: evil },
      analysis: { ...analysis, missing: [evil] },
    })
    expect(html.match(/<script/g)).toHaveLength(2)
    expect(html.match(/<\/script>/g)).toHaveLength(2)
    expect(html).not.toContain('<img')
    expect(html.match(/&lt;script&gt;alert\(1\)&lt;\/script&gt;/g)).toHaveLength(5)
  })

  it('the policy allows its own style and script, and nothing else', () => {
    const { style, script, policy } = partsOf(page())
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    expect(policy.split('; ').sort()).toEqual([
      "base-uri 'none'",
      "default-src 'none'",
      "form-action 'none'",
      `script-src ${hash(script)}`,
      `style-src ${hash(style)}`,
    ])
    expect(page()).not.toMatch(/\sstyle="|\son\w+="/)
  })

  it('asks the network for nothing', () => {
    expect(page()).not.toMatch(/https?:|<link|@import|url\(|\ssrc=|href=/)
  })

  it('two hours with the worst curves stay below 300 kB', () => {
    const next = noise(5)
    const share = () => Math.abs(next())
    const list = <T>(length: number, make: (i: number) => T) => Array.from({ length }, (_, i) => make(i))
    const worst: Curves = {
      waveform: { low: list(4096, () => -share()), high: list(4096, share), rms: list(4096, share) },
      loudness: list(7198, () => -40 * share()),
      tempo: list(500, i => ({ at: 14.4 * i, bpm: i % 2 ? 0 : 60 + 100 * share() })),
      chroma: list(240, () => list(12, share)),
    }
    const html = page({ analysis: { ...analysis, seconds: 7200 }, curves: worst })
    expect(Buffer.byteLength(html)).toBeGreaterThan(50_000)
    expect(Buffer.byteLength(html)).toBeLessThan(300_000)
  })

  it('the read-out names what is under the pointer', () => {
    const { script, data } = partsOf(page())
    const listeners: Record<string, (event: { clientX: number }) => void> = {}
    const set: Record<string, string> = {}
    const cursor = { setAttribute: (name: string, value: string) => Object.assign(set, { [name]: value }) }
    const chart = { querySelector: () => cursor, getBoundingClientRect: () => ({ left: 50, width: 1000 }) }
    const figure = {
      id: 'tempo',
      querySelector: () => chart,
      addEventListener: (name: string, listener: (event: { clientX: number }) => void) =>
        Object.assign(listeners, { [name]: listener }),
    }
    const readOut = { hidden: true, textContent: '' }
    const document = {
      getElementById: (id: string) => (id === 'data' ? { textContent: data } : readOut),
      querySelectorAll: () => [figure],
    }
    new Function('document', script)(document)
    listeners.pointermove?.({ clientX: 300 })
    expect(readOut).toEqual({ hidden: false, textContent: '1:00  ·  123.50 BPM  ·  −12.0 LUFS  ·  A E C' })
    expect(set).toEqual({ x1: '25%', x2: '25%' })
    listeners.pointermove?.({ clientX: 510 })
    expect(readOut.textContent).toBe('1:50  ·  no beat  ·  −9.0 LUFS  ·  A E C')
    listeners.pointerleave?.({ clientX: 510 })
    expect(readOut.hidden).toBe(true)
  })
})
