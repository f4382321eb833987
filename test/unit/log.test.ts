import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import { openLog } from '../../src/log.ts'

it('what is said after its end, by itself or by a part of it, has no place and does no harm', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'log-'))
  const lines: string[] = []
  const log = openLog({ dir, level: 'info', secrets: [], print: line => lines.push(line) })
  const part = log.child({ part: 1 })
  log.info({}, 'before')
  await log.close()
  log.error({}, 'after')
  part.warn({}, 'after')
  await turn()
  expect(lines).toEqual(['before'])
  const kept = () => readFileSync(join(dir, 'orchestrator.log'), 'utf8')
  await vi.waitFor(() => expect(kept()).toContain('before'), 10_000) // the disk has it when it has it
  expect(kept()).not.toContain('after')
})
