// A time as people say it, where this machine is.

const FIELDS = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const
const NEAR = new Intl.DateTimeFormat('en-GB', FIELDS)
const FAR = new Intl.DateTimeFormat('en-GB', { ...FIELDS, year: 'numeric' })
/** Within it the year goes without saying. */
const NEAR_MS = 300 * 86_400_000

/** `21 Nov, 14:05`; of long ago `21 Nov 2024, 14:05`. @param at epoch ms, or an ISO time */
export function moment(at: number | string, now = Date.now()): string {
  const time = new Date(at).getTime()
  return (Math.abs(now - time) < NEAR_MS ? NEAR : FAR).format(time)
}
