// Figures and times as a person says them.

const MINUTE = 60
const HOUR = 3600
const DAY = 86_400

/** `3:07`, `1:02:45` @param {number} seconds */
export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds))
  const [hours, minutes, left] = [Math.floor(whole / HOUR), Math.floor(whole / MINUTE) % MINUTE, whole % MINUTE]
  const two = (/** @type {number} */ value) => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(left)}` : `${minutes}:${two(left)}`
}

/** `0.4 s`, `12 s`, `4 min`, `2 h`, `3 days` @param {number} seconds */
export function span(seconds) {
  if (seconds < 0.05) return '< 0.1 s'
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  if (seconds < 99.5) return `${Math.round(seconds)} s`
  if (seconds < 99.5 * MINUTE) return `${Math.round(seconds / MINUTE)} min`
  if (seconds < 48 * HOUR) return `${Math.round(seconds / HOUR)} h`
  return `${Math.round(seconds / DAY)} days`
}

const DAY_AND_TIME = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})
const SHORT = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** `14:03:22` on the same day, else `21 Nov, 14:03` @param {number} at epoch ms */
export function moment(at, now = Date.now()) {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString()
  return isToday ? TIME.format(at) : DAY_AND_TIME.format(at)
}

/** `4 min ago` @param {number} at epoch ms */
export const ago = (at, now = Date.now()) => (now - at < 2000 ? 'just now' : `${span((now - at) / 1000)} ago`)

/** `in 40 s`, `in 4 min, 14:03`, `in 3 days, 24 Nov, 14:03` @param {number} at epoch ms */
export function ahead(at, now = Date.now()) {
  if (at <= now) return 'any moment'
  const seconds = Math.ceil((at - now) / 1000)
  if (seconds < 90) return `in ${seconds} s`
  return `in ${span(seconds)}, ${seconds < DAY ? SHORT.format(at) : DAY_AND_TIME.format(at)}`
}

/** `1 track`, `2 tracks` @param {number} count @param {string} what */
export const counted = (count, what) => `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`

/** `83 %` @param {number} share 0 to 1 */
export const percent = share => `${Math.round(share * 100)} %`

/** `find-source` → `find source` @param {string} name */
export const words = name => name.replaceAll(/[-_]/g, ' ')
