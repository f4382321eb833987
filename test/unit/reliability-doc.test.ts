import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FAULT_GROUPS, FAULTS } from '../../scripts/reliability/faults.ts'
import { titlesIn } from '../../scripts/reliability/titles.ts'
import { complaints, readSources, reliabilityPage, unknownFaults } from '../../scripts/reliability-doc.ts'
import { keepFigure } from '../support/figure.ts'

describe('docs/reliability.md', () => {
  it('has every fault once, under its letter', () => {
    const ids = FAULT_GROUPS.flatMap(({ faults }) => Object.keys(faults))
    expect(ids).toHaveLength(200)
    expect(FAULTS.size).toBe(200)
    const letters = FAULT_GROUPS.map(({ faults }) => new Set(Object.keys(faults).map(id => id.slice(0, 1))).size)
    expect(new Set(letters)).toEqual(new Set([1]))
  })

  it('is current, and no test names a fault there is not', () => {
    expect(complaints(readSources())).toEqual([])
  })

  it('finds the numbers at the head of titles only', () => {
    const text = [
      `TEST('D7 a half-open socket: the next request works', () => {})`,
      `TEST.each(TABLE)("D1 D2, D3: waits %s", () => {})`,
      'TEST(`A13: poison`, () => {})',
      `TEST.skipIf(!hasStrace)('B7 a sync that fails', () => {})`,
      `TEST('M4A files are made', () => {})`,
      `TEST('waits as D1 says', () => {})`,
    ]
      .join('\n')
      .replaceAll('TEST', 'it') // else these titles would be taken for this file's own
    expect(titlesIn(text).map(({ ids }) => ids)).toEqual([['D7'], ['D1', 'D2', 'D3'], ['A13'], ['B7']])
  })

  it('refuses numbers that no fault has', () => {
    const tests = [{ file: 'test/x.test.ts', ids: ['A1', 'A99'], title: 'A1 A99' }]
    expect(unknownFaults({ tests, figures: { Q9: { 'x.test.ts': 'none' } } })).toEqual([
      'A99 in test/x.test.ts',
      'Q9 in test/faults/figures.json',
    ])
  })

  it('says what is tested, what not yet, and with which figure', () => {
    const tests = [{ file: 'test/faults/a.test.ts', ids: ['A1'], title: 'A1 killed' }]
    const page = reliabilityPage({ tests, figures: { A1: { 'a.test.ts': '212 points', 'b.test.ts': '50 kills' } } })
    expect(page).toMatch(
      /\| A1 \|.*\| \[faults\/a\.test\.ts\]\(\.\.\/test\/faults\/a\.test\.ts\) \| 212 points · 50 kills \|/,
    )
    expect(page).toMatch(/\| A2 \|.*\| \*\*not yet\*\* \|/)
    expect(page).toMatch(/\| P1 \|.*\| does not apply: the state is a SQLite file/)
    expect(page).toContain('Of 200 faults 1 are tested')
  })

  it('keeps figures of several faults, sorted', () => {
    const dir = mkdtempSync(join(tmpdir(), 'figures-'))
    const file = join(dir, 'figures.json')
    try {
      writeFileSync(file, '{}')
      keepFigure('D10 A2', 'both', { by: 'one.test.ts', file })
      keepFigure('D2', 'old', { by: 'one.test.ts', file })
      keepFigure('D2', 'new', { by: 'one.test.ts', file })
      keepFigure('D2', 'another’s', { by: 'other.test.ts', file })
      const both = { 'one.test.ts': 'both' }
      const expected = { A2: both, D2: { 'one.test.ts': 'new', 'other.test.ts': 'another’s' }, D10: both }
      expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(expected, null, 2)}\n`)
    } finally {
      rmSync(dir, { recursive: true })
    }
  })
})
