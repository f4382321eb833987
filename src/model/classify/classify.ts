// Which handler a task goes to, and why: the first rule that fits.

import { findAny } from '../phrases/phrase.ts'
import { type Words, wordsOf } from '../phrases/words.ts'
import { linkKind, listKind } from '../url/url.ts'
import type { Field, Rule, RuleSet } from './rule-set.ts'

/** Why a task went where it went. */
export interface Evidence {
  rule: string
  evidence: string
}

/** What the rules say of a task. */
export interface Found extends Evidence {
  handler: string
  /** The link that the rule asked for. */
  link?: string
}

export interface Described {
  title: string
  description?: string
  taskType?: string
  nextStep?: string
}

/** @returns undefined when no rule fits */
export function classify(task: Described, rules: RuleSet): Found | undefined {
  const read = readerOf(task)
  const link = linkOf(task)
  for (const rule of rules) {
    const evidence = evidenceFor(rule, read, link)
    if (evidence === undefined) continue
    const { handler, name } = rule
    return { handler, rule: name, evidence, ...(rule.link && link && { link: link.url }) }
  }
  return undefined
}

type Reader = (field: Field) => Words

/** Each text is taken apart once, when a rule asks for it. */
function readerOf({ title, description, taskType, nextStep }: Described): Reader {
  const texts = { title, description, 'task type': taskType, 'next step': nextStep }
  const read = new Map<Field, Words>()
  return field => {
    const words = read.get(field) ?? wordsOf(texts[field] ?? '')
    read.set(field, words)
    return words
  }
}

function evidenceFor(rule: Rule, read: Reader, link: Link | undefined): string | undefined {
  if (rule.link && rule.link !== (link?.leadsTo ?? 'no')) return undefined
  const places: readonly Field[] = rule.in
  const said = rule.any && firstOf(places, field => findAny(rule.any ?? [], read(field)))
  if (rule.any && said === undefined) return undefined
  if (rule.title && findAny(rule.title, read('title')) === undefined) return undefined
  const { none = [] } = rule
  if (['title' as const, ...places].some(field => findAny(none, read(field)) !== undefined)) return undefined
  return rule.link && link ? link.url : said
}

function firstOf(fields: readonly Field[], find: (field: Field) => string | undefined): string | undefined {
  for (const field of fields) {
    const found = find(field)
    if (found !== undefined) return found
  }
  return undefined
}

interface Link {
  url: string
  leadsTo: 'track' | 'list' | 'elsewhere'
}

const LINK = /\bhttps?:\/\/[^\s<>"')\]]+/i
const MUSIC_FILE = /\.(mp3|m4a|wav|aiff?|flac|ogg|opus)$/i

/** The first link of the title, else of the description, without the sign that ends its sentence. */
function linkOf({ title, description }: Described): Link | undefined {
  const url = (LINK.exec(title) ?? LINK.exec(description ?? ''))?.[0].replace(/[.,;:!?]$/, '')
  return url === undefined ? undefined : { url, leadsTo: placeOf(url) }
}

function placeOf(link: string): Link['leadsTo'] {
  if (listKind(link)) return 'list'
  if (!URL.canParse(link)) return 'elsewhere'
  const { hostname, pathname } = new URL(link)
  const isMusic =
    MUSIC_HOSTS.includes(linkKind(link) ?? '') ||
    /(^|\.)bandcamp\.com$/.test(hostname) ||
    MUSIC_FILE.test(pathname) ||
    (linkKind(link) === 'spotify' && pathname.includes('/track/'))
  return isMusic ? 'track' : 'elsewhere'
}

const MUSIC_HOSTS: readonly string[] = ['soundcloud', 'youtube']
