// A plan as a file, as a page and as lines: whatever a title holds, and however many plans there are.

import { mkdtemp, readdir, readFile, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { planLines } from '../../src/commands/dedupe/plan-lines.ts'
import { writePlan } from '../../src/commands/dedupe/write-plan.ts'
import { actionsOf } from '../../src/model/dedupe/actions.ts'
import { type DedupeCopy, DedupePlan } from '../../src/model/dedupe/plan.ts'

const EVIL = `<img src=x onerror=alert(1)>"'&\u001b[31m\u202e`
const rowOf = (page: string, more: Partial<DedupeCopy> = {}): DedupeCopy => ({
  id: `row:${page}`,
  label: EVIL,
  page,
  files: [{ path: `/library/${EVIL}/${page}.wav`, format: 'wav', bytes: 50_000_000, changedAt: 1 }],
  quality: { codec: 'flac', isLossless: true, bits: 16, sampleRate: 44_100 },
  seconds: 200,
  tags: 1,
  isPicked: false,
  cells: { tags: [page], album: EVIL.repeat(9) },
  ...more,
})

function planOf(id: string, copies = [rowOf('a', { cells: {} }), rowOf('b')]): DedupePlan {
  const [keeper] = copies
  const members = { copies, keeper: keeper?.id ?? '' }
  const evidence = [{ copy: 'row:b', agreement: 0.9876, deltaSeconds: -2.1, offsetSeconds: 2, because: EVIL }]
  return DedupePlan.parse({
    ...{ kind: 'dedupe plan', version: 1, id, madeAt: '2026-05-01T10:00:00.000Z', library: '/library' },
    looked: { rows: 2, recordings: 2, files: 2, items: 1 },
    groups: [{ id: '0', label: EVIL, recordings: [1, 2], why: EVIL, evidence, ...members, ...actionsOf(members) }],
    near: [{ labels: [EVIL, 'x'], agreement: 0.8, because: EVIL }],
  })
}

const newFolder = () => mkdtemp(join(tmpdir(), 'dedupe-plans-'))

describe('a plan', () => {
  it('is a page that runs nothing and loads nothing, whatever titles hold', async () => {
    const { file, page } = await writePlan(planOf('0123456789ab'), await newFolder())
    const html = await readFile(page, 'utf8')
    expect(html).not.toMatch(/<img|<script|<link|https?:/)
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(html).toContain("default-src 'none'")
    expect(DedupePlan.parse(JSON.parse(await readFile(file, 'utf8')))).toEqual(planOf('0123456789ab'))
  })

  it('is lines that hold no control character, and says what would go', () => {
    const lines = planLines(planOf('0123456789ab'), {
      notes: ['a note'],
      written: { file: '/f.json', page: '/f.html' },
    })
    expect(lines.join('')).not.toMatch(/[\p{Cc}\u202e]/u)
    expect(lines).toContainEqual(expect.stringMatching(/goes .*98\.7 % agree, 2\.1 s shorter, begins 2 s later/))
    expect(lines).toContainEqual(expect.stringContaining('gets  tags: +b'))
    expect(lines).toContainEqual(
      '2 recordings in 2 files (1 in Eagle’s library) and 2 finished rows looked at: 1 group; would go: 1 row to Notion’s trash, 1 file (50.0 MB) to the library’s trash.',
    )
    expect(lines.at(-1)).toBe('Do it: orchestrator dedupe --apply /f.json')
  })

  it('of nothing says so', () => {
    const nothing = { ...planOf('0'), groups: [], near: [] }
    expect(planLines(nothing, { notes: [] })).toEqual([expect.stringMatching(/looked at: nothing to do\.$/)])
  })

  it('is one of twenty: the oldest goes, with its page', async () => {
    const dir = await newFolder()
    for (let number = 0; number < 23; number += 1) {
      const { file } = await writePlan(planOf(String(number).padStart(12, '0')), dir)
      await utimes(file, 1000 + number, 1000 + number)
    }
    const names = (await readdir(join(dir, 'dedupe'))).sort()
    const numbers = Array.from({ length: 20 }, (_, number) => String(number + 3).padStart(12, '0'))
    expect(names).toEqual(numbers.flatMap(id => ['html', 'json'].map(end => `2026-05-01-${id}.${end}`)))
  })
})
