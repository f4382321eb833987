// The bar that plays the chosen track: its waveform is where one is, and the way to another place.

/** @import { TrackLine } from '../api.ts' */

import { bdi, byId, h, show } from './dom.js'
import { clock } from './format.js'
import { nameOf, picture } from './pieces.js'
import { refined } from './route.js'

const STEP_SECONDS = 5

/** @typedef {Pick<TrackLine, 'id' | 'title' | 'artist' | 'formats' | 'seconds'>} Playable */

const audio = new Audio()
audio.preload = 'metadata'
audio.id = 'audio'

let current = /** @type {Playable | undefined} */ (undefined)
/** @type {string[]} formats that were not tried yet */
let left = []
let startAt = 0

const toggle = h('button', {
  type: 'button',
  class: 'toggle',
  id: 'toggle',
  onclick: () => (audio.paused ? start() : audio.pause()),
})
const names = h('a', { class: 'names' })
const range = h('input', {
  type: 'range',
  class: 'range',
  id: 'seek',
  min: 0,
  max: 1,
  step: 0.001,
  value: 0,
  'aria-label': 'Place in the track',
})
const place = h('span', { class: 'wave' })
const clockText = h('span', { class: 'clock small quiet' })
const trouble = h('p', { class: 'trouble bad small', role: 'alert' })

/** @param {Playable} track */
export function play(track) {
  if (current?.id === track.id && trouble.textContent === '') return start()
  current = track
  startAt = 0
  left = inOrder(track.formats)
  show(names, bdi(track.title, 'one-line'), bdi(track.artist ?? '', 'one-line quiet small'))
  show(place, picture(`/api/tracks/${track.id}/waveform`), range)
  names.href = refined({ track: track.id })
  const bar = byId('player')
  bar.hidden = false
  if (!bar.firstChild) show(bar, audio, toggle, names, place, clockText, closer(bar), trouble)
  document.body.classList.add('plays')
  tellSystem(track)
  next()
}

/** @param {number} share 0 to 1 of the whole */
export function seekTo(share) {
  const seconds = known()
  if (audio.readyState > 0 && seconds > 0) audio.currentTime = share * seconds
  else startAt = share
}

/** Small files first where the browser can play them: an m4a holds ALAC, which few can. @param {readonly string[]} formats */
function inOrder(formats) {
  const isAlac = audio.canPlayType('audio/mp4; codecs="alac"') !== ''
  const order = isAlac ? ['m4a', 'wav', 'aiff'] : ['wav', 'm4a', 'aiff']
  return formats.toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
}

/** The next file, where one cannot be played. */
function next() {
  const format = left.shift()
  if (!current || format === undefined)
    return show(trouble, 'This browser can play none of its files, or they are not there now.')
  show(trouble)
  audio.src = `/api/tracks/${current.id}/audio?${new URLSearchParams({ format })}`
  start()
}

/** What came of it is told by the events. */
const start = () => void audio.play().catch(() => {})

/** The header of a file that is still read may not say it. */
const known = () => (Number.isFinite(audio.duration) ? audio.duration : (current?.seconds ?? 0))

function draw() {
  const seconds = known()
  const share = seconds > 0 ? audio.currentTime / seconds : 0
  range.value = String(share)
  range.setAttribute('aria-valuetext', `${clock(audio.currentTime)} of ${clock(seconds)}`)
  place.style.setProperty('--at', `${share * 100}%`)
  show(clockText, `${clock(audio.currentTime)} / ${clock(seconds)}`)
  toggle.setAttribute('aria-label', audio.paused ? `Play ${current ? nameOf(current) : ''}` : 'Pause')
  toggle.setAttribute('data-state', audio.paused ? 'paused' : 'plays')
}
for (const name of ['timeupdate', 'play', 'pause', 'durationchange', 'seeked']) audio.addEventListener(name, draw)
audio.addEventListener('error', () => audio.hasAttribute('src') && next())
audio.addEventListener('loadedmetadata', () => {
  if (startAt > 0) audio.currentTime = startAt * known()
  startAt = 0
})
range.addEventListener('input', () => seekTo(Number(range.value)))
range.addEventListener('keydown', event => {
  const step = { ArrowRight: STEP_SECONDS, ArrowUp: STEP_SECONDS, ArrowLeft: -STEP_SECONDS, ArrowDown: -STEP_SECONDS }[
    event.key
  ]
  if (step === undefined) return
  event.preventDefault()
  audio.currentTime = Math.min(known(), Math.max(0, audio.currentTime + step))
})

/** @param {HTMLElement} bar */
const closer = bar =>
  h(
    'button',
    { type: 'button', class: 'plain closer', 'aria-label': 'Close the player', onclick: () => close(bar) },
    '×',
  )

/** @param {HTMLElement} bar */
function close(bar) {
  audio.pause()
  audio.removeAttribute('src')
  audio.load()
  current = undefined
  bar.hidden = true
  document.body.classList.remove('plays')
}

/** The keys of a keyboard and the screen of a locked phone. @param {Playable} track */
function tellSystem({ id, title, artist }) {
  if (!('mediaSession' in navigator)) return
  const artwork = [{ src: `/api/tracks/${id}/cover` }]
  navigator.mediaSession.metadata = new MediaMetadata({ title, artist: artist ?? '', artwork })
  navigator.mediaSession.setActionHandler('play', start)
  navigator.mediaSession.setActionHandler('pause', () => audio.pause())
}
