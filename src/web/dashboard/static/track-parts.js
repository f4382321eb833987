// What was measured of a track, its files, and what happened to it.

/** @import { TrackDetail } from '../api.ts' */

import { bdi, h } from './dom.js'
import { moment, span, words } from './format.js'
import { length, part, signed, size, stateWord, tempo } from './pieces.js'
import { time } from './time.js'

/** @param {TrackDetail} track */
export function measured({ measured: found, quality, tempo: bpm, key, camelot, loudness, seconds, playlists }) {
  const facts = [
    ['Tempo', bpm !== undefined && `${tempo(bpm)} BPM`, sure(found?.tempo?.confidence)],
    ['Key', key, [camelot, sure(found?.key?.confidence)].filter(Boolean).join(', ')],
    ['Length', length(seconds), undefined],
    [
      'Loudness',
      loudness !== undefined && `${signed(loudness)} LUFS`,
      found?.truePeak !== undefined && `peak ${signed(found.truePeak)} dBTP`,
    ],
    ['Fetched as', quality?.codec, quality && qualityWords(quality)],
    ['In', playlists.length > 0 && playlists.map(one => one.title).join(', '), undefined],
  ]
  const known = facts.filter(([, value]) => value)
  if (known.length === 0) return undefined
  return h(
    'dl',
    { class: 'facts' },
    ...known.map(([name, value, more]) =>
      h(
        'div',
        {},
        h('dt', {}, name),
        h('dd', { class: 'few-lines' }, bdi(String(value))),
        more && h('dd', { class: 'quiet small' }, more),
      ),
    ),
  )
}

/** @param {number | undefined} confidence 0 to 1 */
const sure = confidence => confidence !== undefined && `${Math.round(confidence * 100)} % sure`

/** @param {NonNullable<TrackDetail['quality']>} quality */
function qualityWords({ bitRate, sampleRate, origin }) {
  const parts = [
    bitRate !== undefined && `${Math.round(bitRate)} kbit/s`,
    sampleRate !== undefined && `${sampleRate / 1000} kHz`,
    origin === 'disguised' ? 'a lossy file in disguise' : origin === 'unknown' ? undefined : origin,
  ]
  return parts.filter(Boolean).join(', ')
}

/** @param {TrackDetail} track */
export function files({ files: all, verified }) {
  if (all.length === 0 && verified === undefined) return undefined
  return part(
    'Files',
    undefined,
    h(
      'ul',
      { class: 'rows' },
      ...all.map(({ name, folder, bytes, missing }) =>
        h(
          'li',
          {},
          h(
            'div',
            { class: 'pair' },
            bdi(name),
            h('span', { class: 'quiet small' }, bytes === undefined ? '' : size(bytes)),
          ),
          h('p', { class: `small ${missing === undefined ? 'quiet' : 'bad'} few-lines` }, bdi(missing ?? folder)),
        ),
      ),
      verified !== undefined &&
        h(
          'li',
          { class: 'small quiet' },
          'Verified ',
          time('ago', verified.at),
          verified.findings.length === 0 ? ': all is as it should be.' : ':',
          ...verified.findings.map(({ says }) => h('p', { class: 'bad few-lines' }, bdi(says))),
        ),
    ),
  )
}

/** @param {TrackDetail} track */
export function story({ runs, costs }) {
  if (runs.length === 0) return undefined
  const stages = costs.map(({ stage, ms }) => `${words(stage)} ${span(ms / 1000)}`).join(', ')
  return part(
    'What happened',
    undefined,
    h(
      'ul',
      { class: 'rows' },
      ...runs.map(({ outcome, reason, endedAt }) =>
        h(
          'li',
          { class: 'small' },
          h('div', { class: 'pair' }, stateWord(outcome), h('span', { class: 'quiet' }, moment(endedAt))),
          h('p', { class: 'quiet few-lines' }, bdi(reason)),
        ),
      ),
    ),
    stages !== '' && h('p', { class: 'small quiet' }, `The newest run took: ${stages}.`),
  )
}
