// `retry` while another instance works in var/: the list is told all the same, orders are that instance's.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { newVar, orchestrator } from '../support/cli.ts'

it('lists beside a running instance, and says where orders are taken meanwhile', async () => {
  const varDir = await newVar()
  await mkdir(varDir, { recursive: true })
  const lock = new DatabaseSync(join(varDir, 'instance.lock'))
  lock.exec('pragma locking_mode = exclusive; begin exclusive')
  const listed = await orchestrator(['retry', '--var', varDir])
  const ordered = await orchestrator(['retry', '--all', '--var', varDir])
  lock.close()
  expect(listed).toMatchObject({ code: 0, stdout: 'Nothing failed and nothing waits.\n' })
  expect(ordered).toMatchObject({ code: 75, stdout: '' })
  expect(ordered.stderr).toMatch(/another instance works in .*; while it works, it is ordered on its dashboard/)
})
