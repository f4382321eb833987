// Faults in the program's own workspace, with no server between.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Transient } from '../../src/errors.ts'
import { translate } from '../../src/notion/translate.ts'
import { activate, subscribe, subscriptionOf } from '../../src/workspace/switches/webhooks/subscription.ts'
import { openApi, type TestApi } from '../unit/workspace/open-client.ts'

let folder: string
let api: TestApi
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workspace-'))
  api = openApi({ file: join(folder, 'workspace.db') })
})
afterEach(() => rm(folder, { recursive: true }))

it('a late answer keeps nobody who closes the workspace', async () => {
  api.workspace.switches.set({ faults: [{ fault: { kind: 'late', ms: 600_000 } }] })
  const timers = () => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
  const before = timers()
  const asked = api.send('get', 'users/me').catch(caught => caught)
  await expect.poll(timers).toBeGreaterThan(before)
  api.workspace.close()
  expect(await Promise.race([asked, sleep(1000, 'still waits')])).toBeInstanceOf(TypeError)
})

it('half an answer is a cut connection to the program too, no fault of its own', async () => {
  api.workspace.switches.set({ faults: [{ fault: { kind: 'halfBody' } }] })
  const error = await api.send('get', 'users/me').catch(caught => caught)
  expect(translate(error)).toBeInstanceOf(Transient)
  expect(translate(error).message).toBe('Notion cannot be reached: the connection was cut')
  api.workspace.close()
})

it('a handshake that ends after its webhook was replaced changes nothing', () => {
  const { store } = api.workspace
  const first = subscribe(store, 'http://127.0.0.1:1/first')
  const second = subscribe(store, 'http://127.0.0.1:1/second')
  activate(store, first)
  expect(subscriptionOf(store)).toEqual(second)
  activate(store, second)
  expect(subscriptionOf(store)).toEqual({ ...second, isActive: true })
  api.workspace.close()
})
