// What proves that a file is the recording that was looked for: each check passes, fails, or nothing is known of it.

import { chooseMatch } from './match/match.ts'
import type { Wish } from './match/types.ts'
import type { Gathered } from './metadata.ts'
import { spoken } from './spoken.ts'

type CheckName = 'length' | 'decode' | 'silence' | 'AcoustID' | 'second source'
type Verdict = 'pass' | 'fail' | 'unknown'

export interface Check {
  check: CheckName
  verdict: Verdict
  /** For people. */
  says: string
}
export type Proof = readonly Check[]

/** They hear what it is; the others tell that the file is whole. */
const WITNESSES: readonly CheckName[] = ['AcoustID', 'second source']

/** One check that fails is enough; a file that is merely whole is not known to be the right one. */
export function verdictOf(proof: Proof): Verdict {
  if (proof.some(({ verdict }) => verdict === 'fail')) return 'fail'
  return proof.some(({ check, verdict }) => verdict === 'pass' && WITNESSES.includes(check)) ? 'pass' : 'unknown'
}

/** `proved by: length 3:31 = 3:31, …; not known: …` */
export function provedBy(proof: Proof): string {
  const said = (wanted: Verdict) => proof.flatMap(({ verdict, says }) => (verdict === wanted ? says : [])).join(', ')
  const [fails, passes, unknown] = [said('fail'), said('pass'), said('unknown')]
  return [fails && `refuted: ${fails}`, passes && `proved by: ${passes}`, unknown && `not known: ${unknown}`]
    .filter(Boolean)
    .join('; ')
}

/** How far a file may be off what was promised: seconds, and this share of a long one. */
const SLACK = { seconds: 3, share: 0.02 }

export function lengthCheck(seconds: number | undefined, promised: number | undefined): Check {
  if (seconds === undefined || promised === undefined) return unknown('length', 'nobody said how long it is')
  const [has, said] = [spoken(seconds), spoken(promised)]
  const isKept = Math.abs(seconds - promised) <= Math.max(SLACK.seconds, promised * SLACK.share)
  if (!isKept) return failed('length', `the source promised ${said}, the file has ${has}`)
  return passed('length', has === said ? `length ${has} = ${said}` : `length ${has} ≈ ${said}`)
}

/** @param answer undefined: services were not asked, or could not be */
export function acoustidCheck(wish: Wish, answer: Pick<Gathered, 'fingerprint' | 'providers'> | undefined): Check {
  const { fingerprint, providers = [] } = answer ?? {}
  const line = providers.find(({ provider }) => provider === 'acoustid')
  if (!line || line.outcome === 'not set up') return unknown('AcoustID', 'AcoustID was not asked')
  if (line.outcome === 'waits' || line.outcome === 'failed')
    return unknown('AcoustID', `AcoustID gave no answer (${line.because ?? line.outcome})`)
  if (!fingerprint) return unknown('AcoustID', 'AcoustID does not know it')
  const { verdict, score, knownAs } = fingerprint
  const heard = `${knownAs.slice(0, 2).join(' or ')} (${score.toFixed(2)})`
  if (verdict === 'same') return passed('AcoustID', `AcoustID says ${heard}`)
  if (verdict === 'unclear' || isNamedSo(wish, knownAs))
    return unknown('AcoustID', `AcoustID names another version, or writes it otherwise: ${heard}`)
  return failed('AcoustID', `by its sound it is ${heard}`)
}

/** Names in other letters or in another order are no other song. */
function isNamedSo({ title, artist }: Wish, knownAs: readonly string[]): boolean {
  const candidates = knownAs.map(name => ({ link: name, source: 'web' as const, title: name.replace(' – ', ' - ') }))
  const { ranked } = chooseMatch({ title, artist }, candidates)
  return ranked.some(({ veto }) => veto?.gate !== 'title' && veto?.gate !== 'artist')
}

/** Shares of bits in which two fingerprints differ: re-encoded music stays below, other music lies above. */
const SAME_BELOW = 0.1
const OTHER_ABOVE = 0.2

/** @param errors share of bits that differ at the best place; undefined: they cannot be compared */
export function secondSourceCheck(where: string, errors: number | undefined): Check {
  if (errors === undefined) return unknown('second source', `${where} cannot be compared`)
  const share = `${(100 * errors).toFixed(1)} % of the fingerprint differ`
  if (errors <= SAME_BELOW) return passed('second source', `it sounds like ${where} (${share})`)
  if (errors > OTHER_ABOVE) return failed('second source', `it sounds otherwise than ${where} (${share})`)
  return unknown('second source', `it is like ${where}, but not the same (${share})`)
}

export const passed = (check: CheckName, says: string): Check => ({ check, verdict: 'pass', says })
export const failed = (check: CheckName, says: string): Check => ({ check, verdict: 'fail', says })
export const unknown = (check: CheckName, says: string): Check => ({ check, verdict: 'unknown', says })
