// What is said of a recording's proof: a pass, a fail, or that nothing is known.

import { describe, expect, it } from 'vitest'
import type { FingerprintProof, ProviderLine } from '../../../src/model/metadata.ts'
import {
  acoustidCheck,
  failed,
  lengthCheck,
  passed,
  provedBy,
  secondSourceCheck,
  unknown,
  verdictOf,
} from '../../../src/model/proof.ts'

const WISH = { title: 'Night Ferry', artist: 'Nia Kessler' }

describe('a proof', () => {
  const whole = [passed('length', 'a'), passed('decode', 'b'), passed('silence', 'c')]

  it('fails with one check, and passes only where somebody heard it', () => {
    expect(verdictOf([...whole, unknown('AcoustID', 'd'), unknown('second source', 'e')])).toBe('unknown')
    expect(verdictOf([...whole, passed('AcoustID', 'd'), unknown('second source', 'e')])).toBe('pass')
    expect(verdictOf([...whole, passed('AcoustID', 'd'), failed('second source', 'e')])).toBe('fail')
    expect(verdictOf([])).toBe('unknown')
  })

  it('is said with each kind by itself', () => {
    expect(provedBy([passed('length', 'a'), unknown('AcoustID', 'b'), passed('decode', 'c')])).toBe(
      'proved by: a, c; not known: b',
    )
    expect(provedBy([failed('length', 'a'), passed('decode', 'c')])).toBe('refuted: a; proved by: c')
  })
})

describe('the length', () => {
  it.each([
    [211, 211, 'pass', 'length 3:31 = 3:31'],
    [213.9, 211, 'pass', 'length 3:34 ≈ 3:31'],
    [215.5, 211, 'fail', 'the source promised 3:31, the file has 3:36'],
    [611, 600, 'pass', 'length 10:11 ≈ 10:00'],
    [613, 600, 'fail', 'the source promised 10:00, the file has 10:13'],
    [30, undefined, 'unknown', 'nobody said how long it is'],
    [undefined, 30, 'unknown', 'nobody said how long it is'],
  ])('%s of %s: %s', (seconds, promised, verdict, says) =>
    expect(lengthCheck(seconds, promised)).toEqual({ check: 'length', verdict, says }),
  )
})

describe('AcoustID', () => {
  const line = (more: Partial<ProviderLine> = {}): ProviderLine => ({ provider: 'acoustid', outcome: 'found', ...more })
  const heard = (verdict: FingerprintProof['verdict'], ...knownAs: string[]) => ({
    providers: [line()],
    fingerprint: { verdict, score: 0.974, knownAs },
  })

  it.each([
    ['knows it', heard('same', 'Nia Kessler – Night Ferry'), 'pass', 'AcoustID says Nia Kessler – Night Ferry (0.97)'],
    ['knows another', heard('other', 'Cy – Day Off'), 'fail', 'by its sound it is Cy – Day Off (0.97)'],
    ['knows a version', heard('unclear', 'Nia Kessler – Night Ferry (Live)'), 'unknown', 'another version'],
    ['does not know it', { providers: [line({ outcome: 'unknown' })] }, 'unknown', 'does not know it'],
    [
      'is away',
      { providers: [line({ outcome: 'failed', because: 'it is away' })] },
      'unknown',
      'no answer (it is away)',
    ],
    ['has to be waited for', { providers: [line({ outcome: 'waits' })] }, 'unknown', 'no answer (waits)'],
    ['is not set up', { providers: [line({ outcome: 'not set up' })] }, 'unknown', 'was not asked'],
    ['is off', { providers: [] }, 'unknown', 'was not asked'],
    ['could not be asked', undefined, 'unknown', 'was not asked'],
  ] as const)('%s', (_what, answer, verdict, says) =>
    expect(acoustidCheck(WISH, answer)).toEqual({
      check: 'AcoustID',
      verdict,
      says: expect.stringContaining(says),
    }),
  )

  it.each([
    ['in other letters', { title: 'Gruppa krovi', artist: 'Kino' }, 'Кино – Группа крови'],
    ['with a version', WISH, 'Nia Kessler – Night Ferry (Kasu Remix)'],
    ['among others', WISH, 'Cy – Day Off', 'Nia Kessler & Jo – Night Ferry'],
  ] as const)('that names it %s does not speak against it', (_what, wish, ...knownAs: readonly string[]) =>
    expect(acoustidCheck(wish, heard('other', ...knownAs)).verdict).toBe('unknown'),
  )
})

describe('a second source', () => {
  it.each([
    [0.02, 'pass', 'it sounds like x (2.0 % of the fingerprint differ)'],
    [0.1, 'pass', 'it sounds like x (10.0 %'],
    [0.15, 'unknown', 'it is like x, but not the same'],
    [0.29, 'fail', 'it sounds otherwise than x (29.0 %'],
    [undefined, 'unknown', 'x cannot be compared'],
  ])('%s: %s', (errors, verdict, says) =>
    expect(secondSourceCheck('x', errors)).toMatchObject({ verdict, says: expect.stringContaining(says) }),
  )
})
