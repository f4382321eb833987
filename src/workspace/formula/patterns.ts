// Regular expressions that come from outside. JavaScript tries every way to match, and for some patterns, as (a+)+b, those
// double with each character: left alone, one formula could hold up the process for years. So long texts are not searched,
// a pattern with too many ways runs against the clock, and one that ran out of time is not tried again.

import { type Context, createContext, Script } from 'node:vm'
import { FormulaError } from './formula-error.ts'
import { checkLength, type Work } from './work.ts'

export interface Match {
  index: number
  text: string
  groups: readonly (string | undefined)[]
}

/** Characters of a text and of a pattern. */
const MAX_SEARCHED = 2_000
const LITERAL = /^[^\\^$.*+?()[\]{}|]+$/
const CHOICES = /[*+?{|]/g
/** Some 50 milliseconds. */
const MAX_WAYS = 5_000_000
/** A pattern that took so long and then failed is not tried again. */
const SLOW_MS = 100
const KEPT_SLOW = 1_000

const slow = new Set<string>()

/** All matches from the left. A pattern without special characters is sought in texts of any length. @throws FormulaError */
export function matchesOf(text: string, pattern: string, work: Work): Match[] {
  if (LITERAL.test(pattern)) return literalMatches(text, pattern)
  if (Math.max(text.length, pattern.length) > MAX_SEARCHED) {
    throw new FormulaError(`expected a text and a pattern of at most ${MAX_SEARCHED} characters`)
  }
  if (slow.has(pattern)) throw tooComplex(pattern)
  const expression = compiled(pattern)
  const search = () => [...text.matchAll(expression)].map(toMatch)
  const started = performance.now()
  try {
    return waysOf(pattern, text.length) > MAX_WAYS ? againstTheClock(search, work) : search()
  } catch {
    // out of time, or larger than the engine takes, which only shows when it runs
    if (performance.now() - started > SLOW_MS) remember(pattern)
    throw tooComplex(pattern)
  }
}

/** `$1` stands for a group, `$&` for the whole match, `$$` for a dollar. */
export function replaceMatches(text: string, matches: readonly Match[], replacement: string): string {
  let done = ''
  let at = 0
  for (const match of matches) {
    done += text.slice(at, match.index) + filledIn(replacement, match)
    checkLength(done.length)
    at = match.index + match.text.length
  }
  return done + text.slice(at)
}

function filledIn(replacement: string, { text, groups }: Match): string {
  return replacement.replaceAll(/\$([$&]|\d)/g, (whole, sign: string) => {
    if (sign === '$') return '$'
    if (sign === '&') return text
    const number = Number(sign)
    return number === 0 || number > groups.length ? whole : (groups[number - 1] ?? '')
  })
}

function literalMatches(text: string, sought: string): Match[] {
  const matches: Match[] = []
  for (let index = text.indexOf(sought); index !== -1; index = text.indexOf(sought, index + sought.length)) {
    matches.push({ index, text: sought, groups: [] })
  }
  return matches
}

/** In Unicode mode where the pattern allows it: only there \p{…} means something, but "\-" is refused. */
function compiled(pattern: string): RegExp {
  for (const flags of ['gu', 'g']) {
    try {
      return new RegExp(pattern, flags)
    } catch {}
  }
  throw new FormulaError(`expected a regular expression, found "${pattern}"`)
}

const toMatch = (match: RegExpExecArray): Match => ({ index: match.index, text: match[0], groups: match.slice(1) })

/** How often a pattern may be tried on a text at most. Without groups each choice is for itself: a length or an "or". */
function waysOf(pattern: string, length: number): number {
  const choices = pattern.match(CHOICES)?.length ?? 0
  if (choices > 1 && pattern.includes('(')) return Number.POSITIVE_INFINITY
  let ways = length + 1
  for (let choice = 1; choice <= choices; choice += 1) ways *= (length + choice) / choice
  return ways
}

/** Only code that a Script runs can be stopped from outside; a regular expression in it stops too. */
const SCRIPT = new Script('run()')
let sandbox: Context | undefined

function againstTheClock(search: () => Match[], work: Work): Match[] {
  sandbox ??= createContext({})
  let found: Match[] = []
  sandbox.run = () => {
    found = search()
  }
  const started = performance.now()
  try {
    SCRIPT.runInContext(sandbox, { timeout: Math.max(1, Math.ceil(work.patternMs)) })
  } finally {
    work.patternMs -= performance.now() - started
  }
  return found
}

function remember(pattern: string): void {
  if (slow.size >= KEPT_SLOW) slow.clear()
  slow.add(pattern)
}

const tooComplex = (pattern: string) => new FormulaError(`expected a simpler pattern than "${pattern}"`)
