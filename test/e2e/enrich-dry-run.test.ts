// A look at what `enrich` would do, beside a state that is there already.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { treeOf } from '../support/bench.ts'
import { newVar, orchestrator } from '../support/cli.ts'

it('enrich --dry-run neither makes a library nor stumbles over a state it may not write', async () => {
  const varDir = await newVar()
  await orchestrator(['handlers', '--var', varDir])
  expect((await orchestrator(['sync', '--var', varDir], { LIBRARY_DIR: join(varDir, 'other') })).code).toBe(0)
  const before = await treeOf(varDir)
  const { code, stderr } = await orchestrator(['enrich', '--dry-run', '--var', varDir])
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringMatching(/readonly database/) })
  expect(existsSync(join(varDir, 'library'))).toBe(false)
  expect(await treeOf(varDir)).toEqual(before)
})
