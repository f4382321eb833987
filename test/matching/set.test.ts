import { describe, expect, it } from 'vitest'
import { keyOf } from '../../src/model/title/fold.ts'
import { groupOf } from './categories.ts'
import { pairsOf, searchesOf } from './labels.ts'
import { holdOut, tune } from './set.ts'

const all = [...tune, ...holdOut]

describe('the labelled set', () => {
  it('has at least 300 pairs and 40 searches, each with its label and what makes it so', () => {
    const pairs = pairsOf(all)
    expect(pairs.length).toBeGreaterThanOrEqual(300)
    expect(searchesOf(all).length).toBeGreaterThanOrEqual(40)
    expect(pairs.filter(({ because, category }) => !because.trim() || !groupOf(category))).toEqual([])
  })

  it('has no song in both halves, and none twice in one', () => {
    const names = all.map(({ song }) => keyOf(song.replace(/\(.*\)/, '')))
    const held = new Set(holdOut.map(({ song }) => keyOf(song)))
    expect(tune.filter(({ song }) => held.has(keyOf(song))).map(({ song }) => song)).toEqual([])
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
  })

  it('has no line of one wish twice', () => {
    const lines = pairsOf(all).map(({ song, candidate }) => `${song}: ${candidate.title} by ${candidate.uploader}`)
    expect(lines.filter((line, at) => lines.indexOf(line) !== at)).toEqual([])
  })

  it('has right and wrong lines of every truth in both halves', () => {
    for (const half of [tune, holdOut]) {
      const truths = pairsOf(half).map(({ truth }) => truth)
      for (const truth of ['same', 'other-version', 'other-recording'])
        expect(truths.filter(other => other === truth).length).toBeGreaterThan(50)
    }
  })
})
