// The labelled task titles, and how well rules tell them apart.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { classify, type Described } from '../../src/model/classify/classify.ts'
import type { RuleSet } from '../../src/model/classify/rule-set.ts'

export const LABELS = ['music-sync', 'playlist', 'track', 'agent'] as const
export type Label = (typeof LABELS)[number]

export interface Labelled extends Described {
  label: Label
}

export const tune = read('tune.tsv')
export const holdOut = read('hold-out.tsv')

function read(name: string): readonly Labelled[] {
  const lines = readFileSync(join(import.meta.dirname, name), 'utf8').split('\n')
  return lines
    .filter(line => line.trim() !== '' && !line.startsWith('#'))
    .map(line => {
      const [given, ...rest] = line.split('\t').map(cell => cell.trim())
      const label = LABELS.find(known => known === given)
      if (!label) throw new Error(`${name}: "${given}" is no label: expected one of ${LABELS.join(', ')}`)
      const [title = '', description, taskType, nextStep] = rest
      return { label, title, description, taskType, nextStep }
    })
}

export interface Judged extends Labelled {
  said: Label
}

export function judge(titles: readonly Labelled[], rules: RuleSet): Judged[] {
  return titles.map(task => ({
    ...task,
    said: LABELS.find(label => label === classify(task, rules)?.handler) ?? 'agent',
  }))
}

export interface Figures {
  precision: number
  recall: number
  /** How many went to music work, how many of them rightly, and how many should have. */
  taken: number
  right: number
  wanted: number
}

/** Of music work of any kind. */
export function figuresOf(judged: readonly Judged[]): Figures {
  const taken = judged.filter(({ said }) => said !== 'agent')
  const right = taken.filter(({ label }) => label !== 'agent')
  const wanted = judged.filter(({ label }) => label !== 'agent')
  return {
    precision: right.length / taken.length,
    recall: right.length / wanted.length,
    taken: taken.length,
    right: right.length,
    wanted: wanted.length,
  }
}

/** A row for each label, a column for what was said. */
export function confusion(judged: readonly Judged[]): string {
  const width = 11
  const cells = (values: readonly (string | number)[]) => values.map(value => String(value).padStart(width)).join('')
  const count = (label: Label, said: Label) => judged.filter(one => one.label === label && one.said === said).length
  return [
    cells(['is \\ said', ...LABELS]),
    ...LABELS.map(label => cells([label, ...LABELS.map(said => count(label, said))])),
  ].join('\n')
}
