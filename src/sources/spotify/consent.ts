// A person's consent ends six months after it was given, however often the sign-in is renewed: foreseen, not suffered.

export interface Consent {
  /** ISO 8601. */
  givenAt: string
  endsAt: string
  /** Whole days left; negative when it is over. */
  daysLeft: number
  /** `month`: 30 days or less are left; `week`: 7 or less. */
  stage: 'fine' | 'month' | 'week' | 'over'
  /** For people; absent while it is fine. */
  notice?: string
}

const MONTHS = 6
const DAY_MS = 86_400_000

export const SIGN_IN = 'orchestrator auth spotify'

/** @param now epoch ms */
export function consentOf(givenAt: string, now: number): Consent {
  const endsAt = sixMonthsLater(new Date(givenAt)).toISOString()
  const daysLeft = Math.floor((Date.parse(endsAt) - now) / DAY_MS)
  const stage = daysLeft < 0 ? 'over' : daysLeft <= 7 ? 'week' : daysLeft <= 30 ? 'month' : 'fine'
  const consent = { givenAt, endsAt, daysLeft, stage } as const
  if (stage === 'fine') return consent
  const day = endsAt.slice(0, 10)
  const end =
    stage === 'over' ? `ended on ${day}` : `ends on ${day} (${daysLeft} ${daysLeft === 1 ? 'day' : 'days'} left)`
  return { ...consent, notice: `the sign-in to Spotify ${end}; sign in again with: ${SIGN_IN}` }
}

/** The last day of the month where it has no such day. */
function sixMonthsLater(date: Date): Date {
  const end = new Date(date)
  end.setUTCMonth(date.getUTCMonth() + MONTHS)
  if (end.getUTCDate() !== date.getUTCDate()) end.setUTCDate(0)
  return end
}
