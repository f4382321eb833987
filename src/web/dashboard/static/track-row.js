// One line of the list: picture, names, waveform, tempo, key, length, state.

/** @import { TrackLine } from '../api.ts' */

import { bdi, h } from './dom.js'
import { length, nameOf, picture, stateWord, tempo } from './pieces.js'
import { play } from './player.js'
import { refined } from './route.js'

/** @param {TrackLine} track */
export function trackRow(track) {
  const { id, title, artist, state, because, camelot, key, seconds, formats } = track
  const hasFiles = formats.length > 0
  return h(
    'li',
    { class: 'track' },
    hasFiles ? playButton(track) : h('span', { class: 'cover' }),
    h(
      'div',
      { class: 'names' },
      h('a', { class: 'stretched one-line', href: refined({ track: id }) }, bdi(title)),
      h('span', { class: 'one-line quiet small' }, bdi(artist ?? '')),
    ),
    hasFiles ? wave(id) : h('p', { class: 'why quiet small one-line' }, bdi(because ?? '')),
    h('span', { class: 'tempo number' }, tempo(track.tempo)),
    h('span', { class: 'key', title: key }, camelot ?? key ?? ''),
    h('span', { class: 'length number quiet' }, length(seconds)),
    h('span', { class: 'what small' }, stateWord(state)),
  )
}

/** @param {TrackLine} track */
export function playButton(track) {
  return h(
    'button',
    {
      type: 'button',
      class: 'cover',
      'aria-label': `Play ${nameOf(track)}`,
      'data-play': track.id,
      onclick: () => play(track),
    },
    picture(`/api/tracks/${track.id}/cover`),
  )
}

/** @param {string} id */
export const wave = id => h('span', { class: 'wave' }, picture(`/api/tracks/${id}/waveform`))
