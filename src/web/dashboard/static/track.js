// All that is known of one track.

/** @import { TrackDetail } from '../api.ts' */

import { actButtons } from './act.js'
import { isDropped, questions } from './api.js'
import { bdi, h, isShown, show } from './dom.js'
import { candidates, evidence } from './evidence.js'
import { broken, loading, nameOf, outward, picture, stateWord } from './pieces.js'
import { play, seekTo } from './player.js'
import { refined } from './route.js'
import { time } from './time.js'
import { files, measured, story } from './track-parts.js'

export function trackView() {
  const ask = /** @type {ReturnType<typeof questions<TrackDetail>>} */ (questions())
  const node = h('article', { class: 'one', 'aria-label': 'Track', tabindex: -1 })
  let chosen = /** @type {string | undefined} */ (undefined)

  /** @param {string | undefined} id */
  async function open(id) {
    const isOther = id !== chosen
    chosen = id
    if (isOther) {
      isShown(node, undefined)
      show(node, ...(id === undefined ? [] : [back(), loading()]))
    }
    if (id === undefined) return
    try {
      const track = await ask(`/api/tracks/${encodeURIComponent(id)}`)
      if (!isShown(node, track)) show(node, ...trackParts(track))
    } catch (error) {
      if (isDropped(error)) return
      isShown(node, undefined)
      show(
        node,
        back(),
        broken(error, () => open(id)),
      )
    }
    if (isOther) {
      node.focus({ preventScroll: true })
      node.scrollIntoView({ block: 'nearest' })
    }
  }
  return { node, open }
}

const back = () => h('a', { class: 'back small', href: refined({ track: undefined }) }, 'All tracks')

/** @param {TrackDetail} track */
function trackParts(track) {
  const { title, artist, cover, formats, state, because, until, url, acts, candidates: found } = track
  const canPlay = formats.length > 0 && track.files.some(({ missing }) => missing === undefined)
  return [
    back(),
    h(
      'header',
      { class: 'one-head' },
      h('span', { class: 'cover big' }, cover !== undefined && picture(cover)),
      h(
        'div',
        {},
        h('h2', { class: 'title few-lines' }, bdi(title)),
        h('p', { class: 'few-lines' }, bdi(artist ?? '')),
        h(
          'p',
          { class: 'small few-lines' },
          stateWord(state),
          because !== undefined && h('span', { class: 'quiet' }, ' · ', bdi(because)),
          until !== undefined && h('span', { class: 'wait' }, ' · ', time('until', until)),
        ),
      ),
    ),
    track.waveform !== undefined &&
      h(
        'button',
        {
          type: 'button',
          class: 'wave big',
          'aria-label': `Play ${nameOf(track)} from here`,
          disabled: !canPlay,
          onclick: event => playFrom(track, event),
        },
        picture(track.waveform),
      ),
    h(
      'div',
      { class: 'buttons' },
      canPlay &&
        h('button', { type: 'button', class: 'button main', id: 'play-one', onclick: () => play(track) }, 'Play'),
      url !== undefined && outward(url, 'Open in Notion', 'button'),
    ),
    actButtons(acts, nameOf(track)),
    measured(track),
    evidence(track.evidence),
    candidates(found, acts, nameOf(track)),
    files(track),
    story(track),
  ]
}

/** @param {TrackDetail} track @param {MouseEvent} event */
function playFrom(track, event) {
  const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect()
  play(track)
  if (event.detail > 0) seekTo((event.clientX - box.left) / box.width)
}
