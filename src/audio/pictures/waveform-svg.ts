// The waveform as a small picture of its own, for a row, a folder or a page, on light and on dark ground.

import type { Curves } from '../analysis/analysis.ts'
import { escaped } from './escape.ts'
import { waveformShape } from './waveform-shape.ts'

const WIDTH = 1000
const HEIGHT = 128
const PLACES = 500

export interface WaveformOptions {
  /** Whose waveform it is: artist and title. */
  label?: string
}

/** SVG, below 30 kB whatever the length; the colours can be read on any ground, and follow the reader's scheme. */
export function waveformSvg({ waveform }: Pick<Curves, 'waveform'>, { label }: WaveformOptions = {}): string {
  const { peaks, core } = waveformShape(waveform, { width: WIDTH, height: HEIGHT, places: PLACES })
  const sound = peaks ? `<path class="p" fill="#858a93" d="${peaks}"/><path class="c" fill="#dd5f2a" d="${core}"/>` : ''
  const title = `Waveform${label ? ` of ${escaped(label)}` : ''}${peaks ? '' : ': no sound'}`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" preserveAspectRatio="none" role="img" class="waveform" color="#858a93"><title>${title}</title><style>${STYLE}</style><path class="l" fill="none" stroke="#858a93" d="M0 ${HEIGHT / 2}H${WIDTH}"/>${sound}</svg>
`
}

const STYLE =
  '.waveform .p{fill:currentColor;opacity:.6}.waveform .c{fill:#dd5f2a}.waveform .l{stroke:currentColor;opacity:.5}' +
  '@media(prefers-color-scheme:dark){.waveform{color:#a4a9b3}.waveform .c{fill:#ff8a52}}'
