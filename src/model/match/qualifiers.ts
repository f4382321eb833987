// Whether two titles name the same version.

import { editDistance, fold, nameKey } from '../title/fold.ts'
import { PERSONAL } from '../title/kinds.ts'
import { pieces } from '../title/names.ts'
import type { Qualifier } from '../title/qualifiers.ts'
import { soundOf } from '../title/romanise.ts'
import type { Veto } from './types.ts'

export interface Compared {
  veto?: Veto
  /** Not a contradiction, but a person should look. */
  ask?: string
}

/** @param own keys of the wish's main artist: a "Noisia VIP" by Noisia is a VIP */
export function compareQualifiers(
  wanted: readonly Qualifier[],
  found: readonly Qualifier[],
  own: ReadonlySet<string>,
): Compared {
  const left = asSet(found)
  const unmet = asSet(wanted).filter(qualifier => {
    const at = left.findIndex(other => isSame(qualifier, other, own))
    if (at !== -1) left.splice(at, 1)
    return at === -1
  })
  return verdict(unmet, left, wanted)
}

/** "Song Remix (Kölsch Remix)" says one thing twice. */
const asSet = (all: readonly Qualifier[]): Qualifier[] =>
  all.filter(
    ({ kind, by }, at) =>
      !all.some(
        (other, before) =>
          other.kind === kind && ((other.by === by && before < at) || (by === undefined && other.by !== undefined)),
      ),
  )

const isSame = (one: Qualifier, other: Qualifier, own: ReadonlySet<string>) =>
  one.kind === other.kind && sameName(one.kind, nameFor(one.by, own), nameFor(other.by, own))

function verdict(unmet: readonly Qualifier[], left: readonly Qualifier[], wanted: readonly Qualifier[]): Compared {
  const strange = left.find(({ kind }) => !unmet.some(want => want.kind === kind))
  if (strange) return refused(`this is ${nameOf(strange)}; ${wishBeside(strange, wanted)}`)
  const partnerless = unmet.filter(({ kind }) => !left.some(have => have.kind === kind))
  const lost = partnerless.find(({ kind }) => kind !== 'unlisted')
  if (lost) return refused(`the wish is ${nameOf(lost)}; this does not say so`)
  const clashes = unmet.flatMap(want => left.filter(({ kind }) => kind === want.kind).map(have => clash(want, have)))
  const second = partnerless.map(({ text }): Compared => ({ ask: `the wish says “${text}”, and this does not` }))
  return clashes.find(({ veto }) => veto) ?? [...clashes, ...second][0] ?? {}
}

/** The same kind of version under two names. */
function clash(want: Qualifier, have: Qualifier): Compared {
  if (want.kind === 'live' && (!want.by || !have.by)) {
    return { ask: `this is ${nameOf(have)}, the wish ${nameOf(want)}` }
  }
  const gate = PERSONAL.has(want.kind) ? 'remixer' : 'qualifiers'
  return { veto: { gate, because: `this is ${nameOf(have)}; the wish is ${nameOf(want)}` } }
}

const refused = (because: string): Compared => ({ veto: { gate: 'qualifiers', because } })

const nameFor = (by: string | undefined, own: ReadonlySet<string>) => (by && own.has(nameKey(by)) ? undefined : by)

function sameName(kind: string, one: string | undefined, other: string | undefined): boolean {
  if (!one || !other) return one === other
  if (nameKey(one) === nameKey(other) || soundOf(one) === soundOf(other)) return true
  if (kind === 'unlisted') return isNear(soundOf(one), soundOf(other))
  if (kind === 'live') return shareWords(one, other)
  return samePeople(one, other)
}

const isNear = (one: string, other: string) => one.length > 7 && editDistance(one, other, 2) <= 2

/** "Evalution & Pretty Sweet" is "Pretty Sweet x Evalution". */
function samePeople(one: string, other: string): boolean {
  const names = new Set(pieces(one).map(nameKey))
  const others = pieces(other).map(nameKey)
  return names.size > 1 && names.size === others.length && others.every(name => names.has(name))
}

/** "wembley stadium 1986" is "wembley", and not "wembley 1988" is "knebworth 1988". */
function shareWords(one: string, other: string): boolean {
  const words = one.split(' ')
  const others = other.split(' ')
  const [few, many] = words.length < others.length ? [words, others] : [others, words]
  return few.every(word => many.includes(word))
}

/** “Kölsch Remix”, and “Quick Hit Clean” (DJ edit). */
function nameOf({ kind, text }: Qualifier): string {
  const says = kind === 'unlisted' || fold(text).includes(fold(kind))
  return `the “${text}”${says ? '' : ` (${kind})`}`
}

function wishBeside({ kind }: Qualifier, wanted: readonly Qualifier[]): string {
  const [want] = wanted
  if (want) return `the wish is ${nameOf(want)}`
  return PERSONAL.has(kind) ? `the wish is no ${kind}` : 'the wish is not'
}
